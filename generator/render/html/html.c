/* SPDX-License-Identifier: ISC */
/* The site: which files it has, and what each is made of. */
#include "render/html/html.h"

#include "render/html/dossier_json.h"
#include "render/html/letter_html.h"
#include "render/html/mustache.h"
#include "render/html/view.h"

#include <string.h>

#define TEMPLATE_FOLDER "site/"
#define SITE_FOLDER "site/"

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t size = strlen(end);
    return length >= size && !strcmp(name + length - size, end);
}

static bool is_site_file(const struct template_file *file)
{
    return !strncmp(file->name, TEMPLATE_FOLDER, strlen(TEMPLATE_FOLDER));
}

/* The path that a file of templates/ would have in messages. */
static void add_path(const struct templates *templates, const char *name, struct buf *path)
{
    if (templates->count) {
        const struct template_file *file = &templates->files[0];
        buf_add(path, file->path, strlen(file->path) - strlen(file->name));
    } else {
        buf_add_string(path, "templates/");
    }
    buf_add_string(path, name);
}

static void require(const struct templates *templates, const char *file, struct report *report)
{
    struct buf name = BUF_INIT;
    struct buf path = BUF_INIT;
    buf_add_format(&name, TEMPLATE_FOLDER "%s", file);
    if (!templates_find(templates, name.bytes)) {
        add_path(templates, name.bytes, &path);
        report_error(
            report, (struct place){path.bytes, 0, 0},
            "there is no such template, and the site needs it; add it, or copy the project's");
    }
    buf_release(&name);
    buf_release(&path);
}

void html_check_templates(const struct templates *templates, struct report *report)
{
    for (int i = 0; i < SITE_PAGE_COUNT; i++)
        require(templates, site_page_file((enum site_page)i), report);
    require(templates, VIEW_NOT_FOUND_FILE, report);
    for (size_t i = 0; i < templates->count; i++) {
        const struct template_file *file = &templates->files[i];
        if (is_site_file(file) && ends_with(file->name, ".html"))
            mustache_check(templates, file, report);
    }
}

static bool put(struct output *output, const char *name, const void *bytes, size_t length,
                struct error *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, SITE_FOLDER "%s", name);
    bool ok = output_put(output, path.bytes, bytes, length, err);
    buf_release(&path);
    return ok;
}

static bool put_page(const struct dossier *dossier, struct value *view, struct arena *arena,
                     const char *file, struct output *output, struct report *report,
                     struct error *err)
{
    struct buf page = BUF_INIT;
    view_set_page(arena, view, dossier, file);
    bool ok = !mustache_render(&dossier->templates, file, view, &page, report) ||
              put(output, file, page.bytes, page.length, err);
    buf_release(&page);
    return ok;
}

static bool put_letter(const struct dossier *dossier, struct arena *arena, struct output *output,
                       struct report *report, struct error *err)
{
    struct value *view = view_new(dossier, arena);
    struct buf html = BUF_INIT;
    letter_html_append(dossier, &html);
    value_set(arena, view, "letter-html", value_bytes(arena, html.bytes, html.length));
    bool ok = put_page(dossier, view, arena, site_page_file(SITE_LETTER), output, report, err);
    buf_release(&html);
    return ok;
}

static bool put_enclosures(const struct dossier *dossier, struct arena *arena,
                           struct output *output, struct report *report, struct error *err)
{
    struct value *view = view_new(dossier, arena);
    value_set(arena, view, "strip", view_strip(dossier, arena));
    return put_page(dossier, view, arena, site_page_file(SITE_ENCLOSURES), output, report, err);
}

static bool put_json(const struct dossier *dossier, struct output *output, struct error *err)
{
    struct buf json = BUF_INIT;
    dossier_json(dossier, &json);
    bool ok = put(output, VIEW_JSON_FILE, json.bytes, json.length, err);
    buf_release(&json);
    return ok;
}

/* Whether a name, or the first part of it, is that of a file which the site has in any case. */
static bool is_own_name(const struct dossier *dossier, const char *name)
{
    const char *const own[] = {VIEW_JSON_FILE, dossier->outputs.pdf_name,
                               dossier->outputs.zip_name};
    size_t length = strcspn(name, "/");
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (strlen(own[i]) == length && !strncmp(name, own[i], length))
            return true;
    }
    return false;
}

/* The stylesheet and whatever else stands beside the pages' templates. */
static bool put_template_files(const struct dossier *dossier, struct output *output,
                               struct report *report, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < dossier->templates.count; i++) {
        const struct template_file *file = &dossier->templates.files[i];
        if (!is_site_file(file) || ends_with(file->name, ".html"))
            continue;
        const char *name = file->name + strlen(TEMPLATE_FOLDER);
        if (is_own_name(dossier, name))
            report_error(report, (struct place){file->path, 0, 0},
                         "the site has a file %s of its own; rename this one", name);
        else
            ok = put(output, name, file->bytes, file->length, err);
    }
    return ok;
}

/* The letter's pictures keep their names, which no other file of the site may have. */
static bool put_pictures(const struct dossier *dossier, struct output *output,
                         struct report *report, struct error *err)
{
    struct buf name = BUF_INIT;
    bool ok = true;
    for (size_t i = 0; ok && i < dossier->letter.picture_count; i++) {
        const struct picture *picture = &dossier->letter.pictures[i];
        buf_clear(&name);
        buf_add_format(&name, SITE_FOLDER "%s", picture->name);
        if (output_find(output, name.bytes))
            report_error(report, picture->place,
                         "the picture %s has the name of another file of the site; rename it",
                         picture->name);
        else
            ok = output_put(output, name.bytes, picture->bytes, picture->length, err);
    }
    buf_release(&name);
    return ok;
}

bool html_render(const struct dossier *dossier, struct output *output, struct report *report,
                 struct error *err)
{
    struct arena arena = ARENA_INIT;
    bool ok = put_letter(dossier, &arena, output, report, err) &&
              put_enclosures(dossier, &arena, output, report, err) &&
              put_page(dossier, view_new(dossier, &arena), &arena, site_page_file(SITE_METADATA),
                       output, report, err) &&
              put_page(dossier, view_new(dossier, &arena), &arena, VIEW_NOT_FOUND_FILE, output,
                       report, err) &&
              put_json(dossier, output, err) && put_template_files(dossier, output, report, err) &&
              put_pictures(dossier, output, report, err);
    arena_release(&arena);
    return ok;
}

bool html_render_index(const struct dossier *dossier, const struct output_file *pdf,
                       const struct output_file *zip, struct buf *page, struct report *report,
                       struct error *err)
{
    (void)err; /* nothing here can fail but for want of memory */
    struct arena arena = ARENA_INIT;
    struct value *view = view_new(dossier, &arena);
    const char *file = site_page_file(SITE_INDEX);
    view_set_page(&arena, view, dossier, file);
    view_set_downloads(&arena, view, dossier, pdf, zip);
    mustache_render(&dossier->templates, file, view, page, report);
    arena_release(&arena);
    return true;
}
