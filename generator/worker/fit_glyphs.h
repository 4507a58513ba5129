/* SPDX-License-Identifier: ISC */
/* The glyphs of an embedded font program: which codes of the font have one, as wide as the PDF
 * states. */
#ifndef WORKER_FIT_GLYPHS_H
#define WORKER_FIT_GLYPHS_H

#include "worker/fit_font.h"

/* Fills font->drawn, or notes why not. `carrier` is the font's dictionary, of a composite font its
 * descendant's. */
void fit_glyphs(struct font *font, struct pdf *pdf, qpdf_oh dictionary, qpdf_oh carrier,
                qpdf_oh program);

#endif
