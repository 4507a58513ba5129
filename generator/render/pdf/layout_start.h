/* SPDX-License-Identifier: ISC */
/* How the composing of a layout begins and ends, of the whole and of a part. */
#ifndef RENDER_PDF_LAYOUT_START_H
#define RENDER_PDF_LAYOUT_START_H

#include "render/pdf/compose.h"

/* Fills the zeroed composer for a new layout, which borrows faces and shaper of `whole` unless that
 * is NULL. */
struct layout *layout_start(const struct dossier *dossier, const struct layout *whole,
                            struct report *report, struct composer *composer, struct error *err);
/* Gives the layout what was composed and releases the rest; NULL, the layout freed, where that went
 * wrong. */
struct layout *layout_end(struct composer *composer, struct layout *layout, struct report *report,
                          struct error *err);

#endif
