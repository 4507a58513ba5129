/* SPDX-License-Identifier: ISC */
/* What stands in the letter's paragraphs, headings and table cells. */
#include "source/cmark.h"
#include "source/letter_convert.h"

#include <stdlib.h>
#include <string.h>

void inline_check_text(struct converter *c, const char *text, size_t length, struct place place)
{
    if (!c->entities)
        return;
    struct buf words = BUF_INIT;
    const char *problem = input_text_problem(text, length, &words);
    if (problem)
        report_error(c->report, place, "%s, and an entity stands for it; take it out", problem);
    buf_release(&words);
}

void inline_start(struct converter *c, cmark_node *block)
{
    c->space_last = true;
    c->mark_last = false;
    c->last_text = NULL;
    c->note_missed = false;
    int first = cmark_node_get_start_line(block), last = cmark_node_get_end_line(block);
    c->block_start = c->escaped = input_line(c->input, first > 0 ? (unsigned)first : 1);
    c->block_end = input_line(c->input, (unsigned)(last > first ? last : first) + 1);
}

void inline_end(struct converter *c)
{
    struct node *text = c->last_text;
    if (!c->mark_last || !c->space_last || !text)
        return;
    /* A mark at the end takes the space before it along. */
    size_t length = text->length;
    while (length && text->text[length - 1] == ' ')
        length--;
    text->text = arena_copy(&c->dossier->arena, text->text, length);
    text->length = length;
}

/* libcmark-gfm leaves a reference to a note that is not there as text, in which only the source
 * tells it from brackets that are meant: those are escaped. */
static void check_missed_note(struct converter *c, const char *text, struct place place)
{
    struct buf escaped = BUF_INIT;
    for (const char *at = text; !c->note_missed && (at = strstr(at, "[^")); at += 2) {
        size_t length = strcspn(at, "]");
        if (!at[length])
            break;
        buf_clear(&escaped);
        buf_add_char(&escaped, '\\');
        buf_add(&escaped, at, length);
        const char *found = strstr(c->input->bytes + c->escaped, escaped.bytes);
        if (found && found < c->input->bytes + c->block_end) {
            c->escaped = (size_t)(found - c->input->bytes) + 1;
            continue;
        }
        report_error(
            c->report, place,
            "no note is defined for %.*s]; add a line \"%.*s]: …\", or write \\[^ where the"
            " brackets are meant",
            (int)length, at, (int)length, at);
        c->note_missed = true;
    }
    buf_release(&escaped);
}

static void add_text(struct converter *c, const char *text, struct place place)
{
    if (c->mark_last && c->space_last)
        text += strspn(text, " \t");
    size_t length = strlen(text);
    if (!length)
        return;
    struct node *node = convert_add(c, NODE_TEXT, place);
    node->text = arena_copy(&c->dossier->arena, text, length);
    node->length = length;
    c->last_text = node;
    c->space_last = text[length - 1] == ' ';
    c->mark_last = false;
    inline_check_text(c, text, length, place);
    check_missed_note(c, node->text, place);
}

static void add_code(struct converter *c, const char *text, struct place place)
{
    struct node *node = convert_add(c, NODE_CODE, place);
    node->length = strlen(text);
    node->text = arena_copy(&c->dossier->arena, text, node->length);
    c->space_last = c->mark_last = false;
}

static void add_break(struct converter *c, enum node_kind kind, struct place place)
{
    if (kind == NODE_SOFT_BREAK && c->mark_last && c->space_last)
        return;
    convert_add(c, kind, place);
    c->space_last = true;
    c->mark_last = false;
    c->last_text = NULL;
}

static void add_note_ref(struct converter *c, const char *number, struct place place)
{
    struct node *node = convert_add(c, NODE_NOTE_REF, place);
    size_t note = (size_t)strtoul(number, NULL, 10);
    if (note && note <= c->dossier->letter.note_count)
        node->note_ref.note = c->dossier->letter.notes[note - 1];
    c->space_last = c->mark_last = false;
}

/* Inside a picture only words count. */
static void add_alt(struct converter *c, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        buf_add_string(&c->alt, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        buf_add_char(&c->alt, ' ');
        break;
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_FOOTNOTE_REFERENCE:
        if (!c->picture_refused)
            report_error(
                c->report, c->picture_place,
                "HTML, marks and notes cannot stand in the words of a picture; move them out");
        c->picture_refused = true;
        break;
    default:
        break;
    }
}

void inline_enter(struct converter *c, cmark_node *node)
{
    if (c->picture) {
        add_alt(c, node);
        return;
    }
    struct place place = places_inline(&c->places, node);
    cmark_node_type type = cmark_node_get_type(node);
    switch (type) {
    case CMARK_NODE_TEXT:
        add_text(c, cmark_node_get_literal(node), place);
        return;
    case CMARK_NODE_CODE:
        add_code(c, cmark_node_get_literal(node), place);
        return;
    case CMARK_NODE_SOFTBREAK:
        add_break(c, NODE_SOFT_BREAK, place);
        return;
    case CMARK_NODE_LINEBREAK:
        add_break(c, NODE_HARD_BREAK, place);
        return;
    case CMARK_NODE_HTML_INLINE:
        mark_inline(c, node, place);
        return;
    case CMARK_NODE_FOOTNOTE_REFERENCE:
        add_note_ref(c, cmark_node_get_literal(node), place);
        return;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        link_enter(c, node, place);
        return;
    default:
        break;
    }
    enum node_kind kind = type == CMARK_NODE_STRONG ? NODE_STRONG
                          : type == CMARK_NODE_EMPH ? NODE_EMPHASIS
                                                    : NODE_STRIKE;
    cmark_node_set_user_data(node, convert_open(c, kind, place));
}

void inline_leave(struct converter *c, cmark_node *node)
{
    if (c->picture) {
        if (c->picture == node)
            picture_end(c, node);
        return;
    }
    struct node *own = cmark_node_get_user_data(node);
    if (!own)
        return;
    mark_end_all(c, own);
    if (own->kind == NODE_LINK)
        link_leave(c, own);
    convert_close(c);
}
