/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: a picture of the letter. */
#include "base/deflate.h"
#include "render/pdf/jpeg.h"
#include "render/pdf/png.h"
#include "source/picture_read.h"
#include "tests/fuzz/fuzz.h"

/* What is said to be there must be: the samples of all rows. */
static void check_png(const struct png *png)
{
    size_t row = ((size_t)png->width * png->components * png->depth + 7) / 8;
    fuzz_must(png->width && png->height && png->data.length, "an empty picture");
    fuzz_must(png->compressed || png->data.length == row * png->height, "samples");
    fuzz_must(!png->alpha.length || png->alpha.length == (size_t)png->width * png->height, "alpha");
    fuzz_must(png->palette.length % 3 == 0, "palette");
}

/* Puts the checksums of a PNG's chunks right, which no made-up input would get past. */
static void mend(uint8_t *bytes, size_t size)
{
    for (size_t at = 8; size > 12 && at < size - 12;) {
        size_t length = (size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 |
                        (size_t)bytes[at + 2] << 8 | bytes[at + 3];
        if (length > size - 12 - at)
            return;
        uint32_t crc = deflate_crc32_more(0, bytes + at + 4, length + 4);
        for (size_t i = 0; i < 4; i++)
            bytes[at + 8 + length + i] = (uint8_t)(crc >> (24 - 8 * i));
        at += length + 12;
    }
}

static void read_picture(const char *bytes, size_t size)
{
    struct picture picture = {0};
    struct png png = {0};
    struct jpeg jpeg = {0};
    bool measured = picture_measure(bytes, size, &picture);
    /* One of so many dots is no test of the reader. */
    if (measured && (uint64_t)picture.width * picture.height > 1 << 22)
        return;
    if (!jpeg_read(bytes, size, &jpeg))
        fuzz_must(jpeg.width && jpeg.height && (jpeg.components == 1 || jpeg.components == 3),
                  "a JPEG without size");
    if (!png_read(bytes, size, &png))
        check_png(&png);
    png_release(&png);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct buf copy = BUF_INIT;
    buf_add(&copy, bytes, size);
    if (picture_measure(copy.bytes, size, &(struct picture){0}) && copy.bytes[1] == 'P')
        mend((uint8_t *)copy.bytes, size);
    read_picture(copy.bytes, size);
    buf_release(&copy);
    return 0;
}
