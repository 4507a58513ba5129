/* SPDX-License-Identifier: ISC */
/* Tests of base/deflate: zlib unpacks what it packed. */
#include "base/deflate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#include <cmocka.h>

#define REPEATS 20000

static void fill(struct buf *text)
{
    for (int i = 0; i < REPEATS; i++)
        buf_add_format(text, "%d pages are enclosed; ", i % 89);
}

static void unpack(const struct buf *packed, int window_bits, struct buf *out, size_t expected)
{
    z_stream stream = {.next_in = (Bytef *)packed->bytes, .avail_in = (uInt)packed->length};
    buf_reserve(out, expected + 1);
    stream.next_out = (Bytef *)out->bytes;
    stream.avail_out = (uInt)(expected + 1);
    assert_int_equal(inflateInit2(&stream, window_bits), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    out->length = (size_t)stream.total_out;
    inflateEnd(&stream);
}

static void there_and_back(void **state)
{
    (void)state;
    struct buf text = BUF_INIT, packed = BUF_INIT, again = BUF_INIT;
    struct deflater *deflater = deflater_new(DEFLATE_QUICK);
    fill(&text);
    for (int bare = 0; bare < 2; bare++) {
        buf_clear(&packed);
        (bare ? deflater_add_raw : deflater_add_zlib)(deflater, text.bytes, text.length, &packed);
        assert_true(packed.length < text.length / 10);
        unpack(&packed, bare ? -15 : 15, &again, text.length);
        assert_int_equal(again.length, text.length);
        assert_memory_equal(again.bytes, text.bytes, text.length);
    }
    deflater_free(deflater);
    buf_release(&again);
    buf_release(&packed);
    buf_release(&text);
}

/* What is appended begins where the buffer ended, also when nothing is packed. */
static void appended(void **state)
{
    (void)state;
    struct buf packed = BUF_INIT, tail = BUF_INIT, again = BUF_INIT;
    struct deflater *deflater = deflater_new(DEFLATE_QUICK);
    buf_add_string(&packed, "head");
    deflater_add_zlib(deflater, "", 0, &packed);
    assert_memory_equal(packed.bytes, "head", 4);
    buf_add(&tail, packed.bytes + 4, packed.length - 4);
    unpack(&tail, 15, &again, 0);
    assert_int_equal(again.length, 0);
    deflater_free(deflater);
    buf_release(&again);
    buf_release(&tail);
    buf_release(&packed);
}

/* The check value of this CRC. */
static void crc32_of_digits(void **state)
{
    (void)state;
    assert_true(deflate_crc32("123456789", 9) == 0xCBF43926u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(appended),
        cmocka_unit_test(crc32_of_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
