/* SPDX-License-Identifier: ISC */
/* The parts of pages that are painted over, and which words stand clear of them. */
#ifndef WIRE_REDACTION_H
#define WIRE_REDACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One box, in thousandths of a point from the upper left corner of the page as it is seen. */
struct redaction {
    uint32_t page; /* of the file, from 1 */
    uint32_t sign; /* the number that is painted in it */
    int32_t left, top, width, height;
};

/* Whether any box is on the page. */
bool redactions_on(const struct redaction *redactions, size_t count, uint32_t page);
/* Whether a word there touches a box of the page, be it by a corner. What does not stand wholly
 * outside of all boxes is not to be read. */
bool redactions_touch(const struct redaction *redactions, size_t count, uint32_t page, int32_t left,
                      int32_t top, int32_t width, int32_t height);

#endif
