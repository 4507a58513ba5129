/* SPDX-License-Identifier: ISC */
/* Where a manifest's text has room for further enclosures, so that nothing else of it changes. */
#ifndef SOURCE_MANIFEST_SLOT_H
#define SOURCE_MANIFEST_SLOT_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The lines go to `offset`, in the place of the `cut` bytes there. */
struct manifest_slot {
    size_t offset, cut;
    unsigned indent; /* blanks before the dash of an enclosure */
    bool key;        /* there is no `enclosures:` yet */
    bool crlf;       /* lines end so */
};

/* Finds the slot in a manifest's bytes. False where the lines cannot be put in by themselves; why
 * is reported. */
bool manifest_slot_find(const char *bytes, size_t length, struct manifest_slot *slot,
                        struct report *report);
/* Appends the manifest with these lines, which end in '\n', in their place. False, reported, where
 * that would be no good manifest or have other enclosures than these `count` beside its own. */
bool manifest_slot_fill(const char *bytes, size_t length, const struct manifest_slot *slot,
                        const struct buf *lines, size_t count, struct buf *filled,
                        struct report *report);

#endif
