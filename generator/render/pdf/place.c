/* SPDX-License-Identifier: ISC */
/* Lines to boxes: each piece at its place, links as areas, signs as artifacts. */
#include "render/pdf/place.h"

#include "render/pdf/notes.h"

#include "render/pdf/bidi.h"

#include <stdlib.h>
#include <string.h>

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

void compose_tick(struct composer *composer, int32_t y)
{
    compose_rule(composer, composer->mirrored ? -16000 : composer->measure + 8000, y, 8000, 400,
                 composer->settings->colours.quiet);
}

/* What belongs to no element is an artifact. */
static void own_box(struct box *box, uint32_t element)
{
    if (element == NO_ELEMENT)
        box->artifact = ARTIFACT_LAYOUT;
    else
        box->element = element;
}

static bool same_box(const struct item *a, const struct item *b)
{
    return a->kind == b->kind && a->kind == ITEM_TEXT && a->element == b->element &&
           a->colour == b->colour && a->size == b->size && a->rise == b->rise &&
           a->link == b->link && a->strike == b->strike;
}

/* Where an item of the line is seen, with the space after it. */
struct placed_item {
    int64_t left, right;
};

/* A hyphen at the line's end, in place of a soft one if the word has it there. */
static size_t hyphenate(struct composer *composer, const struct item *item,
                        struct placed_piece *pieces, size_t count)
{
    struct shaper *shaper = composer->layout->shaper;
    const struct piece *piece = pieces[count - 1].piece;
    size_t length = piece->length;
    if (length > 2 && !memcmp(piece->text + length - 2, "\u00AD", 2))
        piece = shaper_part(shaper, piece, 0, length - 2, piece->rtl);
    pieces[count - 1].piece = piece;
    pieces[count].piece = items_hyphen(composer->layout->faces, shaper, piece->face);
    pieces[count].x =
        pieces[count - 1].x + (item->level & 1 ? -item->hyphen : piece_width(piece, item->size));
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

/* The places of a line's items, the first item's first, and the order in which they are seen. What
 * stands at the end of a line (its space, a hyphen) is beyond its width: in a paragraph from right
 * to left that is on the left. */
static void find_places(struct composer *composer, const struct placing *placing)
{
    const struct line *line = placing->line;
    const struct item *items = placing->items;
    size_t count = line->end - line->first;
    if (composer->place_capacity < count) {
        composer->place_capacity = count * 2;
        free(composer->places);
        free(composer->order);
        composer->places = memory_new(composer->place_capacity * sizeof *composer->places);
        composer->order = memory_new(composer->place_capacity * sizeof *composer->order);
    }
    bidi_order(items, line->first, line->end, placing->rtl, composer->order);
    const struct item *last = &items[line->end - 1];
    int64_t x = placing->x, spaces = 0;
    if (placing->rtl)
        x += last->ending == ENDING_HYPHEN ? last->hyphen : -last->space;
    for (size_t i = 0; i < count; i++) {
        const struct item *item = &items[composer->order[i]];
        struct placed_item *place = &composer->places[composer->order[i] - line->first];
        place->left = x + stretched(placing, spaces);
        x += item->width + item->space;
        if (item != last || !placing->rtl)
            spaces += item->give;
        place->right = x + stretched(placing, spaces);
    }
}

/* Text boxes from item `from` on that can be one; returns the item after. */
static size_t put_text(struct composer *composer, const struct placing *placing, size_t from)
{
    const struct item *items = placing->items;
    const struct placed_item *places = composer->places - placing->line->first;
    size_t end = from + 1;
    while (end < placing->line->end && same_box(&items[from], &items[end]))
        end++;
    bool hyphen = end == placing->line->end && items[end - 1].ending == ENDING_HYPHEN;
    struct placed_piece *pieces =
        arena_new(&composer->layout->arena, (end - from + hyphen) * sizeof *pieces);
    int64_t start = places[from].left, left = start, right = start;
    size_t count = 0;
    for (size_t i = from; i < end; i++) {
        pieces[count].piece = items[i].piece;
        pieces[count++].x = (int32_t)(places[i].left - start);
        left = places[i].left < left ? places[i].left : left;
        right = places[i].right > right ? places[i].right : right;
    }
    if (hyphen)
        count = hyphenate(composer, &items[end - 1], pieces, count);
    struct box *box = flow_box(&composer->flow);
    box->kind = BOX_TEXT;
    own_box(box, items[from].element);
    box->x = (int32_t)start;
    box->y = placing->baseline + items[from].rise;
    box->text.pieces = pieces;
    box->text.count = (uint32_t)count;
    box->text.size = items[from].size;
    box->text.colour = items[from].colour;
    if (items[from].strike)
        compose_rule(composer, (int32_t)left, box->y + items[from].size / 4,
                     (int32_t)(right - left), items[from].size / 20, items[from].colour);
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
    compose_tick(composer, placing->baseline + size / 4);
}

/* Where the text that stands on a baseline of the strip being made ends; on its left, where it is
 * from right to left. */
static int32_t text_end(const struct composer *composer, int32_t baseline, bool rtl)
{
    const struct flow *flow = &composer->flow;
    int32_t end = rtl ? INT32_MAX : 0;
    for (size_t i = flow->next_box; i < flow->box_count; i++) {
        const struct box *box = &flow->boxes[i];
        for (uint32_t k = 0; box->kind == BOX_TEXT && box->y == baseline && k < box->text.count;
             k++) {
            const struct placed_piece *placed = &box->text.pieces[k];
            int32_t left = box->x + placed->x;
            int32_t right = left + piece_width(placed->piece, box->text.size);
            if (rtl ? left < end : right > end)
                end = rtl ? left : right;
        }
    }
    return end;
}

/* Dots from the text to the folio that stands at `x`, in the same places on all lines. */
static void put_leaders(struct composer *composer, int32_t baseline, int32_t x,
                        struct waiting_folio *folio)
{
    int32_t size = folio->size, step = size * 3 / 5, away = size * 2;
    int32_t end = text_end(composer, baseline, folio->rtl);
    int32_t room = (folio->rtl ? end - x : x - end) - size / 2;
    if (!composer->settings->contents.leaders || room - away < step * 3)
        return;
    int32_t first = (away + step - 1) / step, count = room / step - first;
    struct placed_piece *pieces =
        arena_new(&composer->layout->arena, (size_t)count * sizeof *pieces);
    const struct piece *dot = compose_signs(composer, ".");
    for (int32_t i = 0; i < count; i++)
        pieces[i] = (struct placed_piece){.piece = dot, .x = i * step};
    folio->leaders = pieces;
    folio->leader_count = (uint32_t)count;
    folio->leader_x =
        folio->rtl ? (first + 1) * step - piece_width(dot, size) : -(first + count) * step;
    struct box *box = flow_box(&composer->flow);
    box->kind = BOX_TEXT;
    box->artifact = ARTIFACT_LAYOUT;
    box->x = x + folio->leader_x;
    box->y = baseline;
    box->text.pieces = pieces;
    box->text.count = (uint32_t)count;
    box->text.size = size;
    box->text.colour = composer->settings->colours.rule;
}

/* Room for a folio that ends at `x`, or begins there: a piece that compose_folios puts there. */
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
        .rtl = placing->rtl,
    };
    put_leaders(composer, placing->baseline, (int32_t)x,
                &composer->folios[composer->folio_count - 1]);
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
    if (link->note)
        notes_ask(composer->notes, link->note);
    link->anchor = NULL;
    link->note = 0;
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

/* The areas of the links on a line. */
static void put_links(struct composer *composer, const struct placing *placing)
{
    const struct item *items = placing->items;
    const struct line *line = placing->line;
    const struct placed_item *places = composer->places - line->first;
    for (size_t i = line->first, end; i < line->end; i = end) {
        int64_t left = places[i].left, right = left;
        bool words = false;
        for (end = i; end < line->end && items[end].link == items[i].link; end++) {
            bool last = end + 1 == line->end && !placing->rtl;
            int64_t own = last ? places[end].left + items[end].width : places[end].right;
            left = places[end].left < left ? places[end].left : left;
            right = own > right ? own : right;
            words = words || items[end].kind != ITEM_FOLIO;
        }
        /* Words that a face gives no width have their link still. */
        if (words && right == left)
            right++;
        if (items[i].link)
            put_link(composer, placing, items[i].link, left, right);
    }
}

void place_line(struct composer *composer, const struct placing *placing)
{
    const struct item *items = placing->items;
    const struct line *line = placing->line;
    find_places(composer, placing);
    for (size_t i = line->first; i < line->end;) {
        int64_t here = composer->places[i - line->first].left;
        if (items[i].kind == ITEM_TEXT) {
            i = put_text(composer, placing, i);
            continue;
        }
        if (items[i].kind == ITEM_PICTURE)
            put_picture(composer, placing, &items[i], here);
        else if (items[i].kind == ITEM_FOLIO)
            put_folio(composer, placing, &items[i], here);
        else
            put_page_break(composer, placing, here, items[i].size);
        i++;
    }
    put_links(composer, placing);
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

int32_t place_aligned(const struct line *line, enum column_align align, bool rtl, int32_t width)
{
    if (align == ALIGN_CENTRE)
        return (width - line->width) / 2;
    return align == ALIGN_RIGHT || (align == ALIGN_NONE && rtl) ? width - line->width : 0;
}

void place_markers(struct composer *composer, int32_t baseline)
{
    for (size_t i = 0; i < composer->marker_count; i++) {
        const struct marker *marker = &composer->markers[i];
        struct placed_piece *placed = arena_new(&composer->layout->arena, 2 * sizeof *placed);
        placed[0].piece = marker->piece;
        placed[1].piece = marker->tail;
        placed[0].x = marker->tail ? piece_width(marker->tail, marker->size) : 0;
        struct box *box = flow_box(&composer->flow);
        box->kind = BOX_TEXT;
        own_box(box, marker->element);
        box->x = marker->x;
        box->y = baseline;
        box->text.pieces = placed;
        box->text.count = marker->tail ? 2 : 1;
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
