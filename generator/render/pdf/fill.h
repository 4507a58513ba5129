/* SPDX-License-Identifier: ISC */
/* Where pages end: the whole of a section is filled as well as it can be, as lines fill a paragraph
 * (Knuth and Plass, "Breaking paragraphs into lines", 1981), in integers alone. */
#ifndef RENDER_PDF_FILL_H
#define RENDER_PDF_FILL_H

#include "render/pdf/page.h"

/* Takes in the strip that was just added: which pages may end before it. */
void fill_strip(struct flow *flow);
/* The same where there are no more: which page is the last. */
void fill_end(struct flow *flow);
/* Makes the pages that are known, because the best ways to all places where the page under way may
 * end begin with them. Returns how many strips they hold, for the flow to drop. Now and then it
 * looks whether there are any. */
size_t fill_pages(struct flow *flow);

/* What a page of strips `from` to `to` costs, at the beginning of which the notes from *notes on
 * wait; *notes becomes the first that waits after it. The page is the section's last where no strip
 * follows: pages of the notes that are left are included. */
int64_t fill_cost(const struct flow *flow, size_t from, size_t to, size_t *notes);

#endif
