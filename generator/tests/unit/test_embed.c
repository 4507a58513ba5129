/* SPDX-License-Identifier: ISC */
/* Which faces may be embedded, and codes for glyphs that stand for different texts. */
#include "render/pdf/embed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* What is reported of a face with this fsType and, unless `outlines` is NULL, a table of that name.
 */
static void check(unsigned type, const char *outlines, bool cff, const char *expected)
{
    const char windows[] = {0, 4, 0, 0, 0, 0, 0, 0, (char)(type >> 8), (char)type};
    hb_face_t *built = hb_face_builder_create();
    hb_blob_t *table =
        hb_blob_create(windows, sizeof windows, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_face_builder_add_table(built, HB_TAG('O', 'S', '/', '2'), table);
    if (outlines)
        hb_face_builder_add_table(built, hb_tag_from_string(outlines, -1), table);
    hb_blob_destroy(table);
    struct face face = {.path = "/fonts/x.ttf", .face = built, .cff = cff};
    struct embed font;
    struct report report = {0};
    embed_init(&font, &face);
    embed_check(&font, &report);
    assert_int_equal(report.errors, expected != NULL);
    if (expected) {
        assert_string_equal(report.messages[0].place.path, "/fonts/x.ttf");
        assert_non_null(strstr(report.messages[0].text, expected));
    }
    embed_release(&font);
    report_release(&report);
    hb_face_destroy(built);
}

static void test_may_be_embedded(void **state)
{
    (void)state;
    check(0, "glyf", false, NULL);
    check(0, "CFF ", true, NULL);
    check(4, "glyf", false, NULL);     /* preview and print */
    check(2 | 8, "glyf", false, NULL); /* the least restrictive counts */
    check(2, "glyf", false, "may not be embedded, says its fsType");
    check(0x100, "glyf", false, "may not be embedded in part");
    check(0x200, "glyf", false, "may not be embedded in part");
    check(0, "CFF2", false, "neither TrueType nor CFF outlines");
    check(0, NULL, false, "neither TrueType nor CFF outlines");
}

static void test_codes(void **state)
{
    (void)state;
    struct codes codes = {0};
    size_t hyphen = codes_find(&codes, 7, "-", 1);
    size_t soft = codes_find(&codes, 7, "\xC2\xAD", 2);
    assert_true(hyphen && soft && hyphen != soft);
    assert_int_equal(codes_find(&codes, 7, "-", 1), hyphen);
    /* As many as there are, and no more. */
    for (unsigned i = 0; i < CODES_MAX - 2; i++)
        assert_int_equal(codes_find(&codes, (uint16_t)i, "x", 1), i + 3);
    assert_int_equal(codes_find(&codes, 0, "y", 1), 0);
    assert_int_equal(codes_find(&codes, 7, "\xC2\xAD", 2), soft);
    codes_release(&codes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_may_be_embedded),
        cmocka_unit_test(test_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
