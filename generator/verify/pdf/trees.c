/* SPDX-License-Identifier: ISC */
/* Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7). */
#include "verify/pdf/trees.h"

#include <stdlib.h>
#include <string.h>

struct branch {
    const struct object *node;
    size_t next;
};

struct branches {
    struct branch *list;
    size_t count;
    size_t capacity;
};

static void enter(struct branches *branches, const struct object *node)
{
    branches->list =
        memory_grow(branches->list, branches->count, &branches->capacity, sizeof *branches->list);
    branches->list[branches->count++] = (struct branch){node, 0};
    if (node->mark)
        *node->mark = 1;
}

static bool in_order(const struct object *before, const struct object *after)
{
    if (before->kind != after->kind)
        return false;
    if (before->kind == OBJECT_INTEGER)
        return before->number < after->number;
    size_t length = before->length < after->length ? before->length : after->length;
    int order = memcmp(before->bytes, after->bytes, length);
    return order < 0 || (order == 0 && before->length < after->length);
}

static void take_leaf(struct check *check, const struct object *node, const char *leaf,
                      struct entries *entries)
{
    const struct object *pairs = object_get(node, leaf);
    if (pairs->kind != OBJECT_ARRAY)
        return;
    for (size_t i = 0; i + 1 < pairs->count; i += 2) {
        entries->list =
            memory_grow(entries->list, entries->count, &entries->capacity, sizeof *entries->list);
        entries->list[entries->count++] = (struct entry){pairs->items[i], pairs->items[i + 1]};
        if (entries->count > 1 && !in_order(entries->list[entries->count - 2].key, pairs->items[i]))
            check_say(check, node, "PDF 1.7, 7.9.6", "the keys of a tree must ascend");
    }
}

void trees_read(struct check *check, const struct object *root, const char *leaf,
                struct entries *entries)
{
    struct branches branches = {0};
    enter(&branches, root);
    take_leaf(check, root, leaf, entries);
    while (branches.count) {
        struct branch *branch = &branches.list[branches.count - 1];
        const struct object *kids = object_get(branch->node, "Kids");
        if (kids->kind != OBJECT_ARRAY || branch->next == kids->count) {
            branches.count--;
            continue;
        }
        const struct object *kid = kids->items[branch->next++];
        if (kid->kind != OBJECT_DICTIONARY || *kid->mark) {
            check_say(check, branch->node, "PDF 1.7, 7.9.6",
                      "each of Kids must be a node that stands nowhere else");
            continue;
        }
        enter(&branches, kid);
        take_leaf(check, kid, leaf, entries);
    }
    free(branches.list);
}

static int compare_names(const void *name, const void *entry)
{
    return strcmp(name, ((const struct entry *)entry)->key->bytes);
}

const struct object *trees_find(const struct entries *entries, const char *name)
{
    const struct entry *entry = entries->count ? bsearch(name, entries->list, entries->count,
                                                         sizeof *entries->list, compare_names)
                                               : NULL;
    return entry ? entry->value : NULL;
}
