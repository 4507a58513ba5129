/* SPDX-License-Identifier: ISC */
/* The bookmarks (ISO 32000-1, 12.3.3). */
#ifndef RENDER_PDF_OUTLINE_H
#define RENDER_PDF_OUTLINE_H

#include "render/pdf/haru.h"
#include "render/pdf/ids.h"
#include "render/pdf/layout.h"

struct outline;
/* Borrows the layout and the numbers until the document is saved. */
struct outline *outline_new(const struct layout *layout, const struct ids *ids);
void outline_free(struct outline *outline);
/* Adds the bookmarks to the document and sets their numbers; none where there are none. */
void outline_add(struct outline *outline, struct haru *haru, struct ids *ids);

#endif
