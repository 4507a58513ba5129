/* SPDX-License-Identifier: ISC */
/* The lines of a bag's tag files. */
#include "verify/bundle/tag_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void take(void *to, char *line, size_t length, unsigned long long number)
{
    struct buf *seen = to;
    buf_add_format(seen, "%llu:", number);
    buf_add(seen, line, length);
    buf_add_char(seen, '|');
}

/* Whole, and byte by byte. */
static void cuts_lines(void **state)
{
    (void)state;
    static const char text[] = "a\nb\r\nc\r\rd\n\ne";
    for (size_t piece = 1; piece <= sizeof text; piece++) {
        struct buf seen = BUF_INIT;
        struct tag_lines lines = {.line = BUF_INIT, .take = take, .to = &seen};
        for (size_t at = 0; at < sizeof text - 1; at += piece) {
            size_t left = sizeof text - 1 - at;
            assert_true(tag_lines_feed(&lines, text + at, left < piece ? left : piece));
        }
        tag_lines_end(&lines);
        assert_string_equal(seen.bytes, "1:a|2:b|3:c|4:|5:d|6:|7:e|");
        assert_false(lines.too_long);
        buf_release(&seen);
    }
}

static enum manifest_problem parse(const char *text, struct manifest_line *line, char *copy,
                                   struct buf *raw)
{
    strcpy(copy, text);
    return manifest_line_read(copy, strlen(copy), HASH_MD5, raw, line);
}

#define DIGEST "0123456789abcdef0123456789abcdef"

static void reads_manifest_lines(void **state)
{
    (void)state;
    char copy[200];
    struct buf raw = BUF_INIT;
    struct manifest_line line;
    assert_int_equal(parse(DIGEST "  data/a b", &line, copy, &raw), MANIFEST_GOOD);
    assert_string_equal(line.path, "data/a b");
    assert_null(line.as_read);
    assert_int_equal(line.digest[0], 0x01);
    assert_int_equal(line.digest[15], 0xef);
    assert_int_equal(parse(DIGEST "\tdata/a%0Ab%25%41", &line, copy, &raw), MANIFEST_GOOD);
    assert_string_equal(line.path, "data/a\nb%%41");
    assert_string_equal(line.as_read, "data/a%0Ab%25%41");
    assert_int_equal(parse(DIGEST " *data/a", &line, copy, &raw), MANIFEST_GOOD);
    assert_true(line.starred);
    assert_string_equal(line.path, "data/a");
    assert_int_equal(parse(DIGEST, &line, copy, &raw), MANIFEST_NO_LINE);
    assert_int_equal(parse("  data/a", &line, copy, &raw), MANIFEST_NO_LINE);
    assert_int_equal(parse(DIGEST "  ", &line, copy, &raw), MANIFEST_NO_PATH);
    assert_int_equal(parse(DIGEST "0  data/a", &line, copy, &raw), MANIFEST_NO_DIGEST);
    assert_int_equal(parse("g123456789abcdef0123456789abcdef  data/a", &line, copy, &raw),
                     MANIFEST_NO_DIGEST);
    assert_int_equal(parse("0123456789ABCDEF0123456789abcdef  data/a", &line, copy, &raw),
                     MANIFEST_MIXED_CASE);
    assert_int_equal(parse("0123456789ABCDEF0123456789ABCDEF  data/a", &line, copy, &raw),
                     MANIFEST_GOOD);
    buf_release(&raw);
}

static void reads_elements(void **state)
{
    (void)state;
    char *label, *value;
    char good[] = "Label : a value: of two \t";
    assert_true(element_read(good, &label, &value));
    assert_string_equal(label, "Label");
    assert_string_equal(value, "a value: of two");
    char empty[] = "Label:";
    assert_true(element_read(empty, &label, &value));
    assert_string_equal(value, "");
    char none[] = "words", nameless[] = ": words";
    assert_false(element_read(none, &label, &value));
    assert_false(element_read(nameless, &label, &value));
}

static void reads_fetch_lines(void **state)
{
    (void)state;
    char *address, *path;
    char good[] = "https://example.org/a 12 data/a b%0A";
    assert_true(fetch_line_read(good, &address, &path));
    assert_string_equal(address, "https://example.org/a");
    assert_string_equal(path, "data/a b\n");
    char unknown[] = "https://example.org/a - data/a";
    assert_true(fetch_line_read(unknown, &address, &path));
    char bad[][40] = {"https://example.org/a", "https://example.org/a data/a",
                      "https://example.org/a 12", "https://example.org/a 12 "};
    for (size_t i = 0; i < 4; i++)
        assert_false(fetch_line_read(bad[i], &address, &path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_lines),
        cmocka_unit_test(reads_manifest_lines),
        cmocka_unit_test(reads_elements),
        cmocka_unit_test(reads_fetch_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
