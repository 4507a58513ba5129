/* SPDX-License-Identifier: ISC */
/* The areas of links (ISO 32000-1, 12.5.6.5). */
#ifndef RENDER_PDF_ANNOTATIONS_H
#define RENDER_PDF_ANNOTATIONS_H

#include "render/pdf/ids.h"
#include "render/pdf/layout.h"

/* Appends the entries of a link's annotation. `parent` is its key in the parent tree. */
void annotations_add_link(const struct layout_link *link, size_t page, size_t parent,
                          const struct ids *ids, struct buf *out);

#endif
