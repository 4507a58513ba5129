/* SPDX-License-Identifier: ISC */
/* The enclosed pages in the site: a page for each, its pictures, the contact sheets. */
#include "render/html/site.h"

#include "model/address.h"
#include "render/html/view.h"
#include "render/html/view_enclosed.h"

/* What stands before the name of the PDF in the bundle's copy of the site. */
#define FOLDER_ABOVE "../"

/* Pages being written: what is made for one is used again for the next. */
struct writing {
    const struct site *site;
    struct view_enclosed view;
    struct buf page;
    struct buf name;
    bool good; /* no template is wrong */
};

static bool put_pictures(struct writing *writing, const struct ledger_row *row, struct error *err)
{
    struct buf bytes = BUF_INIT;
    bool ok = true;
    for (int i = 0; ok && i < PAGE_VIEW_COUNT; i++) {
        enum page_view view = (enum page_view)i;
        buf_clear(&bytes);
        buf_clear(&writing->name);
        address_append_picture(&writing->name, row->folio, row->shown, view);
        ok = held_page_picture_read(row->shown, view, &bytes, err) &&
             site_keep(writing->site, writing->name.bytes, bytes.bytes, bytes.length, err);
    }
    buf_release(&bytes);
    return ok;
}

/* Makes the page whose name stands in `name`: as it is on the host, or in the bundle. */
static void make_page(struct writing *writing, const char *template, const char *key,
                      struct value *member, const char *above, struct arena *arena)
{
    const struct site *site = writing->site;
    struct value *view = value_record(arena);
    buf_clear(&writing->page);
    value_set(arena, view, key, member);
    value_set_text(arena, view, "above", above);
    view_set_page(arena, view, site->dossier, writing->name.bytes);
    writing->good = mustache_page(site->mustache, template, view, site->shared, &writing->page);
}

static bool put_page(struct writing *writing, struct error *err)
{
    return !writing->good || site_keep(writing->site, writing->name.bytes, writing->page.bytes,
                                       writing->page.length, err);
}

/* Only the page of what is shown links to the PDF, and reads otherwise in the bundle. */
static void add_variant(struct writing *writing)
{
    struct buf name = BUF_INIT;
    buf_add_format(&name, SITE_FOLDER "%s", writing->name.bytes);
    if (writing->good)
        variants_add(writing->site->variants, name.bytes, &writing->page);
    buf_release(&name);
}

static bool put_folio(struct writing *writing, const struct value *run, unsigned folio,
                      struct error *err)
{
    const struct ledger_row *row = &writing->site->dossier->ledger.rows[folio - 1];
    struct arena arena = ARENA_INIT;
    bool ok = !row->shown || !row->shown->store || put_pictures(writing, row, err);
    struct value *record = view_folio(&writing->view, run, folio, &arena);
    buf_clear(&writing->name);
    address_append_page(&writing->name, folio);
    make_page(writing, VIEW_ENCLOSED_TEMPLATE, "folio", record, "", &arena);
    ok = ok && put_page(writing, err);
    if (ok && row->shown) {
        make_page(writing, VIEW_ENCLOSED_TEMPLATE, "folio", record, FOLDER_ABOVE, &arena);
        add_variant(writing);
    }
    arena_release(&arena);
    return ok;
}

static bool put_run(struct writing *writing, const struct ledger_run *run, struct error *err)
{
    struct arena arena = ARENA_INIT;
    const struct value *record = view_run(&writing->view, run, &arena);
    bool ok = true;
    for (unsigned folio = run->first_folio; ok && writing->good && folio <= run->last_folio;
         folio++)
        ok = put_folio(writing, record, folio, err);
    arena_release(&arena);
    return ok;
}

static bool put_sheets(struct writing *writing, const struct enclosure *enclosure,
                       struct error *err)
{
    unsigned sheets = address_sheets(&writing->site->dossier->ledger, enclosure);
    bool ok = true;
    for (unsigned i = 1; ok && writing->good && i <= sheets; i++) {
        struct arena arena = ARENA_INIT;
        buf_clear(&writing->name);
        address_append_sheet(&writing->name, enclosure, i);
        make_page(writing, VIEW_SHEET_TEMPLATE, "sheet",
                  view_sheet(&writing->view, enclosure, i, sheets, &arena), "", &arena);
        ok = put_page(writing, err);
        arena_release(&arena);
    }
    return ok;
}

bool enclosed_render(const struct site *site, struct error *err)
{
    const struct ledger *ledger = &site->dossier->ledger;
    struct writing writing = {.site = site, .page = BUF_INIT, .name = BUF_INIT, .good = true};
    bool ok = true;
    view_enclosed_init(&writing.view, site->dossier);
    for (size_t i = 0; ok && writing.good && i < ledger->run_count; i++)
        ok = put_run(&writing, &ledger->runs[i], err);
    for (size_t i = 0; ok && writing.good && i < ledger->enclosure_count; i++)
        ok = put_sheets(&writing, &ledger->enclosures[i], err);
    view_enclosed_release(&writing.view);
    buf_release(&writing.page);
    buf_release(&writing.name);
    return ok;
}
