/* SPDX-License-Identifier: ISC */
/* Tests of wire/frame. */
#include "wire/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Three frames, one of them empty, as they stand in a pipe. */
static const char stream[] = "\x01\x05\0\0\0hello\x02\0\0\0\0\x03\x03\0\0\0a\0b";
#define STREAM_LENGTH (sizeof stream - 1)

static void expect(struct frame_reader *reader, uint8_t kind, const char *bytes, size_t length)
{
    struct frame frame;
    assert_int_equal(frame_next(reader, &frame), FRAME_WHOLE);
    assert_int_equal(frame.kind, kind);
    assert_int_equal(frame.length, length);
    assert_memory_equal(frame.bytes, bytes, length);
}

static void cut_anywhere(void **state)
{
    (void)state;
    for (size_t cut = 0; cut <= STREAM_LENGTH; cut++) {
        struct frame_reader reader;
        struct frame frame;
        size_t seen = 0;
        frame_reader_init(&reader);
        frame_feed(&reader, stream, cut);
        while (frame_next(&reader, &frame) == FRAME_WHOLE)
            seen++;
        assert_int_equal(seen, cut < 10 ? 0 : cut < 15 ? 1 : cut < STREAM_LENGTH ? 2 : 3);
        assert_int_equal(frame_is_cut(&reader),
                         cut != 0 && cut != 10 && cut != 15 && cut != STREAM_LENGTH);
        frame_feed(&reader, stream + cut, STREAM_LENGTH - cut);
        if (seen == 0)
            expect(&reader, 1, "hello", 5);
        if (seen <= 1)
            expect(&reader, 2, "", 0);
        if (seen <= 2)
            expect(&reader, 3, "a\0b", 3);
        assert_int_equal(frame_next(&reader, &frame), FRAME_MORE);
        assert_false(frame_is_cut(&reader));
        frame_reader_release(&reader);
    }
}

static void byte_by_byte(void **state)
{
    (void)state;
    struct frame_reader reader;
    struct frame frame;
    size_t seen = 0;
    frame_reader_init(&reader);
    for (size_t i = 0; i < STREAM_LENGTH; i++) {
        frame_feed(&reader, stream + i, 1);
        while (frame_next(&reader, &frame) == FRAME_WHOLE)
            assert_int_equal(frame.kind, ++seen);
    }
    assert_int_equal(seen, 3);
    frame_reader_release(&reader);
}

/* No memory is taken for a length that is only stated. */
static void too_long(void **state)
{
    (void)state;
    static const char *const heads[] = {"\x08\xFF\xFF\xFF\xFF", "\x08\x01\0\0\x10"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct frame_reader reader;
        struct frame frame;
        frame_reader_init(&reader);
        frame_feed(&reader, heads[i], FRAME_HEAD);
        assert_int_equal(frame_next(&reader, &frame), FRAME_BAD);
        assert_true(reader.bytes.capacity < 4096);
        frame_reader_release(&reader);
    }
    assert_false(frame_write(-1, 0, "", (size_t)FRAME_MOST + 1));
}

static void through_a_pipe(void **state)
{
    (void)state;
    int ends[2];
    struct frame_reader reader;
    struct frame frame;
    assert_int_equal(pipe(ends), 0);
    assert_true(frame_write(ends[1], 7, "seven", 5));
    assert_true(frame_write(ends[1], 8, "", 0));
    close(ends[1]);
    frame_reader_init(&reader);
    assert_int_equal(frame_read(ends[0], &reader, &frame), FRAME_WHOLE);
    assert_int_equal(frame.kind, 7);
    assert_memory_equal(frame.bytes, "seven", 5);
    assert_int_equal(frame_read(ends[0], &reader, &frame), FRAME_WHOLE);
    assert_int_equal(frame.kind, 8);
    assert_int_equal(frame_read(ends[0], &reader, &frame), FRAME_MORE);
    assert_false(frame_is_cut(&reader));
    close(ends[0]);
    frame_reader_release(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(byte_by_byte),
        cmocka_unit_test(too_long),
        cmocka_unit_test(through_a_pipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
