/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/margins: what stands out of a line. */
#include "render/pdf/margins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* An item of 10 pt of at most eight characters of one byte, each 600 thousandths wide. */
struct word {
    struct glyph glyphs[8];
    struct piece piece;
    struct item item;
};

static const struct item *set(struct word *word, const char *text)
{
    memset(word, 0, sizeof *word);
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        word->glyphs[i] = (struct glyph){.cluster = (uint16_t)i, .advance = 600};
    word->piece = (struct piece){.text = text,
                                 .length = (uint16_t)length,
                                 .glyph_count = (uint16_t)length,
                                 .space = text[length - 1] == ' ' ? 600 : 0,
                                 .glyphs = word->glyphs};
    word->item = (struct item){.kind = ITEM_TEXT, .size = 10000, .piece = &word->piece};
    return &word->item;
}

static void half_a_sign_stands_out(void **state)
{
    (void)state;
    struct word word;
    assert_int_equal(margins_left(set(&word, "\"word\" ")), 3000);
    assert_int_equal(margins_right(set(&word, "\"word\" ")), 3000);
    assert_int_equal(margins_right(set(&word, "word.")), 3000);
    assert_int_equal(margins_right(set(&word, "word; ")), 1800);
    assert_int_equal(margins_left(set(&word, "word ")), 0);
    assert_int_equal(margins_right(set(&word, "word ")), 0);
    assert_int_equal(margins_right(set(&word, " ")), 0);
}

static void a_hyphen_of_ours_stands_out(void **state)
{
    (void)state;
    struct word word;
    set(&word, "word");
    word.item.ending = ENDING_HYPHEN;
    word.item.hyphen = 4000;
    assert_int_equal(margins_right(&word.item), 2000);
    word.item = (struct item){.kind = ITEM_PICTURE, .width = 5000};
    assert_int_equal(margins_right(&word.item), 0);
    assert_int_equal(margins_left(&word.item), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_a_sign_stands_out),
        cmocka_unit_test(a_hyphen_of_ours_stands_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
