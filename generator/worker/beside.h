/* SPDX-License-Identifier: ISC */
/* The text beside a file as it is read: pages, paragraphs, lines, words, and what is wrong with it.
 */
#ifndef WORKER_BESIDE_H
#define WORKER_BESIDE_H

#include "worker/work.h"

#include <stdbool.h>
#include <stddef.h>

/* A place on a page, in the units of the text; without one, `known` is false. */
struct beside_box {
    bool known;
    bool guessed; /* it is that of a part of the word */
    double left, top, right, bottom;
};

struct beside; /* what was read so far */

/* A page begins: where in the file, its box (borrowed), and the number that it states, from 0 or
 * from 1 on, or -1. `unit` is how many thousandths of a point a unit of the text is, or 0: the page
 * is as large as its box. */
void beside_begin_page(struct beside *beside, size_t offset, const struct beside_box *box,
                       long number, double unit);
/* The next word begins a paragraph, or a line. */
void beside_break_paragraph(struct beside *beside);
void beside_break_line(struct beside *beside);
/* Most lines of the page are turned so often by 90 degrees counterclockwise. */
void beside_turn(struct beside *beside, unsigned quarters);
/* A word, in which white space is one space; nothing where it is empty. */
void beside_add(struct beside *beside, const char *text, size_t length,
                const struct beside_box *box, unsigned confidence);
/* The words of a line whose places are not told one by one. */
void beside_add_line(struct beside *beside, const char *text, size_t length,
                     const struct beside_box *box, unsigned confidence);
/* Puts this in the place of the last word, and appends to it. */
void beside_append(struct beside *beside, const char *text);
/* How many words the page has so far. */
size_t beside_count(const struct beside *beside);

/* What is wrong with the text as a whole; the first is kept, and nothing else is answered. */
void beside_fail(struct beside *beside, size_t offset, const char *format, ...) PRINTF_LIKE(3, 4);

/* One for each form of text; each in the file of its name. */
void beside_hocr(struct beside *beside, const char *bytes, size_t length);
void beside_alto(struct beside *beside, const char *bytes, size_t length);
void beside_plain(struct beside *beside, const char *bytes, size_t length);

#endif
