/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/lines: where lines end. */
#include "render/pdf/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Words of these widths with a space of 1 between them; the last ends the paragraph. */
static struct item *words(const int *widths, size_t count)
{
    struct item *items = memory_new(count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i].width = widths[i] * 1000;
        items[i].space = i + 1 < count ? 1000 : 0;
        items[i].give = items[i].space;
        items[i].ending = i + 1 < count ? ENDING_SPACE : ENDING_FORCED;
        items[i].size = 1000;
    }
    return items;
}

/* The lines as the number of items in each: "1 2 1". */
static void assert_lines(const struct item *items, size_t count, struct lines_spec spec,
                         const char *expected)
{
    struct lines lines = {0};
    struct buf text = BUF_INIT;
    size_t next = 0;
    lines_break(&lines, items, count, &spec);
    for (size_t i = 0; i < lines.count; i++) {
        assert_int_equal(lines.lines[i].first, next);
        next = lines.lines[i].end;
        buf_add_format(&text, "%s%zu", i ? " " : "", next - lines.lines[i].first);
    }
    assert_int_equal(next, count);
    assert_string_equal(text.bytes, expected);
    buf_release(&text);
    lines_release(&lines);
}

static void fits_the_whole_paragraph(void **state)
{
    (void)state;
    /* First fit would set "3 2", "2", "5": a full line, then one nearly empty. */
    struct item *items = words((const int[]){3, 2, 2, 5}, 4);
    assert_lines(items, 4, (struct lines_spec){.width = 6000}, "1 2 1");
    free(items);
}

static void keeps_forced_breaks(void **state)
{
    (void)state;
    struct item *items = words((const int[]){1, 1, 1, 1}, 4);
    items[0].ending = ENDING_FORCED;
    assert_lines(items, 4, (struct lines_spec){.width = 9000}, "1 3");
    free(items);
}

static void keeps_what_clings_together(void **state)
{
    (void)state;
    /* Without it the last word would stand on a line of its own. */
    struct item *items = words((const int[]){4, 4, 3}, 3);
    assert_lines(items, 3, (struct lines_spec){.width = 9000}, "2 1");
    items[1].ending = ENDING_CLING;
    assert_lines(items, 3, (struct lines_spec){.width = 9000}, "1 2");
    free(items);
}

static void breaks_where_nothing_else_helps(void **state)
{
    (void)state;
    struct item *items = words((const int[]){4, 4, 4, 4}, 4);
    for (size_t i = 0; i < 3; i++) {
        items[i].ending = ENDING_NONE;
        items[i].space = items[i].give = 0;
    }
    assert_lines(items, 4, (struct lines_spec){.width = 9000}, "2 2");
    free(items);
}

static void counts_the_hyphen(void **state)
{
    (void)state;
    struct item *items = words((const int[]){4, 5, 5}, 3);
    items[1].ending = ENDING_HYPHEN;
    items[1].space = items[1].give = 0;
    items[1].hyphen = 1000;
    /* With its hyphen the second part is too wide by one. */
    assert_lines(items, 3, (struct lines_spec){.width = 10000, .hyphens = 1}, "1 2");
    assert_lines(items, 3, (struct lines_spec){.width = 11000, .hyphens = 1}, "2 1");
    free(items);
}

static void ends_only_so_many_lines_with_a_hyphen(void **state)
{
    (void)state;
    /* A word, and three in two parts: each line would best end with the first part of one. */
    struct item *items = words((const int[]){3, 6, 3, 6, 3, 6, 3}, 7);
    for (size_t i = 1; i < 7; i += 2) {
        items[i].space = 0;
        items[i].ending = ENDING_HYPHEN;
        items[i].hyphen = 1000;
    }
    struct lines_spec spec = {.width = 11000, .hyphens = 3};
    assert_lines(items, 7, spec, "2 2 2 1");
    spec.hyphens = 1;
    assert_lines(items, 7, spec, "2 1 2 2");
    spec.hyphens = 0;
    assert_lines(items, 7, spec, "1 2 2 2");
    /* Dear enough, none is set at all. */
    spec.hyphens = 3;
    spec.hyphen_penalty = 5000;
    assert_lines(items, 7, spec, "1 2 2 2");
    free(items);
}

/* The lines are the same whatever was broken before in the same memory. */
static void forgets_the_paragraph_before(void **state)
{
    (void)state;
    struct lines_spec spec = {.width = 11000, .hyphens = 9};
    struct lines lines = {0};
    struct item *before = words((const int[]){9, 9, 9, 9, 9}, 5);
    for (size_t i = 0; i < 4; i++)
        before[i].ending = ENDING_HYPHEN;
    lines_break(&lines, before, 5, &spec);
    assert_int_equal(lines.count, 5);
    /* Only the second line ends with a hyphen. */
    struct item *items = words((const int[]){10, 3, 6, 3, 1}, 5);
    items[2].ending = ENDING_HYPHEN;
    items[2].space = 0;
    items[2].hyphen = 1000;
    spec.hyphens = 1;
    lines_break(&lines, items, 5, &spec);
    assert_int_equal(lines.count, 3);
    assert_int_equal(lines.lines[1].end, 3);
    lines_release(&lines);
    free(before);
    free(items);
}

static void indents_the_first_line(void **state)
{
    (void)state;
    struct item *items = words((const int[]){4, 4, 4, 4}, 4);
    assert_lines(items, 4, (struct lines_spec){.width = 9000}, "2 2");
    assert_lines(items, 4, (struct lines_spec){.width = 9000, .indent = 2000}, "1 2 1");
    free(items);
}

static void stretches_all_but_last_lines(void **state)
{
    (void)state;
    struct line line = {.width = 8000, .spaces = 1000};
    assert_int_equal(line_stretch(&line, 9000), 1000);
    assert_int_equal(line_stretch(&line, 7900), -100);
    /* Too far to look well: the line stays as it is. */
    assert_int_equal(line_stretch(&line, 80000), 0);
    line.last = true;
    assert_int_equal(line_stretch(&line, 9000), 0);
    assert_int_equal(line_stretch(&line, 7900), -100);
}

static void shrinks_spaces_only_so_far(void **state)
{
    (void)state;
    struct item *items = words((const int[]){4, 4, 4, 4}, 4);
    for (size_t i = 0; i < 3; i++)
        items[i].space = items[i].give = 5000;
    /* Two words and their space are 13 wide, and give way by one. */
    assert_lines(items, 4, (struct lines_spec){.width = 12000, .justify = true}, "2 2");
    assert_lines(items, 4, (struct lines_spec){.width = 11999, .justify = true}, "1 1 1 1");
    free(items);
}

/* A row of what has no width must not take time with the square of its length. */
static void takes_rows_without_width(void **state)
{
    (void)state;
    size_t count = 300000;
    struct item *items = memory_new(count * sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i].ending = ENDING_INSIDE;
    items[count - 1].ending = ENDING_FORCED;
    struct lines lines = {0};
    lines_break(&lines, items, count, &(struct lines_spec){.width = 1000});
    assert_int_equal(lines.lines[lines.count - 1].end, count);
    lines_release(&lines);
    free(items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fits_the_whole_paragraph),
        cmocka_unit_test(keeps_forced_breaks),
        cmocka_unit_test(keeps_what_clings_together),
        cmocka_unit_test(breaks_where_nothing_else_helps),
        cmocka_unit_test(counts_the_hyphen),
        cmocka_unit_test(ends_only_so_many_lines_with_a_hyphen),
        cmocka_unit_test(forgets_the_paragraph_before),
        cmocka_unit_test(indents_the_first_line),
        cmocka_unit_test(stretches_all_but_last_lines),
        cmocka_unit_test(shrinks_spaces_only_so_far),
        cmocka_unit_test(takes_rows_without_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
