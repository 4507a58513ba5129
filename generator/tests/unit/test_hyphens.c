/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/hyphens: which words are divided, and what is none. */
#include "render/pdf/hyphens.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct pattern_file files[] = {
    {.lang = "en", .path = "/usr/share/hyphen/hyph_en_US.dic"},
    {.lang = "fr", .path = "/usr/share/hyphen/hyph_fr.dic"},
    {.lang = "ru", .path = "/usr/share/hyphen/hyph_ru_RU.dic"},
    {.lang = "en-x-none"},
    {.lang = "lost", .path = "/nowhere/hyph_en_GB.dic"},
};
static const char *capitals[] = {"fr"};

struct fixture {
    struct dossier dossier;
    struct report report;
    struct error err;
    struct hyphens *hyphens;
    struct arena arena;
};

static void begin(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    buf_init(&fixture->err.text);
    struct settings *settings = &fixture->dossier.templates.settings;
    settings->hyphens.patterns.items = files;
    settings->hyphens.patterns.count = sizeof files / sizeof *files;
    settings->hyphens.capitals = (struct text_list){capitals, 1};
    settings->hyphens.before = settings->hyphens.after = 2;
    fixture->hyphens = hyphens_new(&fixture->dossier, &fixture->report, &fixture->err);
}

static void end(struct fixture *fixture)
{
    hyphens_free(fixture->hyphens);
    arena_release(&fixture->arena);
    report_release(&fixture->report);
    error_release(&fixture->err);
}

/* A text with '=' where it may be divided. */
static void assert_divided(struct fixture *fixture, const char *lang, const char *expected)
{
    struct buf text = BUF_INIT, found = BUF_INIT;
    for (const char *at = expected; *at; at++) {
        if (*at != '=')
            buf_add_char(&text, *at);
    }
    const char *kept = arena_string(&fixture->arena, text.bytes);
    const struct division *division =
        hyphens_find(fixture->hyphens, lang, (struct place){"letter.md", 1, 1}, kept, text.length);
    assert_ptr_equal(division,
                     hyphens_find(fixture->hyphens, lang, (struct place){0}, kept, text.length));
    assert_int_equal(division != NULL, strchr(expected, '=') != NULL);
    for (size_t i = 0, next = 0; i < text.length; i++) {
        if (division && next < division->count && division->before[next] == i) {
            buf_add_char(&found, '=');
            next++;
        }
        buf_add_char(&found, text.bytes[i]);
    }
    assert_string_equal(found.bytes, expected);
    buf_release(&text);
    buf_release(&found);
}

static void divides_words_of_each_language(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    assert_divided(&fixture, "en", "hy=phen=ation");
    assert_divided(&fixture, "en-GB", "in=ter=na=tional");
    assert_divided(&fixture, "EN", "“re=spon=si=bil=i=ties”,");
    assert_divided(&fixture, "fr", "gou=ver=ne=ment");
    assert_divided(&fixture, "fr-CA", "re=pré=sen=tants.");
    assert_divided(&fixture, "ru", "между=на=род=ный");
    assert_int_equal(fixture.report.count, 0);
    end(&fixture);
}

static void leaves_what_is_no_word(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    const char *const texts[] = {
        "tale",           "international.org", "international/organization",
        "international2", "@international",    "International",
        "INTERNATIONAL",  "internaTional",     "123456",
        "…………",           "国際国際国際",      "международный"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_divided(&fixture, "en", texts[i]);
    end(&fixture);
}

static void minds_capitals_where_told(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    assert_divided(&fixture, "fr", "Gou=ver=ne=ment");
    assert_divided(&fixture, "fr", "GOUVERNEMENT");
    end(&fixture);
}

static void divides_the_longest_part_beside_an_apostrophe(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    assert_divided(&fixture, "fr", "l’or=ga=ni=sa=tion");
    assert_divided(&fixture, "en", "gov=ern=ment’s");
    end(&fixture);
}

static void says_what_is_missing_once(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    assert_divided(&fixture, "az", "beynəlxalq");
    assert_divided(&fixture, "az", "təşkilatlar");
    assert_int_equal(fixture.report.count, 1);
    assert_int_equal(fixture.report.errors, 0);
    assert_divided(&fixture, "en-x-none", "international");
    assert_int_equal(fixture.report.count, 1);
    assert_divided(&fixture, "lost", "international");
    assert_divided(&fixture, "lost", "organization");
    assert_int_equal(fixture.report.errors, 1);
    end(&fixture);
}

static void keeps_letters_together_at_the_ends(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    fixture.dossier.templates.settings.hyphens.before = 4;
    fixture.dossier.templates.settings.hyphens.after = 5;
    assert_divided(&fixture, "en", "hyphen=ation");
    assert_divided(&fixture, "en", "respon=si=bil=ities");
    assert_divided(&fixture, "ru", "между=на=родный");
    end(&fixture);
}

/* Many texts, so that the table of what was found grows. */
static void finds_the_same_again(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    const struct division *found[3000];
    const char *texts[3000];
    struct place place = {"letter.md", 1, 1};
    for (size_t i = 0; i < 3000; i++) {
        texts[i] = arena_string(&fixture.arena, i % 2 ? "hyphenation" : "tale");
        found[i] = hyphens_find(fixture.hyphens, "en", place, texts[i], strlen(texts[i]));
    }
    for (size_t i = 0; i < 3000; i++) {
        assert_ptr_equal(hyphens_find(fixture.hyphens, "en", place, texts[i], strlen(texts[i])),
                         found[i]);
        assert_int_equal(found[i] ? found[i]->count : 0, i % 2 ? 2 : 0);
    }
    end(&fixture);
}

/* A folder of compiled forms, of which one is none. */
static void says_what_is_damaged(void **state)
{
    (void)state;
    struct fixture fixture;
    char folder[] = "/tmp/dossier-test-XXXXXX", path[sizeof folder + 20];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/hyph_en_US.hyb", folder);
    begin(&fixture);
    fixture.dossier.compiled_hyphens = folder;
    assert_true(file_replace(path, "something else", 14, &fixture.err));
    assert_divided(&fixture, "en", "international");
    assert_int_equal(fixture.err.code, EXIT_CODE_MACHINE);
    assert_non_null(strstr(fixture.err.text.bytes, "hyph_en_US.hyb holds no hyphenation patterns"));
    end(&fixture);
    /* What is of another file is passed over. */
    begin(&fixture);
    fixture.dossier.compiled_hyphens = folder;
    assert_true(hyphens_compile(files[1].path, path, &fixture.err));
    assert_divided(&fixture, "en", "in=ter=na=tional");
    assert_int_equal(fixture.err.code, EXIT_CODE_DONE);
    end(&fixture);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(divides_words_of_each_language),
        cmocka_unit_test(leaves_what_is_no_word),
        cmocka_unit_test(minds_capitals_where_told),
        cmocka_unit_test(divides_the_longest_part_beside_an_apostrophe),
        cmocka_unit_test(says_what_is_missing_once),
        cmocka_unit_test(keeps_letters_together_at_the_ends),
        cmocka_unit_test(finds_the_same_again),
        cmocka_unit_test(says_what_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
