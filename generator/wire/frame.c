/* SPDX-License-Identifier: ISC */
/* Frames over a pipe: how the program and its workers speak. */
#include "wire/frame.h"

#include "wire/pipe.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void frame_reader_init(struct frame_reader *reader)
{
    *reader = (struct frame_reader){.bytes = BUF_INIT};
}

void frame_reader_release(struct frame_reader *reader)
{
    buf_release(&reader->bytes);
}

void frame_feed(struct frame_reader *reader, const void *bytes, size_t length)
{
    if (reader->at) {
        size_t left = reader->bytes.length - reader->at;
        memmove(reader->bytes.bytes, reader->bytes.bytes + reader->at, left);
        reader->bytes.length = left;
        reader->at = 0;
    }
    buf_add(&reader->bytes, bytes, length);
}

bool frame_read_head(const uint8_t head[FRAME_HEAD], uint8_t *kind, uint32_t *length)
{
    *kind = head[0];
    *length = (uint32_t)head[1] | (uint32_t)head[2] << 8 | (uint32_t)head[3] << 16 |
              (uint32_t)head[4] << 24;
    return *length <= FRAME_MOST;
}

enum frame_result frame_next(struct frame_reader *reader, struct frame *frame)
{
    const uint8_t *head = (const uint8_t *)reader->bytes.bytes + reader->at;
    size_t left = reader->bytes.length - reader->at;
    uint8_t kind;
    uint32_t length;
    if (left < FRAME_HEAD)
        return FRAME_MORE;
    if (!frame_read_head(head, &kind, &length))
        return FRAME_BAD;
    if (left - FRAME_HEAD < length)
        return FRAME_MORE;
    *frame = (struct frame){.kind = kind, .bytes = head + FRAME_HEAD, .length = length};
    reader->at += FRAME_HEAD + length;
    return FRAME_WHOLE;
}

bool frame_is_cut(const struct frame_reader *reader)
{
    return reader->bytes.length > reader->at;
}

static void make_head(uint8_t head[FRAME_HEAD], uint8_t kind, size_t length)
{
    head[0] = kind;
    for (int i = 1; i < FRAME_HEAD; i++)
        head[i] = (uint8_t)(length >> (8 * (i - 1)));
}

void frame_add(struct buf *bytes, uint8_t kind, const void *content, size_t length)
{
    uint8_t head[FRAME_HEAD];
    make_head(head, kind, length);
    buf_add(bytes, head, sizeof head);
    buf_add(bytes, content, length);
}

bool frame_write(int fd, uint8_t kind, const void *bytes, size_t length)
{
    uint8_t head[FRAME_HEAD];
    make_head(head, kind, length);
    return length <= FRAME_MOST && pipe_write(fd, head, sizeof head) &&
           pipe_write(fd, bytes, length);
}

enum frame_result frame_read(int fd, struct frame_reader *reader, struct frame *frame)
{
    char bytes[65536];
    for (;;) {
        enum frame_result result = frame_next(reader, frame);
        if (result != FRAME_MORE)
            return result;
        ssize_t got = read(fd, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return FRAME_MORE;
        frame_feed(reader, bytes, (size_t)got);
    }
}
