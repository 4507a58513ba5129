/* SPDX-License-Identifier: ISC */
/* The letter as a tree: what libcmark-gfm and our marks said, free of both. */
#include "model/letter.h"

bool node_holds(enum node_kind kind)
{
    switch (kind) {
    case NODE_CODE_BLOCK:
    case NODE_RULE:
    case NODE_PAGE_BREAK:
    case NODE_TEXT:
    case NODE_CODE:
    case NODE_SOFT_BREAK:
    case NODE_HARD_BREAK:
    case NODE_PICTURE:
    case NODE_NOTE_REF:
        return false;
    default:
        return true;
    }
}

bool node_is_block(const struct node *node)
{
    if (node->kind != NODE_PAGE_BREAK)
        return node->kind < NODE_PAGE_BREAK;
    const struct node *parent = node->parent;
    return parent && parent->kind < NODE_PARAGRAPH;
}

struct walk walk_start(const struct node *root)
{
    return (struct walk){root, NULL, false};
}

bool walk_next(struct walk *walk)
{
    const struct node *node = walk->node;
    if (!node) {
        walk->node = walk->root;
        walk->entering = true;
        return walk->root != NULL;
    }
    if (walk->entering && node_holds(node->kind)) {
        if (node->first)
            walk->node = node->first;
        else
            walk->entering = false;
        return true;
    }
    if (node == walk->root)
        return false;
    walk->node = node->next ? node->next : node->parent;
    walk->entering = node->next != NULL;
    return true;
}

void walk_skip(struct walk *walk)
{
    walk->entering = !node_holds(walk->node->kind);
}

const char *node_lang(const struct node *node)
{
    while (node && !node->lang)
        node = node->parent;
    return node ? node->lang : NULL;
}

const char *node_kind_name(enum node_kind kind)
{
    static const char *const names[] = {
        [NODE_LETTER] = "letter",
        [NODE_PART] = "part",
        [NODE_QUOTE] = "quote",
        [NODE_LIST] = "list",
        [NODE_ITEM] = "item",
        [NODE_NOTE] = "note",
        [NODE_TABLE] = "table",
        [NODE_ROW] = "row",
        [NODE_PARAGRAPH] = "paragraph",
        [NODE_HEADING] = "heading",
        [NODE_CELL] = "cell",
        [NODE_CODE_BLOCK] = "code-block",
        [NODE_RULE] = "rule",
        [NODE_PAGE_BREAK] = "page-break",
        [NODE_EMPHASIS] = "emphasis",
        [NODE_STRONG] = "strong",
        [NODE_STRIKE] = "strike",
        [NODE_LINK] = "link",
        [NODE_LANGUAGE] = "language",
        [NODE_TEXT] = "text",
        [NODE_CODE] = "code",
        [NODE_SOFT_BREAK] = "soft-break",
        [NODE_HARD_BREAK] = "hard-break",
        [NODE_PICTURE] = "picture",
        [NODE_NOTE_REF] = "note-ref",
    };
    return names[kind];
}

const char *part_role_name(enum part_role role)
{
    static const char *const names[] = {"letterhead", "date",      "salutation", "addressees",
                                        "closing",    "signature", "language"};
    return names[role];
}

struct node *node_new(struct arena *arena, enum node_kind kind)
{
    struct node *node = arena_new(arena, sizeof *node);
    node->kind = kind;
    node->text = "";
    return node;
}

void node_append(struct node *parent, struct node *child)
{
    child->parent = parent;
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

void node_words(const struct node *node, struct buf *words)
{
    struct walk walk = walk_start(node);
    while (walk_next(&walk)) {
        const struct node *at = walk.node;
        if (!walk.entering) {
            /* Blocks are apart from one another, inlines are not. */
            if (node_is_block(at) && at != node && words->length &&
                words->bytes[words->length - 1] != ' ')
                buf_add_char(words, ' ');
            continue;
        }
        if (at->kind == NODE_TEXT || at->kind == NODE_CODE || at->kind == NODE_CODE_BLOCK)
            buf_add(words, at->text, at->length);
        else if (at->kind == NODE_PICTURE)
            buf_add_string(words, at->picture.alt);
        else if (at->kind == NODE_SOFT_BREAK || at->kind == NODE_HARD_BREAK)
            buf_add_char(words, ' ');
    }
}
