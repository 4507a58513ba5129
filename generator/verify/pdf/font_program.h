/* SPDX-License-Identifier: ISC */
/* An embedded font program, read through FreeType: its glyphs and their advances. */
#ifndef VERIFY_PDF_FONT_PROGRAM_H
#define VERIFY_PDF_FONT_PROGRAM_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum font_program_kind {
    FONT_PROGRAM_OTHER,
    FONT_PROGRAM_TYPE1,
    FONT_PROGRAM_TRUETYPE, /* with outlines of its kind, whatever it is wrapped in */
    FONT_PROGRAM_CFF,
    FONT_PROGRAM_OPENTYPE_CFF,
};

struct font_program {
    struct FT_LibraryRec_ *library;
    struct FT_FaceRec_ *face;
    enum font_program_kind kind;
    bool keyed; /* by CIDs: of a FONT_PROGRAM_CFF the numbers of glyphs here are CIDs */
    size_t count;
    size_t charmaps;
};

/* Reads the program in `bytes`, which it borrows until it is closed. False where it cannot be read;
 * it is closed all the same. */
bool font_program_open(struct font_program *program, const struct buf *bytes);
void font_program_close(struct font_program *program);
/* The advance of a glyph in thousandths of the em; false where the program has no such glyph. */
bool font_program_advance(const struct font_program *program, unsigned long glyph, double *advance);
/* Whether a glyph is there and draws something. */
bool font_program_draws(const struct font_program *program, unsigned long glyph);
/* The CID of the glyph with an index. */
unsigned font_program_cid(const struct font_program *program, unsigned index);
/* The glyph of a name, or 0. */
unsigned font_program_named(const struct font_program *program, const char *name);
/* The glyph of a code in a charmap (platform and encoding, as of a cmap's subtable), or 0. False
 * where there is no such charmap. */
bool font_program_mapped(const struct font_program *program, int platform, int encoding,
                         unsigned long code, unsigned *glyph);
/* The same by its Unicode, and by the encoding that a Type 1 or CFF program has built in. */
bool font_program_unicode(const struct font_program *program, unsigned long code, unsigned *glyph);
bool program_built_in(const struct font_program *program, unsigned long code, unsigned *glyph);

#endif
