/* SPDX-License-Identifier: ISC */
/* The layout: everything that stands on the pages, decided; what is left is to write it down.
 *
 * All lengths are thousandths of a point. x runs from the left edge of the page, y from its lower
 * edge, as in PDF. `layout_compose` and what it calls (faces, shaping, lines, pages) know nothing
 * of PDF objects; `write.c` and what it calls know nothing of how the layout came about. */
#ifndef RENDER_PDF_LAYOUT_H
#define RENDER_PDF_LAYOUT_H

#include "model/dossier.h"
#include "render/pdf/shape.h"

#include <stdint.h>

/* Standard structure types (ISO 32000-1, 14.8.4). */
enum tag {
    TAG_DOCUMENT,
    TAG_PART,
    TAG_SECT,
    TAG_DIV,
    TAG_BLOCK_QUOTE,
    TAG_TOC,
    TAG_TOCI,
    TAG_NOTE,
    TAG_REFERENCE,
    TAG_H1,
    TAG_H2,
    TAG_H3,
    TAG_H4,
    TAG_H5,
    TAG_H6,
    TAG_P,
    TAG_L,
    TAG_LI,
    TAG_LBL,
    TAG_LBODY,
    TAG_TABLE,
    TAG_THEAD,
    TAG_TBODY,
    TAG_TR,
    TAG_TH,
    TAG_TD,
    TAG_SPAN,
    TAG_CODE,
    TAG_LINK,
    TAG_FIGURE,
    TAG_COUNT
};
const char *tag_name(enum tag tag); /* "BlockQuote" */

enum list_numbering { LIST_NONE, LIST_DISC, LIST_CIRCLE, LIST_SQUARE, LIST_DECIMAL };
enum header_scope { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW };

#define NO_ELEMENT UINT32_MAX /* as a parent: the root */

/* A structure element. They stand in reading order, each parent before its children; the children
 * of one parent and the content painted in it follow one another as the boxes do. */
struct element {
    uint32_t parent;
    uint8_t tag;
    uint8_t list_numbering; /* of an L */
    uint8_t scope;          /* of a TH */
    bool struck;            /* a Span with a line through its words */
    uint16_t column_span;   /* of a TH or TD; 0 and 1 are the same */
    const char *lang;       /* where it changes; NULL otherwise */
    const char *alt;        /* of a Figure; NULL otherwise */
    uint32_t id;            /* of a Note, from 1; 0 for none */
};

enum artifact {
    ARTIFACT_NONE,
    ARTIFACT_LAYOUT,
    ARTIFACT_HEADER,
    ARTIFACT_FOOTER,
    ARTIFACT_PAGINATION
};

enum box_kind { BOX_TEXT, BOX_RECT, BOX_PICTURE, BOX_FORM };

/* A piece of a line; `x` from the line's start, wherever justification put it. */
struct placed_piece {
    const struct piece *piece;
    int32_t x;
    bool soft_hyphen; /* a hyphen set at the end of a line: extracted as U+00AD */
};

/* Something painted. Boxes of a page stand in reading order, artifacts anywhere among them.
 * Consecutive boxes of one element on one page are one marked content. */
struct box {
    uint8_t kind;
    uint8_t artifact; /* not ARTIFACT_NONE: `element` means nothing */
    uint32_t element;
    int32_t x, y; /* TEXT: the start of the baseline; others: the lower left corner */
    union {
        struct {
            const struct placed_piece
                *pieces; /* with their spaces, so that words stay apart when extracted */
            uint32_t count;
            int32_t size;
            uint32_t colour; /* 0xRRGGBB */
        } text;
        struct {
            int32_t width, height;
            uint32_t colour;
        } rect;
        struct {
            int32_t width, height;
            size_t picture; /* of the dossier's letter */
        } picture;
        struct {
            int32_t width, height;
            int32_t scale; /* in thousandths: 1000 unless the page is larger than a PDF's may be */
        } form;            /* the enclosed page, which is laid in afterwards */
    };
};

/* A link's area on a page. A link broken over lines has one for each. */
struct layout_link {
    uint32_t element; /* its Link element */
    int32_t x, y, width, height;
    const char *address;     /* a URI, or NULL */
    const char *destination; /* a name in the layout's destinations, or NULL */
    const char *contents;    /* what a screen reader says: never NULL */
};

struct layout_page {
    const char *label; /* "3", "E1–E89": its folio or range of folios */
    int32_t width, height;
    unsigned first_folio, last_folio;  /* of the enclosed pages that it stands for; 0 for none */
    const struct ledger_row *enclosed; /* whose page it shows; NULL for one of our own */
    struct box *boxes;
    size_t box_count;
    struct layout_link *links;
    size_t link_count;
};

/* A place that can be linked to by name: "p12", "E12", "enclosure-A", an anchor. */
struct destination {
    const char *name;
    size_t page; /* from 0 */
    int32_t y;   /* the top of what it names */
};

struct bookmark {
    const char *title; /* "Letter (p. 3)" */
    unsigned level;    /* 1 is the outermost; never rises by more than 1 */
    uint32_t element;  /* its heading, which has the language too */
    size_t page;
    int32_t y;
    size_t turn; /* in the order of reading, from 0 */
};

struct layout {
    int32_t width, height;
    bool right_to_left; /* how its pages follow one another when two are seen */
    struct layout_page *pages;
    size_t page_count;
    struct element *elements; /* [0] is the Document */
    size_t element_count;
    struct destination *destinations; /* any order */
    size_t destination_count;
    struct bookmark *bookmarks;
    size_t bookmark_count;
    size_t bookmark_turns;   /* given to bookmarks so far */
    unsigned bookmarks_open; /* levels that are seen at first */
    bool borrows;            /* faces and shaper are another layout's */
    struct face_set *faces;
    struct shaper *shaper;
    struct arena arena; /* holds all texts, boxes and links */
};

/* NULL where the report holds errors, or with *err where the machine failed. */
struct layout *layout_compose(const struct dossier *dossier, struct report *report,
                              struct error *err);
/* One of the parts that a layout is cut into. */
struct layout_part {
    size_t first, end;                /* pages of the whole */
    unsigned first_folio, last_folio; /* of the enclosed pages in it; 0 for none */
};
/* Composes a part: a head of its own, and its pages as they are in the whole, with their labels.
 * Links to pages of other parts lead to the head's list of parts, and words in the margin say to
 * which. Borrows of the whole. NULL as above. */
struct layout *layout_compose_part(const struct layout *whole, const struct layout_part *parts,
                                   size_t count, size_t index, const struct dossier *dossier,
                                   struct report *report, struct error *err);
/* A destination of a layout that was composed; NULL for none. */
const struct destination *layout_find(const struct layout *layout, const char *name);
void layout_free(struct layout *layout);
void layout_dump(const struct layout *layout, struct buf *text);

#endif
