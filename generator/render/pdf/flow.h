/* SPDX-License-Identifier: ISC */
/* From one long column to pages: strips of it (a line, a row of a table, a rule), the space before
 * each, and what it costs to begin a page there. Knows nothing of what the strips hold. */
#ifndef RENDER_PDF_FLOW_H
#define RENDER_PDF_FLOW_H

#include "render/pdf/layout.h"

/* What it costs to begin a page before a strip. It is added to the emptiness of pages, of which
 * each costs the square of the part that is empty, at most 1000; the sum is as small as can be. */
#define FLOW_FREE 0
#define FLOW_INSIDE 5        /* inside a paragraph */
#define FLOW_HYPHEN 100      /* inside a word */
#define FLOW_TOGETHER 150    /* between what should be seen at once */
#define FLOW_SPLIT 200       /* of notes that go on at the foot of the next page */
#define FLOW_AVOID 600       /* inside a row or a group */
#define FLOW_NEVER 1000000   /* a widow, an orphan: only where nothing else is left */
#define FLOW_STRAND 10000000 /* a heading alone */

struct flow_page {
    size_t index;      /* from 0 */
    const char *label; /* its folio */
    bool opening;      /* the first of a section */
    const char *section;
    const char *lang; /* of the section's name */
    bool recto;       /* an odd page, or any where one side is printed */
    int32_t left;     /* where the text begins */
};

struct strip;
struct flow_head;
struct fill_node;

/* A zeroed one is ready once the first fields are set. What is added by flow_box, flow_link,
 * flow_destination and flow_bookmark belongs to the strip that flow_strip ends. x runs from the
 * left edge of the text, y from the strip's upper edge (and so is negative). */
struct flow {
    struct layout *layout;
    int32_t top, bottom; /* of the text, on the page */
    int32_t gap;         /* the most that is left empty at its foot, where it can be; 0: any */
    int32_t inner, outer;
    /* Adds header and footer by flow_furniture. */
    void (*furnish)(void *context, struct flow *flow, const struct flow_page *page);
    /* The same for the number of a line. `y`: its baseline. */
    void (*number_line)(void *context, struct flow *flow, const struct flow_page *page,
                        unsigned number, int32_t y);
    void *context;
    bool one_sided;        /* the inner margin is on the left of all pages */
    const char *page_word; /* "p." */

    struct strip *strips;
    size_t strip_count, strip_capacity;
    struct box *boxes;
    size_t box_count, box_capacity;
    struct layout_link *links;
    size_t link_count, link_capacity;
    struct flow_mark *marks;
    size_t mark_count, mark_capacity;
    size_t next_box, next_link, next_mark; /* where what the next strip holds begins */
    int32_t space;                         /* before the next strip */
    int32_t penalty;
    int32_t numbered; /* the next strip is a line to be numbered: its baseline; else 0 */
    size_t page_capacity, destination_capacity, bookmark_capacity;
    const struct flow_head *head;     /* of the table that the strips now belong to */
    const char *label;                /* of the pages to come; NULL: counted */
    unsigned first_folio, last_folio; /* that they stand for; 0 for none */
    const char *section;
    const char *section_lang;
    bool opening;
    /* Strips for the foot of the pages: a flow that makes none itself, and whose strips the strips
     * here ask for in their order. NULL for none. */
    struct flow *notes;
    bool galley;                   /* this is such a flow */
    size_t note_at;                /* the first of them that has no page yet */
    size_t note_begin, note_end;   /* of the last note asked for so far */
    int32_t foot_space, foot_rule; /* above and below the rule */
    int32_t foot_width;            /* of the rule */
    uint32_t foot_colour;
    struct fill_node *nodes; /* see fill.c */
    size_t node_count, node_capacity;
    size_t *active; /* nodes from which a page may still go on */
    size_t active_count, active_capacity;
    size_t looking;        /* how many strips wait when known pages are looked for next */
    struct box *furniture; /* of the page being made */
    size_t furniture_count, furniture_capacity;
};

void flow_release(struct flow *flow);

/* Ends the page; the next one opens a section. `label` NULL: pages are counted. Both borrowed. */
void flow_open(struct flow *flow, const char *section, const char *lang, const char *label);
/* Ends the last page. */
void flow_finish(struct flow *flow);

/* Asks for space and for a penalty before the next strip; of several the greatest counts. */
void flow_space(struct flow *flow, int32_t space);
void flow_penalty(struct flow *flow, int32_t penalty);

/* Adds a zeroed box, to be filled before the next is added; pieces it points to live in the layout.
 */
struct box *flow_box(struct flow *flow);
void flow_link(struct flow *flow, const struct layout_link *link);
void flow_destination(struct flow *flow, const char *name);
/* `title` without the page's folio, which is added as " (p. 3)" where pages are counted. */
void flow_bookmark(struct flow *flow, const char *title, unsigned level, uint32_t element);
/* The next strip asks for a note: strips `begin` to `end` of the notes, and all before them. */
void flow_note(struct flow *flow, size_t begin, size_t end);
/* The next strip is a line that counts, with this baseline. */
void flow_numbered(struct flow *flow, int32_t baseline);
/* Ends a strip of this height. */
void flow_strip(struct flow *flow, int32_t height);

/* The strip just ended is the head of a table: repeated (as an artifact) wherever a page begins
 * before a strip that follows, until flow_head_end. One that would fill much of the page is not. */
void flow_head_begin(struct flow *flow);
void flow_head_end(struct flow *flow);

/* For `furnish` alone: a box of the page, in the page's own coordinates. */
struct box *flow_furniture(struct flow *flow);

#endif
