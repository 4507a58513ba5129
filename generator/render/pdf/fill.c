/* SPDX-License-Identifier: ISC */
/* Where pages end: the best of all ways to fill the pages of a section. */
#include "render/pdf/fill.h"

#include "render/pdf/foot.h"
#include "render/pdf/strip.h"

#include <string.h>

/* All that costs is counted in millionths of an empty page; a penalty in thousands of that. */
#define PENALTY ((int64_t)1000)
/* A page more, so that there are no more than it takes. */
#define PAGE_COST 50
/* A last page that is less than this part full. */
#define SHORT_PART 8
#define SHORT_COST 100
/* A gap at the foot that is larger than it may be, and what is added where it is twice as large. */
#define GAP_COST 5000
#define EXCESS_COST 1000

/* Where the best ways have not come together after so many pages, the best of them is taken. */
#define WINDOW_PAGES 64
/* It is worth while to look for known pages once so many strips wait. */
#define STRIPS_LEAST 200
/* No page is better for looking back further than this for its beginning: strips have some height.
 * Only thousands of page breaks of the original in a row would make it slow. */
#define LOOK_BACK 4096
/* So many ways to one place that differ in the notes that wait there. */
#define WAYS 8

/* A place where a page may begin, with the notes that wait there: the best way to it. */
struct fill_node {
    size_t strip;
    size_t notes;    /* the first of them that has no page before */
    int64_t cost;    /* of all pages before */
    int64_t top;     /* of the page that begins here: its head is as high above the strip */
    size_t previous; /* the node where the page before begins */
    size_t next;     /* the node where this page ends, on the way that is taken */
    bool shared;     /* ways that are looked at pass here */
};

static int64_t text_height(const struct flow *flow, size_t from, size_t to)
{
    const struct strip *first = &flow->strips[from], *last = &flow->strips[to - 1];
    return last->start + last->height - first->start;
}

/* What notes that go on overleaf cost: a page gives up to half its height to them, and one that is
 * asked for there should begin there. */
static int64_t split_cost(const struct flow *flow, const struct strip *last, size_t from,
                          size_t notes, size_t wanted, int64_t available)
{
    if (last->note_end > from && notes <= last->note_begin)
        return FLOW_NEVER / 2 * PENALTY;
    int64_t share = foot_height(flow, from, wanted);
    if (share > available / 2)
        share = available / 2;
    int64_t lacking = (share - foot_height(flow, from, notes)) * 1000 / available;
    return FLOW_SPLIT * PENALTY + (lacking > 0 ? lacking * lacking : 0);
}

/* The section's notes that its last page has no room for, on pages of their own. */
static int64_t rest_cost(const struct flow *flow, size_t notes)
{
    size_t end = flow->notes ? flow->notes->strip_count : 0;
    int64_t cost = 0;
    while (notes < end) {
        notes = foot_alone(flow, notes, end);
        cost += (FLOW_SPLIT + PAGE_COST) * PENALTY;
    }
    return cost;
}

static int64_t last_cost(int64_t filled, int64_t available)
{
    int64_t least = available / SHORT_PART;
    return filled < least ? SHORT_COST * PENALTY * (least - filled) / least : 0;
}

int64_t fill_cost(const struct flow *flow, size_t from, size_t to, size_t *notes)
{
    const struct strip *last = &flow->strips[to - 1];
    int64_t available = strip_page_height(flow) - strip_head_height(&flow->strips[from]);
    int64_t filled = text_height(flow, from, to);
    int64_t cost = PAGE_COST * PENALTY;
    size_t first = *notes, wanted = last->note_end > first ? last->note_end : first;
    *notes = wanted;
    if (filled + foot_height(flow, first, wanted) > available) {
        *notes = foot_fitting(flow, first, wanted, available - filled);
        if (*notes < wanted)
            cost += split_cost(flow, last, first, *notes, wanted, available);
    }
    filled += foot_height(flow, first, *notes);
    if (to == flow->strip_count)
        return cost + last_cost(filled, available) + rest_cost(flow, *notes);
    cost += flow->strips[to].penalty * PENALTY;
    int64_t gap = available > filled ? available - filled : 0;
    int64_t empty = gap * 1000 / available;
    if (flow->gap && gap > flow->gap)
        cost += GAP_COST * PENALTY + EXCESS_COST * PENALTY * (gap - flow->gap) / flow->gap;
    return cost + empty * empty;
}

/* ---- ways ---- */

static size_t add_node(struct flow *flow, struct fill_node node)
{
    flow->nodes =
        memory_grow(flow->nodes, flow->node_count, &flow->node_capacity, sizeof *flow->nodes);
    flow->nodes[flow->node_count] = node;
    return flow->node_count++;
}

/* A page may begin at a node. */
static void activate(struct flow *flow, size_t index)
{
    flow->active =
        memory_grow(flow->active, flow->active_count, &flow->active_capacity, sizeof *flow->active);
    flow->active[flow->active_count++] = index;
    struct fill_node *node = &flow->nodes[index];
    const struct strip *strip = &flow->strips[node->strip];
    node->top = strip->start - strip_head_height(strip);
}

static void begin(struct flow *flow)
{
    flow->node_count = 0;
    flow->active_count = 0;
    flow->looking = STRIPS_LEAST;
    activate(flow, add_node(flow, (struct fill_node){.notes = flow->note_at}));
}

/* Keeps a way where it is better than others that leave the same notes, or one of the WAYS best. Of
 * ways that cost the same the last one counts: it has the fuller pages first. */
static void offer(struct flow *flow, size_t first, struct fill_node node)
{
    size_t worst = first;
    for (size_t i = first; i < flow->node_count; i++) {
        struct fill_node *other = &flow->nodes[i];
        if (other->notes == node.notes) {
            if (node.cost <= other->cost)
                *other = node;
            return;
        }
        if (other->cost > flow->nodes[worst].cost)
            worst = i;
    }
    if (flow->node_count - first < WAYS)
        add_node(flow, node);
    else if (node.cost <= flow->nodes[worst].cost)
        flow->nodes[worst] = node;
}

/* The best ways to end a page before strip `to`; pages that can take no more are left out from then
 * on. */
static void find_ways(struct flow *flow, size_t to)
{
    const struct strip *last = &flow->strips[to - 1];
    int64_t lowest = last->start + last->height - strip_page_height(flow);
    int64_t least = PAGE_COST * PENALTY;
    if (to < flow->strip_count)
        least += flow->strips[to].penalty * PENALTY;
    size_t first = flow->node_count, kept = 0;
    for (size_t i = 0; i < flow->active_count; i++) {
        size_t index = flow->active[i];
        const struct fill_node *from = &flow->nodes[index];
        if (to - from->strip > 1 && (from->top < lowest || flow->active_count - i > LOOK_BACK))
            continue;
        flow->active[kept++] = index;
        bool same = from->notes >= last->note_end && flow->node_count > first &&
                    from->notes == flow->nodes[first].notes;
        if (same && from->cost + least > flow->nodes[first].cost)
            continue;
        struct fill_node node = *from;
        node.cost += fill_cost(flow, node.strip, to, &node.notes);
        node.previous = index;
        node.strip = to;
        offer(flow, first, node);
    }
    flow->active_count = kept;
}

static void add_place(struct flow *flow, size_t to)
{
    size_t first = flow->node_count;
    find_ways(flow, to);
    for (size_t i = first; i < flow->node_count; i++)
        activate(flow, i);
}

void fill_strip(struct flow *flow)
{
    if (flow->strip_count > 1)
        add_place(flow, flow->strip_count - 1);
    else
        begin(flow);
}

void fill_end(struct flow *flow)
{
    size_t first = flow->node_count;
    find_ways(flow, flow->strip_count);
    size_t best = first;
    for (size_t i = first; i < flow->node_count; i++) {
        if (flow->nodes[i].cost <= flow->nodes[best].cost)
            best = i;
    }
    flow->active[0] = best;
    flow->active_count = 1;
    flow->looking = 0;
}

/* ---- pages ---- */

/* Where the ways to all active nodes part: the last node that they have in common. */
static size_t find_common(struct flow *flow)
{
    size_t ways = flow->active_count, at = flow->node_count;
    for (size_t i = 0; i < flow->node_count; i++)
        flow->nodes[i].shared = false;
    for (size_t i = 0; i < ways; i++)
        flow->nodes[flow->active[i]].shared = true;
    while (at--) {
        if (!flow->nodes[at].shared)
            continue;
        if (ways == 1)
            break;
        struct fill_node *previous = &flow->nodes[flow->nodes[at].previous];
        ways -= previous->shared;
        previous->shared = true;
    }
    return at;
}

/* Takes the way that were the best if all ended here, for all pages but the last two, and looks for
 * ways from there. */
static void choose_way(struct flow *flow)
{
    size_t best = 0;
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < flow->active_count; i++) {
        const struct fill_node *node = &flow->nodes[flow->active[i]];
        size_t notes = node->notes;
        int64_t cost = node->cost + fill_cost(flow, node->strip, flow->strip_count, &notes);
        if (cost <= least) {
            least = cost;
            best = node->previous;
        }
    }
    flow->node_count = best + 1;
    flow->active[0] = best;
    flow->active_count = 1;
    for (size_t to = flow->nodes[best].strip + 1; to < flow->strip_count; to++)
        add_place(flow, to);
}

/* Makes the pages of the way to a node. */
static void make_pages(struct flow *flow, size_t end)
{
    for (size_t at = end; at; at = flow->nodes[at].previous)
        flow->nodes[flow->nodes[at].previous].next = at;
    for (size_t at = 0; at != end; at = flow->nodes[at].next) {
        const struct fill_node *next = &flow->nodes[flow->nodes[at].next];
        page_make(flow, (struct page_choice){flow->nodes[at].strip, next->strip, next->notes});
    }
}

/* Forgets what stands before a node. Nodes to which no way leads from there are followed no more;
 * what they point to means nothing. */
static void forget(struct flow *flow, size_t base)
{
    size_t strips = flow->nodes[base].strip;
    flow->node_count -= base;
    memmove(flow->nodes, flow->nodes + base, flow->node_count * sizeof *flow->nodes);
    for (size_t i = 0; i < flow->node_count; i++) {
        struct fill_node *node = &flow->nodes[i];
        node->strip -= strips;
        node->previous = node->previous > base ? node->previous - base : 0;
    }
    for (size_t i = 0; i < flow->active_count; i++)
        flow->active[i] -= base;
}

size_t fill_pages(struct flow *flow)
{
    if (flow->strip_count < flow->looking)
        return 0;
    size_t common = find_common(flow);
    if (!common &&
        text_height(flow, 0, flow->strip_count) / WINDOW_PAGES > strip_page_height(flow)) {
        choose_way(flow);
        common = find_common(flow);
    }
    size_t strips = flow->nodes[common].strip;
    make_pages(flow, common);
    forget(flow, common);
    flow->looking = STRIPS_LEAST + 2 * (flow->strip_count - strips);
    return strips;
}
