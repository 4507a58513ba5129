/* SPDX-License-Identifier: ISC */
/* The anchors of the letter's headings. */
#ifndef MODEL_ANCHORS_H
#define MODEL_ANCHORS_H

#include "model/dossier.h"

struct anchor {
    const char *name; /* in the dossier's arena */
    struct node *heading;
};

/* All of them, sorted to be found. */
struct anchors {
    struct anchor *items;
    size_t count;
    size_t capacity;
    size_t comparisons; /* made by anchors_nearest */
};

/* Gives each heading of the letter its anchor, and lists them. */
void anchors_make(struct anchors *anchors, struct dossier *dossier);
void anchors_release(struct anchors *anchors);
/* The anchor that a link means, with or without "h-" before it; NULL where there is none. */
const char *anchors_find(const struct anchors *anchors, const char *name);
/* The one anchor that a mistyped link most likely means, as it would be written there; NULL where
 * none is near, or several are alike. */
const char *anchors_nearest(struct anchors *anchors, const char *name);

#endif
