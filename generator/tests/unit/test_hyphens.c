/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/hyphens and patterns: where words are divided, and what is none. */
#include "render/pdf/hyphens.h"

#include "base/file.h"
#include "base/utf8.h"
#include "render/pdf/patterns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
};

static void begin(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    buf_init(&fixture->err.text);
    struct settings *settings = &fixture->dossier.templates.settings;
    settings->hyphens.patterns.items = files;
    settings->hyphens.patterns.count = sizeof files / sizeof *files;
    settings->hyphens.capitals = (struct text_list){capitals, 1};
    fixture->hyphens = hyphens_new(&fixture->dossier, &fixture->report, &fixture->err);
}

static void end(struct fixture *fixture)
{
    hyphens_free(fixture->hyphens);
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
    bool before[200] = {false};
    bool any = hyphens_find(fixture->hyphens, lang, (struct place){"letter.md", 1, 1}, text.bytes,
                            text.length, before);
    assert_int_equal(any, strchr(expected, '=') != NULL);
    for (size_t i = 0; i < text.length; i++) {
        if (before[i])
            buf_add_char(&found, '=');
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

/* ---- patterns ---- */

static void set(struct buf *buf, const char *text)
{
    buf_clear(buf);
    buf_add_string(buf, text);
}

static void assert_parts(struct patterns *patterns, const char *expected)
{
    uint32_t word[PATTERNS_WORD_MAX] = {0};
    bool before[PATTERNS_WORD_MAX] = {false};
    size_t length = 0;
    struct buf found = BUF_INIT;
    for (size_t at = 0, size; expected[at]; at += size) {
        uint32_t character = utf8_decode(expected + at, strlen(expected + at), &size);
        if (character != '=')
            word[length++] = character;
    }
    patterns_find(patterns, word, length, before);
    for (size_t i = 0; i < length; i++) {
        if (before[i])
            buf_add_char(&found, '=');
        utf8_append(&found, word[i]);
    }
    assert_string_equal(found.bytes, expected);
    buf_release(&found);
}

/* Of two levels, in an eight-bit character set, with a spelling that changes. */
#define PATTERNS                                                                                  \
    "ISO8859-1\nCOMPOUNDLEFTHYPHENMIN 2\nCOMPOUNDRIGHTHYPHENMIN 2\nschi1ff\nlamp1en\nNEXTLEVEL\n" \
    "a1m\ne1n\n\xE4"                                                                              \
    "1t\nff1f/ff=f,2,2\n"

static void takes_all_forms_of_patterns(void **state)
{
    (void)state;
    struct buf file = BUF_INIT, compiled = BUF_INIT;
    set(&file, PATTERNS);
    struct patterns *read = patterns_new(&file, NULL, 0);
    assert_non_null(read);
    assert_parts(read, "schi=ffa=men");
    assert_parts(read, "rä=te=nä=ten");
    assert_parts(read, "RÄ=TE");
    /* Its hyphen would change the spelling. */
    assert_parts(read, "sauffahr");
    assert_parts(read, "рама");
    patterns_compile(read, &file, &compiled);
    patterns_free(read);
    struct patterns *mapped = patterns_new(&file, compiled.bytes, compiled.length);
    assert_non_null(mapped);
    assert_parts(mapped, "schi=ffa=men");
    assert_parts(mapped, "sauffahr");
    patterns_free(mapped);
    buf_release(&file);
    buf_release(&compiled);
}

static void compiled_forms_are_those_of_the_file(void **state)
{
    (void)state;
    struct buf file = BUF_INIT, compiled = BUF_INIT;
    set(&file, PATTERNS);
    struct patterns *patterns = patterns_new(&file, NULL, 0);
    patterns_compile(patterns, &file, &compiled);
    patterns_free(patterns);
    /* Of as many bytes, but others. */
    set(&file, PATTERNS);
    *strstr(file.bytes, "a1m") = 'o';
    patterns = patterns_new(&file, compiled.bytes, compiled.length);
    assert_non_null(patterns);
    assert_parts(patterns, "amsom");
    patterns_free(patterns);
    buf_release(&file);
    buf_release(&compiled);
}

/* Cut anywhere, one is passed over; with any byte changed, passed over or read without harm. */
static void damaged_compiled_forms_do_no_harm(void **state)
{
    (void)state;
    struct buf file = BUF_INIT, compiled = BUF_INIT;
    set(&file, PATTERNS);
    struct patterns *patterns = patterns_new(&file, NULL, 0);
    patterns_compile(patterns, &file, &compiled);
    patterns_free(patterns);
    for (size_t length = 0; length < compiled.length; length += 7) {
        char *cut = memory_new(length + 1);
        memcpy(cut, compiled.bytes, length);
        patterns = patterns_new(&file, cut, length);
        assert_parts(patterns, "schi=ffa=men");
        patterns_free(patterns);
        free(cut);
    }
    for (size_t i = 0; i < compiled.length; i++) {
        char kept = compiled.bytes[i];
        compiled.bytes[i] = (char)(kept ^ 0xFF);
        patterns_free(patterns_new(&file, compiled.bytes, compiled.length));
        compiled.bytes[i] = kept;
    }
    buf_release(&file);
    buf_release(&compiled);
}

static void refuses_what_are_no_patterns(void **state)
{
    (void)state;
    const char *const texts[] = {"", "\n", "x", "a line that is long enough to be no name\n",
                                 "NO-SUCH-SET\na1b\n"};
    struct buf file = BUF_INIT;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        set(&file, texts[i]);
        assert_null(patterns_new(&file, NULL, 0));
    }
    buf_clear(&file);
    buf_add(&file, "UTF-8\na\0b\n", 10);
    assert_null(patterns_new(&file, NULL, 0));
    buf_release(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(divides_words_of_each_language),
        cmocka_unit_test(leaves_what_is_no_word),
        cmocka_unit_test(minds_capitals_where_told),
        cmocka_unit_test(divides_the_longest_part_beside_an_apostrophe),
        cmocka_unit_test(says_what_is_missing_once),
        cmocka_unit_test(takes_all_forms_of_patterns),
        cmocka_unit_test(compiled_forms_are_those_of_the_file),
        cmocka_unit_test(damaged_compiled_forms_do_no_harm),
        cmocka_unit_test(refuses_what_are_no_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
