/* SPDX-License-Identifier: ISC */
/* Files of the site that read otherwise where they stand in the bundle, where the PDF lies in the
 * folder above; and files that stand in the bundle alone. */
#ifndef BASE_VARIANTS_H
#define BASE_VARIANTS_H

#include "base/buf.h"
#include "base/memory.h"

struct variant {
    const char *name; /* of the output's file */
    const char *bytes;
    size_t length;
};

/* Valid when zeroed. In the order in which the site's own files were finished. */
struct variants {
    struct variant *items;
    size_t count;
    size_t capacity;
    struct arena arena;
};

void variants_release(struct variants *variants);
/* Copies the name and the bytes. */
void variants_add(struct variants *variants, const char *name, const struct buf *bytes);

#endif
