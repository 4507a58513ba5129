/* SPDX-License-Identifier: ISC */
/* One page of the layout, from the strips that were chosen for it. */
#ifndef RENDER_PDF_PAGE_H
#define RENDER_PDF_PAGE_H

#include "render/pdf/flow.h"

/* What a page holds: strips, and notes up to one of the galley's. */
struct page_choice {
    size_t first, end;
    size_t notes;
};

/* Makes a page, whose strips stay in the flow. */
void page_make(struct flow *flow, struct page_choice choice);
/* For the notes of a page: a strip of `from`, whose upper edge is at the height `y`. */
void page_strip(struct flow *flow, const struct flow *from, size_t index, struct layout_page *page,
                const struct flow_page *flow_page, int32_t y);

/* Adds an empty page, and what leads to it. `label` and names are borrowed. */
struct layout_page *page_add(struct flow *flow, const char *label, int32_t width, int32_t height);
void page_destination(struct flow *flow, const char *name, size_t page, int32_t y);
void page_bookmark(struct flow *flow, const struct bookmark *bookmark);

#endif
