/* SPDX-License-Identifier: ISC */
/* Tests of base/utf8. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_character_round_trips(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        buf_clear(&buf);
        utf8_append(&buf, c);
        size_t length;
        if (utf8_decode(buf.bytes, buf.length, &length) != c || length != buf.length)
            fail_msg("U+%04X does not round-trip", (unsigned)c);
    }
    buf_release(&buf);
}

static void malformed(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x80\x80",
                                      "\xED\xA0\x80",
                                      "\xF0\x80\x80\x80",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "\xC3",
                                      "\xE2\x82",
                                      "\xE2(\xA1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t length;
        assert_int_equal(utf8_decode(bad[i], strlen(bad[i]), &length), UTF8_BAD);
        assert_int_equal(length, 1);
        assert_int_equal(utf8_check(bad[i], strlen(bad[i])), 0);
    }
    assert_int_equal(utf8_check("abə\xFFz", 6), 4);
}

static void places(void **state)
{
    (void)state;
    const char *text = "ab\r\nəə!\rx\ny";
    struct utf8_position at = utf8_position(text, strlen(text), 8); /* '!' */
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 3);
    at = utf8_position(text, strlen(text), 10); /* 'x' */
    assert_int_equal(at.line, 3);
    assert_int_equal(at.column, 1);
    at = utf8_position(text, strlen(text), 12); /* 'y' */
    assert_int_equal(at.line, 4);
    /* What stands after a text's end is none of it. */
    at = utf8_position("ab\r\n", 3, 3);
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 1);
}

static void utf16(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    utf8_append_utf16_hex(&buf, "Aə😀", strlen("Aə😀"));
    assert_string_equal(buf.bytes, "00410259D83DDE00");
    buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_round_trips),
        cmocka_unit_test(malformed),
        cmocka_unit_test(places),
        cmocka_unit_test(utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
