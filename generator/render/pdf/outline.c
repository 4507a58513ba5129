/* SPDX-License-Identifier: ISC */
/* The bookmarks (ISO 32000-1, 12.3.3). */
#include "render/pdf/outline.h"

#include "render/pdf/destinations.h"
#include "render/pdf/token.h"

#include <stdlib.h>

#define NONE UINT32_MAX

struct item {
    uint32_t parent; /* the count of bookmarks for the root; so are all here */
    uint32_t previous;
    uint32_t next;
    uint32_t first;
    uint32_t last;
    uint32_t depth; /* from 1; 0 for the root */
    uint32_t seen;  /* of those below, once it is open */
};

struct outline {
    const struct layout *layout;
    const struct ids *ids;
    struct item *items; /* one more than bookmarks: the last is the root */
};

/* The nearest bookmark before this one that is further out. */
static uint32_t find_parent(const struct outline *outline, size_t index)
{
    const struct bookmark *bookmarks = outline->layout->bookmarks;
    uint32_t root = (uint32_t)outline->layout->bookmark_count;
    uint32_t parent = index ? (uint32_t)index - 1 : root;
    while (parent != root && bookmarks[parent].level >= bookmarks[index].level)
        parent = outline->items[parent].parent;
    return parent;
}

/* Whether what stands below it is seen at first. */
static bool is_open(const struct outline *outline, const struct item *item)
{
    return item->depth < outline->layout->bookmarks_open;
}

struct outline *outline_new(const struct layout *layout, const struct ids *ids)
{
    struct outline *outline = memory_new(sizeof *outline);
    size_t count = layout->bookmark_count;
    outline->layout = layout;
    outline->ids = ids;
    outline->items = memory_new((count + 1) * sizeof *outline->items);
    for (size_t i = 0; i <= count; i++)
        outline->items[i] = (struct item){NONE, NONE, NONE, NONE, NONE, 0, 0};
    for (size_t i = 0; i < count; i++) {
        struct item *item = &outline->items[i];
        item->parent = find_parent(outline, i);
        struct item *parent = &outline->items[item->parent];
        item->previous = parent->last;
        if (parent->last == NONE)
            parent->first = (uint32_t)i;
        else
            outline->items[parent->last].next = (uint32_t)i;
        parent->last = (uint32_t)i;
        item->depth = parent->depth + 1;
    }
    for (size_t i = count; i-- > 0;) {
        const struct item *item = &outline->items[i];
        outline->items[item->parent].seen += 1 + (is_open(outline, item) ? item->seen : 0);
    }
    return outline;
}

void outline_free(struct outline *outline)
{
    if (!outline)
        return;
    free(outline->items);
    free(outline);
}

static void add_link(const struct outline *outline, const char *key, uint32_t item, struct buf *out)
{
    if (item == NONE)
        return;
    buf_add_string(out, key);
    if (item == outline->layout->bookmark_count)
        token_add_reference(out, outline->ids->outline);
    else
        token_add_reference(out, outline->ids->bookmarks + item);
}

/* The count is of what is seen below, negative where the bookmark is closed. */
static bool make_item(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct outline *outline = context;
    const struct item *item = &outline->items[index];
    const struct bookmark *bookmark = &outline->layout->bookmarks[index];
    struct buf *out = &object->entries;
    (void)err;
    buf_add_string(out, "/Title");
    token_add_text(out, bookmark->title);
    add_link(outline, "/Parent", item->parent, out);
    add_link(outline, "/Prev", item->previous, out);
    add_link(outline, "/Next", item->next, out);
    add_link(outline, "/First", item->first, out);
    add_link(outline, "/Last", item->last, out);
    if (item->seen)
        buf_add_format(out, "/Count %s%u", is_open(outline, item) ? "" : "-", (unsigned)item->seen);
    buf_add_string(out, "/Dest");
    destinations_add_place(outline->ids, bookmark->page, bookmark->y, out);
    /* Its language is that of the element: a title has none of its own. */
    buf_add_string(out, "/SE");
    token_add_reference(out, outline->ids->elements + bookmark->element);
    return true;
}

static bool make_root(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct outline *outline = context;
    const struct item *root = &outline->items[outline->layout->bookmark_count];
    (void)index;
    (void)err;
    buf_add_format(&object->entries, "/Type/Outlines/Count %u", (unsigned)root->seen);
    add_link(outline, "/First", root->first, &object->entries);
    add_link(outline, "/Last", root->last, &object->entries);
    return true;
}

void outline_add(struct outline *outline, struct haru *haru, struct ids *ids)
{
    size_t count = outline->layout->bookmark_count;
    if (!count)
        return;
    ids->outline = haru_add(haru, 1, (struct haru_maker){make_root, outline});
    ids->bookmarks = haru_add(haru, count, (struct haru_maker){make_item, outline});
}
