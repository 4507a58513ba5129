/* SPDX-License-Identifier: ISC */
/* The structure elements of a layout while they are being gathered. */
#ifndef RENDER_PDF_ELEMENTS_H
#define RENDER_PDF_ELEMENTS_H

#include "render/pdf/layout.h"

/* Valid when zeroed. */
struct elements {
    struct element *items;
    size_t count;
    size_t capacity;
};

void elements_release(struct elements *elements);
/* Adds an element after all others; its parent is one of them, or NO_ELEMENT. Returns its index. */
uint32_t elements_add(struct elements *elements, uint32_t parent, enum tag tag);
/* The same, in a language: set where it differs from the parent's, `around`. */
uint32_t elements_add_in(struct elements *elements, uint32_t parent, enum tag tag, const char *lang,
                         const char *around);

#endif
