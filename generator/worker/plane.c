/* SPDX-License-Identifier: ISC */
/* The dots of a drawn page as bytes. */
#include "worker/plane.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Channels that differ by less are grey: scanners and JPEG blur that much. */
#define GREY_WITHIN 24
/* One in so many dots may be coloured in what counts as grey. */
#define COLOURED_MOST 2000
/* So many bytes are dealt with by instructions on many at once. */
#define CHUNK 32

void plane_begin(struct plane *plane, size_t width, size_t height, size_t channels)
{
    *plane = (struct plane){.width = width, .height = height, .channels = channels};
    plane->dots = memory_resize(NULL, width * height * channels);
}

void plane_release(struct plane *plane)
{
    free(plane->dots);
    *plane = (struct plane){0};
}

uint8_t *plane_row(const struct plane *plane, size_t y)
{
    return plane->dots + y * plane->width * plane->channels;
}

/* A row of a plane in colour. */
static uint32_t *colours_of(const struct plane *plane, size_t y)
{
    return (uint32_t *)(void *)plane_row(plane, y);
}

/* ---------------------------------------------------------------- From cairo */

static bool differ(unsigned one, unsigned other)
{
    return one > other ? one - other > GREY_WITHIN : other - one > GREY_WITHIN;
}

static bool is_coloured(uint32_t word)
{
    unsigned red = word >> 16 & 0xFF;
    unsigned green = word >> 8 & 0xFF;
    unsigned blue = word & 0xFF;
    return differ(red, green) || differ(green, blue) || differ(red, blue);
}

/* The green of some dots; returns 0 where all of them are grey to the bit. */
static uint32_t take_some(const uint32_t *restrict words, size_t count, uint8_t *restrict dots)
{
    uint32_t odd = 0;
    for (size_t i = 0; i < count; i++) {
        odd |= (words[i] >> 8 ^ words[i]) & 0xFFFF;
        dots[i] = (uint8_t)(words[i] >> 8);
    }
    return odd;
}

/* The green of a row, and how many of its dots are coloured. */
static size_t take_green(const uint32_t *words, size_t width, uint8_t *dots)
{
    size_t coloured = 0;
    for (size_t x = 0; x < width; x += CHUNK) {
        size_t left = width - x;
        uint32_t odd = left < CHUNK ? take_some(words + x, left, dots + x)
                                    : take_some(words + x, CHUNK, dots + x);
        for (size_t i = x; odd && i < x + CHUNK && i < width; i++)
            coloured += is_coloured(words[i]);
    }
    return coloured;
}

void plane_begin_drawing(struct plane *plane, size_t width, size_t height)
{
    plane_begin(plane, width, height, PLANE_COLOUR);
    memset(plane->dots, 0xFF, width * height * PLANE_COLOUR);
}

void plane_end_drawing(struct plane *plane)
{
    const size_t most = plane->width * plane->height / COLOURED_MOST;
    size_t coloured = 0;
    struct plane grey;
    plane_begin(&grey, plane->width, plane->height, PLANE_GREY);
    for (size_t y = 0; y < plane->height && coloured <= most; y++)
        coloured += take_green(colours_of(plane, y), plane->width, plane_row(&grey, y));
    if (coloured <= most) {
        plane_release(plane);
        *plane = grey;
        return;
    }
    plane_release(&grey);
    uint32_t *words = colours_of(plane, 0);
    for (size_t left = plane->width * plane->height; left; left--)
        *words++ &= 0xFFFFFF;
}

/* ---------------------------------------------------------------- From leptonica and back */

/* leptonica has rows of words, in which the first dot stands highest. */
static l_uint32 *words_of(PIX *pix, size_t y)
{
    return pixGetData(pix) + y * (size_t)pixGetWpl(pix);
}

/* Its words are taken out of it, for a large page takes much memory. */
static void of_colours(struct plane *plane, PIX *pix)
{
    l_uint32 *words = pixExtractData(pix);
    if (!words)
        memory_fail();
    for (size_t i = 0; i < plane->width * plane->height; i++)
        words[i] >>= 8;
    plane->dots = (uint8_t *)words;
    plane->channels = PLANE_COLOUR;
    plane_end_drawing(plane);
}

static void of_bits(struct plane *plane, PIX *pix)
{
    uint8_t eight[256][8]; /* the dots of each byte */
    plane_begin(plane, plane->width, plane->height, PLANE_GREY);
    for (size_t i = 0; i < sizeof eight; i++)
        eight[i / 8][i % 8] = i / 8 >> (7 - i % 8) & 1 ? 0 : 255;
    for (size_t y = 0; y < plane->height; y++) {
        const l_uint32 *words = words_of(pix, y);
        uint8_t *dots = plane_row(plane, y);
        for (size_t x = 0; x < plane->width; x += 8) {
            const uint8_t *from = eight[words[x / 32] >> (24 - x % 32) & 0xFF];
            memcpy(dots + x, from, plane->width - x < 8 ? plane->width - x : 8);
        }
    }
}

static void of_grey(struct plane *plane, PIX *pix)
{
    plane_begin(plane, plane->width, plane->height, PLANE_GREY);
    for (size_t y = 0; y < plane->height; y++) {
        const l_uint32 *words = words_of(pix, y);
        uint8_t *dots = plane_row(plane, y);
        for (size_t x = 0; x < plane->width; x++)
            dots[x] = (uint8_t)(words[x / 4] >> (24 - x % 4 * 8));
    }
}

void plane_of(struct plane *plane, PIX *pix)
{
    *plane = (struct plane){.width = (size_t)pixGetWidth(pix), .height = (size_t)pixGetHeight(pix)};
    if (pixGetDepth(pix) == 1)
        of_bits(plane, pix);
    else if (pixGetDepth(pix) == 8)
        of_grey(plane, pix);
    else
        of_colours(plane, pix);
}

PIX *plane_pix(const struct plane *plane)
{
    bool grey = plane->channels == PLANE_GREY;
    PIX *pix = pixCreate((l_int32)plane->width, (l_int32)plane->height, grey ? 8 : 32);
    for (size_t y = 0; y < plane->height && pix; y++) {
        const uint8_t *dots = plane_row(plane, y);
        l_uint32 *words = words_of(pix, y);
        for (size_t x = 0; x < plane->width && grey; x++)
            words[x / 4] |= (l_uint32)dots[x] << (24 - x % 4 * 8);
        for (size_t x = 0; x < plane->width && !grey; x++)
            words[x] = colours_of(plane, y)[x] << 8;
    }
    return pix;
}

/* ---------------------------------------------------------------- What is on it */

/* Whether some bytes are darker than a tone. */
static bool some_are_darker(const uint8_t *bytes, size_t count, uint8_t tone)
{
    uint8_t darkest = 255;
    for (size_t i = 0; i < count; i++)
        darkest = bytes[i] < darkest ? bytes[i] : darkest;
    return darkest < tone;
}

/* The same of colours. */
static bool some_greens_are_darker(const uint32_t *words, size_t count, uint8_t tone)
{
    uint32_t darkest = 0xFF00;
    for (size_t i = 0; i < count; i++)
        darkest = (words[i] & 0xFF00) < darkest ? words[i] & 0xFF00 : darkest;
    return darkest >> 8 < tone;
}

/* Whether some dots of a row from `x` on are. */
static bool is_darker(const struct plane *plane, size_t y, size_t x, size_t count, uint8_t tone)
{
    if (plane->channels == PLANE_COLOUR)
        return count == CHUNK ? some_greens_are_darker(colours_of(plane, y) + x, CHUNK, tone)
                              : some_greens_are_darker(colours_of(plane, y) + x, count, tone);
    return count == CHUNK ? some_are_darker(plane_row(plane, y) + x, CHUNK, tone)
                          : some_are_darker(plane_row(plane, y) + x, count, tone);
}

size_t plane_find_darker(const struct plane *plane, size_t y, uint8_t tone)
{
    size_t x = 0;
    while (x + CHUNK <= plane->width && !is_darker(plane, y, x, CHUNK, tone))
        x += CHUNK;
    while (x < plane->width && !is_darker(plane, y, x, 1, tone))
        x++;
    return x;
}

size_t plane_find_darker_last(const struct plane *plane, size_t y, uint8_t tone)
{
    size_t after = plane->width;
    while (after >= CHUNK && !is_darker(plane, y, after - CHUNK, CHUNK, tone))
        after -= CHUNK;
    while (after && !is_darker(plane, y, after - 1, 1, tone))
        after--;
    return plane->width - after;
}

size_t plane_count_between(const struct plane *plane, uint8_t dark, uint8_t light)
{
    const uint8_t within = (uint8_t)(light - dark - 1);
    size_t left = plane->width * plane->height;
    size_t between = 0;
    const uint8_t *dots = plane->dots;
    for (; left >= CHUNK; left -= CHUNK, dots += CHUNK) {
        uint8_t some = 0;
        for (size_t i = 0; i < CHUNK; i++)
            some = (uint8_t)(some + ((uint8_t)(dots[i] - dark - 1) < within));
        between += some;
    }
    for (size_t i = 0; i < left; i++)
        between += (uint8_t)(dots[i] - dark - 1) < within;
    return between;
}
