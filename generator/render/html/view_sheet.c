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

/* Whether the row's file gives that page and no other beside it. */
static bool is_alone(const struct ledger *ledger, const struct ledger_row *row)
{
    const struct ledger_row *end = ledger->rows + ledger->row_count;
    return row->file && (row == ledger->rows || row[-1].file != row->file) &&
           (row + 1 == end || row[1].file != row->file);
}

/* The row after a group that begins with this one. A file's pages are a group, and so are files of
 * a page each. Pages without a file, such as withheld ones, stand where they are among the others.
 */
static const struct ledger_row *group_end(const struct ledger *ledger, const struct ledger_row *row,
                                          const struct ledger_row *end)
{
    const struct held_file *file = row->file;
    bool alone = is_alone(ledger, row);
    for (row++; row < end; row++) {
        if (!row->file || row->file == file)
            continue;
        if (!alone || !is_alone(ledger, row))
            break;
        file = row->file;
    }
    return row;
}

static struct value *group(const struct view_enclosed *view, const struct ledger_row *row,
                           const struct ledger_row *end, struct value *const *statuses,
                           struct arena *arena)
{
    struct value *record = value_record(arena);
    struct value *cells = value_list(arena);
    const struct held_file *first = row->file;
    const struct held_file *last = row->file;
    for (; row < end; row++) {
        value_add(arena, cells, cell(view, row, statuses[row->status], arena));
        last = row->file ? row->file : last;
    }
    value_set_text(arena, record, "file", first ? first->name : "");
    value_set_text(arena, record, "last", last != first ? last->name : "");
    value_set(arena, record, "cells", cells);
    return record;
}

static struct value *groups(const struct view_enclosed *view, unsigned first, unsigned last,
                            struct arena *arena)
{
    const struct ledger *ledger = &view->dossier->ledger;
    const struct ledger_row *end = &ledger->rows[last];
    struct value *list = value_list(arena);
    struct value *statuses[STATUS_COUNT];
    for (int i = 0; i < STATUS_COUNT; i++)
        statuses[i] = view_status(arena, view->dossier, (enum status)i);
    for (const struct ledger_row *row = &ledger->rows[first - 1]; row < end;) {
        const struct ledger_row *next = group_end(ledger, row, end);
        value_add(arena, list, group(view, row, next, statuses, arena));
        row = next;
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
