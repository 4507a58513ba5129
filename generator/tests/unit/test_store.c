/* SPDX-License-Identifier: ISC */
/* Tests of pages/store and of what pages/page_entry takes of it: what is damaged is not there. */
#include "pages/store.h"

#include "pages/page_entry.h"
#include "wire/frame.h"
#include "tests/unit/home.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Writes bytes over what stands at a path. */
static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, length, stream), length);
    assert_int_equal(fclose(stream), 0);
}

static void add_picture(struct buf *frames, enum picture_size size, uint32_t page)
{
    struct buf fields = BUF_INIT;
    const struct picture_facts facts = {
        .page = page, .size = size, .width = 9, .height = 12, .bytes = "picture", .length = 7};
    picture_facts_write(&fields, &facts);
    frame_add(frames, REPLY_PICTURE, fields.bytes, fields.length);
    buf_release(&fields);
}

/* What a worker says of a page of 100 × 200 points with two words; `without` leaves a frame out. */
static void fill(struct buf *frames, int without)
{
    static const struct text_word words[] = {
        {.text = "two", .x = 1000, .y = 2000, .width = 3000, .height = 4000}, {.text = "words"}};
    static const uint32_t paragraphs[] = {1, 1};
    const struct drawn_facts drawn = {
        .page = 1, .width = 100000, .height = 200000, .white = {1, 2, 3, 4}};
    const struct text_facts text = {
        .page = 1, .words = words, .word_count = 2, .paragraphs = paragraphs, .paragraph_count = 2};
    struct buf fields = BUF_INIT;
    drawn_facts_write(&fields, &drawn);
    if (without != 0)
        frame_add(frames, REPLY_DRAWN, fields.bytes, fields.length);
    buf_clear(&fields);
    text_facts_write(&fields, &text);
    if (without != 1)
        frame_add(frames, REPLY_TEXT, fields.bytes, fields.length);
    for (int i = 0; i < PICTURE_SIZE_COUNT; i++) {
        if (without != 2 + i)
            add_picture(frames, (enum picture_size)i, 1);
    }
    buf_release(&fields);
}

static void keeps(void **state)
{
    (void)state;
    struct buf frames = BUF_INIT;
    struct buf got = BUF_INIT;
    struct error err = ERROR_INIT;
    assert_false(store_get(NULL, &got));
    assert_false(store_get("cache/aa/none", &got));
    fill(&frames, -1);
    assert_true(store_put("cache/aa/entry", &frames, &err));
    assert_true(store_get("cache/aa/entry", &got));
    assert_int_equal(got.length, frames.length);
    assert_memory_equal(got.bytes, frames.bytes, got.length);
    assert_false(store_has("cache/aa/file"));
    assert_true(store_keep("cache/aa/file", &frames, &err));
    assert_true(store_has("cache/aa/file"));
    write_bytes("cache/aa/file", frames.bytes, frames.length - 1);
    assert_false(store_has("cache/aa/file"));
    buf_release(&frames);
    buf_release(&got);
    error_release(&err);
}

/* Two writers of one path don't meet; what is abandoned leaves nothing. */
static void keeps_piece_by_piece(void **state)
{
    (void)state;
    struct buf piece = BUF_INIT;
    struct buf got = BUF_INIT;
    struct error err = ERROR_INIT;
    struct store_writer *first = store_open("cache/bb/file", 1);
    struct store_writer *second = store_open("cache/bb/file", 2);
    buf_add_string(&piece, "piece ");
    store_write(first, &piece);
    store_write(second, &piece);
    store_write(first, &piece);
    assert_false(store_has("cache/bb/file"));
    store_abandon(second);
    assert_true(store_close(first, &err));
    assert_true(store_take("cache/bb/file", &got));
    assert_string_equal(got.bytes, "piece piece ");
    assert_int_equal(unlink("cache/bb/file"), 0);
    assert_int_equal(unlink("cache/bb/file.sha256"), 0);
    assert_int_equal(rmdir("cache/bb"), 0);
    /* A folder that cannot be is an error at the end. */
    first = store_open("cache/aa/entry/file", 0);
    store_write(first, &piece);
    assert_false(store_close(first, &err));
    assert_int_equal(err.code, EXIT_CODE_MACHINE);
    buf_release(&piece);
    buf_release(&got);
    error_release(&err);
}

/* No entry with a byte changed, cut anywhere, or longer is taken for whole. */
static void damaged(void **state)
{
    (void)state;
    struct buf frames = BUF_INIT;
    struct buf whole = BUF_INIT;
    struct error err = ERROR_INIT;
    fill(&frames, -1);
    assert_true(store_put("./entry", &frames, &err));
    FILE *stream = fopen("entry", "rb");
    assert_non_null(stream);
    for (int byte; (byte = fgetc(stream)) != EOF;)
        buf_add_char(&whole, (char)byte);
    fclose(stream);
    assert_true(whole.length > frames.length);
    for (size_t i = 0; i < whole.length; i += 3) {
        struct buf got = BUF_INIT;
        /* The head of the closing frame says nothing. */
        bool closing = i >= frames.length && i < whole.length - DIGEST_SHA256_SIZE;
        whole.bytes[i] ^= 4;
        write_bytes("entry", whole.bytes, whole.length);
        assert_true(closing || !store_get("./entry", &got));
        whole.bytes[i] ^= 4;
        write_bytes("entry", whole.bytes, i);
        buf_clear(&got);
        assert_false(store_get("./entry", &got));
        buf_release(&got);
    }
    buf_release(&frames);
    buf_release(&whole);
    error_release(&err);
}

static void takes_a_page(void **state)
{
    (void)state;
    for (int without = -1; without < 2 + PICTURE_SIZE_COUNT; without++) {
        struct arena arena = ARENA_INIT;
        struct buf frames = BUF_INIT;
        struct held_page page = {.number = 1, .width = 200000, .height = 400000};
        fill(&frames, without);
        assert_int_equal(page_entry_take(&frames, "entry", &page, &arena), without < 0);
        if (without < 0) {
            assert_string_equal(page.store, "entry");
            assert_int_equal(page.word_count, 2);
            assert_int_equal(page.paragraph_count, 2);
            assert_string_equal(page.paragraphs[1].words->text, "words");
            /* It was drawn at half its size. */
            assert_int_equal(page.paragraphs[0].words->x, 2000);
            assert_int_equal(page.white[2], 6);
            const struct page_picture *picture = &page.pictures[PAGE_SMALL];
            assert_memory_equal(frames.bytes + picture->offset, "picture", picture->length);
            /* It is no other page. */
            page.number = 2;
            assert_false(page_entry_take(&frames, "entry", &page, &arena));
        }
        buf_release(&frames);
        arena_release(&arena);
    }
}

/* Each job, file and page has an entry of its own. */
static void paths(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct digest one, other;
    digest_of("1", 1, &one);
    digest_of("2", 1, &other);
    struct job job = {.kind = JOB_DRAW, .password = "", .languages = ""};
    const char *path = store_path("cache", &one, &job, 1, &arena);
    assert_null(store_path(NULL, &one, &job, 1, &arena));
    assert_string_equal(path, store_path("cache", &one, &job, 1, &arena));
    assert_string_not_equal(path, store_path("cache", &other, &job, 1, &arena));
    assert_string_not_equal(path, store_path("cache", &one, &job, 2, &arena));
    job.widths[0] = 5;
    assert_string_not_equal(path, store_path("cache", &one, &job, 1, &arena));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps),   cmocka_unit_test(keeps_piece_by_piece),
        cmocka_unit_test(damaged), cmocka_unit_test(takes_a_page),
        cmocka_unit_test(paths),
    };
    return cmocka_run_group_tests(tests, home_enter, home_leave);
}
