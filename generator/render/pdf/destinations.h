/* SPDX-License-Identifier: ISC */
/* Named destinations (ISO 32000-1, 12.3.2.3), in a name tree of our own: libharu's loses names. */
#ifndef RENDER_PDF_DESTINATIONS_H
#define RENDER_PDF_DESTINATIONS_H

#include "render/pdf/haru.h"
#include "render/pdf/ids.h"
#include "render/pdf/layout.h"

struct destinations;
/* Borrows the layout and the numbers until the document is saved. */
struct destinations *destinations_new(const struct layout *layout, const struct ids *ids);
void destinations_free(struct destinations *destinations);
/* Adds their tree to the document and sets its number; none where there are no destinations. */
void destinations_add(struct destinations *destinations, struct haru *haru, struct ids *ids);
/* Whether there is one of that name. */
bool destinations_has(const struct destinations *destinations, const char *name);
/* A destination at a height of a page: "[12 0 R/XYZ null 700 null]". */
void destinations_add_place(const struct ids *ids, size_t page, int32_t y, struct buf *out);

#endif
