/* SPDX-License-Identifier: ISC */
/* Files of the site that read otherwise where they stand in the bundle. */
#include "base/variants.h"

#include <stdlib.h>
#include <string.h>

void variants_release(struct variants *variants)
{
    free(variants->items);
    arena_release(&variants->arena);
    memset(variants, 0, sizeof *variants);
}

void variants_add(struct variants *variants, const char *name, const struct buf *bytes)
{
    variants->items =
        memory_grow(variants->items, variants->count, &variants->capacity, sizeof *variants->items);
    variants->items[variants->count++] =
        (struct variant){arena_string(&variants->arena, name),
                         arena_copy(&variants->arena, bytes->bytes, bytes->length), bytes->length};
}
