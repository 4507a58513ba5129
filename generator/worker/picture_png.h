/* SPDX-License-Identifier: ISC */
/* PNG files of few tones or colours. */
#ifndef WORKER_PICTURE_PNG_H
#define WORKER_PICTURE_PNG_H

#include "base/buf.h"
#include "base/deflate.h"

#include <stdint.h>

#define PICTURE_PNG_COLOURS 256

/* What a PNG has: rows, each of `stride` bytes after one that is 0 (no filter: few tones in long
 * runs gain by none), of `depth` bits a dot; of grey, or of a palette. All borrowed. */
struct picture_png {
    const uint8_t *rows;
    size_t stride;
    uint32_t width, height;
    unsigned depth;
    const uint8_t *palette; /* red, green and blue of each colour; NULL: grey */
    size_t colours;
};

/* Appends the file. */
void picture_png_write(struct buf *bytes, const struct picture_png *png, struct deflater *deflater);

#endif
