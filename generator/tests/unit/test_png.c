/* SPDX-License-Identifier: ISC */
/* PNG pictures: what is taken as it is, what is unpacked, and that nothing damaged gets through. */
#include "render/pdf/png.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#define WIDTH 3u
#define HEIGHT 2u

static void add32(struct buf *out, unsigned long number)
{
    const char bytes[] = {(char)(number >> 24), (char)(number >> 16), (char)(number >> 8),
                          (char)number};
    buf_add(out, bytes, 4);
}

static void add_chunk(struct buf *out, const char *type, const void *bytes, size_t length)
{
    add32(out, length);
    size_t at = out->length;
    buf_add(out, type, 4);
    buf_add(out, bytes, length);
    add32(out, crc32(crc32(0, NULL, 0), (const Bytef *)out->bytes + at, (uInt)(length + 4)));
}

/* A picture of 3 by 2 whose lines, each after its filter's byte, are given. */
static void make(struct buf *out, unsigned char depth, unsigned char colour, const void *palette,
                 size_t palette_size, const void *lines, size_t size)
{
    const unsigned char header[] = {0, 0, 0, WIDTH, 0, 0, 0, HEIGHT, depth, colour, 0, 0, 0};
    unsigned char packed[256];
    uLongf packed_size = sizeof packed;
    buf_clear(out);
    buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    add_chunk(out, "IHDR", header, sizeof header);
    if (palette_size)
        add_chunk(out, "PLTE", palette, palette_size);
    assert_int_equal(compress(packed, &packed_size, lines, (uLong)size), Z_OK);
    add_chunk(out, "IDAT", packed, packed_size / 2);
    add_chunk(out, "IDAT", packed + packed_size / 2, packed_size - packed_size / 2);
    add_chunk(out, "IEND", "", 0);
}

/* Packed data go into the PDF as they are, from however many chunks. */
static void test_taken(void **state)
{
    (void)state;
    static const unsigned char grey[] = {0, 0xA0, 0, 0x40}, rgb[20] = {0, 1, 2, 3},
                               colours[] = {1, 2, 3, 4, 5, 6};
    struct buf file = BUF_INIT;
    struct png png;
    make(&file, 1, 0, NULL, 0, grey, sizeof grey);
    assert_null(png_read(file.bytes, file.length, &png));
    assert_true(png.compressed && png.components == 1 && png.depth == 1 && png.width == WIDTH &&
                png.height == HEIGHT);
    unsigned char lines[sizeof grey];
    uLongf size = sizeof lines;
    assert_int_equal(
        uncompress(lines, &size, (const Bytef *)png.data.bytes, (uLong)png.data.length), Z_OK);
    assert_memory_equal(lines, grey, sizeof grey);
    png_release(&png);
    make(&file, 8, 2, NULL, 0, rgb, sizeof rgb);
    assert_null(png_read(file.bytes, file.length, &png));
    assert_true(png.compressed && png.components == 3 && png.depth == 8);
    png_release(&png);
    make(&file, 1, 3, colours, sizeof colours, grey, sizeof grey);
    assert_null(png_read(file.bytes, file.length, &png));
    assert_true(png.compressed && png.components == 1 && png.depth == 1);
    assert_int_equal(png.palette.length, 6);
    assert_memory_equal(png.palette.bytes, colours, 6);
    png_release(&png);
    buf_release(&file);
}

static void test_transparent(void **state)
{
    (void)state;
    static const unsigned char lines[] = {0, 10, 1, 20, 2, 30, 3, 0, 40, 4, 50, 5, 60, 255};
    struct buf file = BUF_INIT;
    struct png png;
    make(&file, 8, 4, NULL, 0, lines, sizeof lines);
    assert_null(png_read(file.bytes, file.length, &png));
    assert_true(!png.compressed && png.components == 1 && png.depth == 8);
    assert_int_equal(png.data.length, 6);
    assert_memory_equal(png.data.bytes, ((const unsigned char[]){10, 20, 30, 40, 50, 60}), 6);
    assert_int_equal(png.alpha.length, 6);
    assert_memory_equal(png.alpha.bytes, ((const unsigned char[]){1, 2, 3, 4, 5, 255}), 6);
    png_release(&png);
    buf_release(&file);
}

/* Cut before its last chunk it is an error; with any bit changed, an error or a picture of the
 * right size. */
static void test_damaged(void **state)
{
    (void)state;
    static const unsigned char lines[] = {0, 10, 1, 20, 2, 30, 3, 0, 40, 4, 50, 5, 60, 255};
    struct buf file = BUF_INIT;
    struct png png;
    make(&file, 8, 4, NULL, 0, lines, sizeof lines);
    for (size_t i = 0; i < file.length - 12; i++) {
        char *cut = malloc(i + 1); /* of its own size, so that reading past its end is seen */
        assert_non_null(cut);
        memcpy(cut, file.bytes, i);
        assert_non_null(png_read(cut, i, &png));
        png_release(&png);
        free(cut);
    }
    for (size_t i = 0; i < file.length * 8; i++) {
        file.bytes[i / 8] ^= (char)(1 << i % 8);
        if (!png_read(file.bytes, file.length, &png)) {
            assert_int_equal(png.width * png.height, WIDTH * HEIGHT);
            assert_true(png.compressed || png.data.length >= WIDTH * HEIGHT);
        }
        png_release(&png);
        file.bytes[i / 8] ^= (char)(1 << i % 8);
    }
    buf_release(&file);
}

/* A few bytes that claim to be an enormous picture are refused before there is memory for it. */
static void test_enormous(void **state)
{
    (void)state;
    static const unsigned char header[] = {0, 0, 0x80, 0, 0, 0, 0x80, 0, 8, 6, 0, 0, 0};
    struct buf file = BUF_INIT;
    struct png png;
    buf_add(&file, "\x89PNG\r\n\x1a\n", 8);
    add_chunk(&file, "IHDR", header, sizeof header);
    add_chunk(&file, "IDAT", "x", 1);
    add_chunk(&file, "IEND", "", 0);
    assert_string_equal(png_read(file.bytes, file.length, &png),
                        "has more than 268 million pixels");
    png_release(&png);
    buf_release(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_transparent),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_enormous),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
