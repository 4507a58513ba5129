/* SPDX-License-Identifier: ISC */
/* Names that are one on some file systems, or in how Unicode composes them. */
#ifndef VERIFY_BUNDLE_TWINS_H
#define VERIFY_BUNDLE_TWINS_H

#include "verify/bundle/container.h"

/* Tells of each two items whose names Windows or macOS cannot keep apart. The items are sorted by
 * name, and are those of the whole container. */
void twins_find(struct container *container);

/* The file of the bag whose name differs from that one only in how its characters are composed;
 * NULL where there is none. */
struct item *twins_composed(struct container *container, const char *name);

#endif
