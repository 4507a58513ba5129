/* SPDX-License-Identifier: ISC */
/* Tests of source/names. */
#include "source/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const struct place nowhere = {"x", 1, 1};

static void finds_names_whatever_their_letter_case(void **state)
{
    struct names names = {0};
    (void)state;
    assert_null(names_find(&names, "a"));
    assert_null(names_add(&names, "Straße", nowhere, 7));
    assert_null(names_add(&names, "Élan", nowhere, 8));
    assert_int_equal(names_find(&names, "STRASSE")->value, 7);
    assert_int_equal(names_add(&names, "éLAN", nowhere, 9)->value, 8);
    assert_string_equal(names_find(&names, "élan")->text, "Élan");
    assert_null(names_find(&names, "Elan"));
    names_release(&names);
}

static void takes_the_spellings_of_a_file_name_for_one(void **state)
{
    struct names names = {.files = true};
    struct names labels = {0};
    (void)state;
    assert_null(names_add(&names, "\u00C9lan.pdf", nowhere, 1));
    assert_int_equal(names_find(&names, "e\u0301lan.pdf")->value, 1);
    assert_int_equal(names_find(&names, "\u00E9lan.pdf")->value, 1);
    assert_null(names_find(&names, "elan.pdf"));
    names_release(&names);
    assert_null(names_add(&labels, "\u00C9lan", nowhere, 1));
    assert_null(names_find(&labels, "e\u0301lan"));
    names_release(&labels);
}

static void tells_letter_case_apart_where_it_counts(void **state)
{
    struct names names = {.exact = true};
    (void)state;
    assert_null(names_add(&names, "a", nowhere, 1));
    assert_null(names_add(&names, "A", nowhere, 2));
    assert_int_equal(names_add(&names, "a", nowhere, 3)->value, 1);
    names_release(&names);
    assert_true(names.exact);
}

static void holds_many(void **state)
{
    struct names names = {0};
    struct arena arena = ARENA_INIT;
    char text[20];
    (void)state;
    for (unsigned i = 0; i < 10000; i++) {
        snprintf(text, sizeof text, "n%u", i);
        assert_null(names_add(&names, arena_string(&arena, text), nowhere, i));
    }
    for (unsigned i = 0; i < 10000; i++) {
        snprintf(text, sizeof text, "N%u", i);
        assert_int_equal(names_find(&names, text)->value, i);
    }
    names_release(&names);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_names_whatever_their_letter_case),
        cmocka_unit_test(takes_the_spellings_of_a_file_name_for_one),
        cmocka_unit_test(tells_letter_case_apart_where_it_counts),
        cmocka_unit_test(holds_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
