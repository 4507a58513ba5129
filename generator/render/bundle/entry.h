/* SPDX-License-Identifier: ISC */
/* One file of a bag while libzip reads it: deflated, or as it is. */
#ifndef RENDER_BUNDLE_ENTRY_H
#define RENDER_BUNDLE_ENTRY_H

#include "base/deflate.h"
#include "render/bundle/bag.h"

#include <stdbool.h>
#include <zip.h>

struct entry {
    const struct bag_file *file;
    struct deflater *deflater; /* borrowed */
    const char **changed;      /* the path goes there where a file is not what it was */
    int descriptor;            /* -1 where none is open */
    uint64_t size;             /* read so far */
    struct digester *digester;
    struct buf deflated;
    uint32_t crc; /* of what is deflated */
    bool is_deflated;
    zip_error_t error;
};

/* Where an entry stands while libzip reads it. Files up to some megabytes are deflated by us. */
void entry_init(struct entry *entry, const struct bag_file *file, struct deflater *deflater,
                const char **changed);
/* Whether libzip is to deflate it: it is large, and its name does not say that this would gain
 * nothing. */
bool entry_is_left(const struct entry *entry);
/* NULL where memory is wanted or libzip says so. The entry must stay where it is until the zip is
 * closed. */
zip_source_t *entry_source(struct entry *entry, zip_t *zip);

#endif
