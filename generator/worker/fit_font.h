/* SPDX-License-Identifier: ISC */
/* The fonts of a foreign PDF, and whether text that they show may stand in a PDF/A-2a and PDF/UA-1
 * file (ISO 19005-2, 6.2.11; ISO 14289-1, 7.21). */
#ifndef WORKER_FIT_FONT_H
#define WORKER_FIT_FONT_H

#include "worker/pdf_file.h"

struct font {
    int id; /* of its object; 0 for one that is none */
    const char *name;
    const char *misfit; /* what is wrong with it as a whole, or NULL */
    bool embedded;
    bool wide;       /* codes of two bytes, else of one */
    uint8_t *mapped; /* for each code, a bit: what it means is known in Unicode */
    uint8_t *drawn;  /* for each code, a bit: it has a glyph, as wide as is stated */
};

/* Those of a file, each read once. Zeroed at first. */
struct fonts {
    struct font **fonts;
    size_t count, capacity;
    struct arena arena;
};

void fonts_release(struct fonts *fonts);
/* Never NULL; lives as long as `fonts`. */
const struct font *fonts_get(struct fonts *fonts, struct pdf *pdf, qpdf_oh dictionary);
/* Whether it is known which character the code means. */
bool font_has_meaning(const struct font *font, size_t code);
/* Why this text cannot be shown with the font, or NULL. Text that is not seen needs no glyphs. */
const char *font_misfit(const struct font *font, const struct buf *text, bool seen);

#endif
