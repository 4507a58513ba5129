/* SPDX-License-Identifier: ISC */
/* The reader of zips: what it finds in one that is right, and in its extra fields. */
#include "verify/bundle/zip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* One stored file "a", whose content is "x", as APPNOTE has it. */
static const char one[] =
    "PK\3\4\x14\0\0\0\0\0\0\0\x78\x59\x83\x16\xdc\x8c\1\0\0\0\1\0\0\0\1\0\0\0a"
    "x"
    "PK\1\2\x14\3\x14\0\0\0\0\0\0\0\x78\x59\x83\x16\xdc\x8c\1\0\0\0\1\0\0\0"
    "\1\0\0\0\0\0\0\0\0\0\0\0\xa4\x81\0\0\0\0a"
    "PK\5\6\0\0\0\0\1\0\1\0\x2f\0\0\0\x20\0\0\0\0\0";
#define ONE_SIZE (sizeof one - 1)

struct given {
    FILE *stream;
    struct verdict verdict;
    struct zip zip;
    bool readable;
};

static void read_bytes(struct given *given, const void *bytes, size_t length)
{
    struct error err = ERROR_INIT;
    *given = (struct given){.stream = tmpfile()};
    assert_non_null(given->stream);
    assert_int_equal(fwrite(bytes, 1, length, given->stream), length);
    assert_int_equal(fflush(given->stream), 0);
    verdict_init(&given->verdict);
    given->zip =
        (struct zip){.fd = fileno(given->stream), .length = length, .verdict = &given->verdict};
    assert_true(zip_read(&given->zip, &given->readable, &err));
    error_release(&err);
}

static void release(struct given *given)
{
    zip_release(&given->zip);
    verdict_release(&given->verdict);
    fclose(given->stream);
}

static void reads_one_entry(void **state)
{
    (void)state;
    struct given given;
    read_bytes(&given, one, ONE_SIZE);
    assert_true(given.readable);
    assert_int_equal(given.verdict.count, 0);
    assert_int_equal(given.zip.count, 1);
    const struct zip_entry *entry = &given.zip.entries[0];
    assert_string_equal(entry->name, "a");
    assert_int_equal(entry->method, ZIP_STORED);
    assert_int_equal(entry->size, 1);
    assert_int_equal(entry->data, 31);
    assert_int_equal(entry->end, 32);
    assert_int_equal(entry->crc, 0x8cdc1683);
    assert_false(entry->broken);
    assert_int_equal(given.zip.directory, 32);
    assert_int_equal(given.zip.directory_end, ONE_SIZE - 22);
    release(&given);
}

/* Cut anywhere, it cannot be read, and that is said once. */
static void tells_where_it_is_cut(void **state)
{
    (void)state;
    for (size_t length = 0; length < ONE_SIZE; length++) {
        struct given given;
        read_bytes(&given, one, length);
        assert_false(given.readable);
        assert_int_equal(given.verdict.count, 1);
        const char *expected = !length ? "empty" : length < 4 ? "not-a-zip" : "truncated";
        assert_string_equal(given.verdict.items[0].code, expected);
        release(&given);
    }
}

/* Each bit of what is vouched for by nothing else, in the local header or the directory. */
static void finds_each_bit_of_the_structure(void **state)
{
    (void)state;
    for (size_t at = 0; at < ONE_SIZE; at++) {
        size_t in = at < 32 ? at : at - 32;
        /* Versions, times, attributes; the content, which a digest vouches for. */
        bool unheeded = at == 31 || (at < 32 ? in == 4 || in == 5 || (in >= 10 && in < 14)
                                             : (in >= 4 && in < 8) || (in >= 12 && in < 16) ||
                                                   (in >= 36 && in < 42));
        for (int bit = 0; bit < 8 && !unheeded; bit++) {
            char bytes[ONE_SIZE];
            struct given given;
            memcpy(bytes, one, ONE_SIZE);
            bytes[at] = (char)(bytes[at] ^ 1 << bit);
            read_bytes(&given, bytes, ONE_SIZE);
            assert_false(verdict_is_good(&given.verdict));
            release(&given);
        }
    }
}

static void reads_extra_fields(void **state)
{
    (void)state;
    struct zip_extra extra;
    static const unsigned char wide[] = {1, 0, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    zip_extra_read(wide, sizeof wide, &extra);
    assert_true(extra.has_zip64);
    assert_int_equal(extra.zip64_length, 8);
    assert_true(zip_u64(extra.zip64) == 0x0807060504030201u);
    assert_false(extra.malformed);
    static const unsigned char twice[] = {1, 0, 0, 0, 1, 0, 0, 0};
    zip_extra_read(twice, sizeof twice, &extra);
    assert_true(extra.malformed);
    static const unsigned char past[] = {1, 0, 9, 0, 1, 2};
    zip_extra_read(past, sizeof past, &extra);
    assert_true(extra.malformed);
    static const unsigned char aligned[] = {9, 9, 0, 0, 0, 0, 0};
    zip_extra_read(aligned, sizeof aligned, &extra);
    assert_false(extra.malformed);
    zip_extra_read(NULL, 0, &extra);
    assert_false(extra.malformed);
}

static void finds_links_in_extra_fields(void **state)
{
    (void)state;
    struct zip_extra extra;
    static const unsigned char asi[] = {0x6E, 0x75, 6, 0, 0, 0, 0, 0, 0xFF, 0xA1};
    zip_extra_read(asi, sizeof asi, &extra);
    assert_true(zip_extra_is_link(&extra));
    static const unsigned char file[] = {0x6E, 0x75, 6, 0, 0, 0, 0, 0, 0xA4, 0x81};
    zip_extra_read(file, sizeof file, &extra);
    assert_false(zip_extra_is_link(&extra));
    static const unsigned char late[] = {0x78, 0x6C, 7, 0, 0x85, 0x00, 3, 3, 0, 0, 0xA1};
    zip_extra_read(late, sizeof late, &extra);
    assert_false(zip_extra_is_link(&extra)); /* it is cut */
    static const unsigned char whole[] = {0x78, 0x6C, 8, 0, 0x85, 0x00, 3, 3, 0, 0, 0xFF, 0xA1};
    zip_extra_read(whole, sizeof whole, &extra);
    assert_true(zip_extra_is_link(&extra));
    static const unsigned char endless[] = {0x78, 0x6C, 2, 0, 0x84, 0x80};
    zip_extra_read(endless, sizeof endless, &extra);
    assert_false(zip_extra_is_link(&extra));
}

static void compares_unicode_names(void **state)
{
    (void)state;
    struct zip_extra extra;
    static const unsigned char named[] = {0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, 'a'};
    zip_extra_read(named, sizeof named, &extra);
    assert_false(zip_extra_renames(&extra, "a", 1));
    assert_true(zip_extra_renames(&extra, "b", 1));
    assert_true(zip_extra_renames(&extra, "ab", 2));
    zip_extra_read(NULL, 0, &extra);
    assert_false(zip_extra_renames(&extra, "b", 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_one_entry),
        cmocka_unit_test(tells_where_it_is_cut),
        cmocka_unit_test(finds_each_bit_of_the_structure),
        cmocka_unit_test(reads_extra_fields),
        cmocka_unit_test(finds_links_in_extra_fields),
        cmocka_unit_test(compares_unicode_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
