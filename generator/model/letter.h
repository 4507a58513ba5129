/* SPDX-License-Identifier: ISC */
/* The letter as a tree: what libcmark-gfm and our marks said, free of both. */
#ifndef MODEL_LETTER_H
#define MODEL_LETTER_H

#include "base/buf.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* How deep parts, quotations, list items, notes, emphasis, links and the like may stand in one
 * another. Lists, paragraphs, tables and their rows and cells are not counted: the tree may be
 * about twice as deep. */
#define LETTER_DEPTH_MAX 100

/* The most bytes of a heading, of a link's words with its title, of its address, and of a picture's
 * words with its title: each becomes one string of the PDF, which may have 32,767 (ISO 19005-2,
 * 6.1.13) and takes up to two for each of a text, three of an address. */
#define LETTER_WORDS_MAX 10000

enum node_kind {
    /* blocks that hold blocks */
    NODE_LETTER, /* the root */
    NODE_PART,   /* what stands between a pair of marks */
    NODE_QUOTE,
    NODE_LIST, /* holds items only */
    NODE_ITEM,
    NODE_NOTE,  /* a footnote; children of the letter's `notes` */
    NODE_TABLE, /* holds rows only; the first is the head */
    NODE_ROW,   /* holds cells only, as many as the table has columns */
    /* blocks that hold inlines */
    NODE_PARAGRAPH,
    NODE_HEADING,
    NODE_CELL,
    /* blocks that hold nothing */
    NODE_CODE_BLOCK, /* text */
    NODE_RULE,
    /* a block or an inline */
    NODE_PAGE_BREAK, /* of the original */
    /* inlines that hold inlines */
    NODE_EMPHASIS,
    NODE_STRONG,
    NODE_STRIKE,
    NODE_LINK,
    NODE_LANGUAGE, /* `lang` set by a mark */
    /* inlines that hold nothing */
    NODE_TEXT, /* text */
    NODE_CODE, /* text */
    NODE_SOFT_BREAK,
    NODE_HARD_BREAK,
    NODE_PICTURE,
    NODE_NOTE_REF,
};

enum part_role {
    PART_LETTERHEAD,
    PART_DATE,
    PART_SALUTATION,
    PART_ADDRESSEES,
    PART_CLOSING,
    PART_SIGNATURE,
    PART_LANGUAGE, /* only a change of language */
    PART_ROLE_COUNT
};

enum column_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

enum link_kind {
    LINK_ADDRESS,   /* http, https or mailto: `text` is the address */
    LINK_ANCHOR,    /* `text` is the anchor, without '#', of a paragraph or heading of the letter */
    LINK_ENCLOSURE, /* `enclosure` counts from 0 */
    LINK_PAGE,      /* also `folio`: that page of the enclosure */
    /* As read: LINK_ANCHOR with any anchor, LINK_ENCLOSURE with "A" or "A/12" in `text`.
     * dossier_resolve makes of each what stands above. */
};

struct node {
    enum node_kind kind;
    struct node *parent;
    struct node *first;
    struct node *last;
    struct node *next;
    const char *lang; /* where the language changes; NULL: the parent's. The root has the letter's
                         main one */
    /* TEXT, CODE, CODE_BLOCK: the words. LINK: address or anchor. PICTURE: its path in sources/.
     * Terminated, without zeros inside. "" where nothing. */
    const char *text;
    size_t length;
    unsigned line; /* in sources/letter.md, from 1; column in characters */
    unsigned column;
    /* PARAGRAPH: its ¶ number, 0 for none. NOTE, NOTE_REF: the note's number, from 1. */
    unsigned number;
    union {
        enum part_role role; /* PART */
        struct {
            unsigned level;     /* 1 to 6 */
            const char *anchor; /* unique in the dossier */
        } heading;
        struct {
            bool ordered;
            bool tight;
            char delimiter; /* '.' or ')' */
            unsigned start;
        } list;
        struct {
            bool task;
            bool done;
        } item;
        struct {
            const char *info; /* the fence's first word, "" for none */
        } code;
        struct {
            size_t columns;
            const enum column_align *align;
        } table;
        struct {
            enum column_align align;
        } cell;
        struct {
            enum link_kind kind;
            const char *title; /* "" for none */
            size_t enclosure;
            unsigned folio;
        } link;
        struct {
            const char *alt;   /* never "" */
            const char *title; /* "" for none */
            size_t picture;    /* which of the dossier's pictures */
        } picture;
        struct {
            unsigned references; /* NOTE: how many NOTE_REF lead to it */
        } note;
        struct {
            const struct node *note;
            unsigned ordinal; /* which of the references to that note, from 1 */
        } note_ref;
    };
};

/* One walk over a tree in reading order, without recursion: each node that can hold others comes
 * twice, entering and leaving, each other once, entering. struct walk walk = walk_start(root);
 *     while (walk_next(&walk)) … walk.node, walk.entering … */
struct walk {
    const struct node *root;
    const struct node *node;
    bool entering;
};
struct walk walk_start(const struct node *root);
bool walk_next(struct walk *walk);
/* Call at a node just entered: the next step goes on after it, with neither its children nor its
 * leaving. */
void walk_skip(struct walk *walk);

bool node_holds(enum node_kind kind); /* can have children */
bool node_is_block(const struct node *node);
/* The language that holds at a node. */
const char *node_lang(const struct node *node);
/* "paragraph", "list", … as `dossier check --dump` names them. */
const char *node_kind_name(enum node_kind kind);
const char *part_role_name(enum part_role role);

struct node *node_new(struct arena *arena, enum node_kind kind);
void node_append(struct node *parent, struct node *child);

/* The words below a node: texts, code and alternative texts as they stand, breaks as one space. */
void node_words(const struct node *node, struct buf *words);

#endif
