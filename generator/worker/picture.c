/* SPDX-License-Identifier: ISC */
/* A drawn page as pictures for the site: each width in the smallest form that suits what is on it.
 */
#include "worker/picture.h"

#include "base/memory.h"
#include "worker/answer.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

/* Channels that differ by less are grey: scanners and JPEG blur that much. */
#define GREY_WITHIN 24
/* One in so many dots may be coloured in what counts as grey. */
#define COLOURED_MOST 2000
/* From here on a dot is white; below, it is a mark. */
#define WHITE 240
/* A drawing or text has few dots between ink and paper; a photograph has more than this percentage.
 */
#define TONES_MOST 18
#define INK_MOST 64
#define PAPER_LEAST 192
#define PALETTE_MOST 256
#define COLOUR_BITS 4
/* A colour of a palette is true to a dot that differs by no more. */
#define COLOUR_WITHIN 4
/* The edges of text and drawings, smoothed, are a few hundredths of all dots; where more than this
 * percentage are untrue, colours shade. */
#define UNTRUE_MOST 8

/* An RGB dot of leptonica's 32 bits. */
static unsigned red(l_uint32 dot)
{
    return dot >> 24;
}
static unsigned green(l_uint32 dot)
{
    return dot >> 16 & 0xFF;
}
static unsigned blue(l_uint32 dot)
{
    return dot >> 8 & 0xFF;
}

static const l_uint32 *row_of(PIX *pix, unsigned y)
{
    return pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
}

static bool is_grey(PIX *pix)
{
    unsigned width = (unsigned)pixGetWidth(pix);
    unsigned height = (unsigned)pixGetHeight(pix);
    size_t coloured = 0;
    for (unsigned y = 0; y < height; y++) {
        const l_uint32 *row = row_of(pix, y);
        for (unsigned x = 0; x < width; x++) {
            int r = (int)red(row[x]);
            int g = (int)green(row[x]);
            int b = (int)blue(row[x]);
            coloured +=
                abs(r - g) > GREY_WITHIN || abs(g - b) > GREY_WITHIN || abs(r - b) > GREY_WITHIN;
        }
    }
    return coloured <= (size_t)width * height / COLOURED_MOST;
}

/* 8 bits of grey, or 32 of colour where there is some. A new picture or a new reference. */
static PIX *plain(PIX *drawn)
{
    if (pixGetDepth(drawn) == 1)
        return pixConvert1To8(NULL, drawn, 255, 0);
    if (pixGetDepth(drawn) == 32 && is_grey(drawn))
        return pixConvertRGBToGrayFast(drawn);
    return pixClone(drawn);
}

struct png_sink {
    struct buf *bytes;
};

static void sink_png(png_structp png, png_bytep bytes, png_size_t length)
{
    struct png_sink *sink = png_get_io_ptr(png);
    buf_add(sink->bytes, bytes, length);
}

static void flush_nothing(png_structp png)
{
    (void)png;
}

/* Rows of `depth` bits, packed; `palette` for colours. Few tones in long runs: no filter helps. */
static bool write_png(struct buf *bytes, const uint8_t *rows, unsigned width, unsigned height,
                      int depth, const png_color *palette, int colours)
{
    struct png_sink sink = {bytes};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    size_t stride = ((size_t)width * (size_t)depth + 7) / 8;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, &sink, sink_png, flush_nothing);
    png_set_IHDR(png, info, width, height, depth,
                 palette ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (palette)
        png_set_PLTE(png, info, palette, colours);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 6);
    png_write_info(png, info);
    for (unsigned y = 0; y < height; y++)
        png_write_row(png, rows + (size_t)y * stride);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

/* Sixteen tones of grey are enough for text. */
static bool write_grey(struct buf *bytes, PIX *pix)
{
    unsigned width = (unsigned)pixGetWidth(pix);
    unsigned height = (unsigned)pixGetHeight(pix);
    size_t stride = ((size_t)width + 1) / 2;
    uint8_t *rows = memory_new(stride * height);
    for (unsigned y = 0; y < height; y++) {
        l_uint32 *row = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
        for (unsigned x = 0; x < width; x++) {
            unsigned tone = ((unsigned)GET_DATA_BYTE(row, x) * 15 + 127) / 255;
            rows[y * stride + x / 2] |= (uint8_t)(x % 2 ? tone : tone << 4);
        }
    }
    bool ok = write_png(bytes, rows, width, height, 4, NULL, 0);
    free(rows);
    return ok;
}

/* A dot's place among all colours of COLOUR_BITS a channel. */
static unsigned bin_of(l_uint32 dot)
{
    const unsigned shift = 8 - COLOUR_BITS;
    return red(dot) >> shift << (2 * COLOUR_BITS) | green(dot) >> shift << COLOUR_BITS |
           blue(dot) >> shift;
}

/* The colours of a picture: in each bin the mean of what fell there. */
struct colours {
    int16_t entries[1 << (3 * COLOUR_BITS)];
    uint64_t sums[PALETTE_MOST][3];
    uint64_t dots[PALETTE_MOST];
    bool white[PALETTE_MOST];
    int count;
};

/* False where there are too many. */
static bool gather_colours(struct colours *colours, PIX *pix)
{
    unsigned width = (unsigned)pixGetWidth(pix);
    unsigned height = (unsigned)pixGetHeight(pix);
    memset(colours->entries, 0xFF, sizeof colours->entries);
    for (unsigned y = 0; y < height; y++) {
        const l_uint32 *row = row_of(pix, y);
        for (unsigned x = 0; x < width; x++) {
            int16_t *entry = &colours->entries[bin_of(row[x])];
            if (*entry < 0) {
                if (colours->count == PALETTE_MOST)
                    return false;
                *entry = (int16_t)colours->count++;
            }
            colours->sums[*entry][0] += red(row[x]);
            colours->sums[*entry][1] += green(row[x]);
            colours->sums[*entry][2] += blue(row[x]);
            colours->dots[*entry]++;
            colours->white[*entry] |= row[x] >> 8 == 0xFFFFFF;
        }
    }
    return true;
}

/* White stays white, whatever fell beside it. */
static png_color mean_colour(const struct colours *colours, int entry)
{
    const uint64_t *sums = colours->sums[entry];
    uint64_t dots = colours->dots[entry];
    if (colours->white[entry])
        return (png_color){255, 255, 255};
    return (png_color){(png_byte)((sums[0] + dots / 2) / dots),
                       (png_byte)((sums[1] + dots / 2) / dots),
                       (png_byte)((sums[2] + dots / 2) / dots)};
}

static bool is_untrue(l_uint32 dot, png_color colour)
{
    return abs((int)red(dot) - colour.red) > COLOUR_WITHIN ||
           abs((int)green(dot) - colour.green) > COLOUR_WITHIN ||
           abs((int)blue(dot) - colour.blue) > COLOUR_WITHIN;
}

/* Colours as a palette, where they are few and true; false with nothing written where they are not:
 * what shades from one into another would be seen in steps. */
static bool write_colours(struct buf *bytes, PIX *pix)
{
    unsigned width = (unsigned)pixGetWidth(pix);
    unsigned height = (unsigned)pixGetHeight(pix);
    struct colours *colours = memory_new(sizeof *colours);
    uint8_t *rows = NULL;
    png_color palette[PALETTE_MOST];
    size_t untrue = 0;
    bool ok = gather_colours(colours, pix);
    if (!ok)
        goto out;
    for (int i = 0; i < colours->count; i++)
        palette[i] = mean_colour(colours, i);
    rows = memory_new((size_t)width * height);
    for (unsigned y = 0; y < height; y++) {
        const l_uint32 *row = row_of(pix, y);
        for (unsigned x = 0; x < width; x++) {
            uint8_t entry = (uint8_t)colours->entries[bin_of(row[x])];
            rows[(size_t)y * width + x] = entry;
            untrue += is_untrue(row[x], palette[entry]);
        }
    }
    ok = untrue <= (size_t)width * height * UNTRUE_MOST / 100 &&
         write_png(bytes, rows, width, height, 8, palette, colours->count);
out:
    free(rows);
    free(colours);
    return ok;
}

static bool write_jpeg(struct buf *bytes, PIX *pix, uint32_t quality)
{
    l_uint8 *data = NULL;
    size_t size = 0;
    if (pixWriteMemJpeg(&data, &size, pix, (l_int32)quality, 0))
        return false;
    buf_add(bytes, data, size);
    lept_free(data);
    return true;
}

/* Whether a grey picture is a photograph rather than text or a drawing. */
static bool has_tones(PIX *pix)
{
    unsigned width = (unsigned)pixGetWidth(pix);
    unsigned height = (unsigned)pixGetHeight(pix);
    size_t between = 0;
    for (unsigned y = 0; y < height; y++) {
        l_uint32 *row = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
        for (unsigned x = 0; x < width; x++) {
            unsigned tone = GET_DATA_BYTE(row, x);
            between += tone > INK_MOST && tone < PAPER_LEAST;
        }
    }
    return between > (size_t)width * height * TONES_MOST / 100;
}

static bool encode(struct buf *bytes, PIX *pix, uint32_t quality, bool *jpeg)
{
    bool grey = pixGetDepth(pix) == 8;
    *jpeg = grey ? has_tones(pix) : !write_colours(bytes, pix);
    if (*jpeg)
        return write_jpeg(bytes, pix, quality);
    return !grey || write_grey(bytes, pix);
}

/* How far from each edge the first mark is, in thousandths of a point. */
static void measure_white(PIX *pix, struct drawn_facts *facts)
{
    PIX *grey = pixGetDepth(pix) == 8 ? pixClone(pix) : pixConvertRGBToGrayFast(pix);
    PIX *marks = grey ? pixThresholdToBinary(grey, WHITE) : NULL;
    BOX *box = NULL;
    long long width = pixGetWidth(pix);
    long long height = pixGetHeight(pix);
    if (marks && !pixClipToForeground(marks, NULL, &box) && box) {
        l_int32 x, y, w, h;
        boxGetGeometry(box, &x, &y, &w, &h);
        facts->white[0] = (int32_t)(facts->height * (long long)y / height);
        facts->white[1] = (int32_t)(facts->width * (width - x - w) / width);
        facts->white[2] = (int32_t)(facts->height * (height - y - h) / height);
        facts->white[3] = (int32_t)(facts->width * (long long)x / width);
    } else {
        facts->blank = marks != NULL;
        facts->white[0] = facts->white[2] = facts->height;
        facts->white[1] = facts->white[3] = facts->width;
    }
    boxDestroy(&box);
    pixDestroy(&marks);
    pixDestroy(&grey);
}

/* `from` is the whole or made of it, and `*made` is made of that: the fewer dots there are, the
 * quicker. */
static bool answer_size(const struct job *job, uint32_t page, enum picture_size size, PIX *whole,
                        PIX *from, PIX **made)
{
    unsigned width = (unsigned)pixGetWidth(whole);
    PIX *pix = NULL;
    if (job->widths[size] >= (unsigned)pixGetWidth(from)) {
        pix = pixClone(from);
    } else {
        /* Long and narrow pages still have a row of dots. */
        unsigned long long height =
            (unsigned long long)pixGetHeight(whole) * job->widths[size] / width;
        pix = pixScaleToSize(from, (l_int32)job->widths[size], height ? (l_int32)height : 1);
    }
    struct buf bytes = BUF_INIT;
    struct picture_facts facts = {.page = page, .size = size};
    bool ok = pix && encode(&bytes, pix, job->jpeg_quality, &facts.jpeg);
    if (ok) {
        facts.width = (uint32_t)pixGetWidth(pix);
        facts.height = (uint32_t)pixGetHeight(pix);
        facts.bytes = bytes.bytes;
        facts.length = bytes.length;
        answer_picture(&facts);
    }
    *made = pix;
    buf_release(&bytes);
    return ok;
}

bool picture_answer(const struct job *job, uint32_t page, int32_t width, int32_t height, PIX *drawn)
{
    PIX *whole = plain(drawn);
    struct drawn_facts facts = {.page = page, .width = width, .height = height};
    bool ok = whole;
    if (ok) {
        measure_white(whole, &facts);
        answer_drawn(&facts);
    }
    PIX *from = whole ? pixClone(whole) : NULL;
    for (int i = PICTURE_SIZE_COUNT - 1; i >= 0 && ok; i--) {
        PIX *made = NULL;
        ok = answer_size(job, page, (enum picture_size)i, whole, from, &made);
        pixDestroy(&from);
        from = made;
    }
    pixDestroy(&from);
    pixDestroy(&whole);
    return ok;
}
