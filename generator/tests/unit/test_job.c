/* SPDX-License-Identifier: ISC */
/* Tests of wire/job: each message comes back as it went out, and no other bytes are believed. */
#include "wire/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct page_span spans[] = {{1, 3}, {7, WIRE_PAGES_MOST}};
static const struct redaction redactions[] = {{1, 1, 0, 0, 5, 6},
                                              {7, 12, 3, 4, WIRE_LENGTH_MOST, 8}};
static const struct job whole_job = {
    .kind = JOB_EXTRACT,
    .type = FILE_TYPE_PDF,
    .spans = spans,
    .span_count = 2,
    .password = "gəheim",
    .widths = {200, 800, WIRE_PIXELS_MOST},
    .jpeg_quality = 100,
    .languages = "eng+aze",
    .resolution = 300,
    .redactions = redactions,
    .redaction_count = 2,
    .text_form = TEXT_FORM_PLAIN,
    .page_count = WIRE_PAGES_MOST,
    .trial = TRIAL_QUIT,
};
static const struct text_word words[] = {
    {"Ein", 1, 2, 3, 4, 0, true, false},
    {"Wort", 5, 6, WIRE_LENGTH_MOST, 8, WIRE_SURE, false, true}};
static const uint32_t paragraphs[] = {0, 2};

/* The message of each kind, and reading it. */
enum message {
    JOB,
    FILE_FACTS,
    PAGE_FACTS,
    DRAWN_FACTS,
    PICTURE_FACTS,
    TEXT_FACTS,
    TEXT_FAULT,
    FINDING,
    ALL
};

static void write_message(struct buf *buf, enum message message)
{
    switch (message) {
    case JOB:
        job_write(buf, &whole_job);
        break;
    case FILE_FACTS:
        file_facts_write(buf, &(struct file_facts){FILE_TYPE_TIFF, 30, true, "A fax"});
        break;
    case PAGE_FACTS:
        page_facts_write(buf,
                         &(struct page_facts){3, 595276, 841890, 270, 96, true, true, false, true,
                                              "the font X is not embedded", "text without a font"});
        break;
    case DRAWN_FACTS:
        drawn_facts_write(buf, &(struct drawn_facts){4, 1, 2, {3, 4, 5, 6}, true});
        break;
    case PICTURE_FACTS:
        picture_facts_write(
            buf, &(struct picture_facts){5, PICTURE_LARGE, true, 800, 1131, "\xFF\xD8\0\xFF", 4});
        break;
    case TEXT_FACTS:
        text_facts_write(buf, &(struct text_facts){6, 100, 200, 3, words, 2, paragraphs, 2});
        break;
    case TEXT_FAULT:
        text_fault_write(buf, &(struct text_fault){true, 3, 4, "is wrong"});
        break;
    default:
        finding_write(buf, &(struct finding){FINDING_ANNOTATIONS, 7, "90"});
        break;
    }
}

static void check_job(const struct job *job)
{
    assert_int_equal(job->kind, JOB_EXTRACT);
    assert_int_equal(job->type, FILE_TYPE_PDF);
    assert_int_equal(job->span_count, 2);
    assert_memory_equal(job->spans, spans, sizeof spans);
    assert_string_equal(job->password, "gəheim");
    assert_int_equal(job->widths[PICTURE_LARGE], WIRE_PIXELS_MOST);
    assert_int_equal(job->jpeg_quality, 100);
    assert_string_equal(job->languages, "eng+aze");
    assert_int_equal(job->resolution, 300);
    assert_int_equal(job->redaction_count, 2);
    assert_memory_equal(job->redactions, redactions, sizeof redactions);
    assert_int_equal(job->text_form, TEXT_FORM_PLAIN);
    assert_int_equal(job->page_count, WIRE_PAGES_MOST);
    assert_int_equal(job->trial, TRIAL_QUIT);
}

static void check_page(const struct page_facts *page)
{
    assert_int_equal(page->page, 3);
    assert_int_equal(page->width, 595276);
    assert_int_equal(page->height, 841890);
    assert_int_equal(page->turned, 270);
    assert_int_equal(page->dpi, 96);
    assert_true(page->has_text && page->fits_a && !page->fits_ua && page->fits_form);
    assert_string_equal(page->misfit, "the font X is not embedded");
    assert_string_equal(page->misfit_ua, "text without a font");
}

/* Reads a message; where `check` is true it must be the one that was written. */
static bool read_message(struct field_reader *reader, enum message message, bool check)
{
    struct arena arena = ARENA_INIT;
    struct job job;
    struct file_facts file;
    struct page_facts page;
    struct drawn_facts drawn;
    struct picture_facts picture;
    struct text_facts text;
    struct text_fault fault;
    struct finding finding;
    bool ok = false;
    switch (message) {
    case JOB:
        ok = job_read(reader, &arena, &job);
        if (check)
            check_job(&job);
        break;
    case FILE_FACTS:
        ok = file_facts_read(reader, &file);
        assert_true(!check || (file.type == FILE_TYPE_TIFF && file.page_count == 30 &&
                               !strcmp(file.title, "A fax")));
        break;
    case PAGE_FACTS:
        ok = page_facts_read(reader, &page);
        if (check)
            check_page(&page);
        break;
    case DRAWN_FACTS:
        ok = drawn_facts_read(reader, &drawn);
        assert_true(!check || (drawn.page == 4 && drawn.width == 1 && drawn.height == 2 &&
                               drawn.white[0] == 3 && drawn.white[3] == 6 && drawn.blank));
        break;
    case PICTURE_FACTS:
        ok = picture_facts_read(reader, &picture);
        assert_true(!check ||
                    (picture.size == PICTURE_LARGE && picture.jpeg && picture.height == 1131 &&
                     picture.length == 4 && !memcmp(picture.bytes, "\xFF\xD8\0\xFF", 4)));
        break;
    case TEXT_FACTS:
        ok = text_facts_read(reader, &arena, &text);
        assert_true(!check ||
                    (text.word_count == 2 && !strcmp(text.words[1].text, "Wort") &&
                     text.words[1].width == WIRE_LENGTH_MOST &&
                     text.words[1].confidence == WIRE_SURE && !text.words[1].first &&
                     text.words[1].guessed && !text.words[0].guessed && !text.words[0].confidence &&
                     text.words[0].first && text.width == 100 && text.height == 200 &&
                     text.quarters == 3 && text.paragraph_count == 2 && text.paragraphs[1] == 2));
        break;
    case TEXT_FAULT:
        ok = text_fault_read(reader, &fault);
        assert_true(!check || (fault.severe && fault.line == 3 && fault.column == 4 &&
                               !strcmp(fault.what, "is wrong")));
        break;
    default:
        ok = finding_read(reader, &finding);
        assert_true(!check || (finding.kind == FINDING_ANNOTATIONS && finding.page == 7 &&
                               !strcmp(finding.detail, "90")));
        break;
    }
    arena_release(&arena);
    return ok;
}

/* In memory of exactly this length, so that reading past it is seen. */
static bool read_bytes(const void *bytes, size_t length, enum message message, bool check)
{
    void *exact = malloc(length + !length);
    assert_non_null(exact);
    memcpy(exact, bytes, length);
    struct field_reader reader = {.bytes = exact, .left = length};
    bool ok = read_message(&reader, message, check);
    free(exact);
    return ok;
}

static void there_and_back(void **state)
{
    (void)state;
    for (enum message message = JOB; message < ALL; message++) {
        struct buf buf = BUF_INIT;
        write_message(&buf, message);
        assert_true(read_bytes(buf.bytes, buf.length, message, true));
        buf_release(&buf);
    }
}

static void cut_anywhere(void **state)
{
    (void)state;
    for (enum message message = JOB; message < ALL; message++) {
        struct buf buf = BUF_INIT;
        write_message(&buf, message);
        for (size_t length = 0; length < buf.length; length++)
            assert_false(read_bytes(buf.bytes, length, message, false));
        buf_release(&buf);
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* One to four bytes are others than they were. What can still be read is another message. */
static void changed_anywhere(void **state)
{
    (void)state;
    uint32_t seed = 2463534242u;
    for (enum message message = JOB; message < ALL; message++) {
        struct buf buf = BUF_INIT;
        size_t refused = 0;
        write_message(&buf, message);
        for (int round = 0; round < 4000; round++) {
            struct buf other = BUF_INIT;
            buf_add(&other, buf.bytes, buf.length);
            for (uint32_t i = next_random(&seed) % 4 + 1; i; i--)
                other.bytes[next_random(&seed) % other.length] = (char)next_random(&seed);
            refused += !read_bytes(other.bytes, other.length, message, false);
            buf_release(&other);
        }
        assert_true(refused > 2000);
        buf_release(&buf);
    }
}

/* A count takes no more memory than the frame has bytes. */
static void lying_counts(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    field_add_number(&buf, 1);
    field_add_number(&buf, UINT64_MAX / 4);
    assert_false(read_bytes(buf.bytes, buf.length, TEXT_FACTS, false));
    buf_clear(&buf);
    field_add_number(&buf, JOB_DRAW);
    field_add_number(&buf, FILE_TYPE_PDF);
    field_add_number(&buf, (uint64_t)1 << 60);
    assert_false(read_bytes(buf.bytes, buf.length, JOB, false));
    buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(changed_anywhere),
        cmocka_unit_test(lying_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
