/* SPDX-License-Identifier: ISC */
/* PNG pictures (ISO/IEC 15948) as PDF wants them, read by libpng: libharu's own reader refuses what
 * libpng only warns of, and ends the program with a picture that is damaged. */
#include "render/pdf/png.h"

#include "base/memory.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define PIXELS_MAX ((uint64_t)1 << 28)
#define SIGNATURE_SIZE ((size_t)8)
#define CHUNK_SIZE ((size_t)12) /* without its data */

/* Fields of IHDR, from the start of the file. */
enum { DEPTH_AT = 24, COLOUR_AT = 25, INTERLACE_AT = 28 };
enum { COLOUR_GREY = 0, COLOUR_RGB = 2, COLOUR_PALETTE = 3 };

void png_release(struct png *png)
{
    buf_release(&png->data);
    buf_release(&png->palette);
    buf_release(&png->alpha);
}

/* Eight bits a component, the transparency apart. */
static void split(const unsigned char *pixels, bool transparent, struct png *png)
{
    size_t count = (size_t)png->width * png->height, step = png->components + transparent;
    if (!transparent) {
        buf_add(&png->data, pixels, count * step);
        return;
    }
    buf_reserve(&png->data, count * png->components);
    buf_reserve(&png->alpha, count);
    for (size_t i = 0; i < count; i++, pixels += step) {
        buf_add(&png->data, pixels, png->components);
        buf_add_char(&png->alpha, (char)pixels[png->components]);
    }
}

/* Whether compressed data are all lines of the picture and nothing else, which libpng does not look
 * at. */
static bool is_whole(struct png *png, size_t line)
{
    uLongf size = (uLongf)((line + 1) * png->height), unpacked = size;
    uLong used = (uLong)png->data.length;
    unsigned char *lines = memory_new(size);
    bool whole = uncompress2(lines, &unpacked, (const Bytef *)png->data.bytes, &used) == Z_OK &&
                 unpacked == size && used == png->data.length;
    free(lines);
    return whole;
}

/* Takes the data as they are, where PDF knows them (ISO 32000-1, 7.4.4.4). libpng has read the
 * picture. */
static bool take(const char *bytes, size_t length, struct png *png)
{
    unsigned colour = (unsigned char)bytes[COLOUR_AT], depth = (unsigned char)bytes[DEPTH_AT];
    unsigned components = colour == COLOUR_RGB ? 3 : 1;
    if (bytes[INTERLACE_AT] ||
        (colour != COLOUR_GREY && colour != COLOUR_RGB && colour != COLOUR_PALETTE))
        return false;
    for (size_t at = SIGNATURE_SIZE; at + CHUNK_SIZE <= length;) {
        const unsigned char *head = (const unsigned char *)bytes + at;
        size_t size =
            (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
        if (size > length - at - CHUNK_SIZE || !memcmp(head + 4, "IEND", 4))
            break;
        if (!memcmp(head + 4, "PLTE", 4) && colour == COLOUR_PALETTE && !png->palette.length)
            buf_add(&png->palette, head + 8, size - size % 3);
        if (!memcmp(head + 4, "IDAT", 4))
            buf_add(&png->data, head + 8, size);
        at += size + CHUNK_SIZE;
    }
    if (!is_whole(png, ((size_t)png->width * components * depth + 7) / 8)) {
        buf_clear(&png->data);
        buf_clear(&png->palette);
        return false;
    }
    png->compressed = true;
    png->depth = depth;
    png->components = components;
    return true;
}

const char *png_read(const char *bytes, size_t length, struct png *png)
{
    *png = (struct png){.data = BUF_INIT, .palette = BUF_INIT, .alpha = BUF_INIT, .depth = 8};
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes, length))
        return "is not a whole PNG";
    png->width = image.width;
    png->height = image.height;
    if ((uint64_t)image.width * image.height > PIXELS_MAX) {
        png_image_free(&image);
        return "has more than 268 million pixels";
    }
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* not brightened as if they were linear */
    image.format &= PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA;
    bool transparent = image.format & PNG_FORMAT_FLAG_ALPHA;
    png->components = image.format & PNG_FORMAT_FLAG_COLOR ? 3 : 1;
    unsigned char *pixels =
        memory_new((size_t)image.width * image.height * (png->components + transparent));
    bool ok = png_image_finish_read(&image, NULL, pixels, 0, NULL);
    if (ok && (transparent || !take(bytes, length, png)))
        split(pixels, transparent, png);
    free(pixels);
    return ok ? NULL : "is damaged";
}
