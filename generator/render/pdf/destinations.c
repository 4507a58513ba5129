/* SPDX-License-Identifier: ISC */
/* Named destinations (ISO 32000-1, 12.3.2.3), in a name tree of our own: libharu's loses names. */
#include "render/pdf/destinations.h"

#include "render/pdf/token.h"
#include "render/pdf/tree.h"

#include <stdlib.h>
#include <string.h>

#define NONE SIZE_MAX

struct entry {
    const struct destination *destination;
    size_t place; /* which of the shared places; NONE for one of its own */
};

struct destinations {
    const struct ids *ids;
    struct entry *sorted; /* by the bytes of their names */
    /* A sheet that stands in for many pages is where all their names lead: such a place is written
     * once. */
    const struct destination **places;
    size_t place_count;
    size_t place_capacity;
    uint32_t first_place; /* object */
    struct tree tree;
};

static int by_name(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    return strcmp(a->destination->name, b->destination->name);
}

static void add_key(const void *context, size_t index, struct buf *out)
{
    const struct destinations *destinations = context;
    const char *name = destinations->sorted[index].destination->name;
    token_add_bytes(out, name, strlen(name));
}

static void add_value(const void *context, size_t index, struct buf *out)
{
    const struct destinations *destinations = context;
    const struct entry *entry = &destinations->sorted[index];
    if (entry->place == NONE)
        destinations_add_place(destinations->ids, entry->destination->page, entry->destination->y,
                               out);
    else
        token_add_reference(out, destinations->first_place + (uint32_t)entry->place);
}

static bool make_place(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct destinations *destinations = context;
    const struct destination *place = destinations->places[index];
    (void)err;
    buf_add_string(&object->entries, "/D");
    destinations_add_place(destinations->ids, place->page, place->y, &object->entries);
    return true;
}

static bool same_place(const struct destination *a, const struct destination *b)
{
    return a->page == b->page && a->y == b->y;
}

/* The place that a destination shares with its neighbours in the layout. */
static size_t find_place(struct destinations *destinations, const struct layout *layout,
                         size_t index)
{
    const struct destination *destination = &layout->destinations[index];
    bool before = index && same_place(destination - 1, destination);
    bool after = index + 1 < layout->destination_count && same_place(destination, destination + 1);
    if (!before && !after)
        return NONE;
    if (!before) {
        destinations->places =
            memory_grow(destinations->places, destinations->place_count,
                        &destinations->place_capacity, sizeof *destinations->places);
        destinations->places[destinations->place_count++] = destination;
    }
    return destinations->place_count - 1;
}

struct destinations *destinations_new(const struct layout *layout, const struct ids *ids)
{
    struct destinations *destinations = memory_new(sizeof *destinations);
    size_t count = layout->destination_count;
    destinations->ids = ids;
    destinations->sorted = memory_new(count * sizeof *destinations->sorted);
    for (size_t i = 0; i < count; i++)
        destinations->sorted[i] =
            (struct entry){&layout->destinations[i], find_place(destinations, layout, i)};
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
    free(destinations->places);
    free(destinations);
}

void destinations_add(struct destinations *destinations, struct haru *haru, struct ids *ids)
{
    if (!destinations->tree.count)
        return;
    ids->destinations = tree_add(&destinations->tree, haru);
    destinations->first_place =
        haru_add(haru, destinations->place_count, (struct haru_maker){make_place, destinations});
}

bool destinations_has(const struct destinations *destinations, const char *name)
{
    const struct destination wanted = {.name = name};
    const struct entry key = {&wanted, NONE};
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
