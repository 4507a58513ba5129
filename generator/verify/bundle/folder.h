/* SPDX-License-Identifier: ISC */
/* All that stands in a folder, at any depth, without following a link. */
#ifndef VERIFY_BUNDLE_FOLDER_H
#define VERIFY_BUNDLE_FOLDER_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct folder_file {
    const char *name; /* relative to the folder, good for the call */
    bool is_folder;
    uint64_t size;
    const char *code;    /* where it can be no part of a bundle: why, for machines */
    const char *problem; /* and for humans; NULL where all is well */
};

/* False with *err where the machine failed. */
bool folder_walk(int fd, void (*take)(void *to, const struct folder_file *file), void *to,
                 struct error *err);

#endif
