/* SPDX-License-Identifier: ISC */
/* Lines to boxes: each piece at its place, links as areas, signs as artifacts. */
#include "render/pdf/place.h"

int32_t place_below(int32_t leading)
{
    return leading * 27 / 100;
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
static size_t put_text(struct composer *composer, const struct placing *placing, size_t from,
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

static void put_picture(struct composer *composer, const struct placing *placing,
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
static void put_page_break(struct composer *composer, const struct placing *placing, int64_t x,
                           int32_t size)
{
    uint32_t colour = composer->settings->colours.quiet;
    compose_rule(composer, (int32_t)x, placing->baseline - size / 4, 400, size, colour);
    compose_rule(composer, composer->measure + 8000, placing->baseline + size / 4, 8000, 400,
                 colour);
}

/* Room for a folio that ends at `x`: a piece that compose_folios puts there. */
static void put_folio(struct composer *composer, const struct placing *placing,
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
static void put_link(struct composer *composer, const struct placing *placing, uint32_t number,
                     int64_t start, int64_t end)
{
    struct item_link *link = &composer->items.links[number - 1];
    int32_t below = place_below(placing->leading);
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

void place_line(struct composer *composer, const struct placing *placing)
{
    const struct item *items = placing->items;
    const struct line *line = placing->line;
    int64_t x = placing->x, spaces = 0, link_start = 0;
    uint32_t link = 0;
    for (size_t i = line->first; i < line->end;) {
        int64_t here = x + stretched(placing, spaces);
        if (items[i].link != link) {
            if (link)
                put_link(composer, placing, link, link_start, here);
            link = items[i].link;
            link_start = here;
        }
        if (items[i].kind == ITEM_TEXT) {
            i = put_text(composer, placing, i, &x, &spaces);
            continue;
        }
        if (items[i].kind == ITEM_PICTURE)
            put_picture(composer, placing, &items[i], here);
        else if (items[i].kind == ITEM_FOLIO)
            put_folio(composer, placing, &items[i], here);
        else
            put_page_break(composer, placing, here, items[i].size);
        x += items[i].width;
        i++;
    }
    if (link) {
        const struct item *last = &items[line->end - 1];
        put_link(composer, placing, link, link_start,
                 x - last->space + stretched(placing, spaces - last->space));
    }
}

int32_t place_above(const struct item *items, const struct line *line, int32_t leading)
{
    int32_t above = leading - place_below(leading);
    for (size_t i = line->first; i < line->end; i++) {
        if (items[i].kind == ITEM_PICTURE && items[i].height + leading / 4 > above)
            above = items[i].height + leading / 4;
    }
    return above;
}

int32_t place_aligned(const struct line *line, enum column_align align, int32_t width)
{
    if (align == ALIGN_CENTRE)
        return (width - line->width) / 2;
    return align == ALIGN_RIGHT ? width - line->width : 0;
}

void place_markers(struct composer *composer, int32_t baseline)
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
        box->text.colour = marker->destination ? composer->settings->colours.accent
                                               : composer->settings->colours.ink;
        if (!marker->destination)
            continue;
        flow_link(&composer->flow, &(struct layout_link){
                                       .element = marker->element,
                                       .x = marker->x,
                                       .y = baseline - marker->size / 4,
                                       .width = piece_width(marker->piece, marker->size),
                                       .height = marker->size * 5 / 4,
                                       .destination = marker->destination,
                                       .contents = marker->piece->text,
                                   });
    }
    composer->marker_count = 0;
}
