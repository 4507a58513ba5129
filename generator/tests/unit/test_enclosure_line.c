/* SPDX-License-Identifier: ISC */
/* Tests of source/enclosure_line. */
#include "source/enclosure_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void reads_the_forms_that_letters_use(void **state)
{
    static const struct {
        const char *words;
        unsigned pages;
    } lines[] = {
        {"Encl.: 89 pages", 89},
        {"Encl.: 1 page", 1},
        {"ENCL. 89 PAGES", 89},
        {"Encl 89 pages", 89},
        {"Enc. 3 pages.", 3},
        {"Enc: (3 pages)", 3},
        {"Encls.: 12 pp.", 12},
        {"Enclosure: 89 pages", 89},
        {"Enclosures: 2 reports, 89 pages", 89},
        {"Enclosure(s): 89 pages", 89},
        {"Enclosures (2): 89 pages in all", 89},
        {"Enclosures 89 pages", 89},
        {"Annex: 7 pages", 7},
        {"Annex(es): 7 pages", 7},
        {"Attachments: 7 pages", 7},
        {"Encl.: report A, 60 pages; report B, 29 pages", 89},
        {"Encl.: 1,200 pages", 1200},
        {"Encl.: 1.200 pages", 1200},
        {"Encl.: 1\u00A0200\u202F300 pages", 1200300},
        {"Encl.: eighty-nine (89) pages", 89},
        {"Encl.: 89 (eighty-nine) pages", 89},
        {"Encl.: eighty-nine pages", 89},
        {"Encl.: Eighty nine pages", 89},
        {"Encl.: one hundred and twenty pages", 120},
        {"Encl.: a hundred and one pages", 101},
        {"Encl.: nineteen pages", 19},
        {"Anlagen: 14 Seiten", 14},
        {"Encl.: two thousand and three pages", 2003},
        {"Encl.: nine hundred ninety-nine thousand nine hundred and ninety-nine pages", 999999},
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct enclosure_line line;
        if (!enclosure_line_read(lines[i].words, &line))
            fail_msg("not taken for a line of enclosures: %s", lines[i].words);
        if (line.pages != lines[i].pages || line.unread || line.contradicts)
            fail_msg("%s: %u pages%s%s", lines[i].words, line.pages, line.unread ? ", unread" : "",
                     line.contradicts ? ", contradicts" : "");
    }
}

static void leaves_other_paragraphs_alone(void **state)
{
    static const char *const others[] = {
        "Enclosed you will find 89 pages of evidence",
        "Annex A has 12 pages and was sent before",
        "Annex. The report has 12 pages",
        "Encompassing 89 pages",
        "The enclosure: 89 pages",
        "Enclosures 2 and 3 have 89 pages each",
        "Enclosure of the commons took 89 pages: of law",
        "Attention: 89 pages",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct enclosure_line line;
        if (enclosure_line_read(others[i], &line))
            fail_msg("taken for a line of enclosures: %s", others[i]);
    }
}

static void says_what_it_cannot_read(void **state)
{
    struct enclosure_line line;
    (void)state;
    assert_true(enclosure_line_read("Encl.: as stated", &line));
    assert_int_equal(line.pages, 0);
    assert_false(line.unread);
    assert_true(enclosure_line_read("Encl.: LXXXIX pages", &line));
    assert_int_equal(line.pages, 0);
    assert_true(line.unread);
    assert_true(enclosure_line_read("Encl.: eighty-eight (89) pages", &line));
    assert_int_equal(line.pages, 89);
    assert_true(line.contradicts);
    assert_true(enclosure_line_read("Encl.: 99999999999999999999 pages", &line));
    assert_true(line.pages > LEDGER_PAGES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_forms_that_letters_use),
        cmocka_unit_test(leaves_other_paragraphs_alone),
        cmocka_unit_test(says_what_it_cannot_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
