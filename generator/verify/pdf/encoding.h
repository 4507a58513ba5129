/* SPDX-License-Identifier: ISC */
/* The glyph that a simple font's code chooses (ISO 32000-1, 9.6.6). */
#ifndef VERIFY_PDF_ENCODING_H
#define VERIFY_PDF_ENCODING_H

#include "verify/pdf/graph.h"
#include "verify/pdf/font_program.h"

/* A glyph of the program, 0 for .notdef; -1 where only the Adobe Glyph List could tell. */
long encoding_glyph(const struct object *font, const struct font_program *program, unsigned code);
/* Whether a TrueType font's codes are its program's own (ISO 32000-1, 9.6.6.4). */
bool encoding_is_symbolic(const struct object *font);

#endif
