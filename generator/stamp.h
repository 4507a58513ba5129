/* SPDX-License-Identifier: ISC */
/* What the last good build saw and made, so that the next one knows when it has nothing to do. */
#ifndef STAMP_H
#define STAMP_H

#include "base/error.h"
#include "base/output.h"
#include "model/dossier.h"

#include <stdbool.h>
#include <time.h>

struct stamp_output {
    const char *path;
    bool missing; /* there is to be none */
    uint64_t size;
    struct digest digest;
};

/* A build in the making. */
struct stamp {
    const char *path;       /* of the stamp */
    const char *folder;     /* the dossier */
    const char *templates;  /* NULL for none */
    const char *workers[2]; /* the programs that look into foreign files */
    const char *depfile;    /* NULL for none */
    const char *key;        /* that signs, NULL for none */
    char *const *arguments; /* of the call, NULL at the end */
    struct arena *arena;
    struct timespec begun; /* when nothing was read yet */
    struct stamp_output *outputs;
    size_t output_count;
};

/* Whether the last build of this call, by this program, found every file as it is now and left its
 * outputs as they are now. What it reported is reported again. Else that build is forgotten: the
 * one that follows is whole, or leaves nothing. */
bool stamp_holds(struct stamp *stamp, struct report *report);

/* Takes note of the finished files that are one of `names`, or in a folder that is one, and are
 * published in `folder`. */
void stamp_note(struct stamp *stamp, const struct output *output, const char *folder,
                const char *const *names, size_t count);

/* Remembers a good build. Nothing is remembered where a file changed meanwhile, or may have; where
 * it cannot be written the next build does all again. */
void stamp_keep(const struct stamp *stamp, const struct dossier *dossier,
                const struct report *report);

#endif
