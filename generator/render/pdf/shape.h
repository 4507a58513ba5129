/* SPDX-License-Identifier: ISC */
/* Shaping: pieces of text to glyphs, by HarfBuzz, each distinct piece once. */
#ifndef RENDER_PDF_SHAPE_H
#define RENDER_PDF_SHAPE_H

#include "render/pdf/face.h"

/* No piece is longer than this, in bytes. */
#define PIECE_MAX 4096

/* Positions in thousandths of the em, so that a piece serves every size. */
struct glyph {
    uint16_t id;
    uint16_t cluster; /* byte offset in the piece's text (HarfBuzz's monotone characters) */
    int16_t advance;  /* with kerning */
    int16_t x_offset;
    int16_t y_offset;
};

/* A shaped piece of text in one face and language: a word with the space that follows it, or a part
 * of one. Immutable; owned by its shaper. */
struct piece {
    const struct face *face;
    const char *text; /* UTF-8, terminated */
    uint16_t length;
    uint16_t glyph_count;
    bool rtl;      /* its glyphs, which stand from left to right, are read from right to left */
    int32_t width; /* thousandths of the em */
    int32_t space; /* of that, the space at its end; 0 where there is none */
    const struct glyph *glyphs;
};

struct shaper;
struct shaper *shaper_new(void);
void shaper_free(struct shaper *shaper);

/* The piece for a text of 1 to PIECE_MAX bytes in a face, in the direction of its letters. Same
 * arguments, same piece. `lang` may be NULL. */
const struct piece *shaper_piece(struct shaper *shaper, const struct face *face, const char *lang,
                                 const char *text, size_t length);

/* The same for a part of a piece's text, in its face and language and in the direction given. */
const struct piece *shaper_part(struct shaper *shaper, const struct piece *piece, size_t start,
                                size_t length, bool rtl);

/* Width at a size, both in thousandths of a point, rounded the same everywhere. */
int32_t piece_width(const struct piece *piece, int32_t size);
/* The same for any number of thousandths of the em. */
int32_t em_width(int32_t thousandths, int32_t size);

#endif
