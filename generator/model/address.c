/* SPDX-License-Identifier: ISC */
/* The names of the site's files for enclosed pages, which are their addresses. */
#include "model/address.h"

void address_append_page(struct buf *buf, unsigned folio)
{
    buf_add_char(buf, 'e');
    buf_add_number(buf, folio);
    buf_add_string(buf, ".html");
}

void address_append_picture(struct buf *buf, unsigned folio, const struct held_page *page,
                            enum page_view view)
{
    static const char *const endings[] = {
        [PAGE_THUMBNAIL] = "-thumb", [PAGE_SMALL] = "", [PAGE_LARGE] = "-large"};
    buf_add_format(buf, "e%u%s.%s", folio, endings[view],
                   page->pictures[view].jpeg ? "jpg" : "png");
}

void address_append_sheet(struct buf *buf, const struct enclosure *enclosure, unsigned sheet)
{
    buf_add_string(buf, "enclosure-");
    for (const char *c = enclosure->id; *c; c++)
        buf_add_char(buf, *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c);
    if (sheet > 1)
        buf_add_format(buf, "_%u", sheet);
    buf_add_string(buf, ".html");
}

unsigned address_sheets(const struct ledger *ledger, const struct enclosure *enclosure)
{
    bool shown = false;
    if (!enclosure->first_folio || enclosure->shared)
        return 0;
    for (unsigned folio = enclosure->first_folio; !shown && folio <= enclosure->last_folio; folio++)
        shown = ledger->rows[folio - 1].shown;
    return shown ? address_sheet_of(enclosure, enclosure->last_folio) : 0;
}

unsigned address_sheet_of(const struct enclosure *enclosure, unsigned folio)
{
    return (folio - enclosure->first_folio) / ADDRESS_SHEET_PAGES + 1;
}
