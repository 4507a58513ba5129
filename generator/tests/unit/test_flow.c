/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/flow: where pages begin. */
#include "render/pdf/flow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A page that holds 10 strips of height 10. */
static void start(struct flow *flow)
{
    memset(flow, 0, sizeof *flow);
    flow->layout = memory_new(sizeof *flow->layout);
    flow->layout->width = 100;
    flow->layout->height = 120;
    flow->top = 10;
    flow->bottom = 10;
    flow->inner = 5;
    flow->outer = 7;
    flow->page_word = "p.";
    flow_open(flow, "Section", "en", NULL);
}

static void stop(struct flow *flow)
{
    struct layout *layout = flow->layout;
    flow_release(flow);
    free(layout->pages);
    free(layout->destinations);
    free(layout->bookmarks);
    arena_release(&layout->arena);
    free(layout);
}

/* A strip that paints one box whose colour tells which it is. */
static void strip(struct flow *flow, uint32_t which)
{
    struct box *box = flow_box(flow);
    box->kind = BOX_RECT;
    box->rect.colour = which;
    flow_strip(flow, 10);
}

/* The pages as the first and last strip of each: "1-10 11-12". */
static void assert_pages(const struct flow *flow, const char *expected)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < flow->layout->page_count; i++) {
        const struct layout_page *page = &flow->layout->pages[i];
        buf_add_format(&text, "%s%u-%u", i ? " " : "", page->boxes[0].rect.colour,
                       page->boxes[page->box_count - 1].rect.colour);
    }
    assert_string_equal(text.bytes, expected);
    buf_release(&text);
}

static void fills_pages(void **state)
{
    (void)state;
    struct flow flow;
    start(&flow);
    for (uint32_t i = 1; i <= 23; i++)
        strip(&flow, i);
    flow_finish(&flow);
    assert_pages(&flow, "1-10 11-20 21-23");
    assert_string_equal(flow.layout->pages[2].label, "3");
    /* Odd pages have the inner margin on the left, even ones the outer. */
    assert_int_equal(flow.layout->pages[0].boxes[0].x, 5);
    assert_int_equal(flow.layout->pages[1].boxes[0].x, 7);
    assert_int_equal(flow.layout->pages[0].boxes[0].y, 110);
    assert_int_equal(flow.layout->pages[0].boxes[9].y, 20);
    stop(&flow);
}

static void never_leaves_a_line_alone(void **state)
{
    (void)state;
    struct flow flow;
    start(&flow);
    for (uint32_t i = 1; i <= 11; i++) {
        if (i == 11) /* a widow, were it to begin a page */
            flow_penalty(&flow, FLOW_NEVER);
        strip(&flow, i);
    }
    flow_finish(&flow);
    assert_pages(&flow, "1-9 10-11");
    stop(&flow);
}

static void keeps_a_heading_with_what_follows(void **state)
{
    (void)state;
    struct flow flow;
    start(&flow);
    for (uint32_t i = 1; i <= 14; i++) {
        /* 10 is a heading; 11 and 12 are the first lines after it. */
        if (i == 11 || i == 12)
            flow_penalty(&flow, FLOW_NEVER);
        strip(&flow, i);
    }
    flow_finish(&flow);
    assert_pages(&flow, "1-9 10-14");
    stop(&flow);
}

static void breaks_all_the_same_where_it_must(void **state)
{
    (void)state;
    struct flow flow;
    start(&flow);
    for (uint32_t i = 1; i <= 15; i++) {
        flow_penalty(&flow, FLOW_NEVER);
        strip(&flow, i);
    }
    flow_finish(&flow);
    assert_pages(&flow, "1-10 11-15");
    stop(&flow);
}

static void drops_space_at_the_top(void **state)
{
    (void)state;
    struct flow flow;
    start(&flow);
    flow_space(&flow, 50);
    for (uint32_t i = 1; i <= 13; i++)
        strip(&flow, i);
    flow_finish(&flow);
    assert_pages(&flow, "1-10 11-13");
    stop(&flow);
}

static void takes_the_greatest_space_and_penalty(void **state)
{
    (void)state;
    struct flow flow;
    start(&flow);
    strip(&flow, 1);
    flow_space(&flow, 30);
    flow_space(&flow, 20);
    strip(&flow, 2);
    flow_finish(&flow);
    assert_int_equal(flow.layout->pages[0].boxes[1].y, 110 - 10 - 30);
    stop(&flow);
}

static void repeats_the_head_of_a_table(void **state)
{
    (void)state;
    struct flow flow;
    start(&flow);
    strip(&flow, 1);
    flow_head_begin(&flow);
    for (uint32_t i = 2; i <= 12; i++)
        strip(&flow, i);
    flow_head_end(&flow);
    flow_finish(&flow);
    assert_pages(&flow, "1-10 1-12");
    const struct layout_page *page = &flow.layout->pages[1];
    assert_int_equal(page->boxes[0].artifact, ARTIFACT_PAGINATION);
    assert_int_equal(page->boxes[0].y, 110);
    assert_int_equal(page->boxes[1].artifact, ARTIFACT_NONE);
    assert_int_equal(page->boxes[1].y, 100);
    stop(&flow);
}

static void places_what_can_be_linked_to(void **state)
{
    (void)state;
    struct flow flow;
    start(&flow);
    for (uint32_t i = 1; i <= 10; i++)
        strip(&flow, i);
    flow_destination(&flow, "p11");
    flow_bookmark(&flow, "Eleven", 1, 0);
    strip(&flow, 11);
    strip(&flow, 12);
    flow_open(&flow, "Slip", "en", "E1–E89");
    flow_bookmark(&flow, "Pages", 2, 0);
    strip(&flow, 13);
    flow_finish(&flow);
    const struct layout *layout = flow.layout;
    assert_int_equal(layout->page_count, 3);
    assert_int_equal(layout->destinations[0].page, 1);
    assert_int_equal(layout->destinations[0].y, 110);
    assert_string_equal(layout->bookmarks[0].title, "Eleven (p. 2)");
    assert_string_equal(layout->bookmarks[1].title, "Pages");
    assert_string_equal(layout->pages[2].label, "E1–E89");
    stop(&flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_pages),
        cmocka_unit_test(never_leaves_a_line_alone),
        cmocka_unit_test(keeps_a_heading_with_what_follows),
        cmocka_unit_test(breaks_all_the_same_where_it_must),
        cmocka_unit_test(drops_space_at_the_top),
        cmocka_unit_test(takes_the_greatest_space_and_penalty),
        cmocka_unit_test(repeats_the_head_of_a_table),
        cmocka_unit_test(places_what_can_be_linked_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
