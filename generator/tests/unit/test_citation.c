/* SPDX-License-Identifier: ISC */
/* How a letter is cited in each style, with all that may be known of it and with the least. */
#include "model/citation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *months[] = {"January",   "February", "March",    "April",
                               "May",       "June",     "July",     "August",
                               "September", "October",  "November", "December"};

static const struct dossier least = {
    .metadata = {.identifier = "some-letter",
                 .title = "A letter",
                 .date = {2020, 11, 2},
                 .published = {2026, 1, 24},
                 .sender = {"Anna Smith", "Minister", "", ""},
                 .place = "",
                 .reference = "",
                 .publisher = "",
                 .edition = "",
                 .holder = "",
                 .shelfmark = "",
                 .permanent_url = "",
                 .base_url = ""},
    .templates = {.settings = {.words = {.letter = "Letter",
                                         .letter_to = "Letter to",
                                         .and = "and",
                                         .and_others = "and others",
                                         .online = "online",
                                         .available_from = "Available from:",
                                         .published = "Published",
                                         .edition = "Edition"},
                               .forms = {.date = "{day} {month} {year}", .months = {months, 12}}}},
};

static void assert_cited(const struct dossier *dossier, enum citation_style style,
                         const char *wanted)
{
    struct buf text = BUF_INIT;
    citation_append(dossier, style, &text);
    assert_string_equal(text.bytes, wanted);
    buf_release(&text);
}

static void with_the_least(void **state)
{
    (void)state;
    assert_cited(&least, CITATION_CHICAGO,
                 "Anna Smith. Letter. 2 November 2020. Published 24 January 2026. some-letter.");
    assert_cited(&least, CITATION_APA, "Anna Smith. (2020, November 2). [Letter]. some-letter");
    assert_cited(&least, CITATION_ISO_690,
                 "Anna Smith. Letter. 2 November 2020. Published 24 January 2026. some-letter.");
}

static void with_everything(void **state)
{
    (void)state;
    struct party addressees[] = {{"B", "", "", ""}, {"", "Office", "", ""}, {"C. D.", "x", "", ""}};
    struct dossier full = least;
    full.metadata.sender.sort = "Smith, Anna-Lena B.";
    full.metadata.addressees = (struct party_list){addressees, 3};
    full.metadata.place = "Baku";
    full.metadata.reference = "12/3";
    full.metadata.publisher = "P Inc.";
    full.metadata.edition = "2";
    full.metadata.holder = "Archive";
    full.metadata.shelfmark = "MS 1";
    full.metadata.permanent_url = "https://doi.org/10.1/x";
    full.metadata.base_url = "https://example.org/";
    assert_cited(&full, CITATION_CHICAGO,
                 "Smith, Anna-Lena B. Letter to B, Office, and C. D., 12/3. Baku, 2 November 2020. "
                 "MS 1, Archive. Edition 2. P Inc., 24 January 2026. https://doi.org/10.1/x.");
    assert_cited(&full, CITATION_APA,
                 "Smith, A.-L. B. (2020, November 2). [Letter to B, Office, and C. D., 12/3]. "
                 "Archive (MS 1). P Inc. https://doi.org/10.1/x");
    assert_cited(&full, CITATION_ISO_690,
                 "Smith, Anna-Lena B. Letter to B, Office and C. D., 12/3 [online]. Baku, "
                 "2 November 2020. Edition 2. P Inc., 24 January 2026. Archive, MS 1. "
                 "Available from: https://doi.org/10.1/x.");
    assert_string_equal(citation_doi(&full.metadata), "10.1/x");
}

static void many_addressees(void **state)
{
    (void)state;
    struct party addressees[11];
    struct dossier many = least;
    for (size_t i = 0; i < 11; i++)
        addressees[i] = (struct party){"B", "", "", ""};
    many.metadata.addressees = (struct party_list){addressees, 2};
    assert_cited(&many, CITATION_APA,
                 "Anna Smith. (2020, November 2). [Letter to B and B]. some-letter");
    many.metadata.addressees.count = 11;
    assert_cited(&many, CITATION_APA,
                 "Anna Smith. (2020, November 2). [Letter to B and others]. some-letter");
}

static void parts_of_names(void **state)
{
    (void)state;
    struct dossier odd = least;
    assert_int_equal(citation_family("Smith, A."), 5);
    assert_string_equal(citation_given("Smith,  A."), "A.");
    assert_string_equal(citation_given("Plato"), "");
    assert_string_equal(citation_given(""), "");
    odd.metadata.sender = (struct party){"", "An office", "", ""};
    assert_cited(&odd, CITATION_APA, "An office. (2020, November 2). [Letter]. some-letter");
    odd.metadata.sender = (struct party){"Platon", "", "Plato", ""};
    assert_cited(&odd, CITATION_APA, "Plato. (2020, November 2). [Letter]. some-letter");
    odd.metadata.sender = (struct party){"Ə", "", "Əli, Şəmsi", ""};
    assert_cited(&odd, CITATION_APA, "Əli, Ş. (2020, November 2). [Letter]. some-letter");
    assert_string_equal(citation_doi(&odd.metadata), "");
    odd.metadata.base_url = "https://example.org/";
    assert_string_equal(citation_url(&odd.metadata), "https://example.org/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_the_least),
        cmocka_unit_test(with_everything),
        cmocka_unit_test(many_addressees),
        cmocka_unit_test(parts_of_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
