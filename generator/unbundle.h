/* SPDX-License-Identifier: ISC */
/* The inputs in a bundle, taken out of it by check-bundle, which is confined and finds it good
 * first. */
#ifndef UNBUNDLE_H
#define UNBUNDLE_H

#include "base/output.h"

#include <stdbool.h>

struct unbundled {
    struct buf info, manifest, tags; /* bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt */
    bool has_letter;                 /* data/sources/letter.md is there */
    int code;                        /* exit code of check-bundle: what it said stands there */
};

/* Fills *out from the bundle at `path`, a zip or a folder, and puts what stands in its data/ and is
 * an input of a dossier into the output, which may be NULL. `checker` is the path of check-bundle.
 * Whether the bundle is good stands in out->code; false with *err where that could not be told. */
bool unbundle(const char *checker, const char *path, struct output *output, struct unbundled *out,
              struct error *err);
void unbundled_init(struct unbundled *unbundled);
void unbundled_release(struct unbundled *unbundled);

#endif
