/* SPDX-License-Identifier: ISC */
/* Tests of base/buf. */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void always_terminated(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    assert_string_equal(buf.bytes, "");
    buf_add(&buf, "a\0b", 3);
    assert_int_equal(buf.length, 3);
    assert_int_equal(buf.bytes[3], 0);
    buf_clear(&buf);
    assert_string_equal(buf.bytes, "");
    buf_release(&buf);
    assert_string_equal(buf.bytes, "");
}

static void grows(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    for (int i = 0; i < 100000; i++)
        buf_add_format(&buf, "%05d", i);
    assert_int_equal(buf.length, 500000);
    assert_memory_equal(buf.bytes + 499995, "99999", 6);
    buf_release(&buf);
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        long long value;
        const char *text;
    } cases[] = {{0, "0"},           {1, "0.001"},       {10, "0.01"},
                 {1000, "1"},        {1500, "1.5"},      {-1, "-0.001"},
                 {-12340, "-12.34"}, {841890, "841.89"}, {595276, "595.276"}};
    struct buf buf = BUF_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&buf);
        buf_add_thousandths(&buf, cases[i].value);
        assert_string_equal(buf.bytes, cases[i].text);
    }
    buf_clear(&buf);
    buf_add_number(&buf, INT64_MIN);
    assert_string_equal(buf.bytes, "-9223372036854775808");
    buf_release(&buf);
}

static void handed_over(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    char *bytes = buf_detach(&buf);
    assert_string_equal(bytes, "");
    free(bytes);
    buf_add_string(&buf, "text");
    bytes = buf_detach(&buf);
    assert_string_equal(bytes, "text");
    assert_string_equal(buf.bytes, "");
    free(bytes);
    buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(always_terminated),
        cmocka_unit_test(grows),
        cmocka_unit_test(numbers),
        cmocka_unit_test(handed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
