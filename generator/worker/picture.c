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
/* So many dots are dealt with by instructions on many at once. */
#define CHUNK 32

/* The nearest of sixteen tones, a seventeenth of it: by what is quicker than to divide. */
static unsigned tone_of(unsigned grey)
{
    return ((grey + 8) * 241) >> 12;
}

static void pack_some(const uint8_t *restrict dots, size_t count, uint8_t *restrict to)
{
    for (size_t i = 0; i < count; i++) {
        uint16_t left = (uint16_t)tone_of(dots[2 * i]);
        to[i] = (uint8_t)(left << 4 | tone_of(dots[2 * i + 1]));
    }
}

/* Sixteen tones of grey are enough for text. */
static void write_grey(struct buf *bytes, const struct plane *plane, struct deflater *deflater)
{
    struct picture_png png = {.stride = (plane->width + 1) / 2,
                              .width = (uint32_t)plane->width,
                              .height = (uint32_t)plane->height,
                              .depth = 4};
    uint8_t *rows = memory_resize(NULL, (png.stride + 1) * plane->height);
    const uint8_t *dots = plane->dots;
    uint8_t *to = rows;
    for (size_t y = 0; y < plane->height; y++) {
        size_t left = plane->width / 2;
        *to++ = 0;
        for (; left >= CHUNK; left -= CHUNK, dots += 2 * CHUNK, to += CHUNK)
            pack_some(dots, CHUNK, to);
        pack_some(dots, left, to);
        dots += 2 * left;
        to += left;
        if (plane->width % 2)
            *to++ = (uint8_t)(tone_of(*dots++) << 4);
    }
    png.rows = rows;
    picture_png_write(bytes, &png, deflater);
    free(rows);
}

/* Red, green and blue by their index. */
static unsigned channel_of(uint32_t dot, size_t channel)
{
    return dot >> (16 - 8 * channel) & 0xFF;
}

/* A dot's place among all colours of COLOUR_BITS a channel. */
static unsigned bin_of(uint32_t dot)
{
    unsigned bin = 0;
    for (size_t i = 0; i < 3; i++)
        bin = bin << COLOUR_BITS | channel_of(dot, i) >> (8 - COLOUR_BITS);
    return bin;
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

static bool are_same(const uint32_t *dots, size_t count, uint32_t dot)
{
    uint32_t odd = 0;
    for (size_t i = 0; i < count; i++)
        odd |= dots[i] ^ dot;
    return !odd;
}

/* How many dots from this one on are the same. */
static size_t run_of(const uint32_t *dot, const uint32_t *end)
{
    const uint32_t *after = dot + 1;
    while (end - after >= CHUNK && are_same(after, CHUNK, *dot))
        after += CHUNK;
    while (after < end && *after == *dot)
        after++;
    return (size_t)(after - dot);
}

/* The row's dots, or all from it on. */
static const uint32_t *dots_of(const struct plane *plane, size_t y)
{
    return (const uint32_t *)(const void *)plane->dots + y * plane->width;
}

/* False where they are too many. */
static bool find_colours(const struct plane *plane, struct colours *colours)
{
    const uint32_t *end = dots_of(plane, plane->height);
    memset(colours->places, 0xFF, sizeof colours->places);
    for (const uint32_t *dot = dots_of(plane, 0); dot < end;) {
        size_t run = run_of(dot, end);
        int16_t *place = &colours->places[bin_of(*dot)];
        if (*place < 0) {
            if (colours->count == PICTURE_PNG_COLOURS)
                return false;
            *place = (int16_t)colours->count++;
        }
        for (size_t i = 0; i < 3; i++)
            colours->sums[*place][i] += run * channel_of(*dot, i);
        colours->dots[*place] += run;
        colours->white[*place] |= *dot == 0xFFFFFF;
        dot += run;
    }
    find_means(colours);
    return true;
}

static bool is_untrue(uint32_t dot, const uint8_t *colour)
{
    bool untrue = false;
    for (size_t i = 0; i < 3; i++)
        untrue |= abs((int)channel_of(dot, i) - colour[i]) > COLOUR_WITHIN;
    return untrue;
}

/* The places of a row's dots; returns how many are untrue. */
static size_t place_row(const struct colours *colours, const uint32_t *dot, size_t width,
                        uint8_t *to)
{
    const uint32_t *end = dot + width;
    size_t untrue = 0;
    while (dot < end) {
        size_t run = run_of(dot, end);
        uint8_t place = (uint8_t)colours->places[bin_of(*dot)];
        memset(to, place, run);
        untrue += is_untrue(*dot, colours->palette[place]) ? run : 0;
        to += run;
        dot += run;
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
            untrue += place_row(colours, dots_of(plane, y), plane->width,
                                rows + y * (png.stride + 1) + 1);
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

bool picture_answer(const struct job *job, uint32_t page, int32_t width, int32_t height,
                    struct plane *drawn)
{
    struct drawn_facts facts = {.page = page, .width = width, .height = height};
    measure_white(drawn, &facts);
    answer_drawn(&facts);
    return answer_sizes(job, page, drawn);
}
