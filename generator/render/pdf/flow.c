/* SPDX-License-Identifier: ISC */
/* From one long column to pages: strips of it, the space before each, and what it costs to begin a
 * page there. */
#include "render/pdf/flow.h"

#include <stdlib.h>
#include <string.h>

/* The head of a table, in the layout's arena. */
struct flow_head {
    int32_t height;
    size_t box_count;
    struct box *boxes;
};

/* What it holds ends where the next strip's begins. */
struct strip {
    int32_t space;
    int32_t height;
    int32_t penalty;
    size_t first_box, first_link, first_mark;
    const struct flow_head *head; /* that a page beginning here repeats */
};

struct flow_mark {
    const char *name; /* of a destination; NULL for a bookmark */
    const char *title;
    unsigned level;
    const char *lang;
};

void flow_release(struct flow *flow)
{
    free(flow->strips);
    free(flow->boxes);
    free(flow->links);
    free(flow->marks);
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

void flow_bookmark(struct flow *flow, const char *title, unsigned level, const char *lang)
{
    add_mark(flow, (struct flow_mark){.title = title, .level = level, .lang = lang});
}

static int32_t page_height(const struct flow *flow)
{
    return flow->layout->height - flow->top - flow->bottom;
}

static int32_t head_height(const struct strip *strip)
{
    return strip->head ? strip->head->height : 0;
}

/* The height of all that waits, were it one page. */
static void measure(struct flow *flow)
{
    flow->height = 0;
    for (size_t i = 0; i < flow->strip_count; i++)
        flow->height +=
            flow->strips[i].height + (i ? flow->strips[i].space : head_height(&flow->strips[0]));
}

static const char *next_label(struct flow *flow)
{
    if (flow->label)
        return flow->label;
    struct buf number = BUF_INIT;
    buf_add_number(&number, (long long)flow->layout->page_count + 1);
    const char *label = arena_copy(&flow->layout->arena, number.bytes, number.length);
    buf_release(&number);
    return label;
}

static struct layout_page *new_page(struct flow *flow, struct flow_page *page)
{
    struct layout *layout = flow->layout;
    bool odd = layout->page_count % 2 == 0;
    *page = (struct flow_page){
        .index = layout->page_count,
        .label = next_label(flow),
        .opening = flow->opening,
        .section = flow->section,
        .lang = flow->section_lang,
        .left = odd ? flow->inner : flow->outer,
    };
    layout->pages =
        memory_grow(layout->pages, layout->page_count, &flow->page_capacity, sizeof *layout->pages);
    struct layout_page *made = &layout->pages[layout->page_count++];
    *made = (struct layout_page){.label = page->label};
    flow->opening = false;
    flow->furniture_count = 0;
    if (flow->furnish)
        flow->furnish(flow->context, flow, page);
    return made;
}

/* Copies boxes onto the page, whose strip begins at the height `y`. */
static void place_boxes(struct layout_page *page, const struct box *boxes, size_t count,
                        int32_t left, int32_t y)
{
    for (size_t i = 0; i < count; i++) {
        struct box *box = &page->boxes[page->box_count++];
        *box = boxes[i];
        box->x += left;
        box->y += y;
    }
}

static void place_bookmark(struct flow *flow, const struct flow_mark *mark,
                           const struct flow_page *page, int32_t y)
{
    struct layout *layout = flow->layout;
    struct buf title = BUF_INIT;
    buf_add_string(&title, mark->title);
    if (!flow->label)
        buf_add_format(&title, " (%s %s)", flow->page_word, page->label);
    layout->bookmarks = memory_grow(layout->bookmarks, layout->bookmark_count,
                                    &flow->bookmark_capacity, sizeof *layout->bookmarks);
    layout->bookmarks[layout->bookmark_count++] = (struct bookmark){
        .title = arena_copy(&layout->arena, title.bytes, title.length),
        .level = mark->level,
        .lang = mark->lang,
        .page = page->index,
        .y = y,
    };
    buf_release(&title);
}

static void place_mark(struct flow *flow, const struct flow_mark *mark,
                       const struct flow_page *page, int32_t y)
{
    struct layout *layout = flow->layout;
    if (!mark->name) {
        place_bookmark(flow, mark, page, y);
        return;
    }
    layout->destinations = memory_grow(layout->destinations, layout->destination_count,
                                       &flow->destination_capacity, sizeof *layout->destinations);
    layout->destinations[layout->destination_count++] =
        (struct destination){.name = mark->name, .page = page->index, .y = y};
}

/* Where what the strips hold ends after the first `count` of them. */
static struct strip strips_end(const struct flow *flow, size_t count)
{
    if (count < flow->strip_count)
        return flow->strips[count];
    return (struct strip){.first_box = flow->box_count,
                          .first_link = flow->link_count,
                          .first_mark = flow->mark_count};
}

static void place_strip(struct flow *flow, size_t index, struct layout_page *page,
                        const struct flow_page *flow_page, int32_t y)
{
    const struct strip *strip = &flow->strips[index];
    struct strip end = strips_end(flow, index + 1);
    place_boxes(page, flow->boxes + strip->first_box, end.first_box - strip->first_box,
                flow_page->left, y);
    for (size_t i = strip->first_link; i < end.first_link; i++) {
        struct layout_link *link = &page->links[page->link_count++];
        *link = flow->links[i];
        link->x += flow_page->left;
        link->y += y;
    }
    for (size_t i = strip->first_mark; i < end.first_mark; i++)
        place_mark(flow, &flow->marks[i], flow_page, y);
}

/* Takes the first strips, and what they held, out of the queue. */
static void drop(struct flow *flow, size_t count)
{
    struct strip end = strips_end(flow, count);
    flow->strip_count -= count;
    flow->box_count -= end.first_box;
    flow->link_count -= end.first_link;
    flow->mark_count -= end.first_mark;
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

/* Makes a page of the first strips. */
static void eject(struct flow *flow, size_t count)
{
    struct flow_page flow_page;
    struct layout_page *page = new_page(flow, &flow_page);
    const struct flow_head *head = flow->strips[0].head;
    struct strip end = strips_end(flow, count);
    size_t boxes = flow->furniture_count + end.first_box + (head ? head->box_count : 0);
    page->boxes = arena_new(&flow->layout->arena, boxes * sizeof *page->boxes);
    page->links = arena_new(&flow->layout->arena, end.first_link * sizeof *page->links);
    place_boxes(page, flow->furniture, flow->furniture_count, 0, 0);
    int32_t y = flow->layout->height - flow->top;
    if (head) {
        place_boxes(page, head->boxes, head->box_count, flow_page.left, y);
        y -= head->height;
    }
    for (size_t i = 0; i < count; i++) {
        if (i)
            y -= flow->strips[i].space;
        place_strip(flow, i, page, &flow_page, y);
        y -= flow->strips[i].height;
    }
    drop(flow, count);
    measure(flow);
}

/* How many strips make the best page: the fuller and the less it costs, the better. All of them
 * where they fit. */
static size_t best_break(const struct flow *flow)
{
    int64_t available = page_height(flow) - head_height(&flow->strips[0]);
    int64_t filled = 0, least = INT64_MAX;
    size_t best = 1;
    for (size_t i = 0; i < flow->strip_count; i++) {
        const struct strip *strip = &flow->strips[i];
        if (i) {
            int64_t empty = (available - filled) * 1000 / available;
            int64_t cost = strip->penalty + empty * empty / 1000;
            if (cost <= least) {
                least = cost;
                best = i;
            }
            filled += strip->space;
        }
        filled += strip->height;
        if (filled > available)
            return best;
    }
    return flow->strip_count;
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
        .first_box = flow->next_box,
        .first_link = flow->next_link,
        .first_mark = flow->next_mark,
        .head = flow->head,
    };
    flow->height += height + (flow->strip_count ? strip->space : head_height(strip));
    flow->strip_count++;
    flow->space = 0;
    flow->penalty = FLOW_FREE;
    while (flow->height > page_height(flow) && flow->strip_count > 1)
        eject(flow, best_break(flow));
    flow->next_box = flow->box_count;
    flow->next_link = flow->link_count;
    flow->next_mark = flow->mark_count;
}

void flow_head_begin(struct flow *flow)
{
    const struct strip *strip = &flow->strips[flow->strip_count - 1];
    flow->head = NULL;
    if (strip->height > page_height(flow) / 4)
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
    while (flow->strip_count)
        eject(flow, best_break(flow));
    flow->next_box = flow->next_link = flow->next_mark = 0;
}

void flow_open(struct flow *flow, const char *section, const char *lang, const char *label)
{
    flow_finish(flow);
    flow->section = section;
    flow->section_lang = lang;
    flow->label = label;
    flow->opening = true;
    flow->space = 0;
    flow->penalty = FLOW_FREE;
}
