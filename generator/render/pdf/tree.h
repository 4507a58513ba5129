/* SPDX-License-Identifier: ISC */
/* Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7), cut in leaves. */
#ifndef RENDER_PDF_TREE_H
#define RENDER_PDF_TREE_H

#include "render/pdf/haru.h"

#include <stddef.h>
#include <stdint.h>

/* Entries come by index, already sorted by key. The tree is borrowed until the document is saved.
 */
struct tree {
    const char *kind; /* "Names" or "Nums" */
    size_t count;
    void (*add_key)(const void *context, size_t index, struct buf *out);
    void (*add_value)(const void *context, size_t index, struct buf *out);
    const void *context;
    uint32_t leaves; /* set by tree_add; 0 where the root holds the entries */
};

/* Returns the number of its root. */
uint32_t tree_add(struct tree *tree, struct haru *haru);

#endif
