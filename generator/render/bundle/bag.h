/* SPDX-License-Identifier: ISC */
/* A BagIt 1.0 bag (RFC 8493) as a list of files: the payload and the tag files that describe it. */
#ifndef RENDER_BUNDLE_BAG_H
#define RENDER_BUNDLE_BAG_H

#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "model/metadata.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bag_file {
    const char *name;  /* in the bag: "data/site/letter.html" */
    const char *bytes; /* borrowed; NULL where they stand in the file `path` */
    const char *path;
    uint64_t size;
    struct digest digest;
};

/* Valid when zeroed. Names are its own, bytes are borrowed. */
struct bag {
    struct bag_file *files;
    size_t count;
    size_t capacity;
    struct arena arena;
};

void bag_release(struct bag *bag);

/* Adds a file to the payload; `name` is relative to data/. */
void bag_add_bytes(struct bag *bag, const char *name, const char *bytes, size_t length);
/* The same where the digest is known. */
void bag_add_known(struct bag *bag, const char *name, const char *bytes, size_t length,
                   const struct digest *digest);
void bag_add_file(struct bag *bag, const char *name, const char *path, uint64_t size,
                  const struct digest *digest);

/* Adds a tag file of the dossier's own, beside data/. */
void bag_add_tag(struct bag *bag, const char *name, const char *bytes, size_t length);

/* Ends the bag: sorts its files by the bytes of their names and adds the tag files. A file added
 * twice with the same content counts once; false with *err where two have the same name and not the
 * same content. `options`: those of the call that changed bytes, "" for none. */
bool bag_seal(struct bag *bag, const struct metadata *metadata, const char *options,
              struct error *err);

#endif
