/* SPDX-License-Identifier: ISC */
/* The content stream of a page (ISO 32000-1, 7.8.2): its boxes as marked content. */
#ifndef RENDER_PDF_CONTENT_H
#define RENDER_PDF_CONTENT_H

#include "render/pdf/font.h"
#include "render/pdf/layout.h"

/* Appends the content of page `index`. */
void content_add(const struct layout *layout, size_t index, struct font_set *fonts,
                 struct buf *out);

#endif
