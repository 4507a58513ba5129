/* SPDX-License-Identifier: ISC */
/* Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7), cut in leaves. */
#include "render/pdf/tree.h"

#include "render/pdf/token.h"

#define LEAF_SIZE ((size_t)250)

static size_t leaf_count(const struct tree *tree)
{
    return (tree->count + LEAF_SIZE - 1) / LEAF_SIZE;
}

static void add_entries(const struct tree *tree, size_t first, size_t end, struct buf *out)
{
    buf_add_format(out, "/%s[", tree->kind);
    for (size_t i = first; i < end; i++) {
        tree->add_key(tree->context, i, out);
        buf_add_char(out, ' ');
        tree->add_value(tree->context, i, out);
        buf_add_char(out, '\n');
    }
    buf_add_char(out, ']');
}

static bool make_leaf(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct tree *tree = context;
    size_t first = index * LEAF_SIZE;
    size_t end = first + LEAF_SIZE < tree->count ? first + LEAF_SIZE : tree->count;
    (void)err;
    buf_add_string(&object->entries, "/Limits[");
    tree->add_key(tree->context, first, &object->entries);
    buf_add_char(&object->entries, ' ');
    tree->add_key(tree->context, end - 1, &object->entries);
    buf_add_char(&object->entries, ']');
    add_entries(tree, first, end, &object->entries);
    return true;
}

static bool make_root(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct tree *tree = context;
    (void)index;
    (void)err;
    if (!tree->leaves) {
        add_entries(tree, 0, tree->count, &object->entries);
        return true;
    }
    buf_add_string(&object->entries, "/Kids[");
    for (size_t i = 0; i < leaf_count(tree); i++)
        token_add_reference(&object->entries, tree->leaves + (uint32_t)i);
    buf_add_char(&object->entries, ']');
    return true;
}

uint32_t tree_add(struct tree *tree, struct haru *haru)
{
    uint32_t root = haru_add(haru, 1, (struct haru_maker){make_root, tree});
    if (tree->count > LEAF_SIZE)
        tree->leaves = haru_add(haru, leaf_count(tree), (struct haru_maker){make_leaf, tree});
    return root;
}
