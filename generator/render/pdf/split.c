/* SPDX-License-Identifier: ISC */
/* Words divided where a line may end in them, and put together again where none does. */
#include "render/pdf/split.h"

#include <stdlib.h>
#include <string.h>

/* Which bytes of which item. */
struct split_part {
    size_t item;
    uint16_t start;
    uint16_t end;
};

void split_release(struct split *split)
{
    free(split->items);
    free(split->parts);
    free(split->joined);
    memset(split, 0, sizeof *split);
}

static struct item *add_part(struct split *split, const struct item *whole, struct split_part part)
{
    split->items = memory_grow(split->items, split->count, &split->capacity, sizeof *split->items);
    split->parts =
        memory_grow(split->parts, split->count, &split->part_capacity, sizeof *split->parts);
    split->parts[split->count] = part;
    struct item *item = &split->items[split->count++];
    *item = *whole;
    return item;
}

/* The width of the first `end` bytes, as they are shaped in the whole. */
static int32_t width_before(const struct item *whole, size_t end)
{
    int32_t sum = 0;
    for (size_t i = 0; i < whole->piece->glyph_count; i++) {
        if (whole->piece->glyphs[i].cluster < end)
            sum += whole->piece->glyphs[i].advance;
    }
    return em_width(sum, whole->size);
}

static void add_parts(struct split *split, const struct items *items, size_t index,
                      const struct division *division)
{
    const struct item *whole = &items->items[index];
    size_t length = whole->piece->length, start = 0;
    if (split->face != whole->piece->face) {
        split->face = whole->piece->face;
        split->hyphen = items_hyphen(items->faces, items->shaper, split->face);
    }
    int32_t hyphen = piece_width(split->hyphen, whole->size);
    int32_t done = 0;
    for (size_t i = 0; i <= division->count; i++) {
        size_t end = i < division->count ? division->before[i] : length;
        struct item *item =
            add_part(split, whole, (struct split_part){index, (uint16_t)start, (uint16_t)end});
        int32_t width = end < length ? width_before(whole, end) : whole->width;
        item->width = width - done;
        if (end < length) {
            item->space = item->give = 0;
            item->ending = ENDING_HYPHEN;
            item->hyphen = hyphen;
        }
        done = width;
        start = end;
    }
}

/* Whether an item is a word of its own: after a space and before one. */
static bool is_word(const struct items *items, size_t index)
{
    const struct item *item = &items->items[index];
    if (item->kind != ITEM_TEXT || !item->hyphenate || !item->space || item->piece->rtl)
        return false;
    while (index && items->items[index - 1].kind == ITEM_PAGE_BREAK)
        index--;
    const struct item *before = index ? &items->items[index - 1] : NULL;
    return !before || before->kind != ITEM_TEXT || before->space || before->ending == ENDING_FORCED;
}

bool split_words(struct split *split, const struct items *items, struct hyphens *hyphens)
{
    bool any = false;
    const struct node *node = items->node;
    struct place place = {items->path, node ? node->line : 0, node ? node->column : 0};
    split->count = 0;
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->items[i];
        size_t length = item->kind == ITEM_TEXT ? item->piece->length : 0;
        const struct division *division =
            is_word(items, i)
                ? hyphens_find(hyphens, item->lang, place, item->piece->text, length - 1)
                : NULL;
        any = any || division;
        if (division)
            add_parts(split, items, i, division);
        else
            add_part(split, item, (struct split_part){i, 0, (uint16_t)length});
    }
    return any;
}

/* The parts of one item from `from` on, on a line that ends at `end`: an item again. */
static size_t join(const struct split *split, const struct items *items, size_t from, size_t end,
                   struct item *joined)
{
    struct split_part part = split->parts[from];
    size_t next = from + 1;
    while (next < end && split->parts[next].item == part.item)
        part.end = split->parts[next++].end;
    const struct item *whole = &items->items[part.item];
    *joined = *whole;
    if (whole->kind != ITEM_TEXT || (!part.start && part.end == whole->piece->length))
        return next;
    bool ends = part.end == whole->piece->length;
    item_set_piece(joined, shaper_part(items->shaper, whole->piece, part.start,
                                       (size_t)part.end - part.start, whole->piece->rtl));
    if (!ends) {
        joined->ending = ENDING_HYPHEN;
        joined->hyphen = split->items[next - 1].hyphen;
    }
    return next;
}

void split_join(struct split *split, struct items *items, struct lines *lines)
{
    size_t count = 0, capacity = items->capacity;
    if (split->joined_capacity < split->count) { /* there are no more than parts */
        free(split->joined);
        split->joined_capacity = split->capacity;
        split->joined = memory_resize(NULL, split->joined_capacity * sizeof *split->joined);
    }
    struct item *joined = split->joined;
    for (size_t i = 0; i < lines->count; i++) {
        struct line *line = &lines->lines[i];
        size_t from = line->first, end = line->end;
        line->first = count;
        while (from < end)
            from = join(split, items, from, end, &joined[count++]);
        line->end = count;
        line_measure(line, joined);
    }
    split->joined = items->items;
    items->items = joined;
    items->count = count;
    items->capacity = split->joined_capacity;
    split->joined_capacity = capacity;
}
