/* SPDX-License-Identifier: ISC */
/* A paragraph as a row of items: what is painted, the space after it, and what it costs to end a
 * line there. Knows nothing of lines. */
#ifndef RENDER_PDF_ITEMS_H
#define RENDER_PDF_ITEMS_H

#include "render/pdf/elements.h"
#include "render/pdf/missing.h"

/* How a line may end after an item, from never to always. */
enum ending {
    ENDING_NONE,   /* not here: only where nothing else helps */
    ENDING_CLING,  /* at a space, but what follows clings to what stands before */
    ENDING_DASH,   /* in a word, after a hyphen of its own */
    ENDING_HYPHEN, /* in a word, with a hyphen set there */
    ENDING_INSIDE, /* in a word, after a slash or the like */
    ENDING_SPACE,
    ENDING_FORCED,
};

enum item_kind {
    ITEM_TEXT,
    ITEM_PICTURE,
    ITEM_PAGE_BREAK, /* of the original: a sign that is no text */
    ITEM_FOLIO,      /* of the page that its link leads to, which is not known yet: without width */
};

struct item {
    uint8_t kind;
    uint8_t ending;
    bool strike;
    uint8_t
        level; /* odd: from right to left (UAX 9); all 0 where the paragraph is of one direction */
    bool hyphenate; /* the word may be divided */
    uint32_t element;
    uint32_t link; /* 1 + its index in the links; 0 for none */
    uint32_t colour;
    int32_t size;
    int32_t rise;  /* of the baseline */
    int32_t width; /* without the space at its end */
    int32_t space; /* the natural width of that */
    int32_t
        give; /* what a justified line changes: the space, or what may come after an ideograph */
    int32_t hyphen; /* ENDING_HYPHEN: what the hyphen adds to a line that ends here */
    const char *lang;
    union {
        const struct piece *piece; /* TEXT */
        struct {                   /* PICTURE */
            uint32_t picture;
            int32_t height;
        };
    };
};

/* A link, or the reference to a note. */
struct item_link {
    uint32_t element;
    const char *address;     /* a URI, or NULL */
    const char *destination; /* or a name in the layout */
    const char *contents;
    const char *anchor; /* a destination that the link itself is; NULL for none */
    size_t note;        /* 1 + the note that it asks for (see notes.h); 0 for none */
};

/* How words are set and what they belong to. */
struct run {
    enum style style;
    int32_t size;
    int32_t rise;
    uint32_t colour;
    uint32_t element;
    uint32_t link;
    const char *lang;
    bool strike;
    bool hyphenate;
    bool keep_spaces; /* code blocks */
};

struct items {
    struct item *items;
    size_t count;
    size_t capacity;
    struct item_link *links;
    size_t link_count;
    size_t link_capacity;
    /* Borrowed. */
    const struct dossier *dossier;
    struct face_set *faces;
    struct shaper *shaper;
    struct elements *elements; /* NULL: only to measure; no element and no link is made */
    struct arena *arena;       /* for the texts of links */
    struct report *report;
    const char *path;        /* of the file that messages name */
    const struct node *node; /* the place in it; NULL where it is not known */
    bool rtl;                /* the direction of the paragraph: set before items_end */
    bool both;               /* whether it has text from right to left */
    size_t begun;            /* where it begins */
    int32_t measure;         /* pictures are no wider */
    int32_t tallest;         /* and no higher */
    hb_set_t *reported;      /* characters that no face has */
    struct missing missing;  /* where they are sought */
    struct notes *notes;     /* where footnotes go; NULL: nowhere */
    struct buf word;
    struct buf breaks;
};

void items_init(struct items *items, const struct dossier *dossier, struct face_set *faces,
                struct shaper *shaper, struct arena *arena, struct report *report);
void items_release(struct items *items);

/* Says which file the words come from that follow, as messages name it. */
void items_speak(struct items *items, const char *path);
/* Forgets items and links. */
void items_clear(struct items *items);
/* Appends an item of a run, otherwise empty; borrowed until the next one is appended. */
struct item *items_add(struct items *items, enum item_kind kind, const struct run *run);
/* Appends a copy of an item. */
void items_append(struct items *items, const struct item *item);
/* Appends bytes `start` to `start` + `length` of a text item, shaped by their level; a part before
 * the last ends no line. */
void items_add_part(struct items *items, const struct item *whole, size_t start, size_t length,
                    uint8_t level);
/* Gives an item its words: width and space are theirs. */
void item_set_piece(struct item *item, const struct piece *piece);
/* Returns what an item's `link` is to be. */
uint32_t items_add_link(struct items *items, struct item_link link);
/* Appends words. */
void items_add_text(struct items *items, const char *text, size_t length, const struct run *run);
/* Appends a space, unless there is one, after which a line may end or must end. */
void items_add_space(struct items *items, const struct run *run, enum ending ending);
/* Makes every item, from the one at `from`, fit into `width`: what is too wide is cut between
 * characters. */
void items_fit(struct items *items, size_t from, int32_t width);
/* The hyphen that is set after a part of a word in a face: the face's own, if it has one. */
const struct piece *items_hyphen(struct face_set *faces, struct shaper *shaper,
                                 const struct face *face);
/* Ends the paragraph: the last line ends here, and what runs from right to left is known. */
void items_end(struct items *items);

/* The width of the items from `from` without a break, and of the widest part that breaks only by
 * force. */
void items_widths(const struct items *items, size_t from, int32_t *most, int32_t *least);

#endif
