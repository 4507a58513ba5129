/* SPDX-License-Identifier: ISC */
/* The parts of pages that are painted over, and which words stand clear of them. */
#include "wire/redaction.h"

bool redactions_on(const struct redaction *redactions, size_t count, uint32_t page)
{
    for (size_t i = 0; i < count; i++) {
        if (redactions[i].page == page)
            return true;
    }
    return false;
}

static bool overlap(int64_t start, int64_t length, int64_t other_start, int64_t other_length)
{
    return start <= other_start + other_length && other_start <= start + length;
}

bool redactions_touch(const struct redaction *redactions, size_t count, uint32_t page, int32_t left,
                      int32_t top, int32_t width, int32_t height)
{
    for (size_t i = 0; i < count; i++) {
        const struct redaction *box = &redactions[i];
        if (box->page == page && overlap(left, width, box->left, box->width) &&
            overlap(top, height, box->top, box->height))
            return true;
    }
    return false;
}
