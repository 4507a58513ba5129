/* SPDX-License-Identifier: ISC */
/* The names of the site's files for enclosed pages, which are their addresses. */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include "base/buf.h"
#include "model/ledger.h"

/* How many pages a contact sheet shows. */
#define ADDRESS_SHEET_PAGES 300u

/* "e12.html" */
void address_append_page(struct buf *buf, unsigned folio);
/* "e12.png", "e12-large.jpg", "e12-thumb.png": of a page that is drawn. */
void address_append_picture(struct buf *buf, unsigned folio, const struct held_page *page,
                            enum page_view view);

/* "enclosure-a.html", and from the second sheet on "enclosure-a_2.html": no id holds "_", so that
 * no two sheets have the same name. */
void address_append_sheet(struct buf *buf, const struct enclosure *enclosure, unsigned sheet);
/* How many contact sheets an enclosure has: none where no page of it is shown. */
unsigned address_sheets(const struct ledger *ledger, const struct enclosure *enclosure);
/* The sheet, from 1, that shows a page of the enclosure. */
unsigned address_sheet_of(const struct enclosure *enclosure, unsigned folio);

#endif
