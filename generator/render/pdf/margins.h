/* SPDX-License-Identifier: ISC */
/* Margin kerning: how far the signs at a line's ends stand out of it, so that its edge looks
 * straight where a hyphen or a period leaves white. */
#ifndef RENDER_PDF_MARGINS_H
#define RENDER_PDF_MARGINS_H

#include "render/pdf/items.h"

/* How far an item that begins, or ends, a line from left to right stands out. No further than half
 * of the sign. */
int32_t margins_left(const struct item *item);
int32_t margins_right(const struct item *item);

#endif
