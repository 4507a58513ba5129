/* SPDX-License-Identifier: ISC */
/* Tests of model/language against the examples of RFC 5646, appendix A. */
#include "model/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void well_formed(void **state)
{
    (void)state;
    static const char *const good[] = {"de",
                                       "fr",
                                       "en",
                                       "zh-Hant",
                                       "sr-Latn-RS",
                                       "zh-cmn-Hans-CN",
                                       "sl-rozaj",
                                       "sl-nedis",
                                       "de-CH-1901",
                                       "hy-Latn-IT-arevela",
                                       "de-DE",
                                       "es-419",
                                       "x-whatever",
                                       "de-CH-x-phonebk",
                                       "az-Arab-x-AZE-derbend",
                                       "qaa-Qaaa-QM-x-southern",
                                       "en-US-u-islamcal",
                                       "zh-CN-a-myext-x-private",
                                       "en-a-myext-b-another",
                                       "az",
                                       "az-Cyrl",
                                       "mul",
                                       "und"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!language_well_formed(good[i]))
            fail_msg("%s is a tag", good[i]);
    }
}

static void ill_formed(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",  "e",  "english",   "en_US",  "de-",   "-de", "de--DE", "a-DE",        "en-US-u",
        "x", "x-", "de-419-DE", "ar-a-x", "de DE", "ə",   "123",    "en-abcdefghi"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (language_well_formed(bad[i]))
            fail_msg("%s is no tag", bad[i]);
    }
}

static void direction(void **state)
{
    (void)state;
    assert_true(language_right_to_left("ar"));
    assert_true(language_right_to_left("he-IL"));
    assert_true(language_right_to_left("az-Arab"));
    assert_false(language_right_to_left("az"));
    assert_false(language_right_to_left("ar-Latn"));
    assert_false(language_right_to_left("en-x-Arab"));
    assert_false(language_right_to_left(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed),
        cmocka_unit_test(ill_formed),
        cmocka_unit_test(direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
