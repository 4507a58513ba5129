/* SPDX-License-Identifier: ISC */
/* The CIDs of CID-keyed faces, from tables written here byte by byte. */
#include "render/pdf/cff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define CHARSET_AT 32

/* Header; an INDEX of one name, A; an INDEX of one top dictionary of 16 bytes: ROS, a real number,
 * the charset. */
static const unsigned char start[] = {1,
                                      0,
                                      4,
                                      1,
                                      0,
                                      1,
                                      1,
                                      1,
                                      2,
                                      'A',
                                      0,
                                      1,
                                      1,
                                      1,
                                      17,
                                      139,
                                      139,
                                      139,
                                      12,
                                      30, /* 0 0 0 ROS */
                                      30,
                                      0x0A,
                                      0x14,
                                      0x05,
                                      0x41,
                                      0xC3,
                                      0xFF,
                                      12,
                                      8, /* 0.140541E-3 StrokeWidth */
                                      CHARSET_AT + 139,
                                      15};
#define ROS_AT 19

/* A face with that table and `glyphs` glyphs. */
static hb_face_t *make_face(const unsigned char *cff, size_t length, unsigned char glyphs)
{
    const char maxp[] = {0, 0, 0x50, 0, 0, (char)glyphs};
    hb_face_t *face = hb_face_builder_create();
    hb_blob_t *table =
        hb_blob_create((const char *)cff, (unsigned)length, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_blob_t *profile = hb_blob_create(maxp, sizeof maxp, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_face_builder_add_table(face, HB_TAG('C', 'F', 'F', ' '), table);
    hb_face_builder_add_table(face, HB_TAG('m', 'a', 'x', 'p'), profile);
    hb_blob_destroy(table);
    hb_blob_destroy(profile);
    hb_face_set_glyph_count(face, glyphs);
    return face;
}

static size_t make_table(unsigned char table[64], const unsigned char *charset, size_t length)
{
    memset(table, 0, 64);
    memcpy(table, start, sizeof start);
    memcpy(table + CHARSET_AT, charset, length);
    return CHARSET_AT + length;
}

static void check(const unsigned char *charset, size_t length, const uint32_t *expected,
                  unsigned char glyphs)
{
    unsigned char table[64];
    size_t size = make_table(table, charset, length);
    hb_face_t *face = make_face(table, size, glyphs);
    struct cff_cids cids = {0};
    assert_true(cff_read_cids(face, &cids));
    for (unsigned char i = 0; i < glyphs; i++)
        assert_int_equal(cff_cid(&cids, i), expected[i]);
    assert_int_equal(cff_cid(&cids, glyphs), UINT32_MAX);
    cff_cids_release(&cids);
    hb_face_destroy(face);
}

static void test_charsets(void **state)
{
    (void)state;
    static const unsigned char each[] = {0, 0, 7, 1, 0, 0, 9};
    static const unsigned char ranges[] = {1, 0, 5, 1, 2, 0, 0};
    static const unsigned char long_ranges[] = {2, 0, 5, 0, 2};
    check(each, sizeof each, (const uint32_t[]){0, 7, 256, 9}, 4);
    check(ranges, sizeof ranges, (const uint32_t[]){0, 5, 6, 512}, 4);
    check(long_ranges, sizeof long_ranges, (const uint32_t[]){0, 5, 6, 7}, 4);
}

/* Cut anywhere it is read no further than it goes, and then has no CIDs or fewer. */
static void test_cut_short(void **state)
{
    (void)state;
    static const unsigned char each[] = {0, 0, 7, 1, 0, 0, 9};
    unsigned char table[64];
    size_t length = make_table(table, each, sizeof each);
    for (size_t i = 0; i < length; i++) {
        hb_face_t *face = make_face(table, i, 4);
        struct cff_cids cids = {0};
        if (cff_read_cids(face, &cids))
            assert_int_equal(cids.count, 4);
        cff_cids_release(&cids);
        hb_face_destroy(face);
    }
}

static void test_names(void **state)
{
    (void)state;
    unsigned char table[64];
    static const unsigned char each[] = {0, 0, 7};
    size_t length = make_table(table, each, sizeof each);
    table[ROS_AT] = 7; /* FontMatrix in the place of ROS */
    hb_face_t *face = make_face(table, length, 2);
    struct cff_cids cids = {0};
    assert_false(cff_read_cids(face, &cids));
    hb_face_destroy(face);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_charsets),
        cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
