/* SPDX-License-Identifier: ISC */
/* Tests of source/picture_read: what a file's first bytes say. */
#include "source/picture_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x02\0\0\0\x03\x08\x02\0\0\0CRC!";
/* An APP0 segment, a byte of fill, a table, a progressive frame of 5 by 258. */
static const char jpeg[] =
    "\xff\xd8\xff\xe0\0\x04JF\xff\xff\xc4\0\x03T\xff\xc2\0\x0b\x08\x01\x02\0\x05\x01";

static void measures_png(void **state)
{
    struct picture picture = {0};
    (void)state;
    assert_true(picture_measure(png, sizeof png - 1, &picture));
    assert_int_equal(picture.type, PICTURE_PNG);
    assert_int_equal(picture.width, 258);
    assert_int_equal(picture.height, 3);
}

static void measures_jpeg(void **state)
{
    struct picture picture = {0};
    (void)state;
    assert_true(picture_measure(jpeg, sizeof jpeg - 1, &picture));
    assert_int_equal(picture.type, PICTURE_JPEG);
    assert_int_equal(picture.width, 5);
    assert_int_equal(picture.height, 258);
}

static void refuses_what_is_cut_off(void **state)
{
    struct picture picture;
    (void)state;
    for (size_t length = 0; length < sizeof png - 1; length++)
        assert_false(picture_measure(png, length, &picture));
    for (size_t length = 0; length < sizeof jpeg - 2; length++)
        assert_false(picture_measure(jpeg, length, &picture));
}

static void refuses_a_picture_of_no_size(void **state)
{
    char bytes[sizeof png];
    struct picture picture;
    (void)state;
    memcpy(bytes, png, sizeof png);
    memset(bytes + 16, 0, 4);
    assert_false(picture_measure(bytes, sizeof bytes - 1, &picture));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_png),
        cmocka_unit_test(measures_jpeg),
        cmocka_unit_test(refuses_what_is_cut_off),
        cmocka_unit_test(refuses_a_picture_of_no_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
