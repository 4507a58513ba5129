/* SPDX-License-Identifier: ISC */
/* PNG files of few tones or colours (ISO/IEC 15948). */
#include "worker/picture_png.h"

#define KIND_SIZE 4
#define GREY 0
#define PALETTE 3

static void add_number(struct buf *bytes, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(bytes, (char)(number >> shift));
}

/* A chunk's length stands before what it counts. */
static size_t begin_chunk(struct buf *bytes, const char *kind)
{
    add_number(bytes, 0);
    size_t start = bytes->length;
    buf_add(bytes, kind, KIND_SIZE);
    return start;
}

static void end_chunk(struct buf *bytes, size_t start)
{
    size_t length = bytes->length - start;
    for (size_t i = 0; i < 4; i++)
        bytes->bytes[start - 1 - i] = (char)((length - KIND_SIZE) >> (8 * i));
    add_number(bytes, deflate_crc32(bytes->bytes + start, length));
}

void picture_png_write(struct buf *bytes, const struct picture_png *png, struct deflater *deflater)
{
    buf_add(bytes, "\x89PNG\r\n\x1a\n", 8);
    size_t start = begin_chunk(bytes, "IHDR");
    add_number(bytes, png->width);
    add_number(bytes, png->height);
    buf_add_char(bytes, (char)png->depth);
    buf_add_char(bytes, png->palette ? PALETTE : GREY);
    buf_add(bytes, "\0\0\0", 3); /* Deflate, the five filters, not interlaced */
    end_chunk(bytes, start);
    if (png->palette) {
        start = begin_chunk(bytes, "PLTE");
        buf_add(bytes, png->palette, 3 * png->colours);
        end_chunk(bytes, start);
    }
    start = begin_chunk(bytes, "IDAT");
    deflater_add_zlib(deflater, png->rows, (png->stride + 1) * png->height, bytes);
    end_chunk(bytes, start);
    end_chunk(bytes, begin_chunk(bytes, "IEND"));
}
