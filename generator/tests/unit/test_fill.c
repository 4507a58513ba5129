/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/fill: the pages of a section are the best of all that are possible. */
#include "render/pdf/fill.h"

#include "render/pdf/strip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PAGE 100
#define STRIPS_MAX 4000
#define NOTES 1000000 /* colours of notes begin here */

/* The same column twice: once flowing onto pages, once only kept, to be looked at. */
struct twins {
    struct layout layout;
    struct flow flow;
    struct flow kept;
    struct flow notes;
    uint32_t random;
};

static uint32_t pick(struct twins *twins, uint32_t limit)
{
    twins->random = twins->random * 1664525 + 1013904223;
    return (twins->random >> 8) % limit;
}

static struct twins *start(uint32_t seed, int32_t gap)
{
    struct twins *twins = memory_new(sizeof *twins);
    twins->random = seed;
    twins->layout.width = 100;
    twins->layout.height = PAGE;
    twins->notes = (struct flow){.layout = &twins->layout, .galley = true};
    twins->flow = (struct flow){
        .layout = &twins->layout,
        .notes = &twins->notes,
        .foot_space = 2,
        .foot_rule = 1,
        .gap = gap,
        .page_word = "p.",
    };
    flow_open(&twins->flow, "Section", "en", NULL);
    twins->kept = twins->flow;
    twins->kept.galley = true;
    return twins;
}

static void stop(struct twins *twins)
{
    flow_release(&twins->flow);
    flow_release(&twins->kept);
    flow_release(&twins->notes);
    free(twins->layout.pages);
    arena_release(&twins->layout.arena);
    free(twins);
}

static void paint(struct flow *flow, uint32_t which)
{
    struct box *box = flow_box(flow);
    box->kind = BOX_RECT;
    box->rect.colour = which;
}

static void strip(struct twins *twins, int32_t height, int32_t space, int32_t penalty)
{
    struct flow *both[] = {&twins->flow, &twins->kept};
    uint32_t which = (uint32_t)twins->kept.strip_count;
    for (size_t i = 0; i < 2; i++) {
        paint(both[i], which);
        flow_space(both[i], space);
        flow_penalty(both[i], penalty);
        flow_strip(both[i], height);
    }
}

/* A note of so many lines, asked for by the next strip. */
static void note(struct twins *twins, uint32_t lines)
{
    size_t begin = twins->notes.strip_count;
    for (uint32_t i = 0; i < lines; i++) {
        paint(&twins->notes, NOTES + (uint32_t)begin + i);
        flow_penalty(&twins->notes, i && (i == 1 || i + 1 == lines) ? FLOW_NEVER : FLOW_FREE);
        flow_strip(&twins->notes, 4);
    }
    flow_note(&twins->flow, begin, twins->notes.strip_count);
    flow_note(&twins->kept, begin, twins->notes.strip_count);
}

/* The strips that pages begin with, and then how many there are; returns how many pages. All strips
 * and notes are on pages, in their order. */
static size_t begins(struct twins *twins, size_t *first)
{
    uint32_t next = 0, next_note = NOTES;
    size_t count = 0;
    flow_finish(&twins->flow);
    for (size_t i = 0; i < twins->layout.page_count; i++) {
        const struct layout_page *page = &twins->layout.pages[i];
        uint32_t before = next;
        for (size_t j = 0; j < page->box_count; j++) {
            if (page->boxes[j].artifact)
                continue;
            uint32_t *expected = page->boxes[j].rect.colour < NOTES ? &next : &next_note;
            assert_int_equal(page->boxes[j].rect.colour, *expected);
            ++*expected;
        }
        if (next > before)
            first[count++] = before;
    }
    assert_int_equal(next, twins->kept.strip_count);
    assert_int_equal(next_note, NOTES + twins->notes.strip_count);
    first[count] = next;
    return count;
}

static int64_t cost_of(const struct flow *kept, const size_t *first, size_t pages)
{
    int64_t cost = 0;
    size_t notes = 0;
    for (size_t i = 0; i < pages; i++)
        cost += fill_cost(kept, first[i], first[i + 1], &notes);
    return cost;
}

static bool fits(const struct flow *kept, size_t from, size_t to)
{
    int64_t height = strip_head_height(&kept->strips[from]) + kept->strips[from].height;
    for (size_t i = from + 1; i < to; i++)
        height += kept->strips[i].space + kept->strips[i].height;
    return to == from + 1 || height <= PAGE;
}

/* By trying all ways. */
static int64_t least(const struct flow *kept, size_t from, size_t notes)
{
    if (from == kept->strip_count)
        return 0;
    int64_t best = INT64_MAX;
    for (size_t to = from + 1; to <= kept->strip_count && fits(kept, from, to); to++) {
        size_t left = notes;
        int64_t cost = fill_cost(kept, from, to, &left);
        cost += least(kept, to, left);
        best = cost < best ? cost : best;
    }
    return best;
}

static void column(struct twins *twins, size_t count)
{
    static const int32_t penalties[] = {FLOW_FREE,  FLOW_FREE,  FLOW_INSIDE, FLOW_TOGETHER,
                                        FLOW_AVOID, FLOW_NEVER, FLOW_STRAND};
    bool head = false;
    for (size_t i = 0; i < count; i++) {
        int32_t penalty = penalties[pick(twins, sizeof penalties / sizeof *penalties)];
        int32_t height = (int32_t)(pick(twins, 8) ? pick(twins, 30) : pick(twins, PAGE + 20));
        if (!pick(twins, 4))
            note(twins, 1 + pick(twins, 8));
        strip(twins, height, (int32_t)pick(twins, 8), penalty);
        if (head && !pick(twins, 3)) {
            flow_head_end(&twins->flow);
            flow_head_end(&twins->kept);
            head = false;
        } else if (!pick(twins, 5)) {
            flow_head_begin(&twins->flow);
            const struct strip *last = &twins->kept.strips[twins->kept.strip_count - 1];
            head = last->height <= PAGE / 4;
            twins->kept.head = twins->flow.head;
        }
    }
}

static void finds_the_best_of_all_ways(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 1500; seed++) {
        size_t first[STRIPS_MAX];
        struct twins *twins = start(seed, seed % 3 ? 30 : 0);
        column(twins, 1 + pick(twins, 13));
        size_t pages = begins(twins, first);
        int64_t found = cost_of(&twins->kept, first, pages);
        int64_t best = least(&twins->kept, 0, 0);
        if (found != best)
            print_error("seed %u\n", (unsigned)seed);
        assert_int_equal(found, best);
        stop(twins);
    }
}

/* What counts of a way: the least of the first, and of the second where those are the same, … */
struct faults {
    int strands, alone, gaps;
};

static bool fewer(struct faults a, struct faults b)
{
    if (a.strands != b.strands)
        return a.strands < b.strands;
    return a.alone != b.alone ? a.alone < b.alone : a.gaps < b.gaps;
}

static struct faults faults_of(const struct flow *kept, size_t from, size_t to,
                               struct faults before)
{
    if (to == kept->strip_count)
        return before;
    int64_t height = kept->strips[from].height;
    for (size_t i = from + 1; i < to; i++)
        height += kept->strips[i].space + kept->strips[i].height;
    before.strands += kept->strips[to].penalty == FLOW_STRAND;
    before.alone += kept->strips[to].penalty == FLOW_NEVER;
    before.gaps += PAGE - height > kept->gap;
    return before;
}

/* Paragraphs, headings, and blocks that do not break, as in a letter. */
static void letter(struct twins *twins, size_t blocks)
{
    int32_t before = FLOW_FREE;
    for (size_t i = 0; i < blocks; i++) {
        uint32_t kind = pick(twins, 8);
        uint32_t lines = kind == 0 ? 1 : 1 + pick(twins, 12);
        int32_t height = kind == 1 ? 25 + (int32_t)pick(twins, 60) : 5;
        if (kind == 1)
            lines = 1;
        for (uint32_t j = 0; j < lines; j++) {
            bool alone = j == 1 || j + 1 == lines;
            int32_t inside = alone ? FLOW_NEVER : FLOW_INSIDE;
            strip(twins, height, j ? 0 : 3, j ? inside : before);
        }
        before = kind == 0 ? FLOW_STRAND : FLOW_FREE;
    }
}

static void leaves_no_fault_that_can_be_avoided(void **state)
{
    (void)state;
    static struct faults ways[STRIPS_MAX];
    for (uint32_t seed = 1; seed <= 40; seed++) {
        size_t first[STRIPS_MAX];
        struct twins *twins = start(seed, 20);
        letter(twins, 300);
        size_t pages = begins(twins, first);
        struct faults found = {0};
        for (size_t i = 0; i < pages; i++)
            found = faults_of(&twins->kept, first[i], first[i + 1], found);
        for (size_t to = 1; to <= twins->kept.strip_count; to++) {
            ways[to] = faults_of(&twins->kept, to - 1, to, ways[to - 1]);
            for (size_t from = to - 1; from-- > 0 && fits(&twins->kept, from, to);) {
                struct faults way = faults_of(&twins->kept, from, to, ways[from]);
                ways[to] = fewer(way, ways[to]) ? way : ways[to];
            }
        }
        struct faults best = ways[twins->kept.strip_count];
        assert_int_equal(found.strands, 0);
        assert_int_equal(found.alone, best.alone);
        assert_int_equal(found.gaps, best.gaps);
        stop(twins);
    }
}

static void gives_pages_as_they_are_known(void **state)
{
    (void)state;
    struct twins *twins = start(1, 0);
    /* Where nothing makes a difference, no way is better than full pages; what is kept of the
     * column, and of the ways through it, does not grow with it. */
    for (size_t i = 0; i < STRIPS_MAX - 1; i++) {
        strip(twins, 7, 0, FLOW_INSIDE);
        assert_true(twins->flow.strip_count < 130 * 14);
        assert_true(twins->flow.node_count <= twins->flow.strip_count);
    }
    size_t first[STRIPS_MAX];
    size_t pages = begins(twins, first);
    assert_int_equal(pages, (STRIPS_MAX - 1 + 13) / 14);
    stop(twins);
}

static void takes_the_better_of_ways_that_never_meet(void **state)
{
    (void)state;
    struct twins *twins = start(1, 0);
    /* Two to a page, or the first alone: any later strip alone would leave a page emptier. */
    for (size_t i = 0; i < 1000; i++) {
        strip(twins, i % 2 ? 60 : 40 - (i > 0), 0, FLOW_FREE);
        assert_true(twins->flow.strip_count < 500);
    }
    size_t first[STRIPS_MAX];
    assert_int_equal(begins(twins, first), 500);
    stop(twins);
}

static void is_not_slow_where_strips_have_no_height(void **state)
{
    (void)state;
    struct twins *twins = start(1, 0);
    for (size_t i = 0; i < 20000; i++)
        strip(twins, 0, 0, FLOW_FREE);
    flow_finish(&twins->flow);
    assert_true(twins->layout.page_count < 100);
    stop(twins);
}

static void leaves_no_last_page_nearly_empty(void **state)
{
    (void)state;
    size_t first[STRIPS_MAX];
    struct twins *twins = start(1, 0);
    for (size_t i = 0; i < 21; i++)
        strip(twins, 5, 0, FLOW_FREE);
    assert_int_equal(begins(twins, first), 2);
    assert_in_range(first[1], 16, 19);
    stop(twins);
}

static void parts_what_stays_together_to_close_a_gap(void **state)
{
    (void)state;
    for (int32_t gap = 0; gap <= 50; gap += 25) {
        size_t first[STRIPS_MAX];
        struct twins *twins = start(1, gap);
        for (size_t i = 0; i < 30; i++) /* the strips 7 to 12 belong together: 60 of 100 */
            strip(twins, 10, 0, i > 6 && i < 13 ? FLOW_AVOID : FLOW_FREE);
        begins(twins, first);
        assert_int_equal(first[1], gap == 25 ? 10 : 6);
        stop(twins);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_best_of_all_ways),
        cmocka_unit_test(leaves_no_fault_that_can_be_avoided),
        cmocka_unit_test(gives_pages_as_they_are_known),
        cmocka_unit_test(takes_the_better_of_ways_that_never_meet),
        cmocka_unit_test(is_not_slow_where_strips_have_no_height),
        cmocka_unit_test(leaves_no_last_page_nearly_empty),
        cmocka_unit_test(parts_what_stays_together_to_close_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
