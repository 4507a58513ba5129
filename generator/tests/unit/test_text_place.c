/* SPDX-License-Identifier: ISC */
/* Words of a text beside a file find their places on the page, and leave it where it is redacted.
 */
#include "pages/text_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT 3
#define PAGE_WIDTH 100000
#define PAGE_HEIGHT 200000

static const uint32_t paragraphs[] = {2, 1};

static struct text_facts facts_of(const struct text_word *words, int32_t width, int32_t height)
{
    return (struct text_facts){.page = 1,
                               .width = width,
                               .height = height,
                               .words = words,
                               .word_count = COUNT,
                               .paragraphs = paragraphs,
                               .paragraph_count = 2};
}

static void take(const struct text_facts *facts, struct page_word *words)
{
    for (size_t i = 0; i < facts->word_count; i++) {
        const struct text_word *word = &facts->words[i];
        words[i] = (struct page_word){word->text, word->x, word->y, word->width, word->height};
    }
}

static void assert_box(const struct page_word *word, int32_t x, int32_t y, int32_t width,
                       int32_t height)
{
    assert_int_equal(word->x, x);
    assert_int_equal(word->y, y);
    assert_int_equal(word->width, width);
    assert_int_equal(word->height, height);
}

static void in_proportion(void **state)
{
    (void)state;
    static const struct text_word words[COUNT] = {
        {.text = "a", .x = 10, .y = 20, .width = 30, .height = 40},
        {.text = "stray"},
        {.text = "b", .x = 99, .y = 199, .width = 1, .height = 1}};
    struct page_word placed[COUNT];
    const struct text_facts facts = facts_of(words, 100, 200);
    take(&facts, placed);
    text_place(&facts, PAGE_WIDTH, PAGE_HEIGHT, placed);
    assert_box(&placed[0], 10000, 20000, 30000, 40000);
    assert_box(&placed[1], 10000, 20000, 30000, 40000);
    assert_box(&placed[2], 99000, 199000, 1000, 1000);
    /* Without a size the places are those of the page. */
    const struct text_facts units = facts_of(words, 0, 0);
    take(&units, placed);
    text_place(&units, PAGE_WIDTH, PAGE_HEIGHT, placed);
    assert_box(&placed[0], 10, 20, 30, 40);
}

static void in_lines(void **state)
{
    (void)state;
    static const struct text_word words[COUNT] = {
        {.text = "one", .first = true}, {.text = "zwölf"}, {.text = "three", .first = true}};
    struct page_word placed[COUNT];
    const struct text_facts facts = facts_of(words, 0, 0);
    take(&facts, placed);
    text_place(&facts, PAGE_WIDTH, PAGE_HEIGHT, placed);
    assert_box(&placed[0], 5000, 10000, 3000, 11200);
    assert_box(&placed[1], 9000, 10000, 5000, 11200);
    assert_box(&placed[2], 5000, 24000, 5000, 11200);
    /* Many lines stand closer, all on the page. */
    struct text_word many[1000];
    struct page_word all[1000];
    for (size_t i = 0; i < 1000; i++)
        many[i] = (struct text_word){.text = "word", .first = true};
    struct text_facts long_text = facts;
    long_text.words = many;
    long_text.word_count = 1000;
    take(&long_text, all);
    text_place(&long_text, PAGE_WIDTH, PAGE_HEIGHT, all);
    for (size_t i = 1; i < 1000; i++) {
        assert_true(all[i].y > all[i - 1].y && all[i].width > 0 && all[i].height > 0);
        assert_true(all[i].y + all[i].height <= PAGE_HEIGHT);
    }
    /* A line of many words is many lines. */
    for (size_t i = 0; i < 1000; i++)
        many[i].first = !i;
    take(&long_text, all);
    text_place(&long_text, PAGE_WIDTH, PAGE_HEIGHT, all);
    assert_int_equal(all[17].y, all[0].y);
    assert_true(all[18].y > all[0].y && all[18].x == all[0].x);
}

/* A word at the upper left of the page as it is seen, as it stands in the file. */
static void turned(void **state)
{
    (void)state;
    static const struct text_word as_seen = {
        .text = "a", .x = 10, .y = 20, .width = 30, .height = 5};
    static const struct {
        unsigned turned;
        int32_t width, height;
        struct text_word word;
    } stored[] = {
        {90, 200, 100, {.text = "a", .x = 20, .y = 60, .width = 5, .height = 30}},
        {180, 100, 200, {.text = "a", .x = 60, .y = 175, .width = 30, .height = 5}},
        {270, 200, 100, {.text = "a", .x = 175, .y = 10, .width = 5, .height = 30}},
    };
    struct arena arena = ARENA_INIT;
    for (size_t i = 0; i < 3; i++) {
        struct text_word words[COUNT] = {stored[i].word, {.text = "b"}, {.text = "c"}};
        struct text_facts facts = facts_of(words, stored[i].width, stored[i].height);
        const struct page_facts page = {
            .width = PAGE_WIDTH, .height = PAGE_HEIGHT, .turned = stored[i].turned};
        facts.quarters = stored[i].turned / 90;
        text_turn(&facts, &page, &arena);
        assert_int_equal(facts.width, 100);
        assert_int_equal(facts.height, 200);
        assert_memory_equal(&facts.words[0].x, &as_seen.x, 4 * sizeof(int32_t));
        assert_int_equal(facts.words[1].width, 0);
        assert_int_equal(facts.quarters, 0);
        /* Once it is as it is seen, it stays. */
        const struct text_word *before = facts.words;
        text_turn(&facts, &page, &arena);
        assert_ptr_equal(facts.words, before);
    }
    arena_release(&arena);
}

static void redacted(void **state)
{
    (void)state;
    static const struct text_word words[COUNT] = {
        {.text = "name", .x = 10, .y = 10, .width = 10, .height = 10, .first = true},
        {.text = "kept", .x = 50, .y = 10, .width = 10, .height = 10},
        {.text = "guess", .x = 50, .y = 100, .width = 9, .height = 9, .guessed = true}};
    const struct redaction boxes[] = {
        {.page = 7, .left = 19000, .top = 19000, .width = 5000, .height = 5000}};
    struct arena arena = ARENA_INIT;
    struct held_page page = {.number = 7, .width = PAGE_WIDTH, .height = PAGE_HEIGHT};
    struct text_facts facts = facts_of(words, 100, 200);
    text_redact(&facts, &page, boxes, 1, &arena);
    assert_int_equal(facts.word_count, 1);
    assert_string_equal(facts.words[0].text, "kept");
    assert_true(facts.words[0].first);
    assert_int_equal(facts.paragraphs[0], 1);
    assert_int_equal(facts.paragraphs[1], 0);
    /* Words without a place are not known to stand clear of anything. */
    static const struct text_word nowhere[COUNT] = {
        {.text = "a", .first = true}, {.text = "b"}, {.text = "c", .first = true}};
    facts = facts_of(nowhere, 0, 0);
    text_redact(&facts, &page, boxes, 1, &arena);
    assert_int_equal(facts.word_count, 0);
    /* Another page keeps all. */
    page.number = 8;
    facts = facts_of(nowhere, 0, 0);
    text_redact(&facts, &page, boxes, 1, &arena);
    assert_int_equal(facts.word_count, COUNT);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_proportion),
        cmocka_unit_test(in_lines),
        cmocka_unit_test(turned),
        cmocka_unit_test(redacted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
