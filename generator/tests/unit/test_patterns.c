/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/patterns and pattern_compile: libhyphen's answers, from a compiled form. */
#include "render/pdf/pattern_compile.h"
#include "render/pdf/patterns.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <hyphen.h>

static size_t decode(const char *text, uint32_t *word)
{
    size_t length = 0;
    for (size_t at = 0, size; text[at]; at += size) {
        uint32_t character = utf8_decode(text + at, strlen(text + at), &size);
        if (character != '=')
            word[length++] = character;
    }
    return length;
}

static void assert_parts(struct patterns *patterns, const char *expected)
{
    uint32_t word[PATTERNS_WORD_MAX] = {0};
    bool before[PATTERNS_WORD_MAX] = {false};
    size_t length = decode(expected, word);
    struct buf found = BUF_INIT;
    patterns_find(patterns, word, length, 2, 2, before);
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
    struct buf compiled = BUF_INIT;
    struct patterns patterns;
    assert_true(pattern_compile(PATTERNS, strlen(PATTERNS), &compiled));
    assert_true(patterns_open(&patterns, compiled.bytes, compiled.length));
    assert_parts(&patterns, "schi=ffa=men");
    assert_parts(&patterns, "rä=te=nä=ten");
    assert_parts(&patterns, "RÄ=TE");
    /* Its hyphen would change the spelling. */
    assert_parts(&patterns, "sauffahr");
    assert_parts(&patterns, "рама");
    buf_release(&compiled);
}

static void knows_its_file(void **state)
{
    (void)state;
    struct buf compiled = BUF_INIT, other = BUF_INIT;
    struct patterns patterns;
    assert_true(pattern_compile(PATTERNS, strlen(PATTERNS), &compiled));
    assert_true(patterns_open(&patterns, compiled.bytes, compiled.length));
    buf_add_string(&other, PATTERNS);
    assert_true(patterns_are_of(&patterns, other.bytes, other.length));
    assert_false(patterns_are_of(&patterns, other.bytes, other.length - 1));
    *strstr(other.bytes, "a1m") = 'o';
    assert_false(patterns_are_of(&patterns, other.bytes, other.length));
    buf_release(&compiled);
    buf_release(&other);
}

/* Cut anywhere, none is opened; with any byte changed, none, or one that can be asked. */
static void damaged_forms_do_no_harm(void **state)
{
    (void)state;
    struct buf compiled = BUF_INIT;
    struct patterns patterns;
    uint32_t word[PATTERNS_WORD_MAX];
    bool before[PATTERNS_WORD_MAX];
    size_t length = decode("schifframätenauffahrlampen", word), damaged = 0;
    assert_true(pattern_compile(PATTERNS, strlen(PATTERNS), &compiled));
    for (size_t cut = 0; cut < compiled.length; cut += 7) {
        char *bytes = memory_new(cut + 1);
        memcpy(bytes, compiled.bytes, cut);
        assert_false(patterns_open(&patterns, bytes, cut));
        free(bytes);
    }
    for (size_t i = 0; i < compiled.length * 8; i++) {
        compiled.bytes[i / 8] ^= (char)(1 << i % 8);
        if (patterns_open(&patterns, compiled.bytes, compiled.length)) {
            patterns_find(&patterns, word, length, 2, 2, before);
            damaged += patterns.damaged;
        }
        compiled.bytes[i / 8] ^= (char)(1 << i % 8);
    }
    assert_int_not_equal(damaged, 0);
    buf_release(&compiled);
}

static void refuses_what_are_no_patterns(void **state)
{
    (void)state;
    const char *const texts[] = {"", "\n", "x", "a line that is long enough to be no name\n",
                                 "NO-SUCH-SET\na1b\n"};
    struct buf compiled = BUF_INIT;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(pattern_compile(texts[i], strlen(texts[i]), &compiled));
    assert_false(pattern_compile("UTF-8\na\0b\n", 10, &compiled));
    buf_release(&compiled);
}

/* The next piece of a pattern in a file, its letters alone. */
static const char *next_piece(const char *at, struct buf *piece)
{
    buf_clear(piece);
    while (*at && *at != '\n' && *at != '/') {
        if ((*at >= 'a' && *at <= 'z') || (unsigned char)*at >= 0x80)
            buf_add_char(piece, *at);
        at++;
    }
    at += strcspn(at, "\n");
    return *at ? at + 1 : at;
}

static void assert_agrees(struct patterns *patterns, HyphenDict *dict, const char *word)
{
    uint32_t letters[PATTERNS_WORD_MAX * 4];
    bool before[PATTERNS_WORD_MAX] = {false};
    char marks[PATTERNS_WORD_MAX * 4 + 5];
    char **spellings = NULL;
    int *positions = NULL, *cuts = NULL;
    size_t length = decode(word, letters);
    if (length < 4 || length > PATTERNS_WORD_MAX)
        return;
    patterns_find(patterns, letters, length, 2, 2, before);
    assert_int_equal(hnj_hyphen_hyphenate3(dict, word, (int)strlen(word), marks, NULL, &spellings,
                                           &positions, &cuts, 2, 2, 0, 0),
                     0);
    for (size_t i = 1; i + 2 < length; i++) {
        bool theirs = (marks[i] & 1) && !(spellings && spellings[i]);
        if (before[i + 1] != theirs)
            fail_msg("%s: after letter %zu", word, i + 1);
    }
    for (size_t i = 0; spellings && i < strlen(word); i++)
        free(spellings[i]);
    free(spellings);
    free(positions);
    free(cuts);
}

/* Words made of the patterns' own letters, in files of one level and of two, with spellings that
 * change. */
static void answers_as_libhyphen_does(void **state)
{
    (void)state;
    const char *const names[] = {"hyph_fr.dic", "hyph_ca_ES.dic", "hyph_uk_UA.dic"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buf file = BUF_INIT, path = BUF_INIT, compiled = BUF_INIT;
        struct buf word = BUF_INIT, piece = BUF_INIT;
        struct error err = ERROR_INIT;
        struct patterns patterns;
        buf_add_format(&path, "/usr/share/hyphen/%s", names[i]);
        HyphenDict *dict = hnj_hyphen_load(path.bytes);
        assert_non_null(dict);
        assert_int_equal(file_read("/usr/share/hyphen", names[i], &file, &err), FILE_OK);
        assert_true(pattern_compile(file.bytes, file.length, &compiled));
        assert_true(patterns_open(&patterns, compiled.bytes, compiled.length));
        size_t count = 0;
        for (const char *at = strchr(file.bytes, '\n') + 1; *at; count++) {
            buf_clear(&word);
            const char *from = at;
            for (size_t k = 0; k < 3; k++) {
                at = next_piece(at, &piece);
                buf_add(&word, piece.bytes, piece.length);
            }
            at = next_piece(from, &piece);
            assert_agrees(&patterns, dict, word.bytes);
        }
        assert_true(count > 100);
        assert_false(patterns.damaged);
        hnj_hyphen_free(dict);
        error_release(&err);
        buf_release(&path);
        buf_release(&file);
        buf_release(&compiled);
        buf_release(&word);
        buf_release(&piece);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_all_forms_of_patterns),
        cmocka_unit_test(knows_its_file),
        cmocka_unit_test(damaged_forms_do_no_harm),
        cmocka_unit_test(refuses_what_are_no_patterns),
        cmocka_unit_test(answers_as_libhyphen_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
