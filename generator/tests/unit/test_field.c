/* SPDX-License-Identifier: ISC */
/* Tests of wire/field. */
#include "wire/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct field_reader reader_of(const struct buf *buf)
{
    return (struct field_reader){.bytes = (const uint8_t *)buf->bytes, .left = buf->length};
}

static void there_and_back(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    size_t length;
    field_add_number(&buf, UINT64_MAX);
    field_add_string(&buf, "Ə, two bytes");
    field_add_bytes(&buf, "a\0b", 3);
    field_add_string(&buf, "");
    field_add_number(&buf, 100);
    struct field_reader reader = reader_of(&buf);
    assert_true(field_number(&reader) == UINT64_MAX);
    assert_string_equal(field_string(&reader), "Ə, two bytes");
    assert_memory_equal(field_bytes(&reader, &length), "a\0b", 4);
    assert_int_equal(length, 3);
    assert_string_equal(field_string(&reader), "");
    assert_int_equal(field_number_to(&reader, 100), 100);
    assert_false(reader.bad);
    assert_int_equal(reader.left, 0);
    buf_release(&buf);
}

static void bad_stays_bad(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    field_add_number(&buf, 101);
    field_add_number(&buf, 5);
    struct field_reader reader = reader_of(&buf);
    assert_int_equal(field_number_to(&reader, 100), 0);
    assert_true(reader.bad);
    assert_int_equal(field_number(&reader), 0);
    assert_string_equal(field_string(&reader), "");
    buf_release(&buf);
}

/* Bytes that state a length, and have others. */
static void lying_lengths(void **state)
{
    (void)state;
    static const uint64_t lengths[] = {4, 5, UINT32_MAX, UINT64_MAX, UINT64_MAX - 8};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct buf buf = BUF_INIT;
        size_t length = 1;
        field_add_number(&buf, lengths[i]);
        buf_add(&buf, "abc\0", 4);
        struct field_reader reader = reader_of(&buf);
        assert_string_equal(field_bytes(&reader, &length), "");
        assert_true(reader.bad);
        assert_int_equal(length, 0);
        buf_release(&buf);
    }
}

static void no_text(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {{"a\0b", 3}, {"\xFF", 1}, {"\xC3", 1}, {"\xED\xA0\x80", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf buf = BUF_INIT;
        field_add_bytes(&buf, cases[i].bytes, cases[i].length);
        struct field_reader reader = reader_of(&buf);
        assert_string_equal(field_string(&reader), "");
        assert_true(reader.bad);
        buf_release(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(bad_stays_bad),
        cmocka_unit_test(lying_lengths),
        cmocka_unit_test(no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
