/* SPDX-License-Identifier: ISC */
/* Where a page ends: the fuller it is and the less that costs, the better. */
#include "render/pdf/fill.h"

#include "render/pdf/foot.h"
#include "render/pdf/strip.h"

struct choice {
    struct page_choice page;
    int64_t cost;
};

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
    struct choice choice = {.page = {count, flow->note_at}};
    if (count < flow->strip_count)
        choice.cost = flow->strips[count].penalty;
    if (last->note_end > choice.page.notes)
        choice.page.notes = last->note_end;
    int64_t foot = foot_height(flow, flow->note_at, choice.page.notes);
    if (filled + foot > available) {
        size_t wanted = choice.page.notes;
        choice.page.notes = foot_fitting(flow, flow->note_at, wanted, available - filled);
        choice.cost += split_cost(flow, last, choice.page.notes, wanted, available);
        foot = foot_height(flow, flow->note_at, choice.page.notes);
    }
    int64_t empty = (available - filled - foot) * 1000 / available;
    choice.cost += empty * empty / 1000;
    if (choice.cost <= best->cost)
        *best = choice;
}

struct page_choice fill_best(const struct flow *flow)
{
    int64_t available = strip_page_height(flow) - strip_head_height(&flow->strips[0]);
    int64_t filled = 0;
    struct choice best = {{1, flow->note_at}, INT64_MAX};
    for (size_t i = 0; i < flow->strip_count; i++) {
        const struct strip *strip = &flow->strips[i];
        if (i) {
            consider(flow, i, filled, available, &best);
            filled += strip->space;
        }
        filled += strip->height;
        if (filled > available)
            return best.page;
    }
    size_t notes = flow->strips[flow->strip_count - 1].note_end;
    if (filled + foot_height(flow, flow->note_at, notes) <= available)
        return (struct page_choice){flow->strip_count, notes};
    consider(flow, flow->strip_count, filled, available, &best);
    return best.page;
}
