/* SPDX-License-Identifier: ISC */
/* The file that libzip writes a zip to. */
#ifndef RENDER_BUNDLE_TARGET_H
#define RENDER_BUNDLE_TARGET_H

#include <stdio.h>
#include <zip.h>

struct target {
    const char *path; /* borrowed */
    FILE *file;       /* NULL where it is not open */
    zip_error_t error;
};

/* A new file at `path`, which is a name of its own already: libzip's own way would write beside it,
 * under a random name, for which it has OpenSSL load its generators. The target must stay where it
 * is until the zip is closed. NULL where memory is wanted. */
zip_source_t *target_source(struct target *target, const char *path, zip_error_t *error);

#endif
