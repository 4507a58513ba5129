/* SPDX-License-Identifier: ISC */
/* PNG pictures (ISO/IEC 15948) as PDF wants them, read by libpng: libharu's own reader refuses what
 * libpng only warns of, and ends the program with a picture that is damaged. */
#ifndef RENDER_PDF_PNG_H
#define RENDER_PDF_PNG_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct png {
    uint32_t width;
    uint32_t height;
    unsigned components; /* 1: grey or of the palette; 3: red, green and blue */
    unsigned depth;      /* bits of a component */
    bool compressed;     /* `data` is a PNG's own: lines filtered, then deflated */
    struct buf data;
    struct buf palette; /* empty, or red, green and blue of each colour */
    struct buf alpha;   /* empty, or one byte a pixel */
};

/* Reads a picture into *png, which png_release frees in any case. Returns what is wrong with it as
 * words for a message after its name ("is damaged"), or NULL. */
const char *png_read(const char *bytes, size_t length, struct png *png);
void png_release(struct png *png);

#endif
