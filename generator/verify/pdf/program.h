/* SPDX-License-Identifier: ISC */
/* An embedded font program, read through FreeType: its glyphs and their advances. */
#ifndef VERIFY_PDF_PROGRAM_H
#define VERIFY_PDF_PROGRAM_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum program_kind {
    PROGRAM_OTHER,
    PROGRAM_TYPE1,
    PROGRAM_TRUETYPE, /* with outlines of its kind, whatever it is wrapped in */
    PROGRAM_CFF,
    PROGRAM_OPENTYPE_CFF,
};

struct program {
    struct FT_LibraryRec_ *library;
    struct FT_FaceRec_ *face;
    enum program_kind kind;
    bool keyed; /* by CIDs: of a PROGRAM_CFF the numbers of glyphs here are CIDs */
    size_t count;
    size_t charmaps;
};

/* Reads the program in `bytes`, which it borrows until it is closed. False where it cannot be read;
 * it is closed all the same. */
bool program_open(struct program *program, const struct buf *bytes);
void program_close(struct program *program);
/* The advance of a glyph in thousandths of the em; false where the program has no such glyph. */
bool program_advance(const struct program *program, unsigned long glyph, double *advance);
/* Whether a glyph is there and draws something. */
bool program_draws(const struct program *program, unsigned long glyph);
/* The CID of the glyph with an index. */
unsigned program_cid(const struct program *program, unsigned index);
/* The glyph of a name, or 0. */
unsigned program_named(const struct program *program, const char *name);
/* The glyph of a code in a charmap (platform and encoding, as of a cmap's subtable), or 0. False
 * where there is no such charmap. */
bool program_mapped(const struct program *program, int platform, int encoding, unsigned long code,
                    unsigned *glyph);
/* The same by its Unicode, and by the encoding that a Type 1 or CFF program has built in. */
bool program_unicode(const struct program *program, unsigned long code, unsigned *glyph);
bool program_built_in(const struct program *program, unsigned long code, unsigned *glyph);

#endif
