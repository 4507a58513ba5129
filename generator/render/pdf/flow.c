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
    int32_t numbered; /* the baseline of a line that counts, or 0 */
    size_t first_box, first_link, first_mark;
    int64_t start; /* of a galley: from the top of its first strip */
    /* The last note that this or a strip before it asks for, in strips of the galley. */
    size_t note_begin, note_end;
    const struct flow_head *head; /* that a page beginning here repeats */
};

struct flow_mark {
    const char *name; /* of a destination; NULL for a bookmark */
    const char *title;
    unsigned level;
    uint32_t element;
    size_t turn;
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

void flow_bookmark(struct flow *flow, const char *title, unsigned level, uint32_t element)
{
    size_t turn = flow->layout->bookmark_turns++;
    add_mark(flow,
             (struct flow_mark){.title = title, .level = level, .element = element, .turn = turn});
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
        .element = mark->element,
        .page = page->index,
        .y = y,
        .turn = mark->turn,
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

/* A strip of `from`, the flow or its notes. */
static void place_strip(struct flow *flow, const struct flow *from, size_t index,
                        struct layout_page *page, const struct flow_page *flow_page, int32_t y)
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

/* ---- the foot of a page ---- */

/* The height of notes with the rule above them. */
static int64_t foot_height(const struct flow *flow, size_t begin, size_t end)
{
    if (end <= begin)
        return 0;
    const struct strip *strips = flow->notes->strips;
    return flow->foot_space + flow->foot_rule + strips[end - 1].start + strips[end - 1].height -
           strips[begin].start;
}

/* Up to where the notes that a page asks for find room there: whole ones, or as much of the last as
 * does not leave a line alone. */
static size_t fitting_notes(const struct flow *flow, size_t end, int64_t room)
{
    size_t fits = flow->note_at;
    while (fits < end && foot_height(flow, flow->note_at, fits + 1) <= room)
        fits++;
    size_t good = fits;
    while (good > flow->note_at && good < end && flow->notes->strips[good].penalty >= FLOW_AVOID)
        good--;
    return good > flow->note_at ? good : fits;
}

static void place_notes(struct flow *flow, size_t end, struct layout_page *page,
                        const struct flow_page *flow_page)
{
    int64_t y = flow->bottom + foot_height(flow, flow->note_at, end) - flow->foot_space;
    page->boxes[page->box_count++] =
        (struct box){.kind = BOX_RECT,
                     .artifact = ARTIFACT_LAYOUT,
                     .x = flow_page->left,
                     .y = (int32_t)y,
                     .rect = {flow->foot_width, 400, flow->foot_colour}};
    y -= flow->foot_rule;
    const struct strip *strips = flow->notes->strips;
    for (size_t i = flow->note_at; i < end; i++)
        place_strip(flow, flow->notes, i, page, flow_page,
                    (int32_t)(y + strips[flow->note_at].start - strips[i].start));
    flow->note_at = end;
}

/* ---- pages ---- */

/* What a page holds: strips, and notes up to one of the galley's. */
struct choice {
    size_t strips;
    size_t notes;
    int64_t cost;
};

/* Room on a page for all boxes and links that are chosen for it. */
static void reserve(struct flow *flow, struct choice choice, const struct flow_head *head,
                    struct layout_page *page)
{
    struct strip end = strips_end(flow, choice.strips);
    size_t boxes = flow->furniture_count + end.first_box + (head ? head->box_count : 0);
    size_t links = end.first_link;
    if (choice.notes > flow->note_at) {
        struct strip begin = strips_end(flow->notes, flow->note_at);
        end = strips_end(flow->notes, choice.notes);
        boxes += end.first_box - begin.first_box + 1;
        links += end.first_link - begin.first_link;
    }
    page->boxes = arena_new(&flow->layout->arena, boxes * sizeof *page->boxes);
    page->links = arena_new(&flow->layout->arena, links * sizeof *page->links);
}

/* Numbers the lines of a page, the first of which begins at the height `y`. */
static void number_lines(struct flow *flow, size_t count, const struct flow_page *page, int32_t y)
{
    unsigned number = 0;
    for (size_t i = 0; i < count; i++) {
        const struct strip *strip = &flow->strips[i];
        y -= i ? strip->space : 0;
        if (strip->numbered)
            flow->number_line(flow->context, flow, page, ++number, y + strip->numbered);
        y -= strip->height;
    }
}

/* Makes a page. */
static void eject(struct flow *flow, struct choice choice)
{
    struct flow_page flow_page;
    struct layout_page *page = new_page(flow, &flow_page);
    const struct flow_head *head = choice.strips ? flow->strips[0].head : NULL;
    int32_t y = flow->layout->height - flow->top;
    number_lines(flow, choice.strips, &flow_page, y - (head ? head->height : 0));
    reserve(flow, choice, head, page);
    place_boxes(page, flow->furniture, flow->furniture_count, 0, 0);
    if (head) {
        place_boxes(page, head->boxes, head->box_count, flow_page.left, y);
        y -= head->height;
    }
    for (size_t i = 0; i < choice.strips; i++) {
        if (i)
            y -= flow->strips[i].space;
        place_strip(flow, flow, i, page, &flow_page, y);
        y -= flow->strips[i].height;
    }
    if (choice.notes > flow->note_at)
        place_notes(flow, choice.notes, page, &flow_page);
    drop(flow, choice.strips);
    measure(flow);
}

/* What notes that go on overleaf cost: a page gives up to half its height to them, and one that is
 * asked for there should begin there. */
static int64_t split_cost(const struct flow *flow, const struct strip *last, size_t notes,
                          size_t wanted, int64_t available)
{
    if (last->note_end > flow->note_at && notes <= last->note_begin)
        return FLOW_NEVER / 2;
    int64_t share = foot_height(flow, flow->note_at, wanted);
    if (share > available / 2)
        share = available / 2;
    int64_t lacking = (share - foot_height(flow, flow->note_at, notes)) * 1000 / available;
    return FLOW_SPLIT + (lacking > 0 ? lacking * lacking / 1000 : 0);
}

/* Takes the first `count` strips, `filled` high, for the page where that costs no more. */
static void consider(const struct flow *flow, size_t count, int64_t filled, int64_t available,
                     struct choice *best)
{
    const struct strip *last = &flow->strips[count - 1];
    struct choice choice = {.strips = count, .notes = flow->note_at};
    if (count < flow->strip_count)
        choice.cost = flow->strips[count].penalty;
    if (last->note_end > choice.notes)
        choice.notes = last->note_end;
    int64_t foot = foot_height(flow, flow->note_at, choice.notes);
    if (filled + foot > available) {
        size_t wanted = choice.notes;
        choice.notes = fitting_notes(flow, wanted, available - filled);
        choice.cost += split_cost(flow, last, choice.notes, wanted, available);
        foot = foot_height(flow, flow->note_at, choice.notes);
    }
    int64_t empty = (available - filled - foot) * 1000 / available;
    choice.cost += empty * empty / 1000;
    if (choice.cost <= best->cost)
        *best = choice;
}

/* What makes the best page: the fuller and the less it costs, the better. All strips where they
 * and their notes fit. */
static struct choice best_break(const struct flow *flow)
{
    int64_t available = page_height(flow) - head_height(&flow->strips[0]);
    int64_t filled = 0;
    struct choice best = {.strips = 1, .notes = flow->note_at, .cost = INT64_MAX};
    for (size_t i = 0; i < flow->strip_count; i++) {
        const struct strip *strip = &flow->strips[i];
        if (i) {
            consider(flow, i, filled, available, &best);
            filled += strip->space;
        }
        filled += strip->height;
        if (filled > available)
            return best;
    }
    size_t notes = flow->strips[flow->strip_count - 1].note_end;
    if (filled + foot_height(flow, flow->note_at, notes) <= available)
        return (struct choice){flow->strip_count, notes, 0};
    consider(flow, flow->strip_count, filled, available, &best);
    return best;
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
    flow->height += height + (flow->strip_count ? strip->space : head_height(strip));
    flow->strip_count++;
    flow->space = 0;
    flow->penalty = FLOW_FREE;
    flow->numbered = 0;
    while (!flow->galley && flow->height > page_height(flow) && flow->strip_count > 1)
        eject(flow, best_break(flow));
    flow->next_box = flow->box_count;
    flow->next_link = flow->link_count;
    flow->next_mark = flow->mark_count;
}

void flow_head_begin(struct flow *flow)
{
    const struct strip *strip = &flow->strips[flow->strip_count - 1];
    flow->head = NULL;
    if (flow->galley || strip->height > page_height(flow) / 4)
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
    size_t notes = flow->notes ? flow->notes->strip_count : 0;
    while (flow->note_at < notes) {
        size_t fitting = fitting_notes(flow, notes, page_height(flow));
        if (fitting == flow->note_at)
            fitting++;
        eject(flow, (struct choice){.notes = fitting});
    }
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
