/* SPDX-License-Identifier: ISC */
/* Tokens of PDF's syntax: strings that a reader gives back byte for byte, numbers kept apart. */
#include "render/pdf/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_text(const char *text, const char *expected, size_t size)
{
    struct buf out = BUF_INIT;
    token_add_text(&out, text);
    assert_string_equal(out.bytes, expected);
    assert_int_equal(token_text_size(text), size);
    buf_release(&out);
}

static void test_text(void **state)
{
    (void)state;
    assert_text("", "()", 0);
    assert_text("plain (1) \\", "(plain \\(1\\) \\\\)", 11);
    assert_text("ə", "<FEFF0259>", 4);
    assert_text("a\U0001F600", "<FEFF0061D83DDE00>", 8);
    assert_text("a\tb", "<FEFF006100090062>", 8);
}

static void test_bytes(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    token_add_bytes(&out, "\0\r\n(\xFF", 5);
    assert_int_equal(out.length, 9);
    assert_memory_equal(out.bytes, "(\0\\r\n\\(\xFF)", 9);
    buf_release(&out);
}

static void test_names_and_numbers(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    token_add_name(&out, "A B#(\xC9");
    token_add_reference(&out, 12);
    token_add_number(&out, 3);
    buf_add_char(&out, '[');
    token_add_number(&out, 4);
    token_add_number(&out, 5);
    buf_add_char(&out, ']');
    token_add_rectangle(&out, -1500, 0, 2000, 250);
    assert_string_equal(out.bytes, "/A#20B#23#28#C9 12 0 R 3[4 5][-1.5 0 0.5 0.25]");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_names_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
