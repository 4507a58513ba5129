/* SPDX-License-Identifier: ISC */
/* A template cut into tokens: text, and the tags of our subset of Mustache. */
#include "render/html/template.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* What is being cut, and the sections not closed yet. */
struct parser {
    struct template *template;
    const char *bytes;
    size_t length;
    size_t at; /* what stands before it is in tokens */
    size_t *open;
    size_t open_count;
    size_t open_capacity;
    struct report *report;
    bool good;
};

/* A tag as it stands in the file: from `start` to `end`, and what is between its braces. */
struct tag {
    size_t start;
    size_t end;
    char sigil; /* 0 for a plain name */
    const char *name;
    size_t length;
};

struct place template_place(const struct template_file *file, size_t offset)
{
    struct utf8_position position = utf8_position(file->bytes, file->length, offset);
    return (struct place){file->path, position.line, position.column};
}

const struct template_file *template_partial(const struct templates *templates,
                                             const struct token *token)
{
    struct buf name = BUF_INIT;
    buf_add_string(&name, "site/");
    buf_add(&name, token->text, token->length);
    buf_add_string(&name, ".html");
    const struct template_file *file = templates_find(templates, name.bytes);
    buf_release(&name);
    return file;
}

static struct token *add(struct parser *parser, enum token_kind kind, const char *text,
                         size_t length, size_t offset)
{
    struct template *template = parser->template;
    template->tokens =
        memory_grow(template->tokens, template->count, &template->capacity, sizeof(struct token));
    struct token *token = &template->tokens[template->count++];
    *token = (struct token){kind, text, length, offset, 0, false};
    return token;
}

static void add_text(struct parser *parser, size_t end)
{
    if (end > parser->at)
        add(parser, TOKEN_TEXT, parser->bytes + parser->at, end - parser->at, parser->at);
}

static struct place place_of(const struct parser *parser, size_t offset)
{
    return template_place(parser->template->file, offset);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\r';
}

/* Where `needle` begins at or after `from`, or the parser's length. */
static size_t find(const struct parser *parser, const char *needle, size_t from)
{
    size_t size = strlen(needle);
    while (from + size <= parser->length) {
        const char *found =
            memchr(parser->bytes + from, needle[0], parser->length - from - size + 1);
        if (!found)
            break;
        from = (size_t)(found - parser->bytes);
        if (!memcmp(found, needle, size))
            return from;
        from++;
    }
    return parser->length;
}

/* Reads the tag whose braces open at `start`; false, reported, where they don't close. */
static bool read_tag(struct parser *parser, size_t start, struct tag *tag)
{
    size_t at = start + 2;
    bool triple = at < parser->length && parser->bytes[at] == '{';
    const char *braces = triple ? "}}}" : "}}";
    size_t close = find(parser, braces, at);
    if (close == parser->length) {
        report_error(parser->report, place_of(parser, start),
                     "a tag is opened and never closed; close it with %s", braces);
        parser->good = false;
        return false;
    }
    tag->start = start;
    tag->end = close + strlen(braces);
    tag->sigil = 0;
    if (at < close && strchr("{&#^/>!=<$", parser->bytes[at]))
        tag->sigil = parser->bytes[at++];
    while (at < close && is_space(parser->bytes[at]))
        at++;
    while (close > at && is_space(parser->bytes[close - 1]))
        close--;
    tag->name = parser->bytes + at;
    tag->length = close - at;
    return true;
}

/* The start of a tag's line where only blanks stand before the tag on it; otherwise the tag's
 * start. */
static size_t line_start(const struct parser *parser, const struct tag *tag)
{
    size_t at = tag->start;
    while (at > 0 && is_blank(parser->bytes[at - 1]))
        at--;
    return at == 0 || parser->bytes[at - 1] == '\n' ? at : tag->start;
}

/* The start of the line after a tag's where only blanks stand after it; otherwise the tag's end. */
static size_t line_end(const struct parser *parser, const struct tag *tag)
{
    size_t at = tag->end;
    while (at < parser->length && is_blank(parser->bytes[at]))
        at++;
    if (at == parser->length)
        return at;
    if (parser->bytes[at] == '\r' && at + 1 < parser->length && parser->bytes[at + 1] == '\n')
        at++;
    return parser->bytes[at] == '\n' ? at + 1 : tag->end;
}

static bool is_alone(const struct parser *parser, const struct tag *tag)
{
    bool starts = tag->start == 0 || line_start(parser, tag) < tag->start ||
                  parser->bytes[tag->start - 1] == '\n';
    bool ends = line_end(parser, tag) > tag->end || tag->end == parser->length;
    return starts && ends;
}

static bool name_is_good(const struct tag *tag)
{
    if (tag->length == 1 && tag->name[0] == '.')
        return tag->sigil != '>';
    bool dot = true; /* one may not begin, end, or follow another */
    for (size_t i = 0; i < tag->length; i++) {
        char c = tag->name[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_';
        if (!plain && (c != '.' || dot || tag->sigil == '>'))
            return false;
        dot = c == '.';
    }
    return !dot;
}

static void fail(struct parser *parser, const struct tag *tag, const char *what)
{
    report_error(parser->report, place_of(parser, tag->start), "%s", what);
    parser->good = false;
}

static void open_section(struct parser *parser, const struct tag *tag)
{
    parser->open =
        memory_grow(parser->open, parser->open_count, &parser->open_capacity, sizeof *parser->open);
    parser->open[parser->open_count++] = parser->template->count;
    add(parser, tag->sigil == '#' ? TOKEN_SECTION : TOKEN_INVERTED, tag->name, tag->length,
        tag->start);
}

static void close_section(struct parser *parser, const struct tag *tag)
{
    struct template *template = parser->template;
    int length = (int)tag->length;
    if (!parser->open_count) {
        report_error(parser->report, place_of(parser, tag->start),
                     "{{/%.*s}} closes no section; open it before, or take this away", length,
                     tag->name);
        parser->good = false;
        return;
    }
    struct token *opening = &template->tokens[parser->open[--parser->open_count]];
    if (opening->length != tag->length || memcmp(opening->text, tag->name, tag->length) != 0) {
        struct place place = place_of(parser, opening->offset);
        report_error(
            parser->report, place_of(parser, tag->start),
            "{{/%.*s}} stands where {{/%.*s}} must close the section of line %u; sections must nest",
            length, tag->name, (int)opening->length, opening->text, place.line);
        parser->good = false;
    }
    opening->close = template->count;
    add(parser, TOKEN_CLOSE, tag->name, tag->length, tag->start);
}

static void add_tag(struct parser *parser, const struct tag *tag, bool alone)
{
    if (tag->sigil == '!')
        return;
    if (tag->sigil == '=') {
        fail(parser, tag,
             "tags keep their braces: changing them with {{= =}} is not offered; take this away");
        return;
    }
    if (tag->sigil == '<' || tag->sigil == '$') {
        fail(parser, tag, "inheritance of templates is not offered; use a partial, {{>name}}");
        return;
    }
    if (!name_is_good(tag)) {
        fail(
            parser, tag,
            tag->sigil == '>'
                ? "a partial's name holds letters, digits, '-' and '_'; correct it"
                : "a name holds letters, digits, '-' and '_', with single dots between; correct it");
        return;
    }
    switch (tag->sigil) {
    case '#':
    case '^':
        open_section(parser, tag);
        break;
    case '/':
        close_section(parser, tag);
        break;
    case '>':
        add(parser, TOKEN_PARTIAL, tag->name, tag->length, tag->start)->alone = alone;
        break;
    default:
        add(parser, tag->sigil ? TOKEN_RAW : TOKEN_VALUE, tag->name, tag->length, tag->start);
    }
}

bool template_parse(struct template *template, const struct template_file *file,
                    struct report *report)
{
    *template = (struct template){.file = file};
    struct parser parser = {.template = template,
                            .bytes = file->bytes,
                            .length = file->length,
                            .report = report,
                            .good = true};
    struct tag tag;
    size_t start;
    while ((start = find(&parser, "{{", parser.at)) < parser.length &&
           read_tag(&parser, start, &tag)) {
        bool alone = tag.sigil && strchr("#^/>!", tag.sigil) && is_alone(&parser, &tag);
        add_text(&parser, alone ? line_start(&parser, &tag) : tag.start);
        add_tag(&parser, &tag, alone);
        parser.at = alone ? line_end(&parser, &tag) : tag.end;
    }
    add_text(&parser, parser.length);
    while (parser.open_count) {
        const struct token *open = &template->tokens[parser.open[--parser.open_count]];
        report_error(report, place_of(&parser, open->offset),
                     "the section {{%c%.*s}} is never closed; close it with {{/%.*s}}",
                     open->kind == TOKEN_SECTION ? '#' : '^', (int)open->length, open->text,
                     (int)open->length, open->text);
        parser.good = false;
    }
    free(parser.open);
    return parser.good;
}

void template_release(struct template *template)
{
    free(template->tokens);
    *template = (struct template){0};
}
