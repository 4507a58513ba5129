/* SPDX-License-Identifier: ISC */
/* A PDF of forms: each page's resources name one form /X1, which draws one picture at the page's
 * size. What NORMALISE makes of pictures, and MERGE takes pages from. */
#ifndef WIRE_FORM_FILE_H
#define WIRE_FORM_FILE_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* In the making; page by page, so that one at a time stands in memory. */
struct form_file {
    struct buf bytes;  /* not taken yet */
    uint64_t taken;    /* bytes before those */
    uint64_t *offsets; /* of the objects, by number from 1 at [0] */
    size_t object_count, object_capacity;
    size_t page_count;
};

void form_file_init(struct form_file *file);
void form_file_release(struct form_file *file);
/* Adds a page of this size, in thousandths of a point. `matrix` lays the picture's unit square over
 * it (ISO 32000-1, 8.3.3), in the same unit; `entries` are those of the image's dictionary (8.9.5)
 * without its length, `data` its data. */
void form_file_add(struct form_file *file, int32_t width, int32_t height, const long long matrix[6],
                   const char *entries, const struct buf *data);
/* Closes it: catalog, pages, table of objects. */
void form_file_end(struct form_file *file);
/* The bytes have been handed on, and are dropped. */
void form_file_take(struct form_file *file);

#endif
