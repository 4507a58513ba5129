/* SPDX-License-Identifier: ISC */
/* JPEG pictures: what is held as it is, and what is refused. */
#include "render/pdf/jpeg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Start, a comment, a frame of 2 by 3 in one colour, a scan with a stuffed zero and a restart, end.
 */
static const unsigned char whole[] = {0xFF, 0xD8, 0xFF, 0xFE, 0,    3,    'x',  0xFF, 0xC0, 0,
                                      11,   8,    0,    3,    0,    2,    1,    1,    0x11, 0,
                                      0xFF, 0xDA, 0,    8,    1,    1,    0,    0,    63,   0,
                                      0x12, 0xFF, 0,    0xFF, 0xD0, 0x34, 0xFF, 0xD9};
enum { FRAME_AT = 8, PRECISION_AT = 11, COMPONENTS_AT = 16 };

static const char *read_changed(size_t at, unsigned char byte)
{
    unsigned char bytes[sizeof whole];
    struct jpeg jpeg;
    memcpy(bytes, whole, sizeof whole);
    bytes[at] = byte;
    return jpeg_read((const char *)bytes, sizeof bytes, &jpeg);
}

static void test_whole(void **state)
{
    (void)state;
    struct jpeg jpeg;
    assert_null(jpeg_read((const char *)whole, sizeof whole, &jpeg));
    assert_int_equal(jpeg.width, 2);
    assert_int_equal(jpeg.height, 3);
    assert_int_equal(jpeg.components, 1);
    assert_null(read_changed(FRAME_AT, 0xC2)); /* progressive */
}

static void test_refused(void **state)
{
    (void)state;
    assert_string_equal(read_changed(1, 0xD9), "is not a JPEG");
    assert_string_equal(read_changed(COMPONENTS_AT, 4), "is in four printing colours (CMYK)");
    assert_string_equal(read_changed(COMPONENTS_AT, 2), "is damaged");
    assert_string_equal(read_changed(PRECISION_AT, 12),
                        "is of a kind of JPEG that PDF does not know");
    assert_string_equal(read_changed(FRAME_AT, 0xC9),
                        "is of a kind of JPEG that PDF does not know");
}

static void test_cut_short(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof whole; i++) {
        struct jpeg jpeg;
        char *cut = malloc(i + 1);
        assert_non_null(cut);
        memcpy(cut, whole, i);
        assert_non_null(jpeg_read(cut, i, &jpeg));
        free(cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
