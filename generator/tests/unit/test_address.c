/* SPDX-License-Identifier: ISC */
/* The names of the site's files for enclosed pages. */
#include "model/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_a_page_and_its_pictures(void **state)
{
    (void)state;
    struct held_page page = {.pictures[PAGE_LARGE] = {.jpeg = true}};
    struct buf name = BUF_INIT;
    address_append_page(&name, 12);
    assert_string_equal(name.bytes, "e12.html");
    buf_clear(&name);
    address_append_picture(&name, 12, &page, PAGE_SMALL);
    assert_string_equal(name.bytes, "e12.png");
    buf_clear(&name);
    address_append_picture(&name, 12, &page, PAGE_LARGE);
    assert_string_equal(name.bytes, "e12-large.jpg");
    buf_clear(&name);
    address_append_picture(&name, 12, &page, PAGE_THUMBNAIL);
    assert_string_equal(name.bytes, "e12-thumb.png");
    buf_release(&name);
}

/* The second sheet of A is not the first of A-2. */
static void test_sheets_have_names_of_their_own(void **state)
{
    (void)state;
    const struct enclosure first = {.id = "A"}, second = {.id = "A-2"};
    struct buf name = BUF_INIT;
    address_append_sheet(&name, &first, 1);
    assert_string_equal(name.bytes, "enclosure-a.html");
    buf_clear(&name);
    address_append_sheet(&name, &first, 2);
    assert_string_equal(name.bytes, "enclosure-a_2.html");
    buf_clear(&name);
    address_append_sheet(&name, &second, 1);
    assert_string_equal(name.bytes, "enclosure-a-2.html");
    buf_release(&name);
}

static void test_sheets_hold_three_hundred_pages(void **state)
{
    (void)state;
    static struct ledger_row rows[610];
    const struct held_page page = {.number = 1};
    const struct ledger ledger = {.rows = rows, .row_count = 610};
    struct enclosure enclosure = {.id = "A", .first_folio = 10, .last_folio = 609};
    assert_int_equal(address_sheets(&ledger, &enclosure), 0);
    rows[608].shown = &page;
    assert_int_equal(address_sheets(&ledger, &enclosure), 2);
    assert_int_equal(address_sheet_of(&enclosure, 309), 1);
    assert_int_equal(address_sheet_of(&enclosure, 310), 2);
    enclosure.last_folio = 610;
    assert_int_equal(address_sheets(&ledger, &enclosure), 3);
    enclosure.shared = true;
    assert_int_equal(address_sheets(&ledger, &enclosure), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_page_and_its_pictures),
        cmocka_unit_test(test_sheets_have_names_of_their_own),
        cmocka_unit_test(test_sheets_hold_three_hundred_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
