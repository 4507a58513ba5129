/* SPDX-License-Identifier: ISC */
/* The font files that stand in for fonts that an enclosed PDF does not have in it. */
#ifndef PAGES_SUBSTITUTES_H
#define PAGES_SUBSTITUTES_H

#include "model/settings.h"

struct substitutes {
    const char **paths;
    size_t count;
    const char *missing; /* the first of enclosed.faces that is in no folder; NULL: all are there */
};

/* Finds enclosed.faces in faces.folders; what it found lives in the arena. */
void substitutes_find(const struct settings *settings, struct substitutes *substitutes,
                      struct arena *arena);
/* A digest of their bytes, in the arena: other faces draw other pictures. */
const char *substitutes_key(const struct substitutes *substitutes, struct arena *arena);

#endif
