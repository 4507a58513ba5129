/* SPDX-License-Identifier: ISC */
/* Pictures as the images of a PDF. */
#include "worker/image.h"

#include "base/memory.h"

#include <stdlib.h>

/* Of JPEG, which is taken where it has less than one in so many bytes. */
#define JPEG_QUALITY 90
#define SMALLER 2

void image_describe(struct buf *entries, uint32_t width, uint32_t height, unsigned samples,
                    unsigned bits)
{
    buf_add_format(entries,
                   "/Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace /%s"
                   " /BitsPerComponent %u ",
                   width, height, samples == 3 ? "DeviceRGB" : "DeviceGray", bits);
}

void image_describe_fax(struct buf *entries, const struct fax *fax, uint32_t width, uint32_t height)
{
    image_describe(entries, width, height, 1, 1);
    buf_add_format(entries,
                   "/Filter /CCITTFaxDecode /DecodeParms << /K %d /Columns %u /Rows %u%s%s"
                   " /EndOfBlock false >>",
                   fax->k, width, height, fax->aligned ? " /EncodedByteAlign true" : "",
                   fax->black_is_one ? " /BlackIs1 true" : "");
}

static unsigned distance(unsigned a, unsigned b)
{
    return a > b ? a - b : b - a;
}

/* PNG's fourth filter (ISO/IEC 15948, 9.4). */
static uint8_t paeth(unsigned left, unsigned above, unsigned corner)
{
    unsigned to_left = distance(above, corner);
    unsigned to_above = distance(left, corner);
    unsigned to_corner = distance(left + above, 2 * corner);
    if (to_left <= to_above && to_left <= to_corner)
        return (uint8_t)left;
    return (uint8_t)(to_above <= to_corner ? above : corner);
}

/* Writes a row after the filter's number, each byte less what its neighbours foretell. */
static void write_row(uint8_t *to, const uint8_t *row, const uint8_t *above, size_t length,
                      size_t samples)
{
    *to++ = 4;
    for (size_t i = 0; i < length; i++) {
        unsigned left = i < samples ? 0 : row[i - samples];
        unsigned corner = i < samples ? 0 : above[i - samples];
        to[i] = (uint8_t)(row[i] - paeth(left, above[i], corner));
    }
}

static size_t samples_of(PIX *pix, bool grey)
{
    return pixGetDepth(pix) == 32 && !grey ? 3 : 1;
}

/* The picture's rows, filtered, to `rows`, which may be its own dots where these are of 32 bits: no
 * row is longer than before. */
static void write_rows(PIX *pix, size_t samples, uint8_t *rows)
{
    size_t width = (size_t)pixGetWidth(pix);
    size_t height = (size_t)pixGetHeight(pix);
    size_t length = width * samples;
    uint8_t *both = memory_new(2 * length);
    uint8_t *row = both;
    uint8_t *above = both + length;
    for (size_t y = 0; y < height; y++) {
        const l_uint32 *dots = pixGetData(pix) + y * (size_t)pixGetWpl(pix);
        for (size_t x = 0; x < width; x++) {
            if (pixGetDepth(pix) == 8)
                row[x] = (uint8_t)GET_DATA_BYTE(dots, x);
            for (size_t i = 0; pixGetDepth(pix) == 32 && i < samples; i++)
                row[x * samples + i] = (uint8_t)(dots[x] >> (24 - 8 * i));
        }
        write_row(rows + y * (length + 1), row, above, length, samples);
        uint8_t *next = above;
        above = row;
        row = next;
    }
    free(both);
}

static void describe_dots(struct buf *entries, PIX *pix, size_t samples)
{
    image_describe(entries, (uint32_t)pixGetWidth(pix), (uint32_t)pixGetHeight(pix),
                   (unsigned)samples, 8);
    buf_add_format(entries,
                   "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %zu /Columns %d >>",
                   samples, pixGetWidth(pix));
}

static size_t size_of(PIX *pix, size_t samples)
{
    return (size_t)pixGetHeight(pix) * ((size_t)pixGetWidth(pix) * samples + 1);
}

static void add_dots(struct deflater *deflater, PIX *pix, struct buf *entries, struct buf *data)
{
    size_t samples = samples_of(pix, pixGetDepth(pix) == 32 && raster_is_grey(pix));
    uint8_t *rows = memory_new(size_of(pix, samples));
    write_rows(pix, samples, rows);
    describe_dots(entries, pix, samples);
    deflater_add_zlib(deflater, rows, size_of(pix, samples), data);
    free(rows);
}

bool image_code(struct deflater *deflater, PIX *pix, struct buf *entries, struct buf *data,
                const char **why)
{
    struct fax fax;
    if (pixGetDepth(pix) != 1) {
        add_dots(deflater, pix, entries, data);
        return true;
    }
    *why = "memory does not suffice to code it";
    if (!raster_code_fax(pix, &fax))
        return false;
    image_describe_fax(entries, &fax, (uint32_t)pixGetWidth(pix), (uint32_t)pixGetHeight(pix));
    *data = fax.data;
    return true;
}

bool image_code_smaller(struct deflater *deflater, PIX *pix, struct buf *entries, struct buf *data)
{
    l_uint8 *bytes = NULL;
    size_t size = 0;
    size_t samples = samples_of(pix, false);
    bool ok = !pixWriteMemJpeg(&bytes, &size, pix, JPEG_QUALITY, 0);
    if (ok) {
        bool own = samples == 3;
        uint8_t *rows = own ? (uint8_t *)pixGetData(pix) : memory_new(size_of(pix, samples));
        write_rows(pix, samples, rows);
        if (own) {
            rows = memory_resize(rows, size_of(pix, samples));
            pixSetData(pix, (l_uint32 *)(void *)rows);
        }
        if (deflater_add_zlib_within(deflater, rows, size_of(pix, samples), size * SMALLER + 1,
                                     data)) {
            describe_dots(entries, pix, samples);
        } else {
            image_describe(entries, (uint32_t)pixGetWidth(pix), (uint32_t)pixGetHeight(pix),
                           (unsigned)samples, 8);
            buf_add_string(entries, "/Filter /DCTDecode");
            buf_add(data, bytes, size);
        }
        if (!own)
            free(rows);
    }
    lept_free(bytes);
    pixDestroy(&pix);
    return ok;
}
