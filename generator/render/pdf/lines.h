/* SPDX-License-Identifier: ISC */
/* Breaking a row of items into lines: total fit (Knuth and Plass, "Breaking paragraphs into lines",
 * 1981), in integers alone. Knows nothing of where the lines go. */
#ifndef RENDER_PDF_LINES_H
#define RENDER_PDF_LINES_H

#include "render/pdf/items.h"

/* Items `first` to `end`, without `end`. */
struct line {
    size_t first;
    size_t end;
    int32_t width;  /* natural, without the space at its end */
    int32_t spaces; /* of that, what justification may change */
    bool last;      /* of the paragraph, or before a forced break: never stretched */
};

/* Valid when zeroed; kept from paragraph to paragraph so that its memory serves again. */
struct lines {
    struct line *lines;
    size_t count;
    size_t capacity;
    struct lines_node *nodes;
    size_t *starts; /* nodes that a line may begin at */
    size_t node_capacity;
};

struct lines_spec {
    int32_t width;
    int32_t indent;         /* of the first line */
    bool justify;           /* spaces may shrink and stretch; otherwise the right edge is ragged */
    bool balance;           /* ragged, and the last line no shorter than need be: headings */
    int32_t last_line;      /* a shorter last line is bad */
    int32_t hyphen_penalty; /* 100 is as bad as a line whose spaces are twice as wide */
    int32_t hyphens;        /* lines in a row that may end with one */
};

void lines_release(struct lines *lines);
/* Breaks all the items (see items_fit, items_end: each fits, the last ends a line). The lines
 * replace what was there. */
void lines_break(struct lines *lines, const struct item *items, size_t count,
                 const struct lines_spec *spec);

/* Whether a line is more than so many percent looser than its words are apart; a ragged one,
 * emptier than so much of three ems. */
bool lines_loose(const struct lines *lines, const struct item *items, const struct lines_spec *spec,
                 int32_t percent);
/* Sets width and spaces anew. */
void line_measure(struct line *line, const struct item *items);

/* How much wider (or narrower) the spaces of a line are in sum, when it is justified into `width`.
 */
int32_t line_stretch(const struct line *line, int32_t width);

#endif
