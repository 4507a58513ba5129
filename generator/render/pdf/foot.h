/* SPDX-License-Identifier: ISC */
/* Notes at the foot of a page. */
#ifndef RENDER_PDF_FOOT_H
#define RENDER_PDF_FOOT_H

#include "render/pdf/flow.h"

/* The height of strips `begin` to `end` of the notes with the rule above them; 0 for none. */
int64_t foot_height(const struct flow *flow, size_t begin, size_t end);
/* Up to where the notes that a page asks for, from `begin` to `end`, find room there: whole ones,
 * or as much of the last as does not leave a line alone. */
size_t foot_fitting(const struct flow *flow, size_t begin, size_t end, int64_t room);
/* The same for a page of their own: at least one strip. */
size_t foot_alone(const struct flow *flow, size_t begin, size_t end);
/* Places the notes up to `end` that have no page yet. */
void foot_place(struct flow *flow, size_t end, struct layout_page *page,
                const struct flow_page *flow_page);

#endif
