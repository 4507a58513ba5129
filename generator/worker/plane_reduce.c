/* SPDX-License-Identifier: ISC */
/* The dots of a drawn page as fewer of them. */
#include "worker/plane.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A whole: what the weights of the dots that make one add up to, in each direction. */
#define WHOLE 256
/* What is made smaller to between so many tenths of its width is sharpened. */
#define SHARPEN_ABOVE 2
#define SHARPEN_BELOW 7
/* So many bytes are dealt with by instructions on many at once. */
#define CHUNK 32

/* How much of the new dot, which begins at `begin` and is `length` long, lies before `at`. */
static unsigned part_before(uint64_t at, uint64_t begin, uint64_t length)
{
    if (at <= begin)
        return 0;
    return at >= begin + length ? WHOLE : (unsigned)(((at - begin) * WHOLE + length / 2) / length);
}

/* The dots of one direction that make each new one: `most` of them from `firsts` on, of which some
 * may have no weight. */
struct shares {
    size_t most;
    size_t *firsts;
    uint16_t *weights; /* `most` of each */
};

/* The weights of new dot `index` of `to`, of `from` old ones: an old one is `to` long, a new one
 * `from`. */
static void find_share(const struct shares *shares, size_t from, size_t to, size_t index)
{
    uint64_t begin = (uint64_t)index * from;
    size_t first = (size_t)(begin / to);
    uint16_t *weights = shares->weights + index * shares->most;
    unsigned before = 0;
    shares->firsts[index] = first + shares->most > from ? from - shares->most : first;
    for (size_t i = first; before < WHOLE; i++) {
        unsigned now = part_before((uint64_t)(i + 1) * to, begin, from);
        weights[i - shares->firsts[index]] = (uint16_t)(now - before);
        before = now;
    }
}

static void shares_init(struct shares *shares, size_t from, size_t to)
{
    /* One that does not begin with an old dot reaches over one more. */
    size_t most = from / to + (from % to ? 2 : 0);
    shares->most = most < from ? most : from;
    shares->firsts = memory_new(to * sizeof *shares->firsts);
    shares->weights = memory_new(to * shares->most * sizeof *shares->weights);
    for (size_t i = 0; i < to; i++)
        find_share(shares, from, to, i);
}

static void shares_release(struct shares *shares)
{
    free(shares->firsts);
    free(shares->weights);
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

/* Each dot is the mean of two and of the two below them. */
static void halve_some(const uint8_t *restrict upper, const uint8_t *restrict lower, size_t count,
                       uint8_t *restrict dots)
{
    for (size_t i = 0; i < count; i++) {
        uint16_t sum = (uint16_t)(upper[2 * i] + upper[2 * i + 1]);
        sum = (uint16_t)(sum + lower[2 * i] + lower[2 * i + 1] + 2);
        dots[i] = (uint8_t)(sum >> 2);
    }
}

static void halve_colours(const uint8_t *restrict upper, const uint8_t *restrict lower,
                          size_t count, uint8_t *restrict dots)
{
    const size_t step = PLANE_COLOUR;
    for (; count; count--, upper += 2 * step, lower += 2 * step, dots += step) {
        for (size_t i = 0; i < step; i++)
            dots[i] = (uint8_t)((upper[i] + upper[i + step] + lower[i] + lower[i + step] + 2) >> 2);
    }
}

/* Of an odd number of rows or columns the last is left out. */
static void halve(const struct plane *from, const struct plane *to)
{
    for (size_t y = 0; y < to->height; y++) {
        const uint8_t *upper = plane_row(from, 2 * y);
        const uint8_t *lower = plane_row(from, 2 * y + 1);
        uint8_t *dots = plane_row(to, y);
        size_t left = to->width;
        if (to->channels == PLANE_COLOUR) {
            halve_colours(upper, lower, left, dots);
            continue;
        }
        for (; left >= CHUNK; left -= CHUNK, upper += 2 * CHUNK, lower += 2 * CHUNK, dots += CHUNK)
            halve_some(upper, lower, CHUNK, dots);
        halve_some(upper, lower, left, dots);
    }
}

/* Where a new dot takes less than two old ones; not in a loop, it takes half the time. */
static void mix_three(const uint16_t *restrict sums, const struct shares *shares, size_t width,
                      uint8_t *restrict dots)
{
    const uint16_t *weights = shares->weights;
    for (size_t x = 0; x < width; x++, weights += 3) {
        const uint16_t *from = sums + shares->firsts[x];
        uint32_t sum = WHOLE * WHOLE / 2 + (uint32_t)weights[0] * from[0];
        sum += (uint32_t)weights[1] * from[1] + (uint32_t)weights[2] * from[2];
        dots[x] = (uint8_t)(sum / (WHOLE * WHOLE));
    }
}

static void mix(const uint16_t *sums, const struct shares *shares, const struct plane *to,
                uint8_t *dots)
{
    const size_t channels = to->channels;
    const uint16_t *weights = shares->weights;
    for (size_t x = 0; x < to->width; x++, weights += shares->most) {
        const uint16_t *from = sums + shares->firsts[x] * channels;
        for (size_t channel = 0; channel < channels; channel++) {
            uint32_t sum = WHOLE * WHOLE / 2;
            for (size_t i = 0; i < shares->most; i++)
                sum += (uint32_t)weights[i] * from[i * channels + channel];
            *dots++ = (uint8_t)(sum / (WHOLE * WHOLE));
        }
    }
}

static void shrink(const struct plane *from, size_t width, size_t height, struct plane *to)
{
    const size_t row = from->width * from->channels;
    plane_begin(to, width, height, from->channels);
    if (from->width / 2 == width && from->height / 2 == height) {
        halve(from, to);
        return;
    }
    uint16_t *sums = memory_new(row * sizeof *sums);
    struct shares across;
    struct shares down;
    shares_init(&across, from->width, width);
    shares_init(&down, from->height, height);
    for (size_t y = 0; y < height; y++) {
        memset(sums, 0, row * sizeof *sums);
        for (size_t i = 0; i < down.most; i++) {
            uint16_t weight = down.weights[y * down.most + i];
            if (weight)
                add_row(sums, plane_row(from, down.firsts[y] + i), row, weight);
        }
        if (across.most == 3 && to->channels == PLANE_GREY)
            mix_three(sums, &across, width, plane_row(to, y));
        else
            mix(sums, &across, to, plane_row(to, y));
    }
    shares_release(&down);
    shares_release(&across);
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
    const uint8_t *dots = plane_row(from, y);
    memset(sums, 0, row * sizeof *sums);
    for (size_t i = 0; i < 3; i++)
        add_row(sums, plane_row(from, y + i - 1), row, 1);
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
    plane_begin(&sharp, plane->width, plane->height, plane->channels);
    const size_t row = plane->width * plane->channels;
    const size_t last = plane->height - 1;
    uint16_t *sums = memory_new(row * sizeof *sums);
    memcpy(sharp.dots, plane->dots, row);
    memcpy(plane_row(&sharp, last), plane_row(plane, last), row);
    for (size_t y = 1; y < last; y++)
        sharpen_row(plane, y, sums, plane_row(&sharp, y));
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
