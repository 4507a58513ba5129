/* SPDX-License-Identifier: ISC */
/* What all parts of the PDF are composed with: words to lines, lines and rows to strips. */
#include "render/pdf/compose.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A line of a row, and where its cell's items begin. */
struct row_line {
    struct line line;
    size_t items;
};

/* Where a line is painted, and how. */
struct placing {
    const struct item *items;
    const struct line *line;
    int32_t x;
    int32_t baseline; /* from the strip's upper edge: negative */
    int32_t stretch;  /* of all its spaces together */
    int32_t leading;
};

int32_t compose_leading(const struct composer *composer, int32_t size)
{
    const struct settings *settings = composer->settings;
    if (size > settings->sizes.text) /* headings stand closer */
        return (int32_t)((int64_t)size * 5 / 4);
    return (int32_t)((int64_t)size * settings->leading / settings->sizes.text);
}

/* Of the leading, what lies below the baseline. */
static int32_t below_baseline(int32_t leading)
{
    return leading * 27 / 100;
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
        .leading = compose_leading(composer, size),
        .inside = FLOW_INSIDE,
    };
}

void compose_rule(struct composer *composer, int32_t x, int32_t y, int32_t width, int32_t height,
                  uint32_t colour)
{
    struct box *box = flow_box(&composer->flow);
    box->kind = BOX_RECT;
    box->artifact = ARTIFACT_LAYOUT;
    box->x = x;
    box->y = y;
    box->rect.width = width;
    box->rect.height = height;
    box->rect.colour = colour;
}

/* ---- lines ---- */

static bool same_box(const struct item *a, const struct item *b)
{
    return a->kind == b->kind && a->kind == ITEM_TEXT && a->element == b->element &&
           a->colour == b->colour && a->size == b->size && a->rise == b->rise &&
           a->link == b->link && a->strike == b->strike;
}

/* A hyphen in place of a soft one at the line's end. */
static size_t hyphenate(struct composer *composer, const struct item *item,
                        struct placed_piece *pieces, size_t count)
{
    const struct piece *piece = pieces[count - 1].piece;
    const struct piece *stem =
        shaper_piece(composer->layout->shaper, piece->face, NULL, piece->text, piece->length - 2u);
    pieces[count - 1].piece = stem;
    pieces[count].piece = shaper_piece(composer->layout->shaper, piece->face, NULL, "-", 1);
    pieces[count].x = pieces[count - 1].x + piece_width(stem, item->size);
    pieces[count].soft_hyphen = true;
    return count + 1;
}

/* What justification adds to the spaces before a place in a line. */
static int32_t stretched(const struct placing *placing, int64_t spaces)
{
    if (!placing->stretch || !placing->line->spaces)
        return 0;
    return (int32_t)(placing->stretch * spaces / placing->line->spaces);
}

/* Text boxes from item `from` on that can be one; returns the item after. *x and *spaces go along.
 */
static size_t place_text(struct composer *composer, const struct placing *placing, size_t from,
                         int64_t *x, int64_t *spaces)
{
    const struct item *items = placing->items;
    size_t end = from + 1;
    while (end < placing->line->end && same_box(&items[from], &items[end]))
        end++;
    bool hyphen = end == placing->line->end && items[end - 1].ending == ENDING_HYPHEN;
    struct placed_piece *pieces =
        arena_new(&composer->layout->arena, (end - from + hyphen) * sizeof *pieces);
    int64_t start = *x + stretched(placing, *spaces);
    size_t count = 0;
    for (size_t i = from; i < end; i++) {
        pieces[count].piece = items[i].piece;
        pieces[count++].x = (int32_t)(*x + stretched(placing, *spaces) - start);
        *x += items[i].width + items[i].space;
        *spaces += items[i].space;
    }
    if (hyphen)
        count = hyphenate(composer, &items[end - 1], pieces, count);
    struct box *box = flow_box(&composer->flow);
    box->kind = BOX_TEXT;
    box->element = items[from].element;
    box->x = (int32_t)start;
    box->y = placing->baseline + items[from].rise;
    box->text.pieces = pieces;
    box->text.count = (uint32_t)count;
    box->text.size = items[from].size;
    box->text.colour = items[from].colour;
    int32_t width = (int32_t)(*x + stretched(placing, *spaces) - start);
    if (items[from].strike)
        compose_rule(composer, (int32_t)start, box->y + items[from].size / 4, width,
                     items[from].size / 20, items[from].colour);
    return end;
}

static void place_picture(struct composer *composer, const struct placing *placing,
                          const struct item *item, int64_t x)
{
    struct box *box = flow_box(&composer->flow);
    box->kind = BOX_PICTURE;
    box->element = item->element;
    box->x = (int32_t)x;
    box->y = placing->baseline;
    box->picture.width = item->width;
    box->picture.height = item->height;
    box->picture.picture = item->picture;
}

/* A stroke in the text, just before the word that begins a page of the original, and a tick beside
 * it. */
static void place_page_break(struct composer *composer, const struct placing *placing, int64_t x,
                             int32_t size)
{
    uint32_t colour = composer->settings->colours.quiet;
    compose_rule(composer, (int32_t)x, placing->baseline - size / 4, 400, size, colour);
    compose_rule(composer, composer->measure + 8000, placing->baseline + size / 4, 8000, 400,
                 colour);
}

/* Room for a folio that ends at `x`: a piece that compose_folios puts there. */
static void place_folio(struct composer *composer, const struct placing *placing,
                        const struct item *item, int64_t x)
{
    composer->folios = memory_grow(composer->folios, composer->folio_count,
                                   &composer->folio_capacity, sizeof *composer->folios);
    struct placed_piece *piece = arena_new(&composer->layout->arena, sizeof *piece);
    composer->folios[composer->folio_count++] = (struct waiting_folio){
        .destination = composer->items.links[item->link - 1].destination,
        .piece = piece,
        .size = item->size,
    };
    struct box *box = flow_box(&composer->flow);
    box->kind = BOX_TEXT;
    box->element = item->element;
    box->x = (int32_t)x;
    box->y = placing->baseline;
    box->text.pieces = piece;
    box->text.count = 1;
    box->text.size = item->size;
    box->text.colour = item->colour;
}

/* The area of a link on a line, from `start` to `end`. */
static void place_link(struct composer *composer, const struct placing *placing, uint32_t number,
                       int64_t start, int64_t end)
{
    struct item_link *link = &composer->items.links[number - 1];
    int32_t below = below_baseline(placing->leading);
    if (link->anchor)
        flow_destination(&composer->flow, link->anchor);
    link->anchor = NULL;
    if (end <= start)
        return;
    flow_link(&composer->flow, &(struct layout_link){
                                   .element = link->element,
                                   .x = (int32_t)start,
                                   .y = placing->baseline - below,
                                   .width = (int32_t)(end - start),
                                   .height = placing->leading,
                                   .address = link->address,
                                   .destination = link->destination,
                                   .contents = link->contents,
                               });
}

static void place_line(struct composer *composer, const struct placing *placing)
{
    const struct item *items = placing->items;
    const struct line *line = placing->line;
    int64_t x = placing->x, spaces = 0, link_start = 0;
    uint32_t link = 0;
    for (size_t i = line->first; i < line->end;) {
        int64_t here = x + stretched(placing, spaces);
        if (items[i].link != link) {
            if (link)
                place_link(composer, placing, link, link_start, here);
            link = items[i].link;
            link_start = here;
        }
        if (items[i].kind == ITEM_TEXT) {
            i = place_text(composer, placing, i, &x, &spaces);
            continue;
        }
        if (items[i].kind == ITEM_PICTURE)
            place_picture(composer, placing, &items[i], here);
        else if (items[i].kind == ITEM_FOLIO)
            place_folio(composer, placing, &items[i], here);
        else
            place_page_break(composer, placing, here, items[i].size);
        x += items[i].width;
        i++;
    }
    if (link) {
        const struct item *last = &items[line->end - 1];
        place_link(composer, placing, link, link_start,
                   x - last->space + stretched(placing, spaces - last->space));
    }
}

/* How high a line stands above its baseline. */
static int32_t line_above(const struct item *items, const struct line *line, int32_t leading)
{
    int32_t above = leading - below_baseline(leading);
    for (size_t i = line->first; i < line->end; i++) {
        if (items[i].kind == ITEM_PICTURE && items[i].height + leading / 4 > above)
            above = items[i].height + leading / 4;
    }
    return above;
}

/* Where a line begins in a width. */
static int32_t aligned(const struct line *line, enum column_align align, int32_t width)
{
    if (align == ALIGN_CENTRE)
        return (width - line->width) / 2;
    return align == ALIGN_RIGHT ? width - line->width : 0;
}

/* ---- paragraphs ---- */

static void place_markers(struct composer *composer, int32_t baseline)
{
    for (size_t i = 0; i < composer->marker_count; i++) {
        const struct marker *marker = &composer->markers[i];
        struct placed_piece *placed = arena_new(&composer->layout->arena, sizeof *placed);
        placed->piece = marker->piece;
        struct box *box = flow_box(&composer->flow);
        box->kind = BOX_TEXT;
        box->element = marker->element;
        box->x = marker->x;
        box->y = baseline;
        box->text.pieces = placed;
        box->text.count = 1;
        box->text.size = marker->size;
        box->text.colour = composer->settings->colours.ink;
    }
    composer->marker_count = 0;
}

/* "¶12" in the margin, as an artifact, and its destination. */
static void place_number(struct composer *composer, unsigned number, int32_t baseline)
{
    struct buf text = BUF_INIT;
    buf_add_format(&text, "¶%u", number);
    struct face *face = face_set_first(composer->layout->faces, STYLE_REGULAR);
    struct placed_piece *placed = arena_new(&composer->layout->arena, sizeof *placed);
    placed->piece = shaper_piece(composer->layout->shaper, face, NULL, text.bytes, text.length);
    int32_t size = composer->settings->sizes.small;
    struct box *box = flow_box(&composer->flow);
    box->kind = BOX_TEXT;
    box->artifact = ARTIFACT_LAYOUT;
    box->x = -size - piece_width(placed->piece, size);
    box->y = baseline;
    box->text.pieces = placed;
    box->text.count = 1;
    box->text.size = size;
    box->text.colour = composer->settings->colours.quiet;
    flow_destination(&composer->flow, inlines_numbered(&composer->layout->arena, "p", number));
    buf_release(&text);
}

/* The penalty of a page break before a line: no single line stands alone. */
static int32_t line_penalty(size_t index, size_t count, int32_t inside)
{
    if (!index)
        return FLOW_FREE;
    return index == 1 || index + 1 == count ? FLOW_NEVER : inside;
}

void compose_lines(struct composer *composer, const struct block *block)
{
    struct items *items = &composer->items;
    struct lines *lines = &composer->lines;
    items_end(items);
    items_fit(items, 0, block->width - block->indent);
    struct lines_spec spec = {
        .width = block->width,
        .indent = block->indent,
        .justify = block->align == ALIGN_NONE && composer->settings->justify,
        .balance = block->balance,
    };
    lines_break(lines, items->items, items->count, &spec);
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->lines[i];
        int32_t indent = i ? 0 : block->indent;
        int32_t above = line_above(items->items, line, block->leading);
        struct placing placing = {
            .items = items->items,
            .line = line,
            .x = block->x + indent + aligned(line, block->align, block->width - indent),
            .baseline = -above,
            .stretch = spec.justify ? line_stretch(line, block->width - indent) : 0,
            .leading = block->leading,
        };
        if (!i && block->number)
            place_number(composer, block->number, -above);
        place_markers(composer, -above);
        place_line(composer, &placing);
        flow_penalty(&composer->flow, line_penalty(i, lines->count, block->inside));
        flow_strip(&composer->flow, above + below_baseline(block->leading));
    }
    items_clear(items);
}

void compose_paragraph(struct composer *composer, uint32_t parent, enum tag tag, const char *text,
                       const struct run *run, const struct block *block)
{
    struct run own = *run;
    own.element = elements_add(&composer->elements, parent, tag);
    items_add_text(&composer->items, text, strlen(text), &own);
    compose_lines(composer, block);
}

void compose_link(struct composer *composer, const struct run *run, const char *destination,
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
}

void compose_gap(struct composer *composer, int32_t height)
{
    place_markers(composer, below_baseline(height) - height);
    flow_strip(&composer->flow, height);
}

/* ---- rows ---- */

/* A row higher than this part of a page may be cut, into strips of no more. */
#define ROW_PART 4

static void break_cells(struct composer *composer, struct cell *cells, size_t count)
{
    composer->row_line_count = 0;
    for (size_t cell = 0, start = 0; cell < count; start = cells[cell++].end) {
        struct lines_spec spec = {.width = cells[cell].width};
        lines_break(&composer->lines, composer->items.items + start, cells[cell].end - start,
                    &spec);
        cells[cell].line = composer->row_line_count;
        for (size_t i = 0; i < composer->lines.count; i++) {
            composer->row_lines =
                memory_grow(composer->row_lines, composer->row_line_count,
                            &composer->row_line_capacity, sizeof *composer->row_lines);
            composer->row_lines[composer->row_line_count++] =
                (struct row_line){composer->lines.lines[i], start};
        }
        cells[cell].line_end = composer->row_line_count;
    }
}

/* Paints what is left of a cell's lines, from the strip's top down, but no lower than `most` once
 * there is a line; returns the height. */
static int32_t place_cell(struct composer *composer, struct cell *cell, int32_t leading,
                          int32_t most)
{
    int32_t height = 0, below = below_baseline(leading);
    size_t first = cell->line;
    while (cell->line < cell->line_end) {
        const struct row_line *line = &composer->row_lines[cell->line];
        const struct item *items = composer->items.items + line->items;
        int32_t above = line_above(items, &line->line, leading);
        if (cell->line > first && height + above + below > most)
            break;
        place_markers(composer, -height - above);
        place_line(composer, &(struct placing){
                                 .items = items,
                                 .line = &line->line,
                                 .x = cell->x + aligned(&line->line, cell->align, cell->width),
                                 .baseline = -height - above,
                                 .leading = leading,
                             });
        height += above + below;
        cell->line++;
    }
    return height;
}

void compose_row(struct composer *composer, struct cell *cells, size_t count, int32_t leading)
{
    const struct flow *flow = &composer->flow;
    int32_t most = (composer->layout->height - flow->top - flow->bottom) / ROW_PART;
    break_cells(composer, cells, count);
    bool left = true;
    while (left) {
        int32_t height = leading;
        left = false;
        for (size_t i = 0; i < count; i++) {
            int32_t own = place_cell(composer, &cells[i], leading, most);
            height = own > height ? own : height;
            left = left || cells[i].line < cells[i].line_end;
        }
        flow_strip(&composer->flow, height);
        flow_penalty(&composer->flow, left ? FLOW_AVOID : FLOW_FREE);
    }
    items_clear(&composer->items);
}

/* ---- headings ---- */

void compose_heading(struct composer *composer, uint32_t parent, unsigned level, const char *text,
                     const struct run *run, const char *destination, const char *bookmark)
{
    struct block block = compose_block(composer, run->size);
    struct run own = *run;
    own.element = compose_heading_element(composer, parent, &level);
    block.align = ALIGN_LEFT;
    block.balance = true;
    block.inside = FLOW_NEVER;
    if (destination)
        flow_destination(&composer->flow, destination);
    flow_bookmark(&composer->flow, bookmark, level > 1 ? level - 1 : 1, run->lang);
    items_add_text(&composer->items, text, strlen(text), &own);
    compose_lines(composer, &block);
    flow_penalty(&composer->flow, FLOW_NEVER);
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

void compose_folios(struct composer *composer)
{
    struct layout *layout = composer->layout;
    struct face *face = face_set_first(layout->faces, STYLE_REGULAR);
    if (layout->destination_count)
        qsort(layout->destinations, layout->destination_count, sizeof *layout->destinations,
              by_name);
    for (size_t i = 0; i < composer->folio_count; i++) {
        struct waiting_folio *folio = &composer->folios[i];
        struct destination sought = {.name = folio->destination};
        const struct destination *found =
            bsearch(&sought, layout->destinations, layout->destination_count,
                    sizeof *layout->destinations, by_name);
        assert(found);
        const char *label = layout->pages[found->page].label;
        folio->piece->piece = shaper_piece(layout->shaper, face, NULL, label, strlen(label));
        folio->piece->x = -piece_width(folio->piece->piece, folio->size);
    }
}
