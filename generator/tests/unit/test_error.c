/* SPDX-License-Identifier: ISC */
/* Tests of base/error: messages in order, and nothing in them that a terminal would obey. */
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void printed_by_place(void **state)
{
    (void)state;
    struct report report = {0};
    report_error(&report, (struct place){"b", 1, 1}, "third");
    report_error(&report, (struct place){"a", 10, 2}, "second");
    report_warning(&report, (struct place){"a", 9, 30}, "first \x1B[31m\xFF\xE2\x80\xAE");
    report_error(&report, (struct place){"b", 1, 1}, "fourth");
    report_table(&report, "one  \x1B\n  2  rows\n");
    report_error(&report, (struct place){"c", 0, 0}, "no line");
    char *text;
    size_t length;
    FILE *stream = open_memstream(&text, &length);
    report_print(&report, stream);
    fclose(stream);
    assert_string_equal(text, "a:9:30: warning: first \\x1B[31m\\xFF\\xE2\\x80\\xAE\n"
                              "a:10:2: second\nb:1:1: third\nb:1:1: fourth\n    one  \\x1B\n"
                              "      2  rows\nc: no line\n");
    assert_int_equal(report.errors, 4);
    free(text);
    report_release(&report);
}

static void context_goes_before(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_false(error_set(&err, EXIT_CODE_MACHINE, "no %s", "space"));
    assert_false(error_context(&err, "writing %d", 7));
    assert_string_equal(err.text.bytes, "writing 7: no space");
    error_release(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printed_by_place),
        cmocka_unit_test(context_goes_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
