/* SPDX-License-Identifier: ISC */
/* Tests of wire/form. */
#include "wire/form.h"

#include "wire/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint32_t twice(void *context, uint32_t number, uint32_t generation)
{
    (void)context;
    return 2 * number + generation;
}

static const struct form_referrer referrer = {twice, NULL};

/* Tokens as a text that can be compared. */
static void append(struct buf *text, const struct buf *tokens)
{
    static const char *const words[] = {"null", "false", "true", "", "", "/", "", "[", "<<", "end"};
    struct form_reader reader = {(const uint8_t *)tokens->bytes, tokens->length};
    struct form_value value;
    while (form_next(&reader, &value)) {
        buf_add_string(text, words[value.token]);
        if (value.token == FORM_REFERENCE)
            buf_add_format(text, "@%u", (unsigned)value.object);
        if (value.token == FORM_STRING)
            buf_add_format(text, "(%.*s)", (int)value.length, value.bytes);
        else
            buf_add(text, value.bytes ? value.bytes : "", value.length);
        buf_add_char(text, ' ');
    }
    assert_int_equal(reader.left, 0);
}

static void says(const char *syntax, const char *expected)
{
    struct buf tokens = BUF_INIT;
    struct buf text = BUF_INIT;
    assert_true(form_add_syntax(&tokens, syntax, &referrer));
    append(&text, &tokens);
    assert_string_equal(text.bytes, expected);
    buf_release(&tokens);
    buf_release(&text);
}

static void syntax(void **state)
{
    (void)state;
    struct buf tokens = BUF_INIT;
    says("<</A 1/B[-.5 +2 3 0 R]/C(a\\(b\\051)/D<4142>/E null/F true/G#20H false>>",
         "<< /A 1 /B [ -.5 +2 @6 end /C (a(b)) /D (AB) /E null /F true /G H false end ");
    says("[1 2 3 1 R 4]", "[ 1 2 @7 4 end ");
    assert_false(form_add_syntax(&tokens, "<</A operator>>", &referrer));
    assert_false(form_add_syntax(&tokens, "5 R", &referrer));
    assert_false(form_add_syntax(&tokens, "5 0 R", NULL));
    assert_false(form_add_syntax(&tokens, "(open", &referrer));
    assert_false(form_add_syntax(&tokens, "5 /A 0 R", &referrer));
    buf_release(&tokens);
}

/* Whether an object of these bytes is taken, alone in a row. */
static bool takes(enum form_role role, const struct buf *tokens, uint64_t length)
{
    struct buf frames = BUF_INIT;
    struct form_row row = {0};
    struct form_object object;
    form_add_object(&frames, role, tokens, length);
    const struct frame frame = {REPLY_OBJECT, (const uint8_t *)frames.bytes + FRAME_HEAD,
                                frames.length - FRAME_HEAD};
    bool ok = form_row_take(&row, &frame, &object);
    buf_release(&frames);
    return ok;
}

static bool is_taken(enum form_role role, const char *syntax, uint64_t length)
{
    struct buf tokens = BUF_INIT;
    assert_true(form_add_syntax(&tokens, syntax, &referrer));
    bool ok = takes(role, &tokens, length);
    buf_release(&tokens);
    return ok;
}

static void values(void **state)
{
    (void)state;
    assert_true(is_taken(FORM_VALUE, "<</A[1<</B(x)>>]/C 1 0 R>>", 0));
    assert_true(is_taken(FORM_VALUE, "null", 0));
    assert_true(is_taken(FORM_VALUE, "<</Length 5>>", 0));
    assert_true(is_taken(FORM_STREAM, "<</A<</Length 5>>/B/Length>>", 7));
    assert_false(is_taken(FORM_STREAM, "<</Length 5>>", 7));
    assert_false(is_taken(FORM_STREAM, "[1]", 7));
    assert_false(is_taken(FORM_STREAM, "1", 7));
    assert_false(is_taken(FORM_VALUE, "1", 7)); /* data without a stream */
    assert_false(is_taken(FORM_VALUE, "", 0));
    assert_false(is_taken(FORM_VALUE, "1 2", 0));
    assert_false(is_taken(FORM_VALUE, "<</A 1>> 2", 0));
    assert_false(is_taken(FORM_VALUE, "<</A 1", 0));
    assert_false(is_taken(FORM_VALUE, "[1", 0));
    assert_false(is_taken(FORM_VALUE, "]", 0));
    assert_false(is_taken(FORM_VALUE, "<</A>>", 0));
    assert_false(is_taken(FORM_VALUE, "<<1 2>>", 0));
    assert_false(is_taken(FORM_VALUE, "<<[1]2>>", 0));
    assert_false(is_taken(FORM_VALUE, "/A#00B", 0));
}

/* What no syntax gives, and a broken worker may send. */
static void lies(void **state)
{
    (void)state;
    static const char *const numbers[] = {"", ".", "-", "1.2.3", "1e5", "1 0 R", "0 endobj"};
    struct buf tokens = BUF_INIT;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        buf_clear(&tokens);
        form_add_bytes(&tokens, FORM_NUMBER, numbers[i], strlen(numbers[i]));
        assert_false(takes(FORM_VALUE, &tokens, 0));
    }
    buf_clear(&tokens);
    form_add_reference(&tokens, 0);
    assert_false(takes(FORM_VALUE, &tokens, 0));
    buf_clear(&tokens);
    form_add_bytes(&tokens, FORM_STRING, "string", 6);
    assert_true(takes(FORM_VALUE, &tokens, 0));
    for (; tokens.length; tokens.length--)
        assert_int_equal(takes(FORM_VALUE, &tokens, 0), tokens.length == 11);
    form_add(&tokens, FORM_TOKEN_COUNT);
    assert_false(takes(FORM_VALUE, &tokens, 0));
    buf_clear(&tokens);
    for (size_t i = 0; i < FORM_DEPTH_MOST; i++)
        form_add(&tokens, FORM_ARRAY);
    for (size_t i = 0; i < FORM_DEPTH_MOST; i++)
        form_add(&tokens, FORM_END);
    assert_true(takes(FORM_VALUE, &tokens, 0));
    buf_clear(&tokens);
    for (size_t i = 0; i <= FORM_DEPTH_MOST; i++)
        form_add(&tokens, FORM_ARRAY);
    for (size_t i = 0; i <= FORM_DEPTH_MOST; i++)
        form_add(&tokens, FORM_END);
    assert_false(takes(FORM_VALUE, &tokens, 0));
    buf_release(&tokens);
}

/* Feeds frames to a row; how many it takes. */
static size_t feed(struct form_row *row, const struct buf *frames)
{
    struct frame_reader reader;
    struct frame frame;
    struct form_object object;
    size_t count = 0;
    frame_reader_init(&reader);
    frame_feed(&reader, frames->bytes, frames->length);
    while (frame_next(&reader, &frame) == FRAME_WHOLE && form_row_take(row, &frame, &object))
        count++;
    frame_reader_release(&reader);
    return count;
}

static void rows(void **state)
{
    (void)state;
    const long long matrix[6] = {1000, 0, 0, 1000, 0, 0};
    struct buf frames = BUF_INIT;
    struct buf data = BUF_INIT;
    struct buf tokens = BUF_INIT;
    struct form_row row = {0};
    uint32_t objects = 0;
    buf_add_string(&data, "data");
    for (int i = 0; i < 2; i++)
        form_add_picture(&frames, &objects, 1000, 2000, matrix, "/Width 1", &data);
    assert_int_equal(objects, 4);
    assert_int_equal(feed(&row, &frames), 8);
    assert_true(form_row_is_whole(&row));
    assert_int_equal(row.pages, 2);
    /* A stream that ends early, and one that does not end. */
    row = (struct form_row){0};
    buf_clear(&frames);
    assert_true(form_add_syntax(&tokens, "<<>>", NULL));
    form_add_object(&frames, FORM_STREAM, &tokens, 5);
    form_add_data(&frames, &data);
    assert_int_equal(feed(&row, &frames), 2);
    assert_false(form_row_is_whole(&row));
    form_add_data(&frames, &data);
    row = (struct form_row){0};
    assert_int_equal(feed(&row, &frames), 2);
    /* Data of nothing, and a reference to what is not there. */
    row = (struct form_row){0};
    buf_clear(&frames);
    form_add_data(&frames, &data);
    assert_int_equal(feed(&row, &frames), 0);
    buf_clear(&frames);
    buf_clear(&tokens);
    form_add_reference(&tokens, 2);
    form_add_object(&frames, FORM_VALUE, &tokens, 0);
    assert_int_equal(feed(&row, &frames), 1);
    assert_false(form_row_is_whole(&row));
    buf_release(&frames);
    buf_release(&data);
    buf_release(&tokens);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(syntax),
        cmocka_unit_test(values),
        cmocka_unit_test(lies),
        cmocka_unit_test(rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
