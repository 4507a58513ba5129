/* SPDX-License-Identifier: ISC */
/* Frames over a pipe: how the program and its workers speak. Whoever reads trusts no length. */
#ifndef WIRE_FRAME_H
#define WIRE_FRAME_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A frame is its kind (1 byte), the length of what follows (4 bytes, little-endian), and that. */
#define FRAME_HEAD 5
/* More than a page's largest picture takes; a longer frame is a broken or hostile worker. */
#define FRAME_MOST (256u << 20)

/* Frames cut from bytes as they arrive. Zeroed but for `bytes` = BUF_INIT at first. */
struct frame_reader {
    struct buf bytes;
    size_t at; /* what was handed out before it is dropped at the next read */
};

struct frame {
    uint8_t kind;
    const uint8_t *bytes; /* borrowed from the reader until the next call */
    size_t length;
};

enum frame_result { FRAME_WHOLE, FRAME_MORE, FRAME_BAD };

void frame_reader_init(struct frame_reader *reader);
void frame_reader_release(struct frame_reader *reader);
/* Adds bytes as they came. */
void frame_feed(struct frame_reader *reader, const void *bytes, size_t length);
/* The next whole frame; FRAME_MORE where its end has not come, FRAME_BAD where it is too long. */
enum frame_result frame_next(struct frame_reader *reader, struct frame *frame);
/* What a frame's head tells; false where more would follow than is believed. */
bool frame_read_head(const uint8_t head[FRAME_HEAD], uint8_t *kind, uint32_t *length);
/* Whether bytes of a frame that has not ended are left. */
bool frame_is_cut(const struct frame_reader *reader);

/* Appends a frame. */
void frame_add(struct buf *bytes, uint8_t kind, const void *content, size_t length);
/* Writes a frame whole to a descriptor that blocks; false where the other side is gone. */
bool frame_write(int fd, uint8_t kind, const void *bytes, size_t length);
/* Reads from a descriptor that blocks until a frame is whole; FRAME_MORE at the end of the stream.
 */
enum frame_result frame_read(int fd, struct frame_reader *reader, struct frame *frame);

#endif
