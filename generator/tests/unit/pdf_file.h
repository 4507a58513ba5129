/* SPDX-License-Identifier: ISC */
/* A PDF read back: its bytes, its streams unpacked, its table of objects. */
#ifndef TESTS_UNIT_PDF_FILE_H
#define TESTS_UNIT_PDF_FILE_H

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
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
            static unsigned char unpacked[1 << 20];
            uLongf unpacked_size = sizeof unpacked;
            assert_int_equal(uncompress(unpacked, &unpacked_size, (const Bytef *)start, size),
                             Z_OK);
            buf_add(plain, unpacked, unpacked_size);
        }
        at = start + size;
    }
    buf_add(plain, at, (size_t)(end - at));
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

/* Every object stands where the table says, and there are as many as it says. */
static void check_table(const struct buf *raw)
{
    const char *start =
        find_bytes(raw->bytes + raw->length - 40, raw->bytes + raw->length, "startxref\n");
    assert_non_null(start);
    const char *table = raw->bytes + strtoul(start + 10, NULL, 10);
    assert_memory_equal(table, "xref\n0 ", 7);
    char *line;
    unsigned long objects = strtoul(table + 7, &line, 10);
    line++;
    assert_memory_equal(line, "0000000000 65535 f\r\n", 20);
    for (unsigned long i = 1; i < objects; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "\n%lu 0 obj\n<<\n", i);
        size_t offset = strtoul(line + 20 * i, NULL, 10);
        assert_true(offset < raw->length);
        assert_memory_equal(raw->bytes + offset - 1, expected, strlen(expected));
    }
    assert_memory_equal(line + 20 * objects, "trailer\n", 8);
}

#endif
