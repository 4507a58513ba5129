/* SPDX-License-Identifier: ISC */
/* From one long column to pages: strips of it, the space before each, and what it costs to begin a
 * page there. */
#include "render/pdf/flow.h"

#include "render/pdf/fill.h"
#include "render/pdf/foot.h"
#include "render/pdf/strip.h"

#include <stdlib.h>
#include <string.h>

void flow_release(struct flow *flow)
{
    free(flow->strips);
    free(flow->boxes);
    free(flow->links);
    free(flow->marks);
    free(flow->nodes);
    free(flow->active);
    free(flow->furniture);
    memset(flow, 0, sizeof *flow);
}

void flow_space(struct flow *flow, int32_t space)
{
    if (space > flow->space)
        flow->space = space;
}

void flow_penalty(struct flow *flow, int32_t penalty)
{
    if (penalty > flow->penalty)
        flow->penalty = penalty;
}

struct box *flow_box(struct flow *flow)
{
    flow->boxes =
        memory_grow(flow->boxes, flow->box_count, &flow->box_capacity, sizeof *flow->boxes);
    struct box *box = &flow->boxes[flow->box_count++];
    memset(box, 0, sizeof *box);
    return box;
}

struct box *flow_furniture(struct flow *flow)
{
    flow->furniture = memory_grow(flow->furniture, flow->furniture_count, &flow->furniture_capacity,
                                  sizeof *flow->furniture);
    struct box *box = &flow->furniture[flow->furniture_count++];
    memset(box, 0, sizeof *box);
    return box;
}

void flow_link(struct flow *flow, const struct layout_link *link)
{
    flow->links =
        memory_grow(flow->links, flow->link_count, &flow->link_capacity, sizeof *flow->links);
    flow->links[flow->link_count++] = *link;
}

static void add_mark(struct flow *flow, struct flow_mark mark)
{
    flow->marks =
        memory_grow(flow->marks, flow->mark_count, &flow->mark_capacity, sizeof *flow->marks);
    flow->marks[flow->mark_count++] = mark;
}

void flow_destination(struct flow *flow, const char *name)
{
    add_mark(flow, (struct flow_mark){.name = name});
}

void flow_bookmark(struct flow *flow, const char *title, unsigned level, uint32_t element)
{
    size_t turn = flow->layout->bookmark_turns++;
    add_mark(flow,
             (struct flow_mark){.title = title, .level = level, .element = element, .turn = turn});
}
/* Takes the first strips, and what they held, out of the queue. */
static void drop(struct flow *flow, size_t count)
{
    if (!count)
        return;
    struct strip end = strips_end(flow, count);
    flow->strip_count -= count;
    flow->box_count -= end.first_box;
    flow->link_count -= end.first_link;
    flow->mark_count -= end.first_mark;
    flow->next_box -= end.first_box;
    flow->next_link -= end.first_link;
    flow->next_mark -= end.first_mark;
    memmove(flow->strips, flow->strips + count, flow->strip_count * sizeof *flow->strips);
    if (flow->box_count)
        memmove(flow->boxes, flow->boxes + end.first_box, flow->box_count * sizeof *flow->boxes);
    if (flow->link_count)
        memmove(flow->links, flow->links + end.first_link, flow->link_count * sizeof *flow->links);
    if (flow->mark_count)
        memmove(flow->marks, flow->marks + end.first_mark, flow->mark_count * sizeof *flow->marks);
    for (size_t i = 0; i < flow->strip_count; i++) {
        flow->strips[i].first_box -= end.first_box;
        flow->strips[i].first_link -= end.first_link;
        flow->strips[i].first_mark -= end.first_mark;
    }
}
void flow_numbered(struct flow *flow, int32_t baseline)
{
    flow->numbered = baseline;
}

void flow_note(struct flow *flow, size_t begin, size_t end)
{
    if (end <= flow->note_end)
        return;
    flow->note_begin = begin;
    flow->note_end = end;
}

/* What was added belongs to the last strip. */
static void end_last(struct flow *flow)
{
    flow->next_box = flow->box_count;
    flow->next_link = flow->link_count;
    flow->next_mark = flow->mark_count;
}

void flow_strip(struct flow *flow, int32_t height)
{
    flow->strips =
        memory_grow(flow->strips, flow->strip_count, &flow->strip_capacity, sizeof *flow->strips);
    struct strip *strip = &flow->strips[flow->strip_count];
    *strip = (struct strip){
        .space = flow->space,
        .height = height,
        .penalty = flow->penalty,
        .numbered = flow->numbered,
        .first_box = flow->next_box,
        .first_link = flow->next_link,
        .first_mark = flow->next_mark,
        .head = flow->head,
        .note_begin = flow->note_begin,
        .note_end = flow->note_end,
    };
    if (flow->strip_count)
        strip->start = strip[-1].start + strip[-1].height + strip->space;
    flow->strip_count++;
    flow->space = 0;
    flow->penalty = FLOW_FREE;
    flow->numbered = 0;
    end_last(flow);
    if (!flow->galley) {
        fill_strip(flow);
        drop(flow, fill_pages(flow));
    }
}

void flow_head_begin(struct flow *flow)
{
    const struct strip *strip = &flow->strips[flow->strip_count - 1];
    flow->head = NULL;
    if (flow->galley || strip->height > strip_page_height(flow) / 4)
        return;
    struct flow_head *head = arena_new(&flow->layout->arena, sizeof *head);
    head->height = strip->height;
    head->box_count = flow->box_count - strip->first_box;
    head->boxes = arena_new(&flow->layout->arena, head->box_count * sizeof *head->boxes);
    for (size_t i = 0; i < head->box_count; i++) {
        head->boxes[i] = flow->boxes[strip->first_box + i];
        if (head->boxes[i].artifact == ARTIFACT_NONE)
            head->boxes[i].artifact = ARTIFACT_PAGINATION;
    }
    flow->head = head;
}

void flow_head_end(struct flow *flow)
{
    flow->head = NULL;
}

void flow_finish(struct flow *flow)
{
    if (flow->notes)
        end_last(flow->notes);
    if (flow->strip_count) {
        end_last(flow);
        fill_end(flow);
        drop(flow, fill_pages(flow));
    }
    size_t notes = flow->notes ? flow->notes->strip_count : 0;
    while (flow->note_at < notes) {
        page_make(flow, (struct page_choice){.notes = foot_alone(flow, flow->note_at, notes)});
    }
}

void flow_open(struct flow *flow, const char *section, const char *lang, const char *label)
{
    flow_finish(flow);
    flow->section = section;
    flow->section_lang = lang;
    flow->label = label;
    flow->first_folio = flow->last_folio = 0;
    flow->opening = true;
    flow->space = 0;
    flow->penalty = FLOW_FREE;
}
