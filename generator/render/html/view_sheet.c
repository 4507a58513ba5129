/* SPDX-License-Identifier: ISC */
/* The records that the template of contact sheets sees. */
#include "render/html/view_enclosed.h"

#include "model/address.h"
#include "render/html/view.h"

static struct value *thumbnail(struct arena *arena, const struct ledger_row *row)
{
    const struct page_picture *picture = &row->shown->pictures[PAGE_THUMBNAIL];
    struct buf text = BUF_INIT;
    struct value *record = value_record(arena);
    address_append_picture(&text, row->folio, row->shown, PAGE_THUMBNAIL);
    value_set(arena, record, "src", view_take(arena, &text));
    value_set(arena, record, "width", value_number(arena, picture->width));
    value_set(arena, record, "height", value_number(arena, picture->height));
    buf_release(&text);
    return record;
}

static struct value *cell(const struct view_enclosed *view, const struct ledger_row *row,
                          struct value *status, struct arena *arena)
{
    bool drawn = row->shown && row->shown->store;
    struct buf text = BUF_INIT;
    struct value *record = value_record(arena);
    value_set(arena, record, "name", view_range(arena, row->folio, row->folio));
    value_set(arena, record, "page", row->page ? value_number(arena, row->page) : view->empty);
    address_append_page(&text, row->folio);
    value_set(arena, record, "href", view_take(arena, &text));
    value_set(arena, record, "thumbnail", drawn ? thumbnail(arena, row) : view->empty);
    value_set(arena, record, "status", status);
    buf_release(&text);
    return record;
}

/* Pages without a file, such as withheld ones, stand where they are among the others. */
static struct value *groups(const struct view_enclosed *view, unsigned first, unsigned last,
                            struct arena *arena)
{
    const struct ledger *ledger = &view->dossier->ledger;
    struct value *list = value_list(arena);
    struct value *statuses[STATUS_COUNT];
    struct value *cells = NULL;
    const struct held_file *file = NULL;
    for (int i = 0; i < STATUS_COUNT; i++)
        statuses[i] = view_status(arena, view->dossier, (enum status)i);
    for (unsigned folio = first; folio <= last; folio++) {
        const struct ledger_row *row = &ledger->rows[folio - 1];
        if (!cells || (row->file && row->file != file)) {
            struct value *group = value_record(arena);
            cells = value_list(arena);
            file = row->file;
            value_set_text(arena, group, "file", file ? file->name : "");
            value_set(arena, group, "cells", cells);
            value_add(arena, list, group);
        }
        value_add(arena, cells, cell(view, row, statuses[row->status], arena));
    }
    return list;
}

static struct value *sheet_address(const struct view_enclosed *view,
                                   const struct enclosure *enclosure, unsigned number,
                                   unsigned sheets, struct arena *arena)
{
    struct buf text = BUF_INIT;
    if (!number || number > sheets)
        return view->empty;
    address_append_sheet(&text, enclosure, number);
    struct value *value = view_take(arena, &text);
    buf_release(&text);
    return value;
}

struct value *view_sheet(const struct view_enclosed *view, const struct enclosure *enclosure,
                         unsigned number, unsigned sheets, struct arena *arena)
{
    const struct dossier *dossier = view->dossier;
    unsigned first = enclosure->first_folio + (number - 1) * ADDRESS_SHEET_PAGES;
    unsigned last = number < sheets ? first + ADDRESS_SHEET_PAGES - 1 : enclosure->last_folio;
    const struct ledger_row *row = &dossier->ledger.rows[first - 1];
    struct value *record = value_record(arena);
    value_set(arena, record, "enclosures", view_owners(arena, &dossier->ledger, row));
    value_set(arena, record, "range", view_range(arena, first, last));
    value_set(arena, record, "number", view_number(arena, dossier, number));
    value_set(arena, record, "sheets", view_number(arena, dossier, sheets));
    value_set(arena, record, "several", value_bool(arena, sheets > 1));
    value_set(arena, record, "previous", sheet_address(view, enclosure, number - 1, sheets, arena));
    value_set(arena, record, "next", sheet_address(view, enclosure, number + 1, sheets, arena));
    value_set(arena, record, "groups", groups(view, first, last, arena));
    return record;
}
