/* SPDX-License-Identifier: ISC */
/* The glyphs of an embedded font program: which codes of the font have one, as wide as the PDF
 * states. */
#include "worker/fit_glyphs.h"

void fit_glyphs(struct font *font, struct pdf *pdf, qpdf_oh dictionary, qpdf_oh carrier,
                qpdf_oh program)
{
    (void)pdf, (void)dictionary, (void)carrier, (void)program;
    font->misfit = "has glyphs that are not looked into";
}
