/* SPDX-License-Identifier: ISC */
/* Where things stand in the letter: libcmark-gfm's positions set right and counted in characters.
 */
#ifndef SOURCE_LETTER_PLACE_H
#define SOURCE_LETTER_PLACE_H

#include "base/error.h"
#include "source/cmark.h"
#include "source/input.h"

#include <stddef.h>

/* libcmark-gfm counts bytes, and for inlines counts them in the text of their block, without what
 * stands before it in each line; link definitions it takes out of a paragraph move the lines of
 * what is left, and some inlines have no position at all. Nodes must be asked for in reading order.
 */
struct places {
    const struct input *input;
    /* The block whose inlines follow. */
    unsigned block_line;
    unsigned block_column;
    unsigned shift;  /* lines of definitions before its text */
    unsigned quotes; /* quotations around it */
    /* Where the last inline ended, as libcmark-gfm counts. */
    unsigned end_line;
    unsigned end_column;
    /* The last place asked for, to count on from. */
    unsigned line;
    size_t offset;
    unsigned column;
    /* What stands before the text of a line. */
    unsigned prefix_line;
    size_t prefix;
};

/* How many lines of link definitions stood before what is left of a paragraph. */
unsigned places_shift(const struct input *input, cmark_node *block);

/* A block's place; what it holds is placed from there. `quotes`: how many quotations it stands in.
 */
struct place places_block(struct places *places, cmark_node *block, unsigned quotes);
struct place places_inline(struct places *places, cmark_node *node);

#endif
