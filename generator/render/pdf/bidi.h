/* SPDX-License-Identifier: ISC */
/* Text of both directions (Unicode Standard Annex 9, by FriBidi): the levels of a paragraph's
 * items, and the order in which those of a line are seen. */
#ifndef RENDER_PDF_BIDI_H
#define RENDER_PDF_BIDI_H

#include "render/pdf/items.h"

/* Gives the items from `first` on, a whole paragraph, their levels: what runs in two directions is
 * cut and shaped anew, and each space stands alone. */
void bidi_resolve(struct items *items, size_t first);

/* The order in which the items of a line are seen, from left to right (rules L1 and L2): `order`
 * gets their indices. `rtl`: the paragraph's direction. */
void bidi_order(const struct item *items, size_t first, size_t end, bool rtl, size_t *order);

#endif
