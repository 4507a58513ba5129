/* SPDX-License-Identifier: ISC */
/* From libcmark-gfm's tree and the marks in it to the model's tree. */
#include "source/letter_convert.h"

#include "source/cmark.h"
#include "source/letter_guard.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct node *convert_add(struct converter *c, enum node_kind kind, struct place place)
{
    struct node *node = node_new(&c->dossier->arena, kind);
    node->line = place.line;
    node->column = place.column;
    node_append(c->parent, node);
    return node;
}

/* Lists, tables and paragraphs are no levels of their own. */
static bool is_level(enum node_kind kind)
{
    switch (kind) {
    case NODE_PART:
    case NODE_QUOTE:
    case NODE_ITEM:
    case NODE_NOTE:
    case NODE_EMPHASIS:
    case NODE_STRONG:
    case NODE_STRIKE:
    case NODE_LINK:
    case NODE_LANGUAGE:
        return true;
    default:
        return false;
    }
}

static void go_down(struct converter *c, struct node *node)
{
    c->parent = node;
    c->depth += is_level(node->kind);
    if (c->depth <= LETTER_DEPTH_MAX || c->too_deep)
        return;
    guard_report_depth(c->report, (struct place){c->input->path, node->line, node->column});
    c->too_deep = true;
}

struct node *convert_open(struct converter *c, enum node_kind kind, struct place place)
{
    struct node *node = convert_add(c, kind, place);
    go_down(c, node);
    return node;
}

void convert_close(struct converter *c)
{
    c->depth -= is_level(c->parent->kind);
    c->parent = c->parent->parent ? c->parent->parent : c->dossier->letter.root;
}

void convert_check_length(struct converter *c, const char *what, size_t length, struct place place)
{
    if (length > LETTER_WORDS_MAX)
        report_error(
            c->report, place,
            "%s may have %d bytes at the most, since a PDF holds no more in one text; shorten it",
            what, LETTER_WORDS_MAX);
}

/* Markdown counts items itself, whatever numbers are written, but for the first. */
static void check_numbers(struct converter *c, cmark_node *list)
{
    unsigned long start = (unsigned long)cmark_node_get_list_start(list);
    unsigned long number = start;
    cmark_node *item = cmark_node_first_child(list);
    for (; item; item = cmark_node_next(item), number++) {
        unsigned line = (unsigned)cmark_node_get_start_line(item);
        size_t offset = input_line(c->input, line) + (size_t)cmark_node_get_start_column(item) - 1;
        if (!isdigit((unsigned char)c->input->bytes[offset]))
            continue;
        unsigned long written = strtoul(c->input->bytes + offset, NULL, 10);
        if (written != number && written != start)
            report_warning(
                c->report, input_place(c->input, offset),
                "this item is written with the number %lu, and Markdown counts it as %lu;"
                " write %lu, or put \\ behind the number where it must stand",
                written, number, number);
    }
}

static void open_list(struct converter *c, cmark_node *node, struct place place)
{
    struct node *list = convert_open(c, NODE_LIST, place);
    list->list.ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    list->list.tight = cmark_node_get_list_tight(node);
    list->list.delimiter = cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ')' : '.';
    list->list.start = (unsigned)cmark_node_get_list_start(node);
    if (list->list.ordered)
        check_numbers(c, node);
}

static void open_item(struct converter *c, cmark_node *node, struct place place)
{
    struct node *item = convert_open(c, NODE_ITEM, place);
    if (cmark_node_get_syntax_extension(node)) {
        item->item.task = true;
        item->item.done = cmark_gfm_extensions_get_tasklist_item_checked(node);
    }
}

static void open_table(struct converter *c, cmark_node *node, struct place place)
{
    struct node *table = convert_open(c, NODE_TABLE, place);
    size_t columns = cmark_gfm_extensions_get_table_columns(node);
    const uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(node);
    enum column_align *align = arena_new(&c->dossier->arena, columns * sizeof *align);
    for (size_t i = 0; i < columns; i++)
        align[i] = alignments[i] == 'l'   ? ALIGN_LEFT
                   : alignments[i] == 'c' ? ALIGN_CENTRE
                   : alignments[i] == 'r' ? ALIGN_RIGHT
                                          : ALIGN_NONE;
    table->table.columns = columns;
    table->table.align = align;
}

static void open_cell(struct converter *c, struct place place)
{
    const struct node *table = c->parent->parent;
    struct node *cell = convert_open(c, NODE_CELL, place);
    if (c->cell < table->table.columns)
        cell->cell.align = table->table.align[c->cell];
    c->cell++;
}

static void add_code_block(struct converter *c, cmark_node *node, struct place place)
{
    struct arena *arena = &c->dossier->arena;
    struct node *code = convert_add(c, NODE_CODE_BLOCK, place);
    const char *text = cmark_node_get_literal(node);
    const char *info = cmark_node_get_fence_info(node);
    code->length = strlen(text);
    code->text = arena_copy(arena, text, code->length);
    size_t word = info ? strcspn(info, " \t") : 0;
    code->code.info = word ? arena_copy(arena, info, word) : "";
    inline_check_text(c, code->code.info, word, place);
    if (word && info[word])
        report_error(c->report, place,
                     "only the first word behind a fence says something, its language, and \"%s\""
                     " would be lost; take it out, or write it above the fence",
                     info + word + strspn(info + word, " \t"));
    int length, offset;
    char fence;
    if (!cmark_node_get_fenced(node, &length, &offset, &fence))
        report_warning(c->report, place,
                       "this is set as code, since it is indented; take the indentation away, or"
                       " put ``` before and behind it where it is code");
}

static void open_note(struct converter *c, cmark_node *node, struct place place)
{
    struct letter *letter = &c->dossier->letter;
    mark_end_all(c, letter->root);
    struct node *note = cmark_node_get_user_data(node);
    note->line = place.line;
    note->column = place.column;
    go_down(c, note);
}

static void enter_table(struct converter *c, cmark_node *node, struct place place)
{
    const char *type = cmark_node_get_type_string(node);
    if (!strcmp(type, "table")) {
        open_table(c, node, place);
    } else if (!strcmp(type, "table_cell")) {
        open_cell(c, place);
        inline_start(c, node);
    } else {
        convert_open(c, NODE_ROW, place);
        c->cell = 0;
    }
}

static void enter_block(struct converter *c, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    struct place place = places_block(&c->places, node, c->quotes);
    struct node *parent = c->parent;
    switch (type) {
    case CMARK_NODE_DOCUMENT:
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        convert_open(c, NODE_QUOTE, place);
        c->quotes++;
        break;
    case CMARK_NODE_LIST:
        open_list(c, node, place);
        break;
    case CMARK_NODE_ITEM:
        open_item(c, node, place);
        break;
    case CMARK_NODE_FOOTNOTE_DEFINITION:
        open_note(c, node, place);
        return;
    case CMARK_NODE_PARAGRAPH:
        convert_open(c, NODE_PARAGRAPH, place);
        inline_start(c, node);
        break;
    case CMARK_NODE_HEADING:
        convert_open(c, NODE_HEADING, place)->heading.level =
            (unsigned)cmark_node_get_heading_level(node);
        inline_start(c, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        add_code_block(c, node, place);
        return;
    case CMARK_NODE_THEMATIC_BREAK:
        convert_add(c, NODE_RULE, place);
        return;
    case CMARK_NODE_HTML_BLOCK:
        mark_block(c, node, place);
        return;
    default:
        enter_table(c, node, place);
        break;
    }
    if (c->parent != parent)
        cmark_node_set_user_data(node, c->parent);
}

static void check_heading(struct converter *c, const struct node *heading)
{
    struct buf words = BUF_INIT;
    node_words(heading, &words);
    convert_check_length(c, "a heading", words.length,
                         (struct place){c->input->path, heading->line, heading->column});
    buf_release(&words);
}

static void leave_block(struct converter *c, cmark_node *node)
{
    struct node *own = cmark_node_get_user_data(node);
    mark_end_all(c, own ? own : c->dossier->letter.root);
    if (!own)
        return;
    if (own->kind == NODE_PARAGRAPH || own->kind == NODE_HEADING || own->kind == NODE_CELL)
        inline_end(c);
    if (own->kind == NODE_HEADING)
        check_heading(c, own);
    if (own->kind == NODE_QUOTE)
        c->quotes--;
    convert_close(c);
}

static bool is_block(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
}

/* libcmark-gfm puts the notes that are used at the end of the document, in the order of their
 * numbers. */
static void list_notes(struct converter *c, cmark_node *document)
{
    struct letter *letter = &c->dossier->letter;
    size_t count = 0;
    cmark_node *node = cmark_node_last_child(document);
    for (; node && cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION;
         node = cmark_node_previous(node))
        count++;
    letter->notes = arena_new(&c->dossier->arena, (count + 1) * sizeof *letter->notes);
    letter->note_count = count;
    for (node = cmark_node_last_child(document); count; node = cmark_node_previous(node)) {
        letter->notes[--count] = node_new(&c->dossier->arena, NODE_NOTE);
        cmark_node_set_user_data(node, letter->notes[count]);
    }
}

static void keep_pictures(struct converter *c)
{
    struct letter *letter = &c->dossier->letter;
    if (c->picture_count)
        letter->pictures = (struct picture *)(void *)arena_copy(
            &c->dossier->arena, c->pictures, c->picture_count * sizeof *c->pictures);
    letter->picture_count = c->picture_count;
}

bool letter_convert(cmark_node *document, const struct input *input, const char *folder,
                    struct dossier *dossier, struct report *report, struct error *err)
{
    struct converter c = {.input = input,
                          .folder = folder,
                          .dossier = dossier,
                          .report = report,
                          .err = err,
                          .places = {.input = input},
                          .alt = BUF_INIT,
                          .picture_names = {.files = true}};
    struct letter *letter = &dossier->letter;
    c.entities = memchr(input->bytes, '&', input->length) != NULL;
    letter->root = node_new(&dossier->arena, NODE_LETTER);
    letter->root->line = letter->root->column = 1;
    c.parent = letter->root;
    list_notes(&c, document);
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    while (!c.too_deep && !c.failed && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        bool block = is_block(node);
        if (event == CMARK_EVENT_ENTER)
            (block ? enter_block : inline_enter)(&c, node);
        else
            (block ? leave_block : inline_leave)(&c, node);
    }
    cmark_iter_free(iter);
    keep_pictures(&c);
    if (c.too_deep)
        letter->root = NULL;
    free(c.pictures);
    buf_release(&c.alt);
    names_release(&c.picture_names);
    return !c.failed;
}
