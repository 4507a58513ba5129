/* SPDX-License-Identifier: ISC */
/* Lines to boxes: each piece at its place, links as areas, signs as artifacts. */
#ifndef RENDER_PDF_PLACE_H
#define RENDER_PDF_PLACE_H

#include "render/pdf/compose.h"

/* Where a line is painted, and how. */
struct placing {
    const struct item *items;
    const struct line *line;
    int32_t x;
    int32_t baseline; /* from the strip's upper edge: negative */
    int32_t stretch;  /* of all its spaces together */
    int32_t leading;
    bool rtl; /* the direction of the paragraph */
};

/* Paints a line: adds its boxes, links and the destinations in it to the flow. */
void place_line(struct composer *composer, const struct placing *placing);
/* Paints the list markers that wait, on a line of this baseline. */
void place_markers(struct composer *composer, int32_t baseline);

/* How high a line stands above its baseline, and how much of the leading lies below. */
int32_t place_above(const struct item *items, const struct line *line, int32_t leading);
int32_t place_below(int32_t leading);
/* Where a line stands in a width, from the left; ALIGN_NONE: at the side where it begins. */
int32_t place_aligned(const struct line *line, enum column_align align, bool rtl, int32_t width);

#endif
