/* SPDX-License-Identifier: ISC */
/* Where things stand in the letter: libcmark-gfm's positions set right and counted in characters.
 */
#include "source/letter_place.h"

#include "base/utf8.h"

#include <string.h>

/* A position as libcmark-gfm counts; line 0 for none. */
struct position {
    unsigned line;
    unsigned column;
};

static unsigned positive(int number)
{
    return number > 0 ? (unsigned)number : 0;
}

static struct position start_of(cmark_node *node)
{
    return (struct position){positive(cmark_node_get_start_line(node)),
                             positive(cmark_node_get_start_column(node))};
}

/* The place of a byte, counted on from the last one where it is in the same line. */
static struct place count_on(struct places *places, unsigned line, size_t offset)
{
    const struct input *input = places->input;
    size_t start = input_line(input, line);
    size_t end = input_line_end(input, line);
    if (offset > end)
        offset = end;
    if (offset < start)
        offset = start;
    if (places->line != line || offset < places->offset) {
        places->line = line;
        places->offset = start;
        places->column = 1;
    }
    places->column += (unsigned)utf8_count(input->bytes + places->offset, offset - places->offset);
    places->offset = offset;
    return (struct place){input->path, line, places->column};
}

/* The last inline of a paragraph must end on its last line. */
unsigned places_shift(const struct input *input, cmark_node *block)
{
    struct position start = start_of(block);
    size_t offset = input_line(input, start.line) + start.column - 1;
    if (!start.line || !start.column || offset >= input->length || input->bytes[offset] != '[')
        return 0;
    unsigned breaks = 0;
    cmark_node *last = cmark_node_last_child(block);
    for (; last && !cmark_node_get_end_line(last); last = cmark_node_previous(last)) {
        cmark_node_type type = cmark_node_get_type(last);
        breaks += type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
    }
    unsigned end = positive(cmark_node_get_end_line(block));
    unsigned found = last ? positive(cmark_node_get_end_line(last)) + breaks : end;
    return found < end ? end - found : 0;
}

struct place places_block(struct places *places, cmark_node *block, unsigned quotes)
{
    struct position start = start_of(block);
    places->block_line = start.line ? start.line : 1;
    places->block_column = start.column ? start.column : 1;
    places->quotes = quotes;
    places->shift =
        cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH ? places_shift(places->input, block) : 0;
    places->end_line = places->block_line;
    places->end_column = places->block_column;
    places->prefix_line = 0;
    return count_on(places, places->block_line,
                    input_line(places->input, places->block_line) + places->block_column - 1);
}

/* What continues a paragraph stands behind at most as many ">" as there are quotations, and spaces.
 */
static size_t prefix_of(struct places *places, unsigned line)
{
    if (places->prefix_line == line)
        return places->prefix;
    const char *start = places->input->bytes + input_line(places->input, line);
    size_t length = 0;
    for (unsigned quotes = places->quotes;; quotes--) {
        length += strspn(start + length, " \t");
        if (!quotes || start[length] != '>')
            break;
        length++;
    }
    places->prefix_line = line;
    return places->prefix = length;
}

/* A container's own position has the line where it ends, and an address in pointed brackets the
 * column of the first line: the first thing in it tells better. */
static struct position corrected_start(cmark_node *node)
{
    struct position own = start_of(node);
    unsigned depth = 0;
    cmark_node *leaf = cmark_node_first_child(node);
    for (cmark_node *next = leaf; next; next = cmark_node_first_child(leaf)) {
        leaf = next;
        depth++;
    }
    struct position first = leaf ? start_of(leaf) : (struct position){0, 0};
    if (!own.line || !first.line)
        return own;
    own.line = first.line;
    if (own.column >= first.column)
        own.column = first.column > depth ? first.column - depth : 1;
    return own;
}

struct place places_inline(struct places *places, cmark_node *node)
{
    struct position at = corrected_start(node);
    if (!at.line)
        at = (struct position){places->end_line, places->end_column};
    cmark_node_type type = cmark_node_get_type(node);
    unsigned end_line = positive(cmark_node_get_end_line(node));
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
        places->end_line = at.line + 1;
        places->end_column = places->block_column;
    } else if (!cmark_node_first_child(node)) {
        const char *literal = cmark_node_get_literal(node);
        places->end_line = end_line ? end_line : at.line;
        places->end_column = end_line ? positive(cmark_node_get_end_column(node)) + 1
                                      : at.column + (unsigned)(literal ? strlen(literal) : 0);
    }
    unsigned line = at.line + places->shift;
    size_t offset = input_line(places->input, line);
    if (line == places->block_line)
        offset += at.column - 1;
    else
        offset += prefix_of(places, line) +
                  (at.column > places->block_column ? at.column - places->block_column : 0);
    return count_on(places, line, offset);
}
