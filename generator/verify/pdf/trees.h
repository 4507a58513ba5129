/* SPDX-License-Identifier: ISC */
/* Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7). */
#ifndef VERIFY_PDF_TREES_H
#define VERIFY_PDF_TREES_H

#include "verify/pdf/check.h"

/* All entries of a tree whose leaves hold `leaf` (Names, Nums), in its order. What is wrong with
 * the tree is said. */
void trees_read(struct check *check, const struct object *root, const char *leaf,
                struct entries *entries);

/* The value of a name in a name tree, or NULL. */
const struct object *trees_find(const struct entries *entries, const char *name);

#endif
