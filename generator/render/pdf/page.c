/* SPDX-License-Identifier: ISC */
/* One page of the layout: what stands around the text, its strips, its notes. */
#include "render/pdf/page.h"

#include "render/pdf/foot.h"
#include "render/pdf/strip.h"

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

struct layout_page *page_add(struct flow *flow, const char *label, int32_t width, int32_t height)
{
    struct layout *layout = flow->layout;
    layout->pages =
        memory_grow(layout->pages, layout->page_count, &flow->page_capacity, sizeof *layout->pages);
    struct layout_page *made = &layout->pages[layout->page_count++];
    *made = (struct layout_page){.label = label, .width = width, .height = height};
    return made;
}

static struct layout_page *new_page(struct flow *flow, struct flow_page *page)
{
    struct layout *layout = flow->layout;
    bool recto = flow->one_sided || layout->page_count % 2 == 0;
    *page = (struct flow_page){
        .index = layout->page_count,
        .label = next_label(flow),
        .opening = flow->opening,
        .section = flow->section,
        .lang = flow->section_lang,
        .recto = recto,
        .left = recto ? flow->inner : flow->outer,
    };
    struct layout_page *made = page_add(flow, page->label, layout->width, layout->height);
    made->first_folio = flow->first_folio;
    made->last_folio = flow->last_folio;
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

void page_destination(struct flow *flow, const char *name, size_t page, int32_t y)
{
    struct layout *layout = flow->layout;
    layout->destinations = memory_grow(layout->destinations, layout->destination_count,
                                       &flow->destination_capacity, sizeof *layout->destinations);
    layout->destinations[layout->destination_count++] =
        (struct destination){.name = name, .page = page, .y = y};
}

void page_bookmark(struct flow *flow, const struct bookmark *bookmark)
{
    struct layout *layout = flow->layout;
    layout->bookmarks = memory_grow(layout->bookmarks, layout->bookmark_count,
                                    &flow->bookmark_capacity, sizeof *layout->bookmarks);
    layout->bookmarks[layout->bookmark_count++] = *bookmark;
}

static void place_bookmark(struct flow *flow, const struct flow_mark *mark,
                           const struct flow_page *page, int32_t y)
{
    struct buf title = BUF_INIT;
    buf_add_string(&title, mark->title);
    if (!flow->label)
        buf_add_format(&title, " (%s %s)", flow->page_word, page->label);
    const struct bookmark bookmark = {
        .title = arena_copy(&flow->layout->arena, title.bytes, title.length),
        .level = mark->level,
        .element = mark->element,
        .page = page->index,
        .y = y,
        .turn = mark->turn,
    };
    page_bookmark(flow, &bookmark);
    buf_release(&title);
}

static void place_mark(struct flow *flow, const struct flow_mark *mark,
                       const struct flow_page *page, int32_t y)
{
    if (mark->name)
        page_destination(flow, mark->name, page->index, y);
    else
        place_bookmark(flow, mark, page, y);
}

void page_strip(struct flow *flow, const struct flow *from, size_t index, struct layout_page *page,
                const struct flow_page *flow_page, int32_t y)
{
    const struct strip *strip = &from->strips[index];
    struct strip end = strips_end(from, index + 1);
    place_boxes(page, from->boxes + strip->first_box, end.first_box - strip->first_box,
                flow_page->left, y);
    for (size_t i = strip->first_link; i < end.first_link; i++) {
        struct layout_link *link = &page->links[page->link_count++];
        *link = from->links[i];
        link->x += flow_page->left;
        link->y += y;
    }
    for (size_t i = strip->first_mark; i < end.first_mark; i++)
        place_mark(flow, &from->marks[i], flow_page, y);
}

/* Room on a page for all boxes and links that are chosen for it. */
static void reserve(struct flow *flow, struct page_choice choice, const struct flow_head *head,
                    struct layout_page *page)
{
    struct strip begin = strips_end(flow, choice.first), end = strips_end(flow, choice.end);
    size_t boxes =
        flow->furniture_count + end.first_box - begin.first_box + (head ? head->box_count : 0);
    size_t links = end.first_link - begin.first_link;
    if (choice.notes > flow->note_at) {
        begin = strips_end(flow->notes, flow->note_at);
        end = strips_end(flow->notes, choice.notes);
        boxes += end.first_box - begin.first_box + 1;
        links += end.first_link - begin.first_link;
    }
    page->boxes = arena_new(&flow->layout->arena, boxes * sizeof *page->boxes);
    page->links = arena_new(&flow->layout->arena, links * sizeof *page->links);
}

/* Numbers the lines of a page, the first of which begins at the height `y`. */
static void number_lines(struct flow *flow, struct page_choice choice, const struct flow_page *page,
                         int32_t y)
{
    unsigned number = 0;
    for (size_t i = choice.first; i < choice.end; i++) {
        const struct strip *strip = &flow->strips[i];
        y -= i > choice.first ? strip->space : 0;
        if (strip->numbered)
            flow->number_line(flow->context, flow, page, ++number, y + strip->numbered);
        y -= strip->height;
    }
}

void page_make(struct flow *flow, struct page_choice choice)
{
    struct flow_page flow_page;
    struct layout_page *page = new_page(flow, &flow_page);
    const struct flow_head *head =
        choice.first < choice.end ? flow->strips[choice.first].head : NULL;
    int32_t y = flow->layout->height - flow->top;
    number_lines(flow, choice, &flow_page, y - (head ? head->height : 0));
    reserve(flow, choice, head, page);
    place_boxes(page, flow->furniture, flow->furniture_count, 0, 0);
    if (head) {
        place_boxes(page, head->boxes, head->box_count, flow_page.left, y);
        y -= head->height;
    }
    for (size_t i = choice.first; i < choice.end; i++) {
        if (i > choice.first)
            y -= flow->strips[i].space;
        page_strip(flow, flow, i, page, &flow_page, y);
        y -= flow->strips[i].height;
    }
    if (choice.notes > flow->note_at)
        foot_place(flow, choice.notes, page, &flow_page);
}
