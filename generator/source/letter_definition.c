/* SPDX-License-Identifier: ISC */
/* Definitions of notes and links in the letter: those that libcmark-gfm would drop in silence. */
#include "source/letter_definition.h"

#include "source/cmark.h"
#include "source/letter_place.h"
#include "source/names.h"

#include <stdlib.h>
#include <string.h>

/* Longer ones are no labels (CommonMark 0.31, 4.7). */
#define LABEL_LENGTH_MAX 999

void definitions_release(struct definitions *definitions)
{
    free(definitions->notes);
    arena_release(&definitions->arena);
    *definitions = (struct definitions){0};
}

/* "&Hat;", "&#94;" or "&#x5E;", with any number of zeros. */
static bool is_caret_entity(const char *text)
{
    if (!strncmp(text, "&Hat;", 5))
        return true;
    if (strncmp(text, "&#", 2) != 0)
        return false;
    bool hexadecimal = text[2] == 'x' || text[2] == 'X';
    char *end;
    const char *digits = text + 2 + hexadecimal;
    size_t length = strspn(digits, "0123456789abcdefABCDEF");
    return length && digits[length] == ';' && strtoul(digits, &end, hexadecimal ? 16 : 10) == '^' &&
           end == digits + length;
}

bool definitions_check_carets(const struct input *input, struct report *report)
{
    for (const char *at = input->bytes; (at = strstr(at, "[&")); at++) {
        if (!is_caret_entity(at + 1))
            continue;
        report_error(
            report, input_place(input, (size_t)(at - input->bytes)),
            "an entity for \"^\" behind \"[\" makes libcmark-gfm fail; write \\[^ for these"
            " characters");
        return false;
    }
    return true;
}

static size_t offset_of(const struct input *input, cmark_node *node)
{
    int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);
    return input_line(input, line > 0 ? (unsigned)line : 1) + (size_t)(column > 0 ? column - 1 : 0);
}

/* libcmark-gfm places a note at its text: its label stands before, "[^1]:". */
static void add_note(struct definitions *definitions, const struct input *input, cmark_node *node)
{
    size_t text = offset_of(input, node);
    size_t line = input_line(input, (unsigned)cmark_node_get_start_line(node));
    size_t end = text;
    while (end > line && input->bytes[end] != ']')
        end--;
    size_t start = end;
    for (size_t at = end; at > line && !strchr(" \t]", input->bytes[at - 1]); at--) {
        if (input->bytes[at - 1] == '[' && input->bytes[at] == '^')
            start = at - 1;
    }
    if (start == end)
        return;
    definitions->notes = memory_grow(definitions->notes, definitions->count, &definitions->capacity,
                                     sizeof *definitions->notes);
    definitions->notes[definitions->count++] = (struct definition){
        start, text, arena_copy(&definitions->arena, input->bytes + start + 2, end - start - 2),
        false};
}

void definitions_find(struct definitions *definitions, cmark_node *document,
                      const struct input *input, struct report *report)
{
    struct names labels = {0};
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER ||
            cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION)
            continue;
        size_t before = definitions->count;
        add_note(definitions, input, node);
        if (definitions->count == before)
            continue;
        struct definition *note = &definitions->notes[before];
        struct place line = {input->path, (unsigned)cmark_node_get_start_line(node), 0};
        const struct name *earlier = names_add(&labels, note->label, line, before);
        if (earlier) {
            report_error(report, input_place(input, note->offset),
                         "the note [^%s] is defined in line %u already, and this one would be lost;"
                         " give it another name",
                         note->label, earlier->place.line);
            note->used = true; /* or it would be reported again */
        }
    }
    cmark_iter_free(iter);
    names_release(&labels);
}

static int by_text(const void *key, const void *item)
{
    size_t text = *(const size_t *)key;
    const struct definition *note = item;
    return text < note->text ? -1 : text > note->text;
}

static void check_notes(struct definitions *definitions, cmark_node *document,
                        const struct input *input, struct report *report)
{
    cmark_node *node = cmark_node_last_child(document);
    for (; node && cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION;
         node = cmark_node_previous(node)) {
        size_t text = offset_of(input, node);
        struct definition *note = definitions->count
                                      ? bsearch(&text, definitions->notes, definitions->count,
                                                sizeof *definitions->notes, by_text)
                                      : NULL;
        if (note)
            note->used = true;
    }
    struct input_counter counter = {0, 0, 0};
    for (size_t i = 0; i < definitions->count; i++) {
        const struct definition *note = &definitions->notes[i];
        if (!note->used)
            report_error(report, input_count(input, &counter, note->offset),
                         "nothing refers to the note [^%s], which would be lost; put [^%s] where it"
                         " belongs, or take the note out",
                         note->label, note->label);
    }
}

/* The length of a label in square brackets, both counted; 0 where there is none. */
static size_t label_length(const char *text)
{
    size_t length = 1;
    while (length <= LABEL_LENGTH_MAX + 1 && text[length] && !strchr("[]", text[length]))
        length += text[length] == '\\' && text[length + 1] ? 2 : 1;
    return length > 1 && length <= LABEL_LENGTH_MAX + 1 && text[length] == ']' ? length + 1 : 0;
}

/* A label as it is compared: white space is one space. */
static const char *normal_label(const char *text, size_t length, struct arena *arena)
{
    char *label = arena_new(arena, length + 1);
    char *out = label;
    for (size_t i = 1; i + 1 < length; i++) {
        bool space = strchr(" \t\r\n", text[i]) != NULL;
        if (!space)
            *out++ = text[i];
        else if (out > label && out[-1] != ' ')
            *out++ = ' ';
    }
    if (out > label && out[-1] == ' ')
        out--;
    *out = '\0';
    return label;
}

/* The offset of a "[" that begins a line but for white space and the marks of quotations, lists and
 * notes; `end` where there is none. */
static size_t line_bracket(const struct input *input, unsigned line)
{
    const char *bytes = input->bytes;
    size_t at = input_line(input, line), end = input_line_end(input, line);
    for (;;) {
        at += strspn(bytes + at, " \t>*+-.)0123456789");
        if (at >= end || bytes[at] != '[')
            return end;
        if (bytes[at + 1] != '^')
            return at;
        size_t length = label_length(bytes + at);
        if (!length || bytes[at + length] != ':')
            return end;
        at += length + 1;
    }
}

static void cover(const struct input *input, char *covered, cmark_node *block)
{
    int first = cmark_node_get_start_line(block);
    int last = (int)places_last_line(input, block);
    cmark_node_type type = cmark_node_get_type(block);
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING)
        first += (int)places_shift(input, block);
    for (int line = first; line <= last; line++) {
        if (line > 0 && (size_t)line <= input->line_count)
            covered[line - 1] = 1;
    }
}

/* Marks the lines that are in the document: those of blocks that hold no blocks. */
static void cover_lines(const struct input *input, char *covered, cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool holds_blocks = type == CMARK_NODE_DOCUMENT || type == CMARK_NODE_BLOCK_QUOTE ||
                            type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM ||
                            type == CMARK_NODE_FOOTNOTE_DEFINITION;
        if (event != CMARK_EVENT_ENTER || holds_blocks)
            continue;
        cover(input, covered, node);
        if (cmark_node_first_child(node))
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
    }
    cmark_iter_free(iter);
}

/* How often each label stands in brackets where it is not shown as it stands. */
struct uses {
    struct names labels;
    struct arena arena;
    long *counts; /* owned */
    size_t count;
    size_t capacity;
};

static long *find_count(struct uses *uses, const char *label)
{
    const struct name *earlier = names_add(&uses->labels, label, (struct place){0}, uses->count);
    if (earlier)
        return &uses->counts[earlier->value];
    uses->counts = memory_grow(uses->counts, uses->count, &uses->capacity, sizeof *uses->counts);
    uses->counts[uses->count] = 0;
    return &uses->counts[uses->count++];
}

static void count_labels(struct uses *uses, const char *text, long step)
{
    for (const char *at = text; text && (at = strchr(at, '[')); at++) {
        size_t length = label_length(at);
        if (length)
            *find_count(uses, normal_label(at, length, &uses->arena)) += step;
    }
}

/* Brackets that are in the letter's words or code lead nowhere. */
static void find_uses(struct uses *uses, const struct input *input, cmark_node *document)
{
    count_labels(uses, input->bytes, 1);
    cmark_iter *iter = cmark_iter_new(document);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK)
            count_labels(uses, cmark_node_get_literal(node), -1);
    }
    cmark_iter_free(iter);
}

static void check_link(const struct input *input, size_t offset, struct uses *uses,
                       struct names *defined, struct report *report)
{
    const char *text = input->bytes + offset;
    size_t length = label_length(text);
    if (!length || text[length] != ':')
        return;
    const char *label = normal_label(text, length, &uses->arena);
    struct place place = input_place(input, offset);
    const struct name *earlier = names_add(defined, label, place, 0);
    if (earlier)
        report_error(
            report, place,
            "the link [%s] is defined in line %u already, and this line would be lost; take"
            " it out, or write \\[%s]: where these are words of the letter",
            label, earlier->place.line, label);
    else if (*find_count(uses, label) <= 1) /* this one */
        report_error(
            report, place,
            "Markdown takes this line for the definition of a link [%s], which nothing"
            " uses, and it would be lost; write \\[%s]: where these are words of the letter",
            label, label);
}

static void check_links(cmark_node *document, const struct input *input, struct report *report)
{
    unsigned line = 1;
    while (line <= input->line_count && line_bracket(input, line) == input_line_end(input, line))
        line++;
    if (line > input->line_count)
        return;
    struct uses uses = {.arena = ARENA_INIT};
    struct names defined = {0};
    char *covered = memory_new(input->line_count);
    cover_lines(input, covered, document);
    for (bool searched = false; line <= input->line_count; line++) {
        size_t bracket = line_bracket(input, line);
        if (covered[line - 1] || bracket == input_line_end(input, line))
            continue;
        if (!searched)
            find_uses(&uses, input, document);
        searched = true;
        check_link(input, bracket, &uses, &defined, report);
    }
    free(covered);
    free(uses.counts);
    names_release(&uses.labels);
    names_release(&defined);
    arena_release(&uses.arena);
}

void definitions_check(struct definitions *definitions, cmark_node *document,
                       const struct input *input, struct report *report)
{
    check_notes(definitions, document, input, report);
    check_links(document, input, report);
}
