/* SPDX-License-Identifier: ISC */
/* The staging folder beside the outputs: one run at a time, leftovers cleared up, swaps that can be
 * undone. */
#ifndef BASE_STAGING_H
#define BASE_STAGING_H

#include "base/error.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* `<folder>/.dossier-staging` holds `new`, where outputs are made, `old`, where what they replace
 * waits, and `gone`, where what nothing replaces goes. */
struct staging {
    struct arena arena;
    const char *folder; /* of the outputs */
    const char *root;   /* the staging folder */
    const char *fresh;  /* <root>/new */
    const char *old;    /* <root>/old */
    const char *gone;   /* <root>/gone */
    size_t made;        /* `folder` is our own making from this many bytes on; 0: it was there */
    int lock;           /* a descriptor of `root`, locked */
    int fresh_folder;   /* a descriptor of `fresh` */
};

/* Makes the folder where it is missing, takes the lock, and clears up what a killed run left: an
 * old output caught between two renames goes back to its place, all else is removed. False with
 * *err where another run has the lock or the machine says no; nothing is left then, and staging_end
 * need not be called. */
bool staging_begin(struct staging *staging, const char *folder, struct error *err);

/* Removes the staging folder, and the output folder where staging_begin made it and nothing is in
 * it. */
void staging_end(struct staging *staging);

/* Puts each of `names` from `new` in the place of what stands under that name in the output folder.
 * All are checked first: a folder never takes the place of a file or of a link, nor a file that of
 * a folder. Each swap is one rename; where one fails those before it are taken back. Signals wait.
 * What was replaced is removed, and so is what stands under a name that `new` does not have. */
bool staging_swap(const struct staging *staging, const char *const *names, size_t count,
                  struct error *err);

#endif
