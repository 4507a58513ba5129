/* SPDX-License-Identifier: ISC */
/* A PDF read back: its bytes, its streams unpacked, its table of objects. */
#ifndef TESTS_UNIT_PDF_FILE_H
#define TESTS_UNIT_PDF_FILE_H

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

static const char *find_bytes(const char *at, const char *end, const char *text)
{
    size_t length = strlen(text);
    for (; (size_t)(end - at) >= length; at++) {
        at = memchr(at, *text, (size_t)(end - at) - length + 1);
        if (!at)
            return NULL;
        if (!memcmp(at, text, length))
            return at;
    }
    return NULL;
}

/* The number after a key in a dictionary that begins at or after `at`. */
static unsigned long number_after(const char *at, const char *key)
{
    const char *found = strstr(at, key);
    assert_non_null(found);
    return strtoul(found + strlen(key), NULL, 10);
}

static void unpack_stream(const char *start, size_t size, struct buf *unpacked)
{
    static unsigned char bytes[1 << 24];
    uLongf length = sizeof bytes;
    assert_int_equal(uncompress(bytes, &length, (const Bytef *)start, size), Z_OK);
    buf_clear(unpacked);
    buf_add(unpacked, bytes, length);
}

/* The objects of a stream as if each stood in the file. */
static void add_packed(const struct buf *stream, unsigned long count, size_t first,
                       struct buf *plain)
{
    char *at = stream->bytes;
    for (unsigned long i = 0; i < count; i++) {
        unsigned long number = strtoul(at, &at, 10);
        size_t start = first + strtoul(at, &at, 10) + 2;
        char *next = at;
        strtoul(next, &next, 10);
        size_t end = i + 1 < count ? first + strtoul(next, NULL, 10) : stream->length;
        buf_add_format(plain, "\n%lu 0 obj\n<<\n", number);
        buf_add(plain, stream->bytes + start, end - start - 2);
        buf_add_string(plain, ">>\nendobj\n");
    }
}

/* The whole file, its compressed streams unpacked in place, so that a test can look for text in it.
 */
static void read_back(const char *name, struct buf *raw, struct buf *plain)
{
    char path[256];
    snprintf(path, sizeof path, "out/%s", name);
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    char bytes[65536];
    for (size_t length; (length = fread(bytes, 1, sizeof bytes, stream)) > 0;)
        buf_add(raw, bytes, length);
    fclose(stream);
    struct buf unpacked = BUF_INIT;
    const char *at = raw->bytes, *end = raw->bytes + raw->length;
    while (at < end) {
        static const char opening[] = ">>\nstream\r\n";
        const char *start = find_bytes(at, end, opening);
        if (!start)
            break;
        buf_add(plain, at, (size_t)(start - at));
        const char *length = start;
        while (strncmp(length, "/Length ", 8) != 0)
            length--;
        size_t size = strtoul(length + 8, NULL, 10);
        start += sizeof opening - 1;
        if (strncmp(length - 19, "/Filter/FlateDecode", 19) != 0) {
            buf_add(plain, start, size);
        } else {
            unpack_stream(start, size, &unpacked);
            const char *packed = length;
            while (*packed != '\n')
                packed--;
            if (!strncmp(packed, "\n/Type/ObjStm", 13))
                add_packed(&unpacked, number_after(packed, "/N "), number_after(packed, "/First "),
                           plain);
            else
                buf_add(plain, unpacked.bytes, unpacked.length);
        }
        at = start + size;
    }
    buf_add(plain, at, (size_t)(end - at));
    buf_release(&unpacked);
}

static const char *find(const struct buf *file, const char *text)
{
    return find_bytes(file->bytes, file->bytes + file->length, text);
}

static size_t count(const struct buf *file, const char *text)
{
    size_t number = 0;
    const char *at = file->bytes, *end = file->bytes + file->length;
    while ((at = find_bytes(at, end, text))) {
        number++;
        at += strlen(text);
    }
    return number;
}

#define assert_has(file, text)                     \
    do {                                           \
        if (!find(file, text))                     \
            fail_msg("not in the file: %s", text); \
    } while (0)

static size_t number_of_bytes(const char *bytes, size_t length)
{
    size_t number = 0;
    while (length--)
        number = number << 8 | (unsigned char)*bytes++;
    return number;
}

/* Every object stands where the table says, in the file or in a stream that stands there, and there
 * are as many as it says. */
static void check_table(const struct buf *raw)
{
    const char *start =
        find_bytes(raw->bytes + raw->length - 40, raw->bytes + raw->length, "startxref\n");
    assert_non_null(start);
    const char *table = raw->bytes + strtoul(start + 10, NULL, 10);
    unsigned long objects = number_after(table, "/Size ");
    const char *stream = strstr(table, "stream\r\n") + 8;
    struct buf rows = BUF_INIT, packed = BUF_INIT;
    unpack_stream(stream, number_after(table, "/Length "), &rows);
    assert_int_equal(rows.length, objects * 7);
    assert_memory_equal(rows.bytes, "\0\0\0\0\0\xFF\xFF", 7);
    for (unsigned long i = 1; i < objects; i++) {
        const char *row = rows.bytes + 7 * i;
        char expected[32];
        bool in_stream = *row == 2;
        size_t where = number_of_bytes(row + 1, 4), place = number_of_bytes(row + 5, 2);
        size_t offset = in_stream ? number_of_bytes(rows.bytes + 7 * where + 1, 4) : where;
        snprintf(expected, sizeof expected, "\n%lu 0 obj\n<<\n", in_stream ? where : i);
        assert_true(offset < raw->length);
        assert_memory_equal(raw->bytes + offset - 1, expected, strlen(expected));
        if (!in_stream)
            continue;
        const char *dictionary = raw->bytes + offset;
        unpack_stream(strstr(dictionary, "stream\r\n") + 8, number_after(dictionary, "/Length "),
                      &packed);
        char *number = packed.bytes;
        for (size_t k = 0; k < place; k++) {
            strtoul(number, &number, 10);
            strtoul(number, &number, 10);
        }
        assert_int_equal(strtoul(number, NULL, 10), i);
    }
    buf_release(&packed);
    buf_release(&rows);
}

#endif
