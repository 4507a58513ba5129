/* SPDX-License-Identifier: ISC */
/* Named destinations (ISO 32000-1, 12.3.2.3), in a name tree of our own: libharu's loses names. */
#include "render/pdf/destinations.h"

#include "render/pdf/token.h"
#include "render/pdf/tree.h"

#include <stdlib.h>
#include <string.h>

struct destinations {
    const struct ids *ids;
    const struct destination **sorted; /* by the bytes of their names */
    struct tree tree;
};

static int by_name(const void *left, const void *right)
{
    const struct destination *const *a = left, *const *b = right;
    return strcmp((*a)->name, (*b)->name);
}

static void add_key(const void *context, size_t index, struct buf *out)
{
    const struct destinations *destinations = context;
    const char *name = destinations->sorted[index]->name;
    token_add_bytes(out, name, strlen(name));
}

static void add_value(const void *context, size_t index, struct buf *out)
{
    const struct destinations *destinations = context;
    const struct destination *destination = destinations->sorted[index];
    destinations_add_place(destinations->ids, destination->page, destination->y, out);
}

struct destinations *destinations_new(const struct layout *layout, const struct ids *ids)
{
    struct destinations *destinations = memory_new(sizeof *destinations);
    size_t count = layout->destination_count;
    destinations->ids = ids;
    destinations->sorted = memory_new(count * sizeof *destinations->sorted);
    for (size_t i = 0; i < count; i++)
        destinations->sorted[i] = &layout->destinations[i];
    if (count)
        qsort(destinations->sorted, count, sizeof *destinations->sorted, by_name);
    destinations->tree = (struct tree){.kind = "Names",
                                       .count = count,
                                       .add_key = add_key,
                                       .add_value = add_value,
                                       .context = destinations};
    return destinations;
}

void destinations_free(struct destinations *destinations)
{
    if (!destinations)
        return;
    free(destinations->sorted);
    free(destinations);
}

void destinations_add(struct destinations *destinations, struct haru *haru, struct ids *ids)
{
    if (destinations->tree.count)
        ids->destinations = tree_add(&destinations->tree, haru);
}

bool destinations_has(const struct destinations *destinations, const char *name)
{
    const struct destination wanted = {.name = name}, *key = &wanted;
    return destinations->tree.count && bsearch(&key, destinations->sorted, destinations->tree.count,
                                               sizeof *destinations->sorted, by_name);
}

void destinations_add_place(const struct ids *ids, size_t page, int32_t y, struct buf *out)
{
    buf_add_char(out, '[');
    token_add_reference(out, ids->pages + (uint32_t)page);
    buf_add_string(out, "/XYZ null ");
    buf_add_thousandths(out, y);
    buf_add_string(out, " null]");
}
