/* SPDX-License-Identifier: ISC */
/* A drawn page as pictures for the site: each width in the smallest form that suits what is on it.
 */
#include "worker/picture.h"

#include "base/memory.h"
#include "worker/answer.h"
#include "worker/picture_png.h"
#include "worker/plane.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* From here on a dot is white; below, it is a mark. */
#define WHITE 240
/* A drawing or text has few dots between ink and paper; a photograph has more than this percentage.
 */
#define TONES_MOST 18
#define INK_MOST 64
#define PAPER_LEAST 192
#define COLOUR_BITS 4
/* A colour of a palette is true to a dot that differs by no more. */
#define COLOUR_WITHIN 4
/* The edges of text and drawings, smoothed, are a few hundredths of all dots; where more than this
 * percentage are untrue, colours shade. */
#define UNTRUE_MOST 8

/* Sixteen tones of grey are enough for text. */
static void write_grey(struct buf *bytes, const struct plane *plane, struct deflater *deflater)
{
    struct picture_png png = {.stride = (plane->width + 1) / 2,
                              .width = (uint32_t)plane->width,
                              .height = (uint32_t)plane->height,
                              .depth = 4};
    uint8_t tones[256];
    for (unsigned i = 0; i < 256; i++)
        tones[i] = (uint8_t)((i * 15 + 127) / 255);
    uint8_t *rows = memory_new((png.stride + 1) * plane->height);
    const uint8_t *dots = plane->dots;
    uint8_t *to = rows;
    for (size_t y = 0; y < plane->height; y++) {
        to++;
        for (size_t x = 0; x + 1 < plane->width; x += 2, dots += 2)
            *to++ = (uint8_t)(tones[dots[0]] << 4 | tones[dots[1]]);
        if (plane->width % 2)
            *to++ = (uint8_t)(tones[*dots++] << 4);
    }
    png.rows = rows;
    picture_png_write(bytes, &png, deflater);
    free(rows);
}

/* A dot's place among all colours of COLOUR_BITS a channel. */
static unsigned bin_of(const uint8_t *dot)
{
    const unsigned shift = 8 - COLOUR_BITS;
    return (unsigned)dot[0] >> shift << (2 * COLOUR_BITS) |
           (unsigned)dot[1] >> shift << COLOUR_BITS | (unsigned)dot[2] >> shift;
}

/* The colours of a picture: in each bin the mean of what fell there. */
struct colours {
    int16_t places[1 << (3 * COLOUR_BITS)]; /* in the palette; below 0: not there */
    uint64_t sums[PICTURE_PNG_COLOURS][3];
    uint64_t dots[PICTURE_PNG_COLOURS];
    bool white[PICTURE_PNG_COLOURS];
    uint8_t palette[PICTURE_PNG_COLOURS][3];
    size_t count;
};

/* White stays white, whatever fell beside it. */
static void find_means(struct colours *colours)
{
    for (size_t i = 0; i < colours->count; i++) {
        uint64_t dots = colours->dots[i];
        for (size_t k = 0; k < 3; k++)
            colours->palette[i][k] =
                colours->white[i] ? 255 : (uint8_t)((colours->sums[i][k] + dots / 2) / dots);
    }
}

/* How many dots from this one on are the same. */
static size_t run_of(const uint8_t *dot, const uint8_t *end)
{
    size_t count = 1;
    while (dot + count * PLANE_COLOUR < end &&
           !memcmp(dot, dot + count * PLANE_COLOUR, PLANE_COLOUR))
        count++;
    return count;
}

/* False where they are too many. */
static bool find_colours(const struct plane *plane, struct colours *colours)
{
    const uint8_t *end = plane->dots + plane->width * plane->height * PLANE_COLOUR;
    memset(colours->places, 0xFF, sizeof colours->places);
    for (const uint8_t *dot = plane->dots; dot < end;) {
        size_t run = run_of(dot, end);
        int16_t *place = &colours->places[bin_of(dot)];
        if (*place < 0) {
            if (colours->count == PICTURE_PNG_COLOURS)
                return false;
            *place = (int16_t)colours->count++;
        }
        for (size_t i = 0; i < 3; i++)
            colours->sums[*place][i] += run * dot[i];
        colours->dots[*place] += run;
        colours->white[*place] |= (dot[0] & dot[1] & dot[2]) == 255;
        dot += run * PLANE_COLOUR;
    }
    find_means(colours);
    return true;
}

static bool is_untrue(const uint8_t *dot, const uint8_t *colour)
{
    return abs(dot[0] - colour[0]) > COLOUR_WITHIN || abs(dot[1] - colour[1]) > COLOUR_WITHIN ||
           abs(dot[2] - colour[2]) > COLOUR_WITHIN;
}

/* The places of a row's dots; returns how many are untrue. */
static size_t place_row(const struct colours *colours, const uint8_t *dot, size_t width,
                        uint8_t *to)
{
    const uint8_t *end = dot + width * PLANE_COLOUR;
    size_t untrue = 0;
    while (dot < end) {
        size_t run = run_of(dot, end);
        uint8_t place = (uint8_t)colours->places[bin_of(dot)];
        memset(to, place, run);
        untrue += is_untrue(dot, colours->palette[place]) ? run : 0;
        to += run;
        dot += run * PLANE_COLOUR;
    }
    return untrue;
}

/* Colours as a palette, where they are few and true; false with nothing written where they are not:
 * what shades from one into another would be seen in steps. */
static bool write_colours(struct buf *bytes, const struct plane *plane, struct deflater *deflater)
{
    struct colours *colours = memory_new(sizeof *colours);
    struct picture_png png = {.stride = plane->width,
                              .width = (uint32_t)plane->width,
                              .height = (uint32_t)plane->height,
                              .depth = 8,
                              .palette = colours->palette[0]};
    uint8_t *rows = NULL;
    size_t untrue = 0;
    bool ok = find_colours(plane, colours);
    if (ok) {
        rows = memory_new((png.stride + 1) * plane->height);
        for (size_t y = 0; y < plane->height; y++)
            untrue += place_row(colours, plane->dots + y * plane->width * PLANE_COLOUR,
                                plane->width, rows + y * (png.stride + 1) + 1);
        ok = untrue <= plane->width * plane->height * UNTRUE_MOST / 100;
    }
    png.rows = rows;
    png.colours = colours->count;
    if (ok)
        picture_png_write(bytes, &png, deflater);
    free(rows);
    free(colours);
    return ok;
}

static bool write_jpeg(struct buf *bytes, const struct plane *plane, uint32_t quality)
{
    l_uint8 *data = NULL;
    size_t size = 0;
    PIX *pix = plane_pix(plane);
    bool ok = pix && !pixWriteMemJpeg(&data, &size, pix, (l_int32)quality, 0);
    if (ok)
        buf_add(bytes, data, size);
    lept_free(data);
    pixDestroy(&pix);
    return ok;
}

/* Whether a grey picture is a photograph rather than text or a drawing. */
static bool has_tones(const struct plane *plane)
{
    return plane_count_between(plane, INK_MOST, PAPER_LEAST) >
           plane->width * plane->height * TONES_MOST / 100;
}

static bool encode(struct buf *bytes, const struct plane *plane, uint32_t quality,
                   struct deflater *deflater, bool *jpeg)
{
    if (plane->channels == PLANE_GREY)
        *jpeg = has_tones(plane);
    else
        *jpeg = !write_colours(bytes, plane, deflater);
    if (*jpeg)
        return write_jpeg(bytes, plane, quality);
    if (plane->channels == PLANE_GREY)
        write_grey(bytes, plane, deflater);
    return true;
}

/* How far from each edge the first mark is, in thousandths of a point. */
static void measure_white(const struct plane *plane, struct drawn_facts *facts)
{
    size_t width = plane->width;
    size_t height = plane->height;
    size_t top = height;
    size_t bottom = height;
    size_t left = width;
    size_t right = width;
    assert(width && height);
    for (size_t y = 0; y < height; y++) {
        size_t white = plane_find_darker(plane, y, WHITE);
        if (white == width)
            continue;
        top = top == height ? y : top;
        bottom = height - 1 - y;
        left = white < left ? white : left;
        white = plane_find_darker_last(plane, y, WHITE);
        right = white < right ? white : right;
    }
    facts->blank = top == height;
    facts->white[0] = (int32_t)((uint64_t)facts->height * top / height);
    facts->white[1] = (int32_t)((uint64_t)facts->width * right / width);
    facts->white[2] = (int32_t)((uint64_t)facts->height * bottom / height);
    facts->white[3] = (int32_t)((uint64_t)facts->width * left / width);
}

static bool answer_size(const struct job *job, uint32_t page, enum picture_size size,
                        const struct plane *plane, struct deflater *deflater)
{
    struct buf bytes = BUF_INIT;
    struct picture_facts facts = {.page = page,
                                  .size = size,
                                  .width = (uint32_t)plane->width,
                                  .height = (uint32_t)plane->height};
    bool ok = encode(&bytes, plane, job->jpeg_quality, deflater, &facts.jpeg);
    if (ok) {
        facts.bytes = bytes.bytes;
        facts.length = bytes.length;
        answer_picture(&facts);
    }
    buf_release(&bytes);
    return ok;
}

/* Each size is made of the next larger: the fewer dots there are, the quicker. Takes the plane. */
static bool answer_sizes(const struct job *job, uint32_t page, struct plane *whole)
{
    struct deflater *deflater = deflater_new(DEFLATE_SMALL);
    const size_t width = whole->width;
    const size_t height = whole->height;
    bool ok = true;
    for (int i = PICTURE_SIZE_COUNT - 1; i >= 0 && ok; i--) {
        if (job->widths[i] < whole->width) {
            /* Long and narrow pages still have a row of dots. */
            size_t rows = height * job->widths[i] / width;
            struct plane smaller;
            plane_reduce(whole, job->widths[i], rows ? rows : 1, &smaller);
            plane_release(whole);
            *whole = smaller;
        }
        ok = answer_size(job, page, (enum picture_size)i, whole, deflater);
    }
    plane_release(whole);
    deflater_free(deflater);
    return ok;
}

bool picture_answer(const struct job *job, uint32_t page, int32_t width, int32_t height, PIX *drawn)
{
    struct drawn_facts facts = {.page = page, .width = width, .height = height};
    struct plane whole;
    plane_of(&whole, drawn);
    measure_white(&whole, &facts);
    answer_drawn(&facts);
    return answer_sizes(job, page, &whole);
}
