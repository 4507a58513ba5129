/* SPDX-License-Identifier: ISC */
/* Tests of source/enclosure_line. */
#include "source/enclosure_line.h"

#include "model/ledger.h"

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
        {"Encl.: 90\u00A0pages", 90},
        {"Encl.: 89\u2011page report", 89},
        {"(Encl.: 12 pages)", 12},
        {"(Encl.: eighty-nine (89) pages).", 89},
        {"Encl.: two thousand and three pages", 2003},
        {"Encl.: nine hundred ninety-nine thousand nine hundred and ninety-nine pages", 999999},
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct enclosure_line line;
        if (!enclosure_line_read(lines[i].words, ENCLOSURE_LINE_FIRST, &line))
            fail_msg("not taken for a line of enclosures: %s", lines[i].words);
        if (line.pages != lines[i].pages || line.unread || line.contradicts)
            fail_msg("%s: %u pages%s%s", lines[i].words, line.pages, line.unread ? ", unread" : "",
                     line.contradicts ? ", contradicts" : "");
    }
}

static void leaves_to_a_person_what_is_not_clear(void **state)
{
    static const char *const lines[] = {"Encl.: two reports (40 and 49 pages)",
                                        "Encl.: 10, 20 and 30 pages",
                                        "Encl.: 89 A4 pages",
                                        "Encl.: 1 089 pages",
                                        "Encl.: 89 + 3 pages",
                                        "Encl.: 2 x 40 pages",
                                        "Encl.: 89 pages (double-sided; 178 pages)"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct enclosure_line line;
        assert_true(enclosure_line_read(lines[i], ENCLOSURE_LINE_FIRST, &line));
        if (line.pages || !line.unread)
            fail_msg("%s: %u pages", lines[i], line.pages);
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
        "(Encl.: 12 pages) were sent to him in May",
        "(Encl.: 12 pages",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct enclosure_line line;
        if (enclosure_line_read(others[i], ENCLOSURE_LINE_FIRST, &line))
            fail_msg("taken for a line of enclosures: %s", others[i]);
    }
}

static void says_what_it_cannot_read(void **state)
{
    struct enclosure_line line;
    (void)state;
    assert_true(enclosure_line_read("Encl.: as stated", ENCLOSURE_LINE_FIRST, &line));
    assert_int_equal(line.pages, 0);
    assert_false(line.unread);
    assert_true(enclosure_line_read("Encl.: LXXXIX pages", ENCLOSURE_LINE_FIRST, &line));
    assert_int_equal(line.pages, 0);
    assert_true(line.unread);
    assert_true(enclosure_line_read("Encl.: eighty-eight (89) pages", ENCLOSURE_LINE_FIRST, &line));
    assert_int_equal(line.pages, 89);
    assert_true(line.contradicts);
    assert_true(
        enclosure_line_read("Encl.: 99999999999999999999 pages", ENCLOSURE_LINE_FIRST, &line));
    assert_true(line.pages > LEDGER_PAGES_MAX);
}

static void is_strict_inside_a_paragraph(void **state)
{
    static const struct {
        const char *words;
        unsigned pages;
    } lines[] = {
        {"Encl.: 12 pages", 12},          {"Enc. 3 pages", 3},
        {"Annex: 12 pages", 12},          {"(Encl.: 12 pages)", 12},
        {"ENCLOSURES (2): 89 PAGES", 89}, {"Encl.: as stated", 0},
    };
    static const char *const others[] = {
        "encl.: 12 pages",  "annex: 12 pages",     "enclosed 89 pages",        "Enclosed 89 pages",
        "Annexes 12 pages", "Annex: The Findings", "Annex: the missing pages", "(Encl.: 12\npages)",
    };
    struct enclosure_line line;
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!enclosure_line_read(lines[i].words, ENCLOSURE_LINE_INSIDE, &line))
            fail_msg("not taken for a line of enclosures: %s", lines[i].words);
        assert_int_equal(line.pages, lines[i].pages);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (enclosure_line_read(others[i], ENCLOSURE_LINE_INSIDE, &line))
            fail_msg("taken for a line of enclosures: %s", others[i]);
    }
}

static void knows_a_head_alone(void **state)
{
    (void)state;
    assert_true(enclosure_line_is_head("Encl.:"));
    assert_true(enclosure_line_is_head("Enclosures (2): "));
    assert_false(enclosure_line_is_head("Annex"));
    assert_false(enclosure_line_is_head("Encl.: 12 pages"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_forms_that_letters_use),
        cmocka_unit_test(leaves_to_a_person_what_is_not_clear),
        cmocka_unit_test(leaves_other_paragraphs_alone),
        cmocka_unit_test(says_what_it_cannot_read),
        cmocka_unit_test(is_strict_inside_a_paragraph),
        cmocka_unit_test(knows_a_head_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
