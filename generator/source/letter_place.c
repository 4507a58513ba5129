/* SPDX-License-Identifier: ISC */
/* Where things stand in the letter: libcmark-gfm's positions set right and counted in characters.
 */
#include "source/letter_place.h"

#include <string.h>

/* How far an inline without a position is looked for. */
#define SEARCH_LENGTH 1000

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

static bool is_break(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

/* The place of a byte, which must be in the line. */
static struct place count_on(struct places *places, unsigned line, size_t offset)
{
    size_t start = input_line(places->input, line);
    size_t end = input_line_end(places->input, line);
    if (offset > end)
        offset = end;
    if (offset < start)
        offset = start;
    places->search = offset;
    return input_count(places->input, &places->counter, offset);
}

static bool ends_in_backslash(const struct input *input, unsigned line)
{
    size_t end = input_line_end(input, line);
    return end > input_line(input, line) && input->bytes[end - 1] == '\\';
}

/* A line of "=" or "-" alone, below a heading. */
static bool is_underline(const struct input *input, unsigned line)
{
    size_t start = input_line(input, line), end = input_line_end(input, line);
    start += strspn(input->bytes + start, " \t>");
    return start < end && start + strspn(input->bytes + start, "=- \t") >= end;
}

unsigned places_last_line(const struct input *input, cmark_node *block)
{
    unsigned end = positive(cmark_node_get_end_line(block));
    struct position start = start_of(block);
    if (cmark_node_get_type(block) != CMARK_NODE_HEADING || !start.line || end == start.line ||
        input->bytes[input_line(input, start.line) + start.column - 1] == '#')
        return end;
    /* A heading with a line below it ends with that, or with the next. */
    return is_underline(input, end - 1) ? end - 2 : end - 1;
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
    for (; last && !cmark_node_get_end_line(last); last = cmark_node_previous(last))
        breaks += is_break(last);
    unsigned end = places_last_line(input, block);
    unsigned found = last ? positive(cmark_node_get_end_line(last)) + breaks : end;
    /* Lines that libcmark-gfm did not count. */
    for (unsigned line = start.line; line < end; line++)
        found += ends_in_backslash(input, line);
    return found < end ? end - found : 0;
}

/* A paragraph whose last line turned out to be the head of a table: a new node without a position
 * stands before the table, which keeps the paragraph's. */
static bool is_split(cmark_node *paragraph)
{
    return paragraph && cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH &&
           !cmark_node_get_start_line(paragraph);
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

/* libcmark-gfm places the cells of a row as if the row began where the table does. */
static int find_indent(struct places *places, cmark_node *cell)
{
    cmark_node *row = cmark_node_parent(cell);
    if (strcmp(cmark_node_get_type_string(row), "table_row") != 0)
        return 0;
    struct position table = start_of(cmark_node_parent(row));
    return (int)prefix_of(places, start_of(row).line) + 1 - (int)table.column;
}

/* The table whose head a node is or belongs to; NULL for other nodes. */
static cmark_node *table_of_head(cmark_node *node)
{
    const char *type = cmark_node_get_type_string(node);
    if (!strcmp(type, "table"))
        return node;
    if (!strcmp(type, "table_cell"))
        node = cmark_node_parent(node);
    return !strcmp(cmark_node_get_type_string(node), "table_header") ? cmark_node_parent(node)
                                                                     : NULL;
}

static void set_block(struct places *places, cmark_node *block)
{
    struct position start = start_of(block);
    places->text_column = start.column;
    places->shift = 0;
    places->uncounted = 0;
    places->line_column = start.column;
    places->line_begins = false;
    places->by_words = false;
    if (is_split(block) && cmark_node_next(block)) {
        start = start_of(cmark_node_next(block));
        places->shift = start.line;
    } else if (cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH ||
               cmark_node_get_type(block) == CMARK_NODE_HEADING) {
        places->shift = places_shift(places->input, block);
    } else if (cmark_node_get_syntax_extension(block)) {
        cmark_node *table = table_of_head(block);
        cmark_node *split = table ? cmark_node_previous(table) : NULL;
        if (is_split(split)) {
            places->shift = 1;
            for (cmark_node *node = cmark_node_first_child(split); node;
                 node = cmark_node_next(node))
                places->shift += is_break(node);
            start = (struct position){start.line + places->shift, 1};
            places->by_words = true;
        }
    }
    places->block_line = start.line ? start.line : 1;
    places->indent = 0;
    if (start.column && !strcmp(cmark_node_get_type_string(block), "table_cell"))
        places->indent = find_indent(places, block);
    places->block_column = start.column ? (unsigned)((int)start.column + places->indent) : 1;
}

struct place places_block(struct places *places, cmark_node *block, unsigned quotes)
{
    places->quotes = quotes;
    places->prefix_line = 0;
    set_block(places, block);
    places->line = places->block_line;
    return count_on(places, places->block_line,
                    input_line(places->input, places->block_line) + places->block_column - 1);
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

/* Where the text of the block begins in a line. */
static size_t text_start(struct places *places, unsigned line)
{
    size_t start = input_line(places->input, line);
    return start +
           (line == places->block_line ? places->block_column - 1 : prefix_of(places, line));
}

/* A line break stands at the end of its line, and what follows in the next. libcmark-gfm does not
 * count a line that ends in a backslash: what follows has the line's number still, and its column
 * counts on. */
static struct place place_break(struct places *places, cmark_node *node)
{
    size_t start = text_start(places, places->line);
    size_t end = input_line_end(places->input, places->line);
    struct place place = count_on(places, places->line, end);
    if (cmark_node_get_type(node) == CMARK_NODE_LINEBREAK &&
        ends_in_backslash(places->input, places->line)) {
        places->uncounted += (unsigned)(end - start) + 1;
        places->shift++;
    } else {
        places->uncounted = 0;
    }
    places->line_column = places->text_column + places->uncounted;
    places->line_begins = true;
    places->line++;
    places->search = text_start(places, places->line);
    return place;
}

/* The text that tells where a node is: its own, or that of the first thing in it. */
static const char *words_of(cmark_node *node)
{
    while (cmark_node_first_child(node))
        node = cmark_node_first_child(node);
    return cmark_node_get_literal(node);
}

/* Where the words come next in the line; the place to search from where they do not, soon. */
static size_t find_words(const struct places *places, const char *words)
{
    const char *bytes = places->input->bytes;
    size_t length = strlen(words);
    size_t end = input_line_end(places->input, places->line);
    if (end > places->search + SEARCH_LENGTH)
        end = places->search + SEARCH_LENGTH;
    for (size_t at = places->search; at + length <= end; at++) {
        if (!memcmp(bytes + at, words, length))
            return at;
    }
    return places->search;
}

static struct place place_by_words(struct places *places, cmark_node *node)
{
    places->line_begins = false;
    const char *words = words_of(node);
    size_t offset = words ? find_words(places, words) : places->search;
    struct place place = count_on(places, places->line, offset);
    if (words && !cmark_node_first_child(node))
        places->search += strlen(words);
    return place;
}

/* The autolink extension counts an address without a scheme from the start of its block. */
static bool is_bare_address(cmark_node *node)
{
    if (cmark_node_get_type(node) == CMARK_NODE_TEXT)
        node = cmark_node_parent(node);
    if (cmark_node_get_type(node) != CMARK_NODE_LINK)
        return false;
    const char *words = words_of(node);
    const char *address = cmark_node_get_url(node);
    return words && !strncmp(words, "www.", 4) && !strncmp(address, "http://", 7) &&
           !strcmp(address + 7, words);
}

/* A code span's position is behind its opening ticks. */
static unsigned count_ticks(const struct places *places, cmark_node *node, size_t start)
{
    if (cmark_node_get_type(node) != CMARK_NODE_CODE)
        return 0;
    return (unsigned)strspn(places->input->bytes + start, "`");
}

struct place places_inline(struct places *places, cmark_node *node)
{
    if (is_break(node))
        return place_break(places, node);
    struct position at = corrected_start(node);
    if (!at.line || places->by_words || is_bare_address(node))
        return place_by_words(places, node);
    unsigned line = at.line + places->shift;
    size_t offset = input_line(places->input, line) + at.column - 1 + (size_t)places->indent;
    if (line != places->block_line) {
        size_t start = text_start(places, line);
        if (places->line_begins)
            places->line_column = at.column - count_ticks(places, node, start);
        offset = start + (at.column > places->line_column ? at.column - places->line_column : 0);
    }
    places->line_begins = false;
    places->line = line;
    /* A code span may end in a later line. */
    unsigned end = positive(cmark_node_get_end_line(node)) + places->shift;
    if (end > line && !cmark_node_first_child(node)) {
        places->line = end;
        places->uncounted = 0;
        places->line_column = places->text_column;
    }
    return count_on(places, line, offset);
}
