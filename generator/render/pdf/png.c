/* SPDX-License-Identifier: ISC */
/* Whether a PNG (ISO/IEC 15948) is whole. libharu's reader ends the program with a PNG that is not.
 */
#include "render/pdf/png.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#define PIXELS_MAX ((uint64_t)1 << 28)
#define SIDE_MAX 1000000u /* libpng's own limit */
#define PASSES 7
#define FILTER_MAX 4

enum { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };

/* The picture while its chunks go by. */
struct picture_data {
    uint32_t width, height;
    unsigned depth, colour;
    bool interlaced;
    bool palette;
    z_stream inflater;
    bool ended;     /* the compressed data */
    int pass;       /* of an interlaced picture; PASSES when all lines are there */
    uint64_t lines; /* still to come in this pass */
    uint64_t line;  /* bytes still to come in this line; 0 before its filter's byte */
};

static const char damaged[] = "is damaged";

static uint32_t read32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The width or height of a pass, from its first column or row and the step between them. */
static uint64_t pass_side(uint32_t side, unsigned start, unsigned step)
{
    return ((uint64_t)side + step - 1 - start) / step;
}

/* First column and row, and steps, of the passes of an interlaced picture. */
static const unsigned char passes[PASSES][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8},
                                                {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2},
                                                {0, 1, 1, 2}};

static void begin_pass(struct picture_data *data)
{
    data->lines = data->height;
    if (!data->interlaced)
        return;
    for (data->lines = 0; data->pass < PASSES; data->pass++) {
        const unsigned char *pass = passes[data->pass];
        if (pass_side(data->width, pass[0], pass[2]))
            data->lines = pass_side(data->height, pass[1], pass[3]);
        if (data->lines)
            return;
    }
}

static uint64_t line_size(const struct picture_data *data)
{
    static const unsigned channels[] = {
        [GREY] = 1, [RGB] = 3, [PALETTE] = 1, [GREY_ALPHA] = 2, [RGB_ALPHA] = 4};
    uint64_t width = data->width;
    if (data->interlaced)
        width = pass_side(data->width, passes[data->pass][0], passes[data->pass][2]);
    return (width * channels[data->colour] * data->depth + 7) / 8;
}

static const char *read_header(const unsigned char *bytes, struct picture_data *data)
{
    data->width = read32(bytes);
    data->height = read32(bytes + 4);
    data->depth = bytes[8];
    data->colour = bytes[9];
    data->interlaced = bytes[12] == 1;
    /* The allowed depths of each colour type, as bits. */
    static const unsigned depths[] = {[GREY] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 16,
                                      [RGB] = 1 << 8 | 1 << 16,
                                      [PALETTE] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8,
                                      [GREY_ALPHA] = 1 << 8 | 1 << 16,
                                      [RGB_ALPHA] = 1 << 8 | 1 << 16};
    if (data->colour > RGB_ALPHA || data->depth > 16 ||
        !(depths[data->colour] >> data->depth & 1) || bytes[10] || bytes[11] || bytes[12] > 1 ||
        !data->width || !data->height)
        return damaged;
    if (data->width > SIDE_MAX || data->height > SIDE_MAX ||
        (uint64_t)data->width * data->height > PIXELS_MAX)
        return "is larger than 268 million pixels";
    begin_pass(data);
    return NULL;
}

/* Follows the lines: each begins with the number of a filter. False where there is no such filter,
 * or too much. */
static bool count_lines(struct picture_data *data, const unsigned char *bytes, size_t length)
{
    while (length) {
        if (!data->line) {
            if (!data->lines || *bytes > FILTER_MAX)
                return false;
            data->line = line_size(data);
            bytes++;
            length--;
        }
        size_t part = length < data->line ? length : (size_t)data->line;
        bytes += part;
        length -= part;
        data->line -= part;
        if (!data->line && !--data->lines && data->interlaced) {
            data->pass++;
            begin_pass(data);
        }
    }
    return true;
}

static bool read_data(struct picture_data *data, const unsigned char *bytes, size_t length)
{
    unsigned char out[16384];
    z_stream *inflater = &data->inflater;
    inflater->next_in = (Bytef *)bytes;
    inflater->avail_in = (uInt)length;
    do {
        inflater->next_out = out;
        inflater->avail_out = sizeof out;
        int status = data->ended ? Z_STREAM_END : inflate(inflater, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return false;
        if (!count_lines(data, out, sizeof out - inflater->avail_out))
            return false;
        data->ended = status == Z_STREAM_END;
    } while (!data->ended && !inflater->avail_out);
    return true;
}

static bool is_type(const unsigned char *type, const char *name)
{
    return !memcmp(type, name, 4);
}

/* One chunk; `before` is the type of the last one. */
static const char *read_chunk(struct picture_data *data, const unsigned char *type, size_t size,
                              const unsigned char *before)
{
    const unsigned char *bytes = type + 4;
    if (is_type(type, "IHDR"))
        return !before && size == 13 ? read_header(bytes, data) : damaged;
    if (!before)
        return damaged;
    if (is_type(type, "PLTE")) {
        bool fits =
            !data->palette && !data->inflater.total_in && size && size % 3 == 0 && size <= 768;
        data->palette = true;
        return fits ? NULL : damaged;
    }
    if (is_type(type, "IDAT")) {
        bool fits = (data->colour != PALETTE || data->palette) &&
                    (!data->inflater.total_in || is_type(before, "IDAT"));
        return fits && read_data(data, bytes, size) ? NULL : damaged;
    }
    if (is_type(type, "IEND"))
        return data->ended && !data->lines && !data->line ? NULL : damaged;
    /* Bit 5 of the first letter is set in chunks that a reader may pass over. */
    return type[0] & 0x20 ? NULL : damaged;
}

static const char *read_chunks(const unsigned char *bytes, size_t length, struct picture_data *data)
{
    const unsigned char *before = NULL;
    for (size_t at = 8; at + 12 <= length;) {
        size_t size = read32(bytes + at);
        const unsigned char *type = bytes + at + 4;
        if (size > INT_MAX)
            return damaged;
        if (size > length - at - 12)
            break;
        if (crc32(crc32(0, NULL, 0), type, (uInt)size + 4) != read32(type + 4 + size))
            return damaged;
        const char *problem = read_chunk(data, type, size, before);
        if (problem || is_type(type, "IEND"))
            return problem;
        before = type;
        at += size + 12;
    }
    return "is cut short";
}

const char *png_problem(const char *bytes, size_t length)
{
    static const char signature[8] = {'\x89', 'P', 'N', 'G', '\r', '\n', '\x1a', '\n'};
    if (length < sizeof signature || memcmp(bytes, signature, sizeof signature) != 0)
        return "is not a PNG";
    struct picture_data data = {0};
    if (inflateInit(&data.inflater) != Z_OK)
        return "cannot be read";
    const char *problem = read_chunks((const unsigned char *)bytes, length, &data);
    inflateEnd(&data.inflater);
    return problem;
}
