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

/* Adds a row, each byte less what its neighbours foretell. */
static void add_row(struct buf *rows, const uint8_t *row, const uint8_t *above, size_t length,
                    size_t samples)
{
    buf_reserve(rows, length + 1);
    buf_add_char(rows, 4);
    uint8_t *to = (uint8_t *)rows->bytes + rows->length;
    for (size_t i = 0; i < length; i++) {
        unsigned left = i < samples ? 0 : row[i - samples];
        unsigned corner = i < samples ? 0 : above[i - samples];
        to[i] = (uint8_t)(row[i] - paeth(left, above[i], corner));
    }
    rows->length += length;
    rows->bytes[rows->length] = '\0';
}

static void add_dots(struct deflater *deflater, PIX *pix, struct buf *entries, struct buf *data)
{
    size_t width = (size_t)pixGetWidth(pix);
    size_t height = (size_t)pixGetHeight(pix);
    size_t samples = pixGetDepth(pix) == 32 && !raster_is_grey(pix) ? 3 : 1;
    struct buf rows = BUF_INIT;
    uint8_t *both = memory_new(2 * width * samples);
    uint8_t *row = both;
    uint8_t *above = both + width * samples;
    buf_reserve(&rows, height * (width * samples + 1));
    for (size_t y = 0; y < height; y++) {
        const l_uint32 *dots = pixGetData(pix) + y * (size_t)pixGetWpl(pix);
        for (size_t x = 0; x < width; x++) {
            if (pixGetDepth(pix) == 8)
                row[x] = (uint8_t)GET_DATA_BYTE(dots, x);
            for (size_t i = 0; pixGetDepth(pix) == 32 && i < samples; i++)
                row[x * samples + i] = (uint8_t)(dots[x] >> (24 - 8 * i));
        }
        add_row(&rows, row, above, width * samples, samples);
        uint8_t *next = above;
        above = row;
        row = next;
    }
    image_describe(entries, (uint32_t)width, (uint32_t)height, (unsigned)samples, 8);
    buf_add_format(entries,
                   "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %zu /Columns %zu >>",
                   samples, width);
    deflater_add_zlib(deflater, rows.bytes, rows.length, data);
    free(both);
    buf_release(&rows);
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
    add_dots(deflater, pix, entries, data);
    if (pixWriteMemJpeg(&bytes, &size, pix, JPEG_QUALITY, 0))
        return false;
    if (size < data->length / SMALLER) {
        buf_clear(entries);
        buf_clear(data);
        image_describe(entries, (uint32_t)pixGetWidth(pix), (uint32_t)pixGetHeight(pix),
                       pixGetDepth(pix) == 32 ? 3 : 1, 8);
        buf_add_string(entries, "/Filter /DCTDecode");
        buf_add(data, bytes, size);
    }
    lept_free(bytes);
    return true;
}
