/* SPDX-License-Identifier: ISC */
/* Breaking a row of items into lines: total fit (Knuth and Plass, "Breaking paragraphs into lines",
 * 1981), in integers alone. */
#include "render/pdf/lines.h"

#include <stdlib.h>
#include <string.h>

/* A space may grow by as much as itself and shrink by a fifth before a line counts as bad. */
#define SHRINK_PART 5
/* A justified line whose spaces would grow by more than this many times their width stays ragged.
 */
#define STRETCH_MAX 4

#define BADNESS_MAX 10000
/* No paragraph is better for looking back further than this for the beginning of a line: words have
 * some width. Only rows of what has none would make it slow. */
#define LOOK_BACK 2000

/* After how many items it is worth to look for the least demerits before. */
#define LEAST_EVERY 16

/* Of a hyphen after more lines that end with one than may: a line with spaces four times as wide,
 * or one that stays half empty, is worse still. */
#define TOO_MANY_HYPHENS 4000

/* What an ending costs, beside a line's badness; a hyphen of ours, what the caller says. After one
 * of the word's own a line ends only where the words would stand far apart otherwise: poppler, when
 * it extracts text, takes any hyphen at a line's end for ours and drops it. */
static const int64_t penalties[] = {
    [ENDING_NONE] = 1000000, [ENDING_CLING] = 20000, [ENDING_DASH] = 8000, [ENDING_HYPHEN] = 0,
    [ENDING_INSIDE] = 60,    [ENDING_SPACE] = 0,     [ENDING_FORCED] = 0,
};

/* Most paragraphs can be broken well: with lines that are stretched by no more than so many times
 * their spaces, and fewer demerits in sum than a single other one. Nearly all places to break cost
 * more and are no part of the best way then. */
#define GOOD_STRETCH 3
#define GOOD_DEMERITS ((int64_t)(10 + 2700) * (10 + 2700) - 1)

/* A place to break: after item i - 1 for node i. Sums are over all items before it. */
struct lines_node {
    int64_t width;
    int64_t spaces;
    int64_t demerits; /* of the best way here */
    size_t previous;  /* where its last line begins */
    int32_t hyphens;  /* lines in a row that end with one, this the last */
};

void lines_release(struct lines *lines)
{
    free(lines->lines);
    free(lines->nodes);
    free(lines->starts);
    memset(lines, 0, sizeof *lines);
}

/* 100 times the cube of the ratio: 100 where all that may be stretched is. */
static int64_t badness(int64_t excess, int64_t stretch)
{
    if (excess <= 0)
        return 0;
    if (excess >= stretch * 5)
        return BADNESS_MAX;
    int64_t ratio = excess * 1000 / stretch;
    int64_t value = ratio * ratio / 1000 * ratio / 10000;
    return value > BADNESS_MAX ? BADNESS_MAX : value;
}

/* The line between two nodes: its natural width and spaces, less the space at its end. */
static inline void measure(const struct lines_node *nodes, const struct item *items, size_t from,
                           size_t to, const struct lines_spec *spec, int64_t *width,
                           int64_t *spaces)
{
    *spaces = nodes[to].spaces - nodes[from].spaces - items[to - 1].give;
    *width = nodes[to].width - nodes[from].width - items[to - 1].space;
    if (items[to - 1].ending == ENDING_HYPHEN)
        *width += items[to - 1].hyphen;
    if (!from)
        *width += spec->indent;
}

/* `hyphens`: how many lines in a row end with one before this. */
static int64_t ending_penalty(const struct lines_spec *spec, enum ending ending, int32_t hyphens)
{
    if (ending != ENDING_HYPHEN)
        return penalties[ending];
    return hyphens < spec->hyphens ? spec->hyphen_penalty : TOO_MANY_HYPHENS;
}

/* What a line costs by itself, whatever it ends with: the more the shorter it is, once it is not
 * too wide. */
static int64_t line_demerits(const struct lines_spec *spec, int64_t width, int64_t spaces,
                             enum ending ending, int32_t size)
{
    int64_t bad;
    int64_t excess = spec->width - width;
    if (excess < 0)
        bad = badness(-excess, spaces / SHRINK_PART);
    else if (ending == ENDING_FORCED && !spec->balance)
        bad = width < spec->last_line ? 2000 : 0;
    else if (spec->justify && excess <= spaces * STRETCH_MAX)
        bad = badness(excess, spaces);
    else if (spec->justify) /* as bad as can be stretched, and the more so the shorter it is */
        bad = badness(STRETCH_MAX, 1) + badness(excess, (int64_t)size * 5);
    else
        bad = badness(excess, (int64_t)size * (spec->balance ? 5 : 3));
    if (bad == BADNESS_MAX) /* of lines all too loose the fuller is the better */
        bad += excess / 100;
    if (spec->balance && (ending == ENDING_INSIDE || ending == ENDING_DASH))
        bad += BADNESS_MAX;
    int64_t all = 10 + bad;
    return all * all;
}

/* As narrow as a line can be. */
static int64_t least_width(const struct lines_spec *spec, int64_t width, int64_t spaces)
{
    return spec->justify ? width - spaces / SHRINK_PART : width;
}

/* Whether a line from node `from` on is wider than it may be, its spaces as narrow as they can be
 * and without a hyphen of ours at its end. */
static bool is_too_wide(const struct lines_node *nodes, const struct item *items, size_t from,
                        size_t to, const struct lines_spec *spec)
{
    int64_t width, spaces;
    measure(nodes, items, from, to, spec, &width, &spaces);
    if (items[to - 1].ending == ENDING_HYPHEN)
        width -= items[to - 1].hyphen;
    return least_width(spec, width, spaces) > spec->width;
}

/* Where the lines may begin that are looked at: nodes that cost no more than the limit. */
struct search {
    struct lines_node *nodes;
    const struct item *items;
    const struct lines_spec *spec;
    int64_t limit;
    size_t *starts;
    size_t count;
    int64_t least; /* no start has fewer demerits */
};

/* No later node has fewer demerits: each costs more than one that a line before it begins at. */
static void find_least(struct search *search)
{
    search->least = search->nodes[search->starts[0]].demerits;
    for (size_t i = 1; i < search->count; i++) {
        int64_t demerits = search->nodes[search->starts[i]].demerits;
        if (demerits < search->least)
            search->least = demerits;
    }
}

/* The best way to a node. False where each costs more than the limit. */
static bool find_way(struct search *search, size_t to)
{
    struct lines_node *nodes = search->nodes;
    const struct lines_spec *spec = search->spec;
    const struct item *item = &search->items[to - 1];
    enum ending ending = (enum ending)item->ending;
    bool good = search->limit == GOOD_DEMERITS && spec->justify && ending != ENDING_FORCED;
    int64_t best = search->limit, dear = 0;
    size_t previous = to;
    /* The fullest line first: most others cost more than the best so far before they are
     * measured, as they are shorter than one that cost `dear`. */
    for (size_t i = 0; i < search->count && dear <= best - search->least; i++) {
        size_t from = search->starts[i];
        if (nodes[from].demerits > best - dear)
            continue;
        int64_t width, spaces;
        measure(nodes, search->items, from, to, spec, &width, &spaces);
        if (good && spec->width - width > spaces * GOOD_STRETCH)
            break;
        if (from + 1 < to && least_width(spec, width, spaces) > spec->width)
            continue;
        int64_t alone = line_demerits(spec, width, spaces, ending, item->size);
        int64_t penalty = ending_penalty(spec, ending, nodes[from].hyphens);
        if (width <= spec->width)
            dear = alone;
        int64_t demerits = nodes[from].demerits + alone + penalty * penalty;
        if (demerits <= best) {
            best = demerits;
            previous = from;
        }
    }
    if (previous == to)
        return false;
    nodes[to].demerits = best;
    nodes[to].previous = previous;
    nodes[to].hyphens = ending == ENDING_HYPHEN ? nodes[previous].hyphens + 1 : 0;
    return true;
}

/* Fills the nodes up to `end`, the first forced break after `start`, from which all lines begin.
 * False where no way to the end costs as little as the limit. */
static bool find_best(struct lines *lines, const struct item *items, size_t start, size_t end,
                      const struct lines_spec *spec, int64_t limit)
{
    struct lines_node *nodes = lines->nodes;
    struct search search = {nodes, items, spec, limit, lines->starts, 1, nodes[start].demerits};
    bool found = false;
    search.starts[0] = start;
    for (size_t to = start + 1; to <= end; to++) {
        const struct item *item = &items[to - 1];
        nodes[to].width = nodes[to - 1].width + item->width + item->space;
        nodes[to].spaces = nodes[to - 1].spaces + item->give;
        /* What is too wide from here is too wide for what follows; a hyphen does not follow. */
        while (search.count && search.starts[0] + 1 < to &&
               (to - search.starts[0] > LOOK_BACK ||
                is_too_wide(nodes, items, search.starts[0], to, spec))) {
            search.starts++;
            search.count--;
        }
        if (!search.count)
            return false;
        if (to % LEAST_EVERY == 0)
            find_least(&search);
        found = find_way(&search, to);
        if (found)
            search.starts[search.count++] = to;
    }
    return found;
}

/* Lines from node to node, backwards, then turned round. */
static void collect(struct lines *lines, const struct item *items, size_t start, size_t end,
                    const struct lines_spec *spec)
{
    size_t first = lines->count;
    for (size_t to = end; to > start; to = lines->nodes[to].previous) {
        lines->lines =
            memory_grow(lines->lines, lines->count, &lines->capacity, sizeof *lines->lines);
        struct line *line = &lines->lines[lines->count++];
        int64_t width, spaces;
        line->first = lines->nodes[to].previous;
        line->end = to;
        measure(lines->nodes, items, line->first, to, spec, &width, &spaces);
        line->width = (int32_t)(line->first ? width : width - spec->indent);
        line->spaces = (int32_t)spaces;
        line->last = items[to - 1].ending == ENDING_FORCED;
    }
    for (size_t low = first, high = lines->count; low + 1 < high; low++) {
        struct line swapped = lines->lines[low];
        lines->lines[low] = lines->lines[--high];
        lines->lines[high] = swapped;
    }
}

void lines_break(struct lines *lines, const struct item *items, size_t count,
                 const struct lines_spec *spec)
{
    lines->count = 0;
    if (lines->node_capacity < count + 1) {
        lines->node_capacity = count + 1 + count / 2;
        free(lines->nodes);
        lines->nodes = memory_new(lines->node_capacity * sizeof *lines->nodes);
        free(lines->starts);
        lines->starts = memory_new(lines->node_capacity * sizeof *lines->starts);
    }
    memset(lines->nodes, 0, sizeof *lines->nodes);
    for (size_t start = 0, end; start < count; start = end) {
        end = start + 1;
        while (end < count && items[end - 1].ending != ENDING_FORCED)
            end++;
        if (!find_best(lines, items, start, end, spec, GOOD_DEMERITS))
            find_best(lines, items, start, end, spec, INT64_MAX);
        collect(lines, items, start, end, spec);
        lines->nodes[end].demerits = 0;
    }
}

bool lines_loose(const struct lines *lines, const struct item *items, const struct lines_spec *spec,
                 int32_t percent)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->lines[i];
        int64_t excess = (int64_t)spec->width - (i ? 0 : spec->indent) - line->width;
        int64_t room = spec->justify ? line->spaces : (int64_t)items[line->first].size * 3;
        if (!line->last && excess * 100 > room * percent)
            return true;
    }
    return false;
}

void line_measure(struct line *line, const struct item *items)
{
    int64_t width = 0, spaces = 0;
    for (size_t i = line->first; i < line->end; i++) {
        width += items[i].width + items[i].space;
        spaces += items[i].give;
    }
    const struct item *last = &items[line->end - 1];
    width += last->ending == ENDING_HYPHEN ? last->hyphen : 0;
    line->width = (int32_t)(width - last->space);
    line->spaces = (int32_t)(spaces - last->give);
}

int32_t line_stretch(const struct line *line, int32_t width)
{
    int32_t excess = width - line->width;
    if ((line->last && excess > 0) || excess > (int64_t)line->spaces * STRETCH_MAX)
        return 0;
    return excess;
}
