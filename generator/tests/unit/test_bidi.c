/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/bidi: the levels of a paragraph's items and the order of a line. */
#include "render/pdf/bidi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *folders[] = {"/usr/share/fonts/truetype/dejavu"};
static const char *files[] = {"DejaVuSans.ttf"};

/* The items of a paragraph as they are seen from left to right on one line, apart by "|"; those
 * that are read from right to left behind "<". */
static void assert_seen(const char *text, bool rtl, const char *expected)
{
    struct dossier dossier = {0};
    struct settings *settings = &dossier.templates.settings;
    const struct text_list list = {files, 1};
    settings->faces.folders = (struct text_list){folders, 1};
    settings->faces.regular = settings->faces.italic = settings->faces.bold = list;
    settings->faces.bold_italic = settings->faces.mono = list;
    struct report report = {0};
    struct arena arena = {0};
    struct items items;
    struct face_set *faces = face_set_new(&dossier.templates, &report);
    struct shaper *shaper = shaper_new();
    items_init(&items, &dossier, faces, shaper, &arena, &report);
    items.rtl = rtl;
    struct run run = {.size = 10000, .lang = "en"};
    items_add_text(&items, text, strlen(text), &run);
    items_end(&items);
    size_t order[64];
    struct buf seen = BUF_INIT;
    assert_true(items.count <= sizeof order / sizeof *order);
    bidi_order(items.items, 0, items.count, rtl, order);
    for (size_t i = 0; i < items.count; i++) {
        const struct piece *piece = items.items[order[i]].piece;
        assert_int_equal(piece->rtl, items.items[order[i]].level & 1);
        buf_add_format(&seen, "%s%s%s", i ? "|" : "", piece->rtl ? "<" : "", piece->text);
    }
    assert_string_equal(seen.bytes, expected);
    assert_int_equal(items.items[items.count - 1].ending, ENDING_FORCED);
    assert_int_equal(report.errors, 0);
    buf_release(&seen);
    items_release(&items);
    shaper_free(shaper);
    face_set_free(faces);
    report_release(&report);
    arena_release(&arena);
}

static void leaves_one_direction_alone(void **state)
{
    (void)state;
    assert_seen("one (two) 3", false, "one |(two) |3");
}

static void turns_the_other_direction(void **state)
{
    (void)state;
    assert_seen("a שלום עולם b", false, "a| |<עולם|< |<שלום| |b");
    assert_seen("שלום abc 12 עולם", true, "<עולם|< |abc| |12|< |<שלום");
}

/* Brackets go with what they enclose (rule N0), and are mirrored by being set from right to left.
 */
static void keeps_brackets_and_points(void **state)
{
    (void)state;
    assert_seen("שלום (abc).", true, "<).|abc|<(|< |<שלום");
    assert_seen("abc (שלום)", false, "abc| |(|<שלום|)");
    assert_seen("سنة 12-15", true, "15|<-|12|< |<سنة");
}

/* A space at a line's end stands where the line ends (rule L1). */
static void puts_the_last_space_at_the_end(void **state)
{
    (void)state;
    assert_seen("שלום abc ", true, "< |abc|< |<שלום");
    assert_seen("abc שלום ", false, "abc| |<שלום| ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_one_direction_alone),
        cmocka_unit_test(turns_the_other_direction),
        cmocka_unit_test(keeps_brackets_and_points),
        cmocka_unit_test(puts_the_last_space_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
