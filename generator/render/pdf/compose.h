/* SPDX-License-Identifier: ISC */
/* What all parts of the PDF are composed with: words to lines, lines and rows to strips. */
#ifndef RENDER_PDF_COMPOSE_H
#define RENDER_PDF_COMPOSE_H

#include "render/pdf/flow.h"
#include "render/pdf/inlines.h"
#include "render/pdf/split.h"

/* A list marker that waits for the line that it stands before. */
struct marker {
    const struct piece *piece;
    const struct piece
        *tail; /* what stands on the left of that, in lists from right to left; NULL */
    uint32_t element;
    int32_t x;
    int32_t size;
    const char *destination; /* that it leads to, being a Link; NULL for none */
};

/* A folio that is filled in when all pages are known. */
struct waiting_folio {
    const char *destination;
    struct placed_piece *piece;
    int32_t size;
    bool rtl; /* it begins where its place is, and does not end there */
    /* The dots that lead to it, and where they begin, from its place. */
    struct placed_piece *leaders;
    uint32_t leader_count;
    int32_t leader_x;
};

struct composer {
    const struct dossier *dossier;
    const struct settings *settings;
    struct layout *layout;
    const struct layout *whole; /* that this is a part of; NULL where it is the whole */
    struct report *report;
    struct elements elements;
    struct flow flow;
    struct items items;
    struct lines lines;
    struct split split;
    struct hyphens *hyphens;
    int32_t measure; /* the width of the text */
    struct marker markers[LETTER_DEPTH_MAX + 1];
    size_t marker_count;
    unsigned heading_level; /* of the last heading, so that none is left out */
    struct row_line *row_lines;
    size_t row_line_count, row_line_capacity;
    struct notes *notes;
    struct waiting_folio *folios;
    size_t folio_count, folio_capacity;
    struct placed_item *places; /* of the items of a line: see place.c */
    size_t *order;
    size_t place_capacity;
    bool numbering; /* the lines of the letter are being set, and count */
    bool voice_rtl; /* the project's own words run from right to left */
    bool mirrored;  /* the letter runs from right to left, and its margins change places */
};

/* How a paragraph is set. */
struct block {
    int32_t x; /* from the left edge of the text */
    int32_t width;
    enum column_align align; /* ALIGN_NONE: as the settings say */
    int32_t indent;          /* of the first line */
    bool rtl;                /* the direction of the paragraph */
    int32_t leading;
    bool balance;    /* lines of about the same length: headings */
    unsigned number; /* the ¶ in the margin; 0 for none */
    int32_t inside;  /* the penalty of a page break between its lines, FLOW_INSIDE or more */
};

/* The baseline distance for a size. */
int32_t compose_leading(const struct composer *composer, int32_t size);
/* A run in the project's own voice. */
struct run compose_run(const struct composer *composer, enum style style, int32_t size,
                       uint32_t element);
/* The whole measure, at a size. */
struct block compose_block(const struct composer *composer, int32_t size);

/* Breaks the composer's items into lines and each into a strip. Clears the items. */
void compose_lines(struct composer *composer, const struct block *block);
/* A few signs of the furniture, such as a number, in a face that has them all. */
const struct piece *compose_signs(struct composer *composer, const char *signs);
/* Words of the furniture in one line, in the order in which they are read, each at its place; in
 * the layout. *width of them all. */
const struct placed_piece *compose_words(struct composer *composer, const char *words, int32_t size,
                                         uint32_t *count, int32_t *width);
/* A P (or another element) of the project's own words. */
void compose_paragraph(struct composer *composer, uint32_t parent, enum tag tag, const char *text,
                       const struct run *run, const struct block *block);
/* Appends words that lead to a destination, as a Link of their own, whose run is returned.
 * `contents` NULL: the words. */
struct run compose_link(struct composer *composer, const struct run *run, const char *destination,
                        const char *words, const char *contents);

/* The element of a heading; *level, of which 1 is the title, is raised where it would leave one
 * out. */
uint32_t compose_heading_element(struct composer *composer, uint32_t parent, unsigned *level);
/* A heading in the project's own words: element, bookmark, destination, never alone at a page's
 * foot. */
void compose_heading(struct composer *composer, uint32_t parent, unsigned level, const char *text,
                     const struct run *run, const char *destination, const char *bookmark);

/* One cell of a row. */
struct cell {
    int32_t x;
    int32_t width;
    enum column_align align;
    bool rtl;              /* the direction of its paragraph */
    bool low;              /* its one line stands on the last line of the cells before it */
    size_t end;            /* of its items, in the composer's */
    size_t line, line_end; /* set by compose_row */
};
/* The items added since the cell before are the content of this one. */
void compose_end_cell(struct composer *composer, struct cell *cells, size_t column);
/* Sets the composer's items (each cell's fitted and ended), cell by cell, beside one another as a
 * strip with so much space below them; a row that is too high is cut into several. Clears the
 * items. */
void compose_row(struct composer *composer, struct cell *cells, size_t count, int32_t leading,
                 int32_t below);
/* The same for cells of the project's own voice, whose places are as from left to right. */
void compose_voice_row(struct composer *composer, struct cell *cells, size_t count, int32_t leading,
                       int32_t below);

/* The head of a table in the project's own voice, a word above each column; the row after it stays
 * with it. */
void compose_head_row(struct composer *composer, uint32_t table, struct cell *cells,
                      const char *const *words, size_t count);

/* A rule as an artifact; `y` of its lower edge from the strip's upper one. */
void compose_rule(struct composer *composer, int32_t x, int32_t y, int32_t width, int32_t height,
                  uint32_t colour);
/* The tick in the margin where a page of the original ended. */
void compose_tick(struct composer *composer, int32_t y);
/* A strip that holds no more than it does: what waits to be placed has a place. */
void compose_gap(struct composer *composer, int32_t height);

/* Sorts the layout's destinations and fills in the folios that waited for them. */
void compose_folios(struct composer *composer);

/* A list of labels and the texts beside them, tagged as a list is. */
struct pairs {
    struct composer *composer;
    uint32_t list;
    int32_t size;
    int32_t label_width;
    bool together; /* no page ends between two of them */
};
struct pairs compose_pairs(struct composer *composer, uint32_t parent, int32_t size);
/* One of them: texts below one another, those that are "" left out; where all are, nothing is set.
 */
void compose_pair(const struct pairs *pairs, const char *label, const char *const *texts,
                  size_t count);
/* What languages are called; nothing where there are none. */
void compose_languages(const struct pairs *pairs, const struct text_list *tags);
/* The two halves of a pair whose text is more than words: the second is filled through `run`. */
struct cell compose_label(const struct pairs *pairs, const char *label, struct run *run);
void compose_labelled(const struct pairs *pairs, struct cell label);

/* Whether the letter has enclosures, and so the dossier a ledger. */
bool compose_has_ledger(const struct composer *composer);

/* An entry of the contents: a title that leads to a destination, and the folio there. */
void compose_entry(struct composer *composer, uint32_t contents, unsigned depth, const char *title,
                   const char *lang, const char *destination);

/* From whom and to whom the letter is, when, and on what. */
void compose_parties(struct composer *composer, uint32_t section);

/* Where the list of the parts stands in each of them. */
#define COMPOSE_PARTS "parts"
/* The head of one of the parts that the whole is cut into. */
void compose_head(struct composer *composer, uint32_t document, const struct layout_part *parts,
                  size_t count, size_t index);

/* The parts of the PDF, in their order. */
void compose_front(struct composer *composer, uint32_t document);
void compose_facts(struct composer *composer, uint32_t document);
void compose_letter(struct composer *composer, uint32_t document);
void compose_ledger(struct composer *composer, uint32_t document);
void compose_slips(struct composer *composer, uint32_t document);
/* The enclosed pages of a run, all of which have a form. */
void compose_enclosed(struct composer *composer, uint32_t document, const struct ledger_run *pages);

/* Where blocks of the letter stand. */
struct frame {
    int32_t x;
    int32_t width;
    enum column_align align;
    int32_t size;
    uint32_t element;    /* the parent of the blocks */
    const char *lang;    /* in force there */
    enum part_role role; /* PART_ROLE_COUNT in the body */
    unsigned depth;      /* of lists */
    bool tight;
};
/* A step inwards (a list, a quotation) from where lines begin and from where they end, while there
 * is room: text is never pushed off the page. */
void compose_step_in(const struct composer *composer, struct frame *frame, int32_t start,
                     int32_t end);
/* The element of a block in a frame; `lang` of the block, or NULL. */
uint32_t compose_frame_element(struct composer *composer, const struct frame *frame, enum tag tag,
                               const char *lang);
/* The space before and after a block. */
int32_t compose_block_space(const struct composer *composer, const struct frame *frame);
/* A marker that waits for the next line, `step` before the frame; with a destination (NULL for
 * none), `element` is its Link. */
void compose_marker(struct composer *composer, const char *text, uint32_t element,
                    const struct frame *frame, int32_t step, const char *destination);
/* The blocks below a node. */
void compose_blocks(struct composer *composer, const struct node *parent,
                    const struct frame *frame);
void compose_list(struct composer *composer, const struct node *list, const struct frame *outer);
void compose_table(struct composer *composer, const struct node *table, const struct frame *frame);

#endif
