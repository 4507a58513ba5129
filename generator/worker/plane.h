/* SPDX-License-Identifier: ISC */
/* The dots of a drawn page as bytes, and as fewer of them. */
#ifndef WORKER_PLANE_H
#define WORKER_PLANE_H

#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <stdint.h>

#define PLANE_GREY 1
#define PLANE_COLOUR 4 /* a word of the machine, 0x00RRGGBB */

/* Rows of dots from the top, of `channels` bytes each. Valid when zeroed. */
struct plane {
    uint8_t *dots;
    size_t width, height, channels;
};

/* Dots that say nothing yet; memory that does not suffice ends the worker, here and below. */
void plane_begin(struct plane *plane, size_t width, size_t height, size_t channels);
uint8_t *plane_row(const struct plane *plane, size_t y);
/* The picture, of 1, 8 or 32 bits: in grey where it has next to no colour. Colours are taken out of
 * it, which has no dots after. */
void plane_of(struct plane *plane, PIX *pix);
/* White paper to draw on, in colour; the words' highest bytes may be drawn on too. When that is
 * done it becomes grey where it has next to no colour. */
void plane_begin_drawing(struct plane *plane, size_t width, size_t height);
void plane_end_drawing(struct plane *plane);
/* A copy for leptonica; NULL where memory does not suffice. */
PIX *plane_pix(const struct plane *plane);
void plane_release(struct plane *plane);

/* A picture of no more dots either way: each is the mean of all that it covers, and a little
 * sharper. */
void plane_reduce(const struct plane *from, size_t width, size_t height, struct plane *to);

/* How many dots of a row, from its left or its right end on, stand before the first that is darker
 * than `tone`; of colours green says it. */
size_t plane_find_darker(const struct plane *plane, size_t y, uint8_t tone);
size_t plane_find_darker_last(const struct plane *plane, size_t y, uint8_t tone);
/* How many dots of a grey plane are darker than `light` and lighter than `dark`. */
size_t plane_count_between(const struct plane *plane, uint8_t dark, uint8_t light);

#endif
