/* SPDX-License-Identifier: ISC */
/* Tests of worker/plane and worker/plane_reduce: what deals with many dots at once is right at
 * every width, and colours come out as grey does. */
#include "worker/plane.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WIDTH_MOST 75
#define PAPER 250
#define INK 20

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static uint32_t *words(const struct plane *plane)
{
    return (uint32_t *)(void *)plane->dots;
}

/* Noise in grey, and the same as a plane in colour. */
static void make_both(struct plane *grey, struct plane *colour, size_t width, size_t height)
{
    uint32_t state = (uint32_t)(width * 1000 + height);
    plane_begin(grey, width, height, PLANE_GREY);
    plane_begin(colour, width, height, PLANE_COLOUR);
    for (size_t i = 0; i < width * height; i++) {
        grey->dots[i] = (uint8_t)next(&state);
        words(colour)[i] = grey->dots[i] * 0x010101u;
    }
}

/* How much of old dot `index` lies in new dot `at`, both as long as they are on the other's side.
 */
static double part(size_t index, size_t at, double scale)
{
    double begin = fmax((double)index, (double)at * scale);
    double end = fmin((double)index + 1, (double)(at + 1) * scale);
    return end > begin ? end - begin : 0;
}

static double mean(const struct plane *from, double across, double down, size_t x, size_t y)
{
    double sum = 0;
    for (size_t j = (size_t)((double)y * down);
         j < from->height && (double)j < (double)(y + 1) * down; j++) {
        for (size_t i = (size_t)((double)x * across);
             i < from->width && (double)i < (double)(x + 1) * across; i++)
            sum += part(i, x, across) * part(j, y, down) * plane_row(from, j)[i];
    }
    return sum / across / down;
}

/* To sizes at which nothing is sharpened: each dot is the mean of what it covers. */
static void means(void **state)
{
    static const size_t sizes[][2] = {{40, 40}, {40, 39},  {41, 30}, {75, 60}, {75, 15},
                                      {71, 14}, {200, 40}, {3, 3},   {65, 1}};
    (void)state;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        struct plane grey;
        struct plane colour;
        struct plane less;
        const size_t width = sizes[k][1];
        make_both(&grey, &colour, sizes[k][0], sizes[k][0] + 5);
        const size_t height = grey.height * width / grey.width;
        const double across = (double)grey.width / (double)width;
        const double down = (double)grey.height / (double)height;
        plane_reduce(&grey, width, height, &less);
        for (size_t i = 0; i < width * height; i++)
            assert_true(fabs(mean(&grey, across, down, i % width, i / width) - less.dots[i]) < 2);
        plane_release(&less);
        plane_release(&grey);
        plane_release(&colour);
    }
}

/* To every width, halves and sharpened ones among them. */
static void colours_as_grey(void **state)
{
    (void)state;
    for (size_t width = 1; width <= WIDTH_MOST; width++) {
        struct plane grey;
        struct plane colour;
        struct plane less;
        struct plane coloured;
        make_both(&grey, &colour, WIDTH_MOST, WIDTH_MOST + 4);
        plane_reduce(&grey, width, width, &less);
        plane_reduce(&colour, width, width, &coloured);
        for (size_t i = 0; i < width * width; i++)
            assert_int_equal(words(&coloured)[i] & 0xFFFFFF, less.dots[i] * 0x010101u);
        plane_release(&coloured);
        plane_release(&less);
        plane_release(&grey);
        plane_release(&colour);
    }
}

static void bits(void **state)
{
    uint32_t noise = 1;
    (void)state;
    for (l_int32 width = 1; width <= WIDTH_MOST; width++) {
        struct plane plane;
        l_uint32 dot;
        PIX *pix = pixCreate(width, 3, 1);
        for (l_int32 i = 0; i < 3 * width; i++)
            pixSetPixel(pix, i % width, i / width, next(&noise) & 1);
        plane_of(&plane, pix);
        assert_int_equal(plane.channels, PLANE_GREY);
        for (l_int32 i = 0; i < 3 * width; i++) {
            pixGetPixel(pix, i % width, i / width, &dot);
            assert_int_equal(plane.dots[i], dot ? 0 : 255);
        }
        plane_release(&plane);
        pixDestroy(&pix);
    }
}

/* What is drawn with few colours becomes grey; else it keeps them, and what cairo leaves beside
 * them is gone. */
static void drawings(void **state)
{
    struct plane plane;
    (void)state;
    for (size_t coloured = 1; coloured < 10; coloured += 5) {
        plane_begin_drawing(&plane, 101, 100);
        assert_int_equal(words(&plane)[0] & 0xFFFFFF, 0xFFFFFF);
        words(&plane)[7] = 0xFF808080;
        for (size_t i = 0; i < coloured; i++)
            words(&plane)[101 * 99 - i] = 0xFFC01020;
        plane_end_drawing(&plane);
        assert_int_equal(plane.channels, coloured < 6 ? PLANE_GREY : PLANE_COLOUR);
        if (plane.channels == PLANE_GREY) {
            assert_int_equal(plane.dots[7], 0x80);
            assert_int_equal(plane.dots[101 * 99], 0x10);
        } else {
            assert_int_equal(words(&plane)[7], 0x808080);
            assert_int_equal(words(&plane)[101 * 99], 0xC01020);
        }
        plane_release(&plane);
    }
}

static void first_mark(void **state)
{
    (void)state;
    for (size_t width = 1; width <= WIDTH_MOST; width++) {
        struct plane planes[2];
        make_both(&planes[0], &planes[1], width, 1);
        for (size_t mark = 0; mark <= width; mark++) {
            for (size_t i = 0; i < 2; i++) {
                memset(planes[i].dots, PAPER, width * planes[i].channels);
                if (mark < width)
                    memset(planes[i].dots + mark * planes[i].channels, INK, planes[i].channels);
                assert_int_equal(plane_find_darker(&planes[i], 0, PAPER), mark);
                assert_int_equal(plane_find_darker_last(&planes[i], 0, PAPER),
                                 mark < width ? width - 1 - mark : width);
            }
        }
        plane_release(&planes[0]);
        plane_release(&planes[1]);
    }
}

static void there_and_back(void **state)
{
    struct plane planes[2];
    (void)state;
    make_both(&planes[0], &planes[1], WIDTH_MOST, 3);
    words(&planes[1])[5] = 0x1234F6;
    for (size_t i = 0; i < 2; i++) {
        struct plane again;
        PIX *pix = plane_pix(&planes[i]);
        plane_of(&again, pix);
        assert_int_equal(again.channels, planes[i].channels);
        assert_memory_equal(again.dots, planes[i].dots, WIDTH_MOST * 3 * again.channels);
        plane_release(&again);
        plane_release(&planes[i]);
        pixDestroy(&pix);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means),      cmocka_unit_test(colours_as_grey),
        cmocka_unit_test(bits),       cmocka_unit_test(drawings),
        cmocka_unit_test(first_mark), cmocka_unit_test(there_and_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
