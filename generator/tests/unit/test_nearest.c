/* SPDX-License-Identifier: ISC */
/* Tests of base/nearest. */
#include "base/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void knows_typing_slips(void **state)
{
    static const char *const keys[] = {"title", "date", "published", "in-reply-to"};
    (void)state;
    assert_string_equal(nearest_word("tilte", keys, 4), "title");
    assert_string_equal(nearest_word("Title", keys, 4), "title");
    assert_string_equal(nearest_word("dat", keys, 4), "date");
    assert_string_equal(nearest_word("publishedd", keys, 4), "published");
    assert_string_equal(nearest_word("in_reply_to", keys, 4), "in-reply-to");
    assert_null(nearest_word("place", keys, 4));
    assert_null(nearest_word("", keys, 4));
    assert_null(nearest_word("a very long word that cannot be a slip of the keyboard", keys, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_typing_slips),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
