/* SPDX-License-Identifier: ISC */
/* The bytes of a file in a zip or a folder, piece by piece. */
#include "base/deflate.h"
#include "verify/bundle/container.h"
#include "verify/bundle/zip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#define ZLIB_CONST /* next_in is not written to */
#include <zlib.h>

#define PIECE ((size_t)256 * 1024)
/* Of a zip, where less is left of a file, what follows it is read too: it is asked for next. */
#define SMALL (PIECE / 4)
/* "PK\7\8", as it stands there. */
#define DESCRIPTOR 0x504B0708u

struct unpacker {
    unsigned char in[PIECE];
    uint64_t in_at; /* where in the zip that stands which is in `in` */
    size_t in_length;
    unsigned char out[PIECE];
    z_stream stream;
    bool ready;
};

/* A file while it is read. */
struct reading {
    const struct item *item;
    int fd;
    uint64_t at; /* in fd */
    uint64_t given;
    uint32_t crc;
    bool zip;
    bool enough;   /* the taker wants no more */
    uint32_t last; /* bytes, of one that is open-ended */
    bool ends_early;
    bool (*take)(void *to, const void *bytes, size_t length);
    void *to;
};

struct unpacker *unpacker_new(void)
{
    return memory_new(sizeof(struct unpacker));
}

void unpacker_free(struct unpacker *unpacker)
{
    if (unpacker && unpacker->ready)
        inflateEnd(&unpacker->stream);
    free(unpacker);
}

static ssize_t read_at(int fd, void *bytes, size_t length, uint64_t at)
{
    ssize_t got;
    do
        got = pread(fd, bytes, length, (off_t)at);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Reads a piece anew. That of a folder's file is never looked for again. */
static ssize_t fill(const struct reading *reading, struct unpacker *unpacker, uint64_t most)
{
    size_t length = most < PIECE ? (size_t)most : PIECE;
    if (reading->zip && most < SMALL)
        length = PIECE;
    ssize_t got = read_at(reading->fd, unpacker->in, length, reading->at);
    unpacker->in_at = reading->at;
    unpacker->in_length = reading->zip && got > 0 ? (size_t)got : 0;
    return got;
}

/* The next bytes, up to `most` of them, in *bytes; 0 at the end, less where the machine said no. */
static ssize_t read_piece(struct reading *reading, struct unpacker *unpacker, uint64_t most,
                          const unsigned char **bytes)
{
    uint64_t end = unpacker->in_at + unpacker->in_length;
    uint64_t begin = unpacker->in_at;
    if (!reading->zip || reading->at < begin || reading->at >= end) {
        ssize_t got = fill(reading, unpacker, most);
        if (got <= 0)
            return got;
        begin = reading->at;
        end = begin + (uint64_t)got;
    }
    size_t length = end - reading->at < most ? (size_t)(end - reading->at) : (size_t)most;
    *bytes = unpacker->in + (reading->at - begin);
    reading->at += length;
    return (ssize_t)length;
}

/* A reader that goes from front to back takes the signature of a descriptor for the end. */
static void look_for_end(struct reading *reading, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        reading->last = reading->last << 8 | bytes[i];
        reading->ends_early = reading->ends_early || reading->last == DESCRIPTOR;
    }
}

/* False where there are more bytes than were told, or the taker wants no more. */
static bool give(struct reading *reading, const void *bytes, size_t length)
{
    if (length > reading->item->size - reading->given)
        return false;
    reading->given += length;
    if (reading->zip)
        reading->crc = deflate_crc32_more(reading->crc, bytes, length);
    if (reading->item->open_ended)
        look_for_end(reading, bytes, length);
    reading->enough = !reading->take(reading->to, bytes, length);
    return !reading->enough;
}

static enum item_state end(const struct reading *reading)
{
    if (reading->given < reading->item->size)
        return ITEM_SHORT;
    return reading->zip && reading->crc != reading->item->crc ? ITEM_CRC : ITEM_WHOLE;
}

static enum item_state read_stored(struct reading *reading, struct unpacker *unpacker)
{
    /* A file of a folder may have grown: one byte more is asked for. */
    uint64_t left = reading->item->size + (reading->zip ? 0 : 1);
    while (left) {
        const unsigned char *bytes;
        ssize_t got = read_piece(reading, unpacker, left, &bytes);
        if (got < 0)
            return ITEM_FAILED;
        if (got == 0)
            break;
        if (!give(reading, bytes, (size_t)got))
            return reading->enough ? ITEM_WHOLE : ITEM_LONG;
        left -= (uint64_t)got;
        /* The rest of a file that gives less than is asked for is its end. */
        if (!reading->zip && left == 1 && (size_t)got < PIECE)
            break;
    }
    return end(reading);
}

/* Inflates what stands in stream->next_in. */
static enum item_state inflate_piece(struct reading *reading, struct unpacker *unpacker, int *code)
{
    z_stream *stream = &unpacker->stream;
    do {
        stream->next_out = unpacker->out;
        stream->avail_out = PIECE;
        *code = inflate(stream, Z_NO_FLUSH);
        size_t length = PIECE - stream->avail_out;
        if (*code == Z_MEM_ERROR)
            memory_fail();
        if (length && !give(reading, unpacker->out, length))
            return reading->enough ? ITEM_WHOLE : ITEM_LONG;
        if (*code != Z_OK && *code != Z_STREAM_END && *code != Z_BUF_ERROR)
            return ITEM_DEFLATE;
    } while (*code != Z_STREAM_END && !stream->avail_out);
    return ITEM_UNREAD;
}

static enum item_state read_deflated(struct reading *reading, struct unpacker *unpacker)
{
    z_stream *stream = &unpacker->stream;
    uint64_t left = reading->item->packed;
    int code = unpacker->ready ? inflateReset(stream) : inflateInit2(stream, -MAX_WBITS);
    if (code != Z_OK)
        memory_fail();
    unpacker->ready = true;
    while (left) {
        const unsigned char *bytes;
        ssize_t got = read_piece(reading, unpacker, left, &bytes);
        if (got < 0)
            return ITEM_FAILED;
        if (got == 0)
            return ITEM_SHORT;
        left -= (uint64_t)got;
        stream->next_in = bytes;
        stream->avail_in = (unsigned)got;
        enum item_state state = inflate_piece(reading, unpacker, &code);
        if (state != ITEM_UNREAD)
            return state;
        if (code == Z_STREAM_END)
            return left || stream->avail_in ? ITEM_DEFLATE : end(reading);
    }
    return ITEM_DEFLATE;
}

static int open_item(const struct container *container, const struct item *item)
{
    struct buf path = BUF_INIT;
    buf_add_string(&path, item->inside ? container->top : "");
    buf_add_string(&path, item->name);
    int fd = openat(container->fd, path.bytes, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    buf_release(&path);
    return fd;
}

enum item_state container_read(const struct container *container, struct item *item,
                               struct unpacker *unpacker,
                               bool (*take)(void *to, const void *bytes, size_t length), void *to)
{
    struct reading reading = {.item = item,
                              .fd = container->fd,
                              .at = item->data,
                              .zip = container->is_zip,
                              .take = take,
                              .to = to};
    if (!container->is_zip)
        reading.fd = open_item(container, item);
    enum item_state state = ITEM_FAILED;
    if (reading.fd >= 0)
        state = container->is_zip && item->method == ZIP_DEFLATED
                    ? read_deflated(&reading, unpacker)
                    : read_stored(&reading, unpacker);
    item->ends_early = reading.ends_early;
    item->failure = state == ITEM_FAILED ? errno : 0;
    if (!container->is_zip && reading.fd >= 0)
        close(reading.fd);
    return state;
}

static bool take_all(void *to, const void *bytes, size_t length)
{
    buf_add(to, bytes, length);
    return true;
}

enum item_state container_load(struct container *container, struct item *item, size_t most,
                               struct buf *bytes)
{
    if (item->broken || item->folder || item->size > most)
        return ITEM_UNREAD;
    if (!container->unpacker)
        container->unpacker = unpacker_new();
    return container_read(container, item, container->unpacker, take_all, bytes);
}
