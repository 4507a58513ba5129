/* SPDX-License-Identifier: ISC */
/* The dots of a drawn page as bytes, and as fewer of them. */
#include "worker/plane.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Channels that differ by less are grey: scanners and JPEG blur that much. */
#define GREY_WITHIN 24
/* One in so many dots may be coloured in what counts as grey. */
#define COLOURED_MOST 2000
/* A whole: what the weights of the dots that make one add up to, in each direction. */
#define WHOLE 256
/* What is made smaller to between so many tenths of its width is sharpened. */
#define SHARPEN_ABOVE 2
#define SHARPEN_BELOW 7
/* So many bytes are dealt with by instructions on many at once. */
#define CHUNK 32

static void begin(struct plane *plane, size_t width, size_t height, size_t channels)
{
    *plane = (struct plane){.width = width, .height = height, .channels = channels};
    plane->dots = memory_resize(NULL, width * height * channels);
}

void plane_release(struct plane *plane)
{
    free(plane->dots);
    *plane = (struct plane){0};
}

static uint8_t *row_of(const struct plane *plane, size_t y)
{
    return plane->dots + y * plane->width * plane->channels;
}

/* ---------------------------------------------------------------- From leptonica and back */

/* leptonica has rows of words, in which the first dot stands highest. */
static l_uint32 *words_of(PIX *pix, size_t y)
{
    return pixGetData(pix) + y * (size_t)pixGetWpl(pix);
}

static bool differ(unsigned one, unsigned other)
{
    return one > other ? one - other > GREY_WITHIN : other - one > GREY_WITHIN;
}

static bool is_coloured(l_uint32 word)
{
    unsigned red = word >> 24;
    unsigned green = word >> 16 & 0xFF;
    unsigned blue = word >> 8 & 0xFF;
    return differ(red, green) || differ(green, blue) || differ(red, blue);
}

/* The green of some dots; returns 0 where all of them are grey to the bit. */
static l_uint32 take_some(const l_uint32 *restrict words, size_t count, uint8_t *restrict dots)
{
    l_uint32 odd = 0;
    for (size_t i = 0; i < count; i++) {
        odd |= (words[i] >> 16 ^ words[i] >> 8) & 0xFFFF;
        dots[i] = (uint8_t)(words[i] >> 16);
    }
    return odd;
}

/* The green of a row, and how many of its dots are coloured. */
static size_t take_green(const l_uint32 *words, size_t width, uint8_t *dots)
{
    size_t coloured = 0;
    for (size_t x = 0; x < width; x += CHUNK) {
        size_t left = width - x;
        l_uint32 odd = left < CHUNK ? take_some(words + x, left, dots + x)
                                    : take_some(words + x, CHUNK, dots + x);
        for (size_t i = x; odd && i < x + CHUNK && i < width; i++)
            coloured += is_coloured(words[i]);
    }
    return coloured;
}

/* Each word becomes the bytes of its colours, in its own place. */
static void turn_colours(l_uint32 *words, size_t count)
{
    uint8_t *dots = (uint8_t *)words;
    for (size_t i = 0; i < count; i++, dots += PLANE_COLOUR) {
        const l_uint32 word = words[i];
        dots[0] = (uint8_t)(word >> 24);
        dots[1] = (uint8_t)(word >> 16);
        dots[2] = (uint8_t)(word >> 8);
        dots[3] = 0;
    }
}

static void of_colours(struct plane *plane, PIX *pix)
{
    size_t coloured = 0;
    for (size_t y = 0; y < plane->height; y++)
        coloured += take_green(words_of(pix, y), plane->width, row_of(plane, y));
    if (coloured <= plane->width * plane->height / COLOURED_MOST)
        return;
    l_uint32 *words = pixExtractData(pix);
    if (!words)
        memory_fail();
    turn_colours(words, plane->width * plane->height);
    free(plane->dots);
    plane->dots = (uint8_t *)words;
    plane->channels = PLANE_COLOUR;
}

static void of_bits(const struct plane *plane, PIX *pix)
{
    for (size_t y = 0; y < plane->height; y++) {
        const l_uint32 *words = words_of(pix, y);
        uint8_t *dots = row_of(plane, y);
        for (size_t x = 0; x < plane->width; x++)
            dots[x] = words[x / 32] >> (31 - x % 32) & 1 ? 0 : 255;
    }
}

static void of_grey(const struct plane *plane, PIX *pix)
{
    for (size_t y = 0; y < plane->height; y++) {
        const l_uint32 *words = words_of(pix, y);
        uint8_t *dots = row_of(plane, y);
        for (size_t x = 0; x < plane->width; x++)
            dots[x] = (uint8_t)(words[x / 4] >> (24 - x % 4 * 8));
    }
}

void plane_of(struct plane *plane, PIX *pix)
{
    begin(plane, (size_t)pixGetWidth(pix), (size_t)pixGetHeight(pix), PLANE_GREY);
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
        const uint8_t *dots = row_of(plane, y);
        l_uint32 *words = words_of(pix, y);
        for (size_t x = 0; x < plane->width; x++, dots += plane->channels) {
            if (grey)
                words[x / 4] |= (l_uint32)dots[0] << (24 - x % 4 * 8);
            else
                words[x] =
                    (l_uint32)dots[0] << 24 | (l_uint32)dots[1] << 16 | (l_uint32)dots[2] << 8;
        }
    }
    return pix;
}

/* ---------------------------------------------------------------- Fewer dots */

/* The dots of one direction that make a new one: `count` of them from `first` on. */
struct share {
    size_t first, count;
    uint16_t *weights;
};

/* How much of the new dot, which begins at `begin` and is `length` long, lies before `at`. */
static unsigned part_before(uint64_t at, uint64_t begin, uint64_t length)
{
    if (at <= begin)
        return 0;
    return at >= begin + length ? WHOLE : (unsigned)(((at - begin) * WHOLE + length / 2) / length);
}

/* New dot `index` of `to`, of `from` old ones: an old one is `to` long, a new one `from`. The array
 * has room for all weights. */
static void find_share(size_t from, size_t to, size_t index, struct share *share)
{
    uint64_t begin = (uint64_t)index * from;
    share->first = (size_t)(begin / to);
    share->count = 0;
    unsigned before = 0;
    while (before < WHOLE) {
        uint64_t end = (uint64_t)(share->first + share->count + 1) * to;
        unsigned now = part_before(end, begin, from);
        share->weights[share->count++] = (uint16_t)(now - before);
        before = now;
    }
}

/* Adds a row to the sums, which never pass WHOLE times 255. */
static void add_row(uint16_t *restrict sums, const uint8_t *restrict dots, size_t count,
                    uint16_t weight)
{
    for (; count >= CHUNK; count -= CHUNK, sums += CHUNK, dots += CHUNK) {
        for (size_t i = 0; i < CHUNK; i++)
            sums[i] = (uint16_t)(sums[i] + weight * dots[i]);
    }
    for (size_t i = 0; i < count; i++)
        sums[i] = (uint16_t)(sums[i] + weight * dots[i]);
}

static void halve_some(const uint16_t *restrict sums, size_t count, uint8_t *restrict dots)
{
    for (size_t i = 0; i < count; i++)
        dots[i] = (uint8_t)((sums[2 * i] + sums[2 * i + 1] + 2) / 4);
}

/* Of an odd number of rows or columns the last is left out. */
static void halve(const struct plane *from, const struct plane *to, uint16_t *sums)
{
    for (size_t y = 0; y < to->height; y++) {
        uint8_t *dots = row_of(to, y);
        size_t x = 0;
        memset(sums, 0, from->width * sizeof *sums);
        add_row(sums, row_of(from, 2 * y), 2 * to->width, 1);
        add_row(sums, row_of(from, 2 * y + 1), 2 * to->width, 1);
        for (; x + CHUNK <= to->width; x += CHUNK)
            halve_some(sums + 2 * x, CHUNK, dots + x);
        halve_some(sums + 2 * x, to->width - x, dots + x);
    }
}

static void mix(const uint16_t *sums, const struct share *shares, size_t count, size_t channels,
                uint8_t *dots)
{
    for (const struct share *share = shares; share < shares + count; share++) {
        for (size_t channel = 0; channel < channels; channel++) {
            const uint16_t *from = sums + share->first * channels + channel;
            uint32_t sum = WHOLE * WHOLE / 2;
            for (size_t i = 0; i < share->count; i++)
                sum += (uint32_t)share->weights[i] * from[i * channels];
            *dots++ = (uint8_t)(sum / (WHOLE * WHOLE));
        }
    }
}

static void shrink(const struct plane *from, size_t width, size_t height, struct plane *to)
{
    const size_t row = from->width * from->channels;
    begin(to, width, height, from->channels);
    uint16_t *sums = memory_new(row * sizeof *sums);
    if (from->channels == PLANE_GREY && from->width / 2 == width && from->height / 2 == height) {
        halve(from, to, sums);
        free(sums);
        return;
    }
    uint16_t *weights = memory_new((from->width + 2 * width) * sizeof *weights);
    uint16_t *down = memory_new((from->height + 2) * sizeof *down);
    struct share *across = memory_new(width * sizeof *across);
    uint16_t *next = weights;
    for (size_t x = 0; x < width; x++, next += across[x - 1].count) {
        across[x].weights = next;
        find_share(from->width, width, x, &across[x]);
    }
    for (size_t y = 0; y < height; y++) {
        struct share share = {.weights = down};
        find_share(from->height, height, y, &share);
        memset(sums, 0, row * sizeof *sums);
        for (size_t i = 0; i < share.count; i++)
            add_row(sums, row_of(from, share.first + i), row, down[i]);
        mix(sums, across, width, from->channels, row_of(to, y));
    }
    free(across);
    free(down);
    free(weights);
    free(sums);
}

/* Adds to each dot about a fifth of what it differs by from the mean of the nine around and with
 * it, whose columns are summed up; `step` bytes lie between neighbours. */
static void sharpen_some(const uint8_t *restrict dots, const uint16_t *restrict sums, size_t count,
                         size_t step, uint8_t *restrict to)
{
    for (size_t i = 0; i < count; i++) {
        uint16_t nine = (uint16_t)(sums[i] + sums[i + step] + sums[i + 2 * step]);
        uint16_t change = (uint16_t)((uint16_t)(9 * dots[i] - nine) * 6 + 64 * 256);
        int16_t now = (int16_t)(dots[i] + (change >> 8) - 64);
        to[i] = (uint8_t)(now < 0 ? 0 : now > 255 ? 255 : now);
    }
}

static void sharpen_row(const struct plane *from, size_t y, uint16_t *sums, uint8_t *to)
{
    const size_t step = from->channels;
    const size_t row = from->width * step;
    const uint8_t *dots = row_of(from, y);
    memset(sums, 0, row * sizeof *sums);
    for (size_t i = 0; i < 3; i++)
        add_row(sums, row_of(from, y + i - 1), row, 1);
    memcpy(to, dots, step);
    memcpy(to + row - step, dots + row - step, step);
    size_t left = row - 2 * step;
    for (dots += step, to += step; left >= CHUNK; left -= CHUNK) {
        sharpen_some(dots, sums, CHUNK, step, to);
        dots += CHUNK;
        sums += CHUNK;
        to += CHUNK;
    }
    sharpen_some(dots, sums, left, step, to);
}

/* Fewer dots make a page softer; the outermost stay as they are. */
static void sharpen(struct plane *plane)
{
    struct plane sharp;
    if (plane->width < 3 || plane->height < 3)
        return;
    begin(&sharp, plane->width, plane->height, plane->channels);
    const size_t row = plane->width * plane->channels;
    const size_t last = plane->height - 1;
    uint16_t *sums = memory_new(row * sizeof *sums);
    memcpy(sharp.dots, plane->dots, row);
    memcpy(row_of(&sharp, last), row_of(plane, last), row);
    for (size_t y = 1; y < last; y++)
        sharpen_row(plane, y, sums, row_of(&sharp, y));
    free(sums);
    plane_release(plane);
    *plane = sharp;
}

void plane_reduce(const struct plane *from, size_t width, size_t height, struct plane *to)
{
    shrink(from, width, height, to);
    if (width * 10 < from->width * SHARPEN_BELOW && width * 10 > from->width * SHARPEN_ABOVE)
        sharpen(to);
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

size_t plane_find_darker(const struct plane *plane, size_t y, uint8_t tone)
{
    const uint8_t *bytes = row_of(plane, y);
    const size_t step = plane->channels;
    size_t x = 0;
    while (step == PLANE_GREY && x + CHUNK <= plane->width &&
           !some_are_darker(bytes + x, CHUNK, tone))
        x += CHUNK;
    while (x < plane->width && bytes[x * step + step / 4] >= tone)
        x++;
    return x;
}

size_t plane_find_darker_last(const struct plane *plane, size_t y, uint8_t tone)
{
    const uint8_t *bytes = row_of(plane, y);
    const size_t step = plane->channels;
    size_t after = plane->width;
    while (step == PLANE_GREY && after >= CHUNK &&
           !some_are_darker(bytes + after - CHUNK, CHUNK, tone))
        after -= CHUNK;
    while (after && bytes[(after - 1) * step + step / 4] >= tone)
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
