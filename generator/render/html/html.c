/* SPDX-License-Identifier: ISC */
/* The site: which files it has, and what each is made of. */
#include "render/html/html.h"

#include "model/description.h"
#include "render/html/dossier_json.h"
#include "render/html/letter_html.h"
#include "render/html/ledger_table.h"
#include "render/html/site.h"
#include "render/html/view.h"

#include <string.h>

#define TEMPLATE_FOLDER "site/"

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
    require(templates, VIEW_ENCLOSED_TEMPLATE, report);
    require(templates, VIEW_SHEET_TEMPLATE, report);
    for (size_t i = 0; i < templates->count; i++) {
        const struct template_file *file = &templates->files[i];
        if (is_site_file(file) && ends_with(file->name, ".html"))
            mustache_check(templates, file, report);
    }
}

bool site_put(const struct site *site, const char *name, const void *bytes, size_t length,
              struct error *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, SITE_FOLDER "%s", name);
    bool ok = output_put(site->output, path.bytes, bytes, length, err);
    buf_release(&path);
    return ok;
}

bool site_keep(const struct site *site, const char *name, const void *bytes, size_t length,
               struct error *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, SITE_FOLDER "%s", name);
    bool ok = output_keep(site->output, path.bytes, bytes, length, err);
    buf_release(&path);
    return ok;
}

/* The page of that name, with what it alone sees under `key`, or with nothing such. */
static bool put_page(const struct site *site, const char *file, const char *key,
                     struct value *value, struct arena *arena, struct error *err)
{
    struct buf page = BUF_INIT;
    struct value *view = value_record(arena);
    if (key)
        value_set(arena, view, key, value);
    view_set_page(arena, view, site->dossier, file);
    bool ok = !mustache_page(site->mustache, file, view, site->shared, &page) ||
              site_put(site, file, page.bytes, page.length, err);
    buf_release(&page);
    return ok;
}

static bool put_letter(const struct site *site, struct arena *arena, struct error *err)
{
    struct buf html = BUF_INIT;
    letter_html_append(site->dossier, &html);
    bool ok = put_page(site, site_page_file(SITE_LETTER), "letter-html",
                       value_bytes(arena, html.bytes, html.length), arena, err);
    buf_release(&html);
    return ok;
}

static bool put_data(const struct site *site, const char *name,
                     void (*write)(const struct dossier *dossier, struct buf *out),
                     struct error *err)
{
    struct buf text = BUF_INIT;
    write(site->dossier, &text);
    bool ok = site_put(site, name, text.bytes, text.length, err);
    buf_release(&text);
    return ok;
}

/* Whether a name, or the first part of it, is that of a file which the site has in any case. */
static bool is_own_name(const struct site *site, const char *name)
{
    const struct outputs *outputs = &site->dossier->outputs;
    struct buf first = BUF_INIT;
    buf_add_string(&first, SITE_FOLDER);
    buf_add(&first, name, strcspn(name, "/"));
    const char *bare = first.bytes + strlen(SITE_FOLDER);
    bool own = !strcmp(bare, outputs->pdf_name) || !strcmp(bare, outputs->zip_name) ||
               output_find(site->output, first.bytes);
    buf_release(&first);
    return own;
}

/* The stylesheet and whatever else stands beside the pages' templates. */
static bool put_template_files(const struct site *site, struct report *report, struct error *err)
{
    const struct dossier *dossier = site->dossier;
    bool ok = true;
    for (size_t i = 0; ok && i < dossier->templates.count; i++) {
        const struct template_file *file = &dossier->templates.files[i];
        if (!is_site_file(file) || ends_with(file->name, ".html"))
            continue;
        const char *name = file->name + strlen(TEMPLATE_FOLDER);
        if (is_own_name(site, name))
            report_error(report, (struct place){file->path, 0, 0},
                         "the site has a file %s of its own; rename this one", name);
        else
            ok = site_put(site, name, file->bytes, file->length, err);
    }
    return ok;
}

/* The letter's pictures keep their names, which no other file of the site may have. */
static bool put_pictures(const struct site *site, struct report *report, struct error *err)
{
    const struct dossier *dossier = site->dossier;
    struct buf name = BUF_INIT;
    bool ok = true;
    for (size_t i = 0; ok && i < dossier->letter.picture_count; i++) {
        const struct picture *picture = &dossier->letter.pictures[i];
        buf_clear(&name);
        buf_add_format(&name, SITE_FOLDER "%s", picture->name);
        if (output_find(site->output, name.bytes))
            report_error(report, picture->place,
                         "the picture %s has the name of another file of the site; rename it",
                         picture->name);
        else
            ok = output_put(site->output, name.bytes, picture->bytes, picture->length, err);
    }
    buf_release(&name);
    return ok;
}

bool html_render(const struct dossier *dossier, struct output *output, struct variants *variants,
                 struct report *report, struct error *err)
{
    struct arena arena = ARENA_INIT;
    const struct site site = {.dossier = dossier,
                              .mustache = mustache_new(&dossier->templates, report),
                              .shared = view_new(dossier, &arena),
                              .output = output,
                              .variants = variants};
    bool ok = put_letter(&site, &arena, err) &&
              put_page(&site, site_page_file(SITE_ENCLOSURES), "strip", view_strip(dossier, &arena),
                       &arena, err) &&
              enclosed_render(&site, err) &&
              put_page(&site, site_page_file(SITE_METADATA), NULL, NULL, &arena, err) &&
              put_page(&site, VIEW_NOT_FOUND_FILE, NULL, NULL, &arena, err) &&
              put_data(&site, DESCRIPTION_JSON_FILE, dossier_json, err) &&
              put_data(&site, DESCRIPTION_LEDGER_CSV_FILE, ledger_csv, err) &&
              put_data(&site, DESCRIPTION_LEDGER_JSON_FILE, ledger_json, err) &&
              put_template_files(&site, report, err) && put_pictures(&site, report, err);
    mustache_free(site.mustache);
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
