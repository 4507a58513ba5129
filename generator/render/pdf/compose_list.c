/* SPDX-License-Identifier: ISC */
/* Lists of the letter, and the markers that stand before their items. */
#include "render/pdf/compose.h"

#include "model/language.h"

#include <assert.h>
#include <string.h>

static const char *bullet(unsigned depth)
{
    static const char *const bullets[] = {"•", "–", "◦"};
    return bullets[depth % (sizeof bullets / sizeof *bullets)];
}

static enum list_numbering numbering(const struct node *list, unsigned depth)
{
    static const enum list_numbering bullets[] = {LIST_DISC, LIST_NONE, LIST_CIRCLE};
    return list->list.ordered ? LIST_DECIMAL : bullets[depth % 3];
}

/* The sign or number before an item. */
static void marker_text(const struct node *item, const struct node *list, unsigned depth,
                        unsigned number, struct buf *text)
{
    buf_clear(text);
    if (item->item.task)
        buf_add_string(text, item->item.done ? "☑" : "☐");
    else if (list->list.ordered)
        buf_add_format(text, "%u%c", number, list->list.delimiter);
    else
        buf_add_string(text, bullet(depth));
}

/* How far the items of a list stand in from its marker: room for the widest. */
static int32_t list_step(struct composer *composer, const struct node *list,
                         const struct frame *frame)
{
    int32_t step = frame->size * 8 / 5;
    if (!list->list.ordered)
        return step;
    unsigned last = list->list.start;
    for (const struct node *item = list->first; item; item = item->next)
        last++;
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%u%c", last - 1, list->list.delimiter);
    int32_t width = piece_width(compose_signs(composer, text.bytes), frame->size) + frame->size / 2;
    buf_release(&text);
    return width > step ? width : step;
}

void compose_marker(struct composer *composer, const char *text, uint32_t element,
                    const struct frame *frame, int32_t step, const char *destination)
{
    struct shaper *shaper = composer->layout->shaper;
    const struct piece *piece = compose_signs(composer, text);
    struct marker marker = {.piece = piece,
                            .element = element,
                            .x = frame->x - step,
                            .size = frame->size,
                            .destination = destination};
    if (language_right_to_left(frame->lang)) {
        marker.x = frame->x + frame->width + step - piece_width(piece, frame->size);
        size_t digits = strspn(text, "0123456789");
        if (digits && digits < piece->length) {
            marker.piece = shaper_part(shaper, piece, 0, digits, false);
            marker.tail = shaper_part(shaper, piece, digits, piece->length - digits, true);
        }
    }
    assert(composer->marker_count < sizeof composer->markers / sizeof *composer->markers);
    composer->markers[composer->marker_count++] = marker;
}

static void compose_item(struct composer *composer, const struct node *item, const char *marker,
                         const struct frame *list, int32_t step)
{
    struct frame frame = *list;
    uint32_t element = compose_frame_element(composer, list, TAG_LI, item->lang);
    uint32_t label = elements_add(&composer->elements, element, TAG_LBL);
    compose_marker(composer, marker, label, list, step, NULL);
    frame.element = elements_add(&composer->elements, element, TAG_LBODY);
    frame.lang = item->lang ? item->lang : list->lang;
    compose_blocks(composer, item, &frame);
    if (composer->marker_count)
        compose_gap(composer, compose_leading(composer, frame.size));
}

void compose_list(struct composer *composer, const struct node *list, const struct frame *outer)
{
    struct frame frame = *outer;
    frame.element = compose_frame_element(composer, outer, TAG_L, list->lang);
    composer->elements.items[frame.element].list_numbering = (uint8_t)numbering(list, outer->depth);
    frame.lang = list->lang ? list->lang : outer->lang;
    frame.tight = list->list.tight;
    frame.depth++;
    int32_t step = list_step(composer, list, outer);
    flow_space(&composer->flow, compose_block_space(composer, outer));
    compose_step_in(composer, &frame, step, 0);
    struct buf marker = BUF_INIT;
    unsigned number = list->list.start;
    for (const struct node *item = list->first; item; item = item->next) {
        marker_text(item, list, outer->depth, number++, &marker);
        compose_item(composer, item, marker.bytes, &frame, step);
    }
    buf_release(&marker);
    flow_space(&composer->flow, compose_block_space(composer, outer));
}
