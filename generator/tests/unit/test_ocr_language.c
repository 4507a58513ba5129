/* SPDX-License-Identifier: ISC */
/* Language tags lead to tesseract's data. */
#include "model/ocr_language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void known(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"en", "eng"},
        {"en-GB", "eng"},
        {"EN", "eng"},
        {"az", "aze"},
        {"az-Cyrl", "aze_cyrl"},
        {"az-Latn", "aze"},
        {"az-cyrl-AZ", "aze_cyrl"},
        {"de", "deu"},
        {"zh-Hant", "chi_tra"},
        {"zh-Hans", "chi_sim"},
        {"zh-TW", "chi_tra"},
        {"sr-Latn", "srp_latn"},
        {"fil", "fil"},
        {"fi", "fin"},
        {"enm", "enm"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(ocr_language(pairs[i][0]), pairs[i][1]);
}

static void unknown(void **state)
{
    (void)state;
    static const char *const tags[] = {"tlh", "x-private", "eng", "enx", ""};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        assert_null(ocr_language(tags[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known),
        cmocka_unit_test(unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
