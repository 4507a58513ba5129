/* SPDX-License-Identifier: ISC */
/* A subset of Mustache: templates and a view make a page. */
#include "render/html/mustache.h"

#include "render/html/escape.h"
#include "render/html/template.h"

#include <stdlib.h>
#include <string.h>

/* The templates cut so far, and the page being made. */
struct mustache {
    const struct templates *templates;
    struct template
        *parsed; /* as many as there are files, in their order; those not asked for are empty */
    struct buf *out;
    struct report *report;
    size_t steps; /* made so far */
    bool good;
    bool stop; /* one more step would go too deep or too far */
};

/* What finding and entering a partial costs, in steps. */
#define PARTIAL_STEPS 16

/* The values that names are looked up in: the innermost first. */
struct context {
    const struct value *value;
    const struct context *outer;
    unsigned depth;
};

static void render_tokens(struct mustache *mustache, const struct template *template, size_t from,
                          size_t to, const struct context *context);

/* The same mistake in a list of a hundred items, or in a partial of every page, is said once. */
static bool was_said(const struct report *report, struct place place)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct place *said = &report->messages[i].place;
        if (said->line == place.line && said->column == place.column &&
            !strcmp(said->path, place.path))
            return true;
    }
    return false;
}

static void complain(struct mustache *mustache, const struct template *template,
                     const struct token *token, const char *format)
{
    mustache->good = false;
    struct place place = template_place(template->file, token->offset);
    if (was_said(mustache->report, place))
        return;
    struct buf text = BUF_INIT;
    for (; *format; format++) {
        if (*format == '@')
            buf_add(&text, token->text, token->length);
        else
            buf_add_char(&text, *format);
    }
    report_error(mustache->report, place, "%s", text.bytes);
    buf_release(&text);
}

/* Sections and partials that hold others twice make pages without end long before they are too
 * deep. False, reported, where it has come to that. */
static bool go_on(struct mustache *mustache, const struct template *template,
                  const struct token *token)
{
    if (mustache->steps <= MUSTACHE_STEPS_MAX && mustache->out->length <= MUSTACHE_LENGTH_MAX)
        return true;
    complain(mustache, template, token,
             mustache->steps > MUSTACHE_STEPS_MAX
                 ? "the page takes more than 100,000,000 steps, and this is one too many; let"
                   " partials and sections hold fewer others"
                 : "the page grows beyond 1 GiB here; let partials and sections hold fewer others");
    mustache->stop = true;
    return false;
}

/* The first part of a dotted name is looked up from the innermost value outwards, each other part
 * in what the one before it named. NULL, reported, where there is nothing. */
static const struct value *look_up(struct mustache *mustache, const struct template *template,
                                   const struct token *token, const struct context *context)
{
    if (token->length == 1 && token->text[0] == '.')
        return context->value;
    const char *name = token->text;
    const char *end = name + token->length;
    const struct value *value = NULL;
    while (name < end) {
        const char *dot = memchr(name, '.', (size_t)(end - name));
        size_t length = (size_t)((dot ? dot : end) - name);
        if (name > token->text)
            value = value_get(value, name, length);
        for (const struct context *at = context; name == token->text && at && !value;
             at = at->outer) {
            value = value_get(at->value, name, length);
            mustache->steps++;
        }
        if (!value) {
            complain(
                mustache, template, token,
                "there is no \"@\" here; use one of the names that the manual, dossier(5), lists for templates");
            return NULL;
        }
        name += length + 1;
    }
    return value;
}

static void render_value(struct mustache *mustache, const struct template *template,
                         const struct token *token, const struct context *context)
{
    const struct value *value = look_up(mustache, template, token, context);
    if (!value)
        return;
    if (value->kind == VALUE_LIST)
        complain(mustache, template, token,
                 "\"@\" is a list, not a text; go through it with {{#@}}…{{/@}}");
    else if (value->kind == VALUE_RECORD)
        complain(mustache, template, token,
                 "\"@\" is a record, not a text; name one of its members, {{@.…}}");
    else if (token->kind == TOKEN_RAW)
        buf_add(mustache->out, value->text, value->length);
    else
        escape_text(mustache->out, value->text, value->length);
}

/* The context one step further in; false, reported, where that is too deep. */
static bool enter(struct mustache *mustache, const struct template *template,
                  const struct token *token, const struct context *outer, struct context *inner)
{
    *inner = (struct context){outer->value, outer, outer->depth + 1};
    if (inner->depth <= MUSTACHE_DEPTH_MAX)
        return true;
    complain(
        mustache, template, token,
        token->kind == TOKEN_PARTIAL
            ? "partials and sections stand more than 100 deep in one another at {{>@}}; does the partial hold itself?"
            : "partials and sections stand more than 100 deep in one another at \"@\"; make them flatter");
    mustache->stop = true;
    return false;
}

static void render_section(struct mustache *mustache, const struct template *template, size_t index,
                           const struct context *context)
{
    const struct token *token = &template->tokens[index];
    const struct value *value = look_up(mustache, template, token, context);
    struct context inner;
    if (!value || value_true(value) != (token->kind == TOKEN_SECTION) ||
        !enter(mustache, template, token, context, &inner))
        return;
    if (token->kind == TOKEN_INVERTED) {
        render_tokens(mustache, template, index + 1, token->close, &inner);
    } else if (value->kind == VALUE_LIST) {
        for (const struct value_member *member = value->first; member && !mustache->stop;
             member = member->next) {
            inner.value = member->value;
            render_tokens(mustache, template, index + 1, token->close, &inner);
        }
    } else {
        inner.value = value;
        render_tokens(mustache, template, index + 1, token->close, &inner);
    }
}

/* A file cut once, however often it is used; NULL, reported, where its syntax is wrong. */
static const struct template *parse_once(struct mustache *mustache,
                                         const struct template_file *file)
{
    struct template *template = &mustache->parsed[file - mustache->templates->files];
    if (template->file)
        return template;
    if (template_parse(template, file, mustache->report))
        return template;
    template_release(template);
    mustache->good = false;
    mustache->stop = true;
    return NULL;
}

static void render_partial(struct mustache *mustache, const struct template *template,
                           const struct token *token, const struct context *context)
{
    mustache->steps += PARTIAL_STEPS;
    const struct template_file *file = template_partial(mustache->templates, token);
    if (!file) {
        complain(mustache, template, token,
                 "there is no partial site/@.html; add the file or correct the name");
        return;
    }
    const struct template *partial = parse_once(mustache, file);
    struct context inner;
    if (!partial || !enter(mustache, template, token, context, &inner))
        return;
    size_t before = mustache->out->length;
    render_tokens(mustache, partial, 0, partial->count, &inner);
    /* The line break that ends a file is not one of the line that the partial is put into. */
    struct buf *out = mustache->out;
    if (!token->alone && out->length > before && out->bytes[out->length - 1] == '\n')
        out->bytes[--out->length] = '\0';
}

static void render_tokens(struct mustache *mustache, const struct template *template, size_t from,
                          size_t to, const struct context *context)
{
    for (size_t i = from; i < to && !mustache->stop; i++) {
        const struct token *token = &template->tokens[i];
        mustache->steps++;
        if (!go_on(mustache, template, token))
            return;
        switch (token->kind) {
        case TOKEN_TEXT:
            buf_add(mustache->out, token->text, token->length);
            break;
        case TOKEN_VALUE:
        case TOKEN_RAW:
            render_value(mustache, template, token, context);
            break;
        case TOKEN_SECTION:
        case TOKEN_INVERTED:
            render_section(mustache, template, i, context);
            i = token->close;
            break;
        case TOKEN_CLOSE:
            break;
        case TOKEN_PARTIAL:
            render_partial(mustache, template, token, context);
            break;
        }
    }
}

struct mustache *mustache_new(const struct templates *templates, struct report *report)
{
    struct mustache *mustache = memory_new(sizeof *mustache);
    mustache->templates = templates;
    mustache->report = report;
    mustache->parsed = memory_new(templates->count * sizeof *mustache->parsed);
    return mustache;
}

void mustache_free(struct mustache *mustache)
{
    for (size_t i = 0; i < mustache->templates->count; i++)
        template_release(&mustache->parsed[i]);
    free(mustache->parsed);
    free(mustache);
}

bool mustache_page(struct mustache *mustache, const char *name, const struct value *view,
                   const struct value *shared, struct buf *out)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "site/%s", name);
    const struct template_file *file = templates_find(mustache->templates, path.bytes);
    buf_release(&path);
    mustache->out = out;
    mustache->steps = 0;
    mustache->good = true;
    mustache->stop = false;
    struct context outer = {shared, NULL, 0};
    struct context context = {view, shared ? &outer : NULL, 0};
    const struct template *template = file ? parse_once(mustache, file) : NULL;
    if (template)
        render_tokens(mustache, template, 0, template->count, &context);
    return template && mustache->good;
}

bool mustache_render(const struct templates *templates, const char *name, const struct value *view,
                     struct buf *out, struct report *report)
{
    struct mustache *mustache = mustache_new(templates, report);
    bool ok = mustache_page(mustache, name, view, NULL, out);
    mustache_free(mustache);
    return ok;
}

void mustache_check(const struct templates *templates, const struct template_file *file,
                    struct report *report)
{
    struct template template;
    template_parse(&template, file, report);
    for (size_t i = 0; i < template.count; i++) {
        const struct token *token = &template.tokens[i];
        if (token->kind == TOKEN_PARTIAL && !template_partial(templates, token))
            report_error(report, template_place(file, token->offset),
                         "there is no partial site/%.*s.html; add the file or correct the name",
                         (int)token->length, token->text);
    }
    template_release(&template);
}
