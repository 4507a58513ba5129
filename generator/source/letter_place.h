/* SPDX-License-Identifier: ISC */
/* Where things stand in the letter: libcmark-gfm's positions set right and counted in characters.
 */
#ifndef SOURCE_LETTER_PLACE_H
#define SOURCE_LETTER_PLACE_H

#include "base/error.h"
#include "source/cmark.h"
#include "source/input.h"

#include <stdbool.h>
#include <stddef.h>

/* libcmark-gfm counts bytes, and for inlines counts them in the text of their block, without what
 * stands before it in each line; link definitions that it takes out of a paragraph, or a table
 * after its first lines, move the lines of what is left; addresses that the autolink extension
 * finds have no position. Nodes must be asked for in reading order. */
struct places {
    const struct input *input;
    /* The block whose inlines follow. */
    unsigned block_line;
    unsigned block_column; /* in bytes, from 1 */
    unsigned text_column;  /* as libcmark-gfm has it */
    unsigned shift;        /* of the lines of its inlines */
    unsigned uncounted;    /* bytes before the line in what libcmark-gfm counts as one */
    int indent;            /* of its first line, to be added to the columns of its inlines */
    unsigned quotes;       /* around it */
    bool by_words;         /* no position of its inlines is of use */
    /* What libcmark-gfm calls the column of the line's first word: it counts spaces before a line
     * that continues a paragraph lazily, and not those before others. */
    unsigned line_column;
    bool line_begins; /* its first inline is still to come */
    /* The line that we are in, and from where an inline without position is looked for. */
    unsigned line;
    size_t search;
    struct input_counter counter;
    /* What stands before the text of a line. */
    unsigned prefix_line;
    size_t prefix;
};

/* The last line of a block's text. */
unsigned places_last_line(const struct input *input, cmark_node *block);
/* How many lines of link definitions stood before what is left of a paragraph or
 * heading. */
unsigned places_shift(const struct input *input, cmark_node *block);

/* A block's place; what it holds is placed from there. `quotes`: how many quotations it stands in.
 */
struct place places_block(struct places *places, cmark_node *block, unsigned quotes);
struct place places_inline(struct places *places, cmark_node *node);

#endif
