/* SPDX-License-Identifier: ISC */
/* What a bag's tag files say: which version it is, and which digest each file is to have. */
#ifndef VERIFY_BUNDLE_BAG_READ_H
#define VERIFY_BUNDLE_BAG_READ_H

#include "verify/bundle/container.h"

#include <stdbool.h>
#include <stdint.h>

struct bag {
    unsigned version;       /* 97 is 0.97, 100 is 1.0; 0 where it is not known */
    bool own;               /* the program says that it made it */
    unsigned payload;       /* the algorithms of its manifests, a bit 1 << enum hash each */
    unsigned tags;          /* of its tag manifests */
    const char *identifier; /* External-Identifier, or NULL */
    bool has_oxum;
    uint64_t oxum_size, oxum_count;
    const char **to_fetch; /* paths of fetch.txt, sorted */
    size_t fetch_count, fetch_capacity;
    struct arena arena;
};

/* Fills what the container's items are expected to be. False where there is no bag, which is said
 * as SECTION_BAG. The bag is to be zeroed, and released in any case. */
bool bag_read(struct bag *bag, struct container *container, struct verdict *verdict);
void bag_release(struct bag *bag);

/* Whether the item is payload, and whether it is a tag manifest. */
bool bag_is_payload(const struct item *item);
bool bag_is_tag_manifest(const struct item *item);

#endif
