/* SPDX-License-Identifier: ISC */
/* The structure of a zip: its parts in order, and how numbers stand in it. */
#include "verify/bundle/zip.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXTRA_ZIP64 0x0001u
#define EXTRA_UNICODE_PATH 0x7075u
#define EXTRA_ASI 0x756Eu
#define EXTRA_LIBARCHIVE 0x6C78u
/* What stands no further behind what was looked at before is read with all that follows. */
#define CLOSE ((uint64_t)16 * 1024)

uint16_t zip_u16(const unsigned char *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

uint32_t zip_u32(const unsigned char *bytes)
{
    return zip_u16(bytes) | (uint32_t)zip_u16(bytes + 2) << 16;
}

uint64_t zip_u64(const unsigned char *bytes)
{
    return zip_u32(bytes) | (uint64_t)zip_u32(bytes + 4) << 32;
}

bool zip_bytes(const struct zip *zip, void *bytes, size_t length, uint64_t at, struct error *err)
{
    char *to = bytes;
    while (length) {
        ssize_t got = pread(zip->fd, to, length, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(err, "cannot read the bundle");
        if (got == 0)
            return error_set(err, EXIT_CODE_MACHINE, "the bundle was shortened while it was read");
        to += got;
        at += (uint64_t)got;
        length -= (size_t)got;
    }
    return true;
}

const unsigned char *zip_look(struct zip *zip, uint64_t at, size_t length, struct error *err)
{
    assert(length <= ZIP_LOOK_MAX && at <= zip->length);
    uint64_t end = zip->window_at + zip->window_length;
    if (at < zip->window_at || at > end || length > end - at) {
        bool close = at >= zip->looked_at && at - zip->looked_at < CLOSE;
        uint64_t left = zip->length - at;
        size_t more = left < ZIP_LOOK_MAX ? (size_t)left : ZIP_LOOK_MAX;
        zip->window = zip->window ? zip->window : memory_new(ZIP_LOOK_MAX);
        zip->window_at = at;
        zip->window_length = close && more > length ? more : length;
        if (!zip_bytes(zip, zip->window, zip->window_length, at, err)) {
            zip->window_length = 0;
            return NULL;
        }
    }
    zip->looked_at = at;
    return zip->window + (at - zip->window_at);
}

bool zip_read(struct zip *zip, bool *readable, struct error *err)
{
    *readable = true;
    return zip_find_end(zip, readable, err) &&
           (!*readable || zip_read_directory(zip, readable, err)) &&
           (!*readable || zip_check_local(zip, err));
}

void zip_release(struct zip *zip)
{
    free(zip->entries);
    free(zip->window);
    arena_release(&zip->arena);
}

/* ---------------------------------------------------------------- Extra fields (4.5) */

/* The external attributes in libarchive's field, which stand after what its first byte tells of. */
static unsigned libarchive_mode(const unsigned char *bytes, size_t size)
{
    size_t at = 0;
    while (at < size && bytes[at] & 0x80)
        at++;
    unsigned told = size ? bytes[0] : 0;
    at += 1 + (told & 1 ? 2 : 0) + (told & 2 ? 2 : 0);
    return told & 4 && at + 4 <= size ? zip_u32(bytes + at) >> 16 : 0;
}

static void take_field(unsigned id, const unsigned char *bytes, size_t size,
                       struct zip_extra *extra)
{
    switch (id) {
    case EXTRA_ZIP64:
        extra->malformed = extra->malformed || extra->has_zip64;
        extra->has_zip64 = true;
        extra->zip64 = bytes;
        extra->zip64_length = size;
        break;
    case EXTRA_UNICODE_PATH:
        extra->malformed = extra->malformed || extra->path || size < 5;
        if (size >= 5) {
            extra->path = bytes + 1;
            extra->path_length = size - 1;
        }
        break;
    case EXTRA_ASI:
        extra->mode = size >= 6 ? zip_u16(bytes + 4) : extra->mode;
        break;
    case EXTRA_LIBARCHIVE:
        extra->mode = libarchive_mode(bytes, size);
        break;
    default:
        break;
    }
}

void zip_extra_read(const unsigned char *bytes, size_t length, struct zip_extra *extra)
{
    *extra = (struct zip_extra){0};
    size_t at = 0;
    while (at + 4 <= length) {
        unsigned id = zip_u16(bytes + at);
        size_t size = zip_u16(bytes + at + 2);
        at += 4;
        if (size > length - at) {
            extra->malformed = extra->has_others = true;
            return;
        }
        take_field(id, bytes + at, size, extra);
        extra->has_others = extra->has_others || id != EXTRA_ZIP64;
        at += size;
    }
    extra->has_others = extra->has_others || at < length;
    /* Fewer than four bytes at the end are what some writers align with. */
    for (; at < length && length - at < 4; at++)
        extra->malformed = extra->malformed || bytes[at];
    extra->malformed = extra->malformed || at != length;
}

bool zip_extra_is_needless(const struct zip_extra *extra, const struct zip_entry *entry)
{
    bool wide =
        entry->size >= UINT32_MAX || entry->packed >= UINT32_MAX || entry->header >= UINT32_MAX;
    return extra->has_others || (extra->has_zip64 && !wide);
}

bool zip_extra_is_link(const struct zip_extra *extra)
{
    unsigned type = extra->mode & S_IFMT;
    return type && type != S_IFREG && type != S_IFDIR;
}

bool zip_extra_renames(const struct zip_extra *extra, const char *name, size_t length)
{
    /* Where its sum is not the name's, readers are to leave it alone; not all do. */
    return extra->path &&
           (extra->path_length - 4 != length || memcmp(extra->path + 4, name, length) != 0);
}
