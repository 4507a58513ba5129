/* SPDX-License-Identifier: ISC */
/* What all parts of the PDF are composed with: paragraphs, links, headings. */
#include "render/pdf/compose.h"

#include "render/pdf/bidi.h"
#include "render/pdf/margins.h"
#include "render/pdf/place.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int32_t compose_leading(const struct composer *composer, int32_t size)
{
    const struct settings *settings = composer->settings;
    if (size > settings->sizes.text) /* headings stand closer */
        return (int32_t)((int64_t)size * 5 / 4);
    return (int32_t)((int64_t)size * settings->leading / settings->sizes.text);
}

struct run compose_run(const struct composer *composer, enum style style, int32_t size,
                       uint32_t element)
{
    return (struct run){
        .style = style,
        .size = size,
        .colour = composer->settings->colours.ink,
        .element = element,
        .lang = composer->settings->language,
    };
}

struct block compose_block(const struct composer *composer, int32_t size)
{
    return (struct block){
        .width = composer->measure,
        .rtl = composer->voice_rtl,
        .leading = compose_leading(composer, size),
        .inside = FLOW_INSIDE,
    };
}

const struct piece *compose_signs(struct composer *composer, const char *signs)
{
    const struct layout *layout = composer->layout;
    const struct face *face = face_set_choose_for(layout->faces, STYLE_REGULAR, signs);
    return shaper_piece(layout->shaper, face, NULL, signs, strlen(signs));
}

const struct placed_piece *compose_words(struct composer *composer, const char *words, int32_t size,
                                         uint32_t *count, int32_t *width)
{
    struct items *items = &composer->items;
    struct run run = compose_run(composer, STYLE_REGULAR, size, 0);
    size_t first = items->count;
    /* A paragraph may be under way. */
    bool rtl = items->rtl, both = items->both;
    items->rtl = composer->voice_rtl;
    items->both = false;
    items_add_text(items, words, strlen(words), &run);
    if (items->both || items->rtl)
        bidi_resolve(items, first);
    *count = (uint32_t)(items->count - first);
    struct placed_piece *pieces =
        arena_new(&composer->layout->arena, (*count + 1) * sizeof *pieces);
    size_t *order = memory_new((*count + 1) * sizeof *order);
    bidi_order(items->items, first, items->count, items->rtl, order);
    int32_t x = 0;
    *width = 0;
    for (size_t i = 0; i < *count; i++) {
        const struct item *item = &items->items[order[i]];
        pieces[order[i] - first] = (struct placed_piece){.piece = item->piece, .x = x};
        *width = x + item->width;
        x = *width + item->space;
    }
    free(order);
    items->count = first;
    items->rtl = rtl;
    items->both = both;
    return pieces;
}

/* ---- paragraphs ---- */

/* "¶12" in the margin, as an artifact, and its destination. */
static void place_number(struct composer *composer, unsigned number, int32_t baseline)
{
    struct buf text = BUF_INIT;
    buf_add_string(&text, "¶");
    buf_add_number(&text, number);
    struct placed_piece *placed = arena_new(&composer->layout->arena, sizeof *placed);
    placed->piece = compose_signs(composer, text.bytes);
    int32_t size = composer->settings->sizes.small;
    struct box *box = flow_box(&composer->flow);
    box->kind = BOX_TEXT;
    box->artifact = ARTIFACT_LAYOUT;
    int32_t gap = composer->settings->line_numbers ? size * 4 : size;
    box->x = composer->mirrored ? composer->measure + gap : -gap - piece_width(placed->piece, size);
    box->y = baseline;
    box->text.pieces = placed;
    box->text.count = 1;
    box->text.size = size;
    box->text.colour = composer->settings->colours.quiet;
    flow_destination(&composer->flow, inlines_numbered(&composer->layout->arena, "p", number));
    buf_release(&text);
}

/* The penalty of a page break before a line: few lines do not stand alone, and no word is in two
 * parts on two pages. */
static int32_t line_penalty(const struct composer *composer, size_t index, int32_t inside)
{
    const struct lines *lines = &composer->lines;
    if (!index)
        return FLOW_FREE;
    if (index < (size_t)composer->settings->pages.orphans ||
        lines->count - index < (size_t)composer->settings->pages.widows)
        return inside < FLOW_NEVER ? FLOW_NEVER : inside;
    const struct item *last = &composer->items.items[lines->lines[index].first - 1];
    bool hyphen = last->ending == ENDING_HYPHEN && !composer->settings->hyphens.across_pages;
    return hyphen && inside < FLOW_HYPHEN ? FLOW_HYPHEN : inside;
}

/* The items into lines: without dividing words, unless lines are too loose then. */
static void break_lines(struct composer *composer, const struct lines_spec *spec)
{
    struct items *items = &composer->items;
    struct split *split = &composer->split;
    lines_break(&composer->lines, items->items, items->count, spec);
    if (!composer->settings->hyphens.allowed ||
        !lines_loose(&composer->lines, items->items, spec, composer->settings->hyphens.tolerance) ||
        !split_words(split, items, composer->hyphens))
        return;
    lines_break(&composer->lines, split->items, split->count, spec);
    split_join(split, items, &composer->lines);
}

/* Whether signs at the ends of a justified block's lines stand out of it; nothing comes near the
 * paper's edge. */
static bool is_kerned(const struct composer *composer, const struct block *block)
{
    const struct settings *settings = composer->settings;
    return settings->margin_kerning && settings->justify && block->align == ALIGN_NONE &&
           !block->rtl && !composer->items.both &&
           settings->margins.inner >= settings->sizes.text &&
           settings->margins.outer >= settings->sizes.text;
}

/* Line `index` of a block, in a strip of its own. */
static void put_line(struct composer *composer, const struct block *block, size_t index,
                     bool justify, bool kerned)
{
    const struct item *items = composer->items.items;
    const struct line *line = &composer->lines.lines[index];
    int32_t indent = index ? 0 : block->indent;
    int32_t width = block->width - indent;
    int32_t stretch = justify ? line_stretch(line, width) : 0;
    int32_t left = kerned ? margins_left(&items[line->first]) : 0;
    int32_t right = kerned ? margins_right(&items[line->end - 1]) : 0;
    int32_t above = place_above(items, line, block->leading);
    struct placing placing = {
        .items = items,
        .line = line,
        .x = block->x + (block->rtl ? 0 : indent) - left,
        .baseline = -above,
        .stretch = stretch ? stretch + left + right : 0,
        .leading = block->leading,
        .rtl = block->rtl,
    };
    /* Beside a picture the number stands at its top. */
    int32_t usual = block->leading - place_below(block->leading);
    if (!stretch)
        placing.x += place_aligned(line, block->align, block->rtl, width);
    if (!index && block->number)
        place_number(composer, block->number, above > block->leading ? -usual : -above);
    place_markers(composer, -above);
    place_line(composer, &placing);
    flow_penalty(&composer->flow, line_penalty(composer, index, block->inside));
    if (composer->numbering && !composer->flow.galley)
        flow_numbered(&composer->flow, -above);
    flow_strip(&composer->flow, above + place_below(block->leading));
}

void compose_lines(struct composer *composer, const struct block *block)
{
    struct items *items = &composer->items;
    items->rtl = block->rtl;
    items_end(items);
    items_fit(items, 0, block->width - block->indent);
    struct lines_spec spec = {
        .width = block->width,
        .indent = block->indent,
        .justify = block->align == ALIGN_NONE && composer->settings->justify,
        .balance = block->balance,
        .last_line = composer->settings->last_line,
        .hyphen_penalty = composer->settings->hyphens.penalty,
        .hyphens = composer->settings->hyphens.consecutive,
    };
    break_lines(composer, &spec);
    bool kerned = spec.justify && is_kerned(composer, block);
    for (size_t i = 0; i < composer->lines.count; i++)
        put_line(composer, block, i, spec.justify, kerned);
    items_clear(items);
    items->rtl = composer->voice_rtl;
}

void compose_paragraph(struct composer *composer, uint32_t parent, enum tag tag, const char *text,
                       const struct run *run, const struct block *block)
{
    struct run own = *run;
    own.element = elements_add(&composer->elements, parent, tag);
    items_add_text(&composer->items, text, strlen(text), &own);
    compose_lines(composer, block);
}

struct run compose_link(struct composer *composer, const struct run *run, const char *destination,
                        const char *words, const char *contents)
{
    struct run own = *run;
    own.element = elements_add(&composer->elements, run->element, TAG_LINK);
    own.colour = composer->settings->colours.accent;
    own.link = items_add_link(&composer->items, (struct item_link){
                                                    .element = own.element,
                                                    .destination = destination,
                                                    .contents = contents ? contents : words,
                                                });
    items_add_text(&composer->items, words, strlen(words), &own);
    return own;
}

void compose_gap(struct composer *composer, int32_t height)
{
    place_markers(composer, place_below(height) - height);
    flow_strip(&composer->flow, height);
}

/* ---- headings ---- */

void compose_heading(struct composer *composer, uint32_t parent, unsigned level, const char *text,
                     const struct run *run, const char *destination, const char *bookmark)
{
    struct block block = compose_block(composer, run->size);
    struct run own = *run;
    own.element = compose_heading_element(composer, parent, &level);
    block.align = block.rtl ? ALIGN_RIGHT : ALIGN_LEFT;
    block.balance = true;
    block.inside = FLOW_STRAND;
    if (destination)
        flow_destination(&composer->flow, destination);
    flow_bookmark(&composer->flow, bookmark, level > 1 ? level - 1 : 1, own.element);
    items_add_text(&composer->items, text, strlen(text), &own);
    compose_lines(composer, &block);
    flow_penalty(&composer->flow, FLOW_STRAND);
}

uint32_t compose_heading_element(struct composer *composer, uint32_t parent, unsigned *level)
{
    if (*level > composer->heading_level + 1)
        *level = composer->heading_level + 1;
    if (*level > 6)
        *level = 6;
    composer->heading_level = *level;
    return elements_add(&composer->elements, parent, (enum tag)(TAG_H1 + *level - 1));
}

/* ---- folios ---- */

static int by_name(const void *left, const void *right)
{
    const struct destination *a = left, *b = right;
    return strcmp(a->name, b->name);
}

const struct destination *layout_find(const struct layout *layout, const char *name)
{
    const struct destination sought = {.name = name};
    return layout->destination_count
               ? bsearch(&sought, layout->destinations, layout->destination_count,
                         sizeof *layout->destinations, by_name)
               : NULL;
}

static const char *label_of(const struct layout *layout, const char *destination)
{
    const struct destination *found = layout_find(layout, destination);
    return found ? layout->pages[found->page].label : NULL;
}

/* Dots that the folio, as wide as it came out, would touch give way to spaces. */
static void clear_leaders(struct composer *composer, const struct waiting_folio *folio)
{
    int32_t width = piece_width(folio->piece->piece, folio->size) + folio->size / 2;
    for (uint32_t i = 0; i < folio->leader_count; i++) {
        struct placed_piece *dot = &folio->leaders[i];
        int32_t x = folio->leader_x + dot->x;
        if ((folio->rtl ? x : -x - piece_width(dot->piece, folio->size)) < width)
            dot->piece = compose_signs(composer, " ");
    }
}

void compose_folios(struct composer *composer)
{
    struct layout *layout = composer->layout;
    if (layout->destination_count)
        qsort(layout->destinations, layout->destination_count, sizeof *layout->destinations,
              by_name);
    for (size_t i = 0; i < composer->folio_count; i++) {
        struct waiting_folio *folio = &composer->folios[i];
        const char *label = label_of(layout, folio->destination);
        if (!label && composer->whole)
            label = label_of(composer->whole, folio->destination);
        assert(label);
        folio->piece->piece = compose_signs(composer, label);
        folio->piece->x = folio->rtl ? 0 : -piece_width(folio->piece->piece, folio->size);
        clear_leaders(composer, folio);
    }
}
