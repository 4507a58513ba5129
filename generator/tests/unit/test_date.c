/* SPDX-License-Identifier: ISC */
/* Tests of base/date. */
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void days_that_exist(void **state)
{
    (void)state;
    struct date date;
    assert_true(date_parse("2020-02-29", &date));
    assert_int_equal(date.day, 29);
    assert_true(date_parse("2000-02-29", &date));
    assert_true(date_parse("9999-12-31", &date));
    assert_true(date_parse("0001-01-01", &date));
}

static void days_that_do_not(void **state)
{
    (void)state;
    static const char *const bad[] = {"2020-02-30",  "2021-02-29", "1900-02-29", "2020-13-01",
                                      "2020-00-10",  "2020-01-00", "0000-01-01", "2020-1-1",
                                      "2020-01-01 ", "20200101",   "",           "2020-01-0x",
                                      "-020-01-01",  "2020/01/01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct date date;
        if (date_parse(bad[i], &date))
            fail_msg("%s was taken for a day", bad[i]);
    }
}

static void written_out(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    date_append_iso(&text, (struct date){987, 1, 2});
    assert_string_equal(text.bytes, "0987-01-02");
    buf_release(&text);
}

static void in_order(void **state)
{
    (void)state;
    assert_true(date_compare((struct date){2020, 1, 31}, (struct date){2020, 2, 1}) < 0);
    assert_true(date_compare((struct date){2021, 1, 1}, (struct date){2020, 12, 31}) > 0);
    assert_int_equal(date_compare((struct date){2020, 1, 1}, (struct date){2020, 1, 1}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_that_exist),
        cmocka_unit_test(days_that_do_not),
        cmocka_unit_test(written_out),
        cmocka_unit_test(in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
