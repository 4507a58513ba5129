/* SPDX-License-Identifier: ISC */
/* The blocks of the letter: paragraphs, headings, quotations, code, parts. */
#include "render/pdf/compose.h"

#include "model/language.h"
#include "render/pdf/scripts.h"

void compose_step_in(const struct composer *composer, struct frame *frame, int32_t start,
                     int32_t end)
{
    int32_t most = composer->measure * 2 / 5;
    bool rtl = language_right_to_left(frame->lang);
    int32_t before = rtl ? composer->measure - frame->x - frame->width : frame->x;
    if (before + start > most)
        start = most - before;
    frame->width -= start;
    bool room = frame->width - end >= composer->measure / 2;
    if (room)
        frame->width -= end;
    if (!rtl)
        frame->x += start;
    else if (room)
        frame->x += end;
}

static struct run frame_run(const struct composer *composer, const struct frame *frame,
                            uint32_t element, const char *lang)
{
    struct run run = compose_run(composer, STYLE_REGULAR, frame->size, element);
    run.lang = lang ? lang : frame->lang;
    return run;
}

/* Of a frame's sides the left one is where lines begin: the other one in text from right to left.
 */
static enum column_align aligned(enum column_align align, bool rtl)
{
    if (!rtl || align == ALIGN_NONE || align == ALIGN_CENTRE)
        return align;
    return align == ALIGN_LEFT ? ALIGN_RIGHT : ALIGN_LEFT;
}

static struct block frame_block(const struct composer *composer, const struct frame *frame,
                                const char *lang)
{
    struct block block = compose_block(composer, frame->size);
    block.x = frame->x;
    block.width = frame->width;
    block.rtl = language_right_to_left(lang ? lang : frame->lang);
    block.align = aligned(frame->align, block.rtl);
    if (block.align == ALIGN_NONE && scripts_without_spaces(lang ? lang : frame->lang))
        block.align = ALIGN_LEFT;
    return block;
}

uint32_t compose_frame_element(struct composer *composer, const struct frame *frame, enum tag tag,
                               const char *lang)
{
    return elements_add_in(&composer->elements, frame->element, tag, lang, frame->lang);
}

int32_t compose_block_space(const struct composer *composer, const struct frame *frame)
{
    return frame->tight ? composer->settings->paragraph_space / 4
                        : composer->settings->paragraph_space;
}

/* Whether a paragraph is set in bold throughout: in the addressees, a name. */
static bool is_strong(const struct node *paragraph)
{
    return paragraph->first && paragraph->first == paragraph->last &&
           paragraph->first->kind == NODE_STRONG;
}

static void compose_text(struct composer *composer, const struct node *node,
                         const struct frame *frame)
{
    uint32_t element = compose_frame_element(composer, frame, TAG_P, node->lang);
    struct run run = frame_run(composer, frame, element, node->lang);
    struct block block = frame_block(composer, frame, node->lang);
    block.number = node->number;
    if (frame->size == composer->settings->sizes.text && frame->role == PART_ROLE_COUNT)
        block.leading = (int32_t)((int64_t)block.leading * composer->settings->line_spacing / 1000);
    bool follows = frame->role == PART_ROLE_COUNT && node != node->parent->first && !frame->depth;
    block.indent = follows ? composer->settings->paragraph_indent : 0;
    bool office = frame->role == PART_ADDRESSEES && !is_strong(node) && node != node->parent->first;
    if (!office)
        flow_space(&composer->flow, compose_block_space(composer, frame));
    if (frame->role == PART_ADDRESSEES || frame->role == PART_LETTERHEAD)
        block.inside = FLOW_NEVER;
    run.hyphenate = frame->align == ALIGN_NONE;
    composer->items.measure = frame->width;
    inlines_add(&composer->items, node, &run);
    composer->items.node = node;
    compose_lines(composer, &block);
    if (frame->role == PART_ADDRESSEES && is_strong(node) && node->next)
        flow_penalty(&composer->flow, FLOW_NEVER);
}

/* The element and the bookmark of a heading. One without words is neither read nor found. */
static uint32_t begin_heading(struct composer *composer, const struct node *node,
                              const struct frame *frame)
{
    unsigned level = node->heading.level + 2; /* below the title and the section */
    struct buf words = BUF_INIT;
    uint32_t element;
    node_words(node, &words);
    flow_destination(&composer->flow, node->heading.anchor);
    if (words.length) {
        element = compose_heading_element(composer, frame->element, &level);
        flow_bookmark(&composer->flow,
                      arena_copy(&composer->layout->arena, words.bytes, words.length), level - 1,
                      element);
    } else {
        element = elements_add(&composer->elements, frame->element, TAG_P);
    }
    if (node->lang)
        composer->elements.items[element].lang = node->lang;
    buf_release(&words);
    return element;
}

static void compose_letter_heading(struct composer *composer, const struct node *node,
                                   const struct frame *frame)
{
    const struct settings *settings = composer->settings;
    const int32_t sizes[] = {settings->sizes.heading2, settings->sizes.heading3, frame->size};
    unsigned shown = node->heading.level < 3 ? node->heading.level - 1 : 2;
    struct run run = frame_run(composer, frame, 0, node->lang);
    run.size = sizes[shown];
    run.style = shown < 2 ? STYLE_BOLD : STYLE_BOLD_ITALIC;
    struct block block = frame_block(composer, frame, node->lang);
    block.leading = compose_leading(composer, run.size);
    if (block.align == ALIGN_NONE)
        block.align = aligned(ALIGN_LEFT, block.rtl);
    block.balance = true;
    block.inside = FLOW_STRAND;
    flow_space(&composer->flow, settings->leading * (shown ? 1 : 3) / (shown ? 1 : 2));
    run.element = begin_heading(composer, node, frame);
    composer->items.measure = frame->width;
    inlines_add(&composer->items, node, &run);
    if (composer->items.count)
        compose_lines(composer, &block);
    else
        compose_gap(composer, block.leading);
    flow_penalty(&composer->flow, FLOW_STRAND);
}

/* ---- code ---- */

/* A line of code with its tabs as spaces, four columns apart. */
static void add_code_line(struct composer *composer, const char *text, size_t length, bool last,
                          const struct run *run)
{
    struct buf line = BUF_INIT;
    size_t column = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\t') {
            do
                buf_add_char(&line, ' ');
            while (++column % 4);
            continue;
        }
        column += ((unsigned char)text[i] & 0xC0) != 0x80;
        buf_add_char(&line, text[i]);
    }
    items_add_text(&composer->items, line.bytes, line.length, run);
    if (!last)
        items_add_space(&composer->items, run, ENDING_SPACE);
    buf_release(&line);
}

static void compose_code(struct composer *composer, const struct node *node,
                         const struct frame *frame)
{
    uint32_t paragraph = compose_frame_element(composer, frame, TAG_P, node->lang);
    struct run run = frame_run(composer, frame, paragraph, node->lang);
    run.element = elements_add(&composer->elements, paragraph, TAG_CODE);
    run.style = STYLE_MONO;
    run.keep_spaces = true;
    run.size = (int32_t)((int64_t)frame->size * composer->settings->sizes.mono /
                         composer->settings->sizes.text);
    struct frame inner = *frame;
    compose_step_in(composer, &inner, frame->size * 3 / 2, 0);
    struct block block = frame_block(composer, &inner, "und");
    block.align = ALIGN_LEFT;
    block.leading = compose_leading(composer, run.size);
    flow_space(&composer->flow, composer->settings->paragraph_space);
    size_t length = node->length;
    while (length && node->text[length - 1] == '\n')
        length--;
    composer->items.node = node;
    for (size_t start = 0, end; start <= length; start = end + 1) {
        end = start;
        while (end < length && node->text[end] != '\n')
            end++;
        add_code_line(composer, node->text + start, end - start, end >= length, &run);
        if (start)
            flow_penalty(&composer->flow, FLOW_INSIDE);
        if (composer->items.count)
            compose_lines(composer, &block);
        else
            compose_gap(composer, block.leading);
    }
}

/* ---- quotations ---- */

static void compose_quote(struct composer *composer, const struct node *quote,
                          const struct frame *outer)
{
    struct frame frame = *outer;
    frame.element = compose_frame_element(composer, outer, TAG_BLOCK_QUOTE, quote->lang);
    frame.lang = quote->lang ? quote->lang : outer->lang;
    frame.tight = false;
    compose_step_in(composer, &frame, outer->size * 2, outer->size * 2);
    flow_space(&composer->flow, composer->settings->paragraph_space);
    compose_blocks(composer, quote, &frame);
    flow_space(&composer->flow, composer->settings->paragraph_space);
}

/* ---- parts ---- */

static void compose_part(struct composer *composer, const struct node *part,
                         const struct frame *outer)
{
    const struct settings *settings = composer->settings;
    struct frame frame = *outer;
    frame.element = compose_frame_element(composer, outer, TAG_DIV, part->lang);
    frame.lang = part->lang ? part->lang : outer->lang;
    if (part->role != PART_LANGUAGE)
        frame.role = part->role;
    int32_t before = settings->paragraph_space;
    int32_t after = before;
    switch (part->role) {
    case PART_LETTERHEAD:
        frame.align = ALIGN_CENTRE;
        after = settings->leading * 2;
        break;
    case PART_DATE:
        frame.align = ALIGN_RIGHT;
        before = after = settings->leading;
        break;
    case PART_SALUTATION:
        frame.align = ALIGN_LEFT;
        before = settings->leading;
        break;
    case PART_ADDRESSEES:
        frame.align = ALIGN_LEFT;
        compose_step_in(composer, &frame, outer->size * 2, outer->size * 4);
        before = after = settings->leading;
        break;
    case PART_CLOSING:
    case PART_SIGNATURE:
        frame.align = ALIGN_LEFT;
        frame.x = language_right_to_left(frame.lang) ? 0 : composer->measure / 2;
        frame.width = composer->measure - composer->measure / 2;
        before = part->role == PART_CLOSING ? settings->leading * 3 / 2 : settings->leading * 2;
        flow_penalty(&composer->flow, FLOW_NEVER);
        break;
    default:
        before = after = 0;
        break;
    }
    flow_space(&composer->flow, before);
    compose_blocks(composer, part, &frame);
    flow_space(&composer->flow, after);
}

/* ---- all blocks ---- */

static void compose_thematic_break(struct composer *composer, const struct frame *frame)
{
    int32_t height = compose_leading(composer, frame->size);
    int32_t width = frame->width / 5;
    compose_rule(composer, frame->x + (frame->width - width) / 2, -height / 2, width, 500,
                 composer->settings->colours.rule);
    flow_space(&composer->flow, composer->settings->paragraph_space);
    compose_gap(composer, height);
}

/* Where a page of the original ended between two blocks: the same tick as beside a line. After a
 * heading it leaves that with what follows. */
static void compose_page_break(struct composer *composer)
{
    int32_t penalty = composer->flow.penalty;
    compose_tick(composer, 0);
    flow_space(&composer->flow, composer->settings->paragraph_space / 2);
    flow_strip(&composer->flow, 0);
    flow_penalty(&composer->flow, penalty);
}

static void compose_node(struct composer *composer, const struct node *node,
                         const struct frame *frame)
{
    switch (node->kind) {
    case NODE_PARAGRAPH:
        compose_text(composer, node, frame);
        break;
    case NODE_HEADING:
        compose_letter_heading(composer, node, frame);
        break;
    case NODE_CODE_BLOCK:
        compose_code(composer, node, frame);
        break;
    case NODE_LIST:
        compose_list(composer, node, frame);
        break;
    case NODE_QUOTE:
        compose_quote(composer, node, frame);
        break;
    case NODE_PART:
        compose_part(composer, node, frame);
        break;
    case NODE_TABLE:
        compose_table(composer, node, frame);
        break;
    case NODE_RULE:
        compose_thematic_break(composer, frame);
        break;
    case NODE_PAGE_BREAK:
        compose_page_break(composer);
        break;
    default:
        break;
    }
}

/* Blocks nest LETTER_DEPTH_MAX deep at the most: recursion has a bound. */
void compose_blocks(struct composer *composer, const struct node *parent, const struct frame *frame)
{
    for (const struct node *node = parent->first; node; node = node->next)
        compose_node(composer, node, frame);
}
