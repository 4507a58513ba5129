/* SPDX-License-Identifier: ISC */
/* One file of a bag while libzip reads it: deflated, or as it is. */
#include "render/bundle/entry.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is no larger is deflated whole, in less than half of libzip's time. */
#define WHOLE_MAX ((uint64_t)16 * 1024 * 1024)

/* Whether the name says that deflating would gain nothing. */
static bool is_compressed(const char *name)
{
    static const char *const endings[] = {"7z",    "bz2", "gif", "gz",  "jp2",  "jpeg",
                                          "jpg",   "pdf", "png", "tgz", "webp", "woff",
                                          "woff2", "xz",  "zip", "zst"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++) {
        if (!strcasecmp(dot + 1, endings[i]))
            return true;
    }
    return false;
}

void entry_init(struct entry *entry, const struct bag_file *file, struct deflater *deflater,
                const char **changed)
{
    *entry = (struct entry){.file = file,
                            .deflater = deflater,
                            .changed = changed,
                            .descriptor = -1,
                            .deflated = BUF_INIT,
                            .is_deflated = file->size && file->size <= WHOLE_MAX &&
                                           !is_compressed(file->name)};
    zip_error_init(&entry->error);
}

bool entry_is_left(const struct entry *entry)
{
    return entry->file->size > WHOLE_MAX && !is_compressed(entry->file->name);
}

/* ------------------------------------------------------------------ The file on the disk */

static bool open_file(struct entry *entry)
{
    struct stat status;
    entry->descriptor = open(entry->file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (entry->descriptor < 0 || fstat(entry->descriptor, &status) != 0) {
        zip_error_set(&entry->error, ZIP_ER_OPEN, errno);
        return false;
    }
    entry->size = 0;
    entry->digester = digester_new_sha256();
    return true;
}

/* At the end the digest must be the one that the manifest tells. */
static bool is_unchanged(struct entry *entry)
{
    struct digest digest;
    digester_finish(entry->digester, &digest);
    return entry->size == entry->file->size &&
           !memcmp(digest.sha256, entry->file->digest.sha256, DIGEST_SHA256_SIZE);
}

static zip_int64_t read_file(struct entry *entry, void *bytes, zip_uint64_t length)
{
    ssize_t got;
    do
        got = read(entry->descriptor, bytes, length);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        zip_error_set(&entry->error, ZIP_ER_READ, errno);
    } else if (got > 0) {
        digester_add(entry->digester, bytes, (size_t)got);
        entry->size += (uint64_t)got;
    } else if (!is_unchanged(entry)) {
        *entry->changed = entry->file->path;
        zip_error_set(&entry->error, ZIP_ER_CHANGED, 0);
        got = -1;
    }
    return got;
}

static void close_file(struct entry *entry)
{
    if (entry->descriptor >= 0)
        close(entry->descriptor);
    entry->descriptor = -1;
    digester_free(entry->digester);
    entry->digester = NULL;
}

/* ------------------------------------------------------------------ What is deflated here */

/* Appends the whole file to *bytes. One that grew is found by its digest. */
static bool read_whole(struct entry *entry, struct buf *bytes)
{
    zip_int64_t got = open_file(entry) ? 1 : -1;
    while (got > 0) {
        buf_reserve(bytes, (size_t)entry->file->size + 1 - bytes->length);
        got = read_file(entry, bytes->bytes + bytes->length,
                        (size_t)entry->file->size + 1 - bytes->length);
        bytes->length += got > 0 ? (size_t)got : 0;
    }
    close_file(entry);
    return got == 0;
}

static void deflate_bytes(struct entry *entry, const char *bytes, size_t length)
{
    buf_clear(&entry->deflated);
    deflater_add_raw(entry->deflater, bytes, length, &entry->deflated);
    entry->crc = deflate_crc32(bytes, length);
}

static bool deflate(struct entry *entry)
{
    struct buf bytes = BUF_INIT;
    bool ok = true;
    if (entry->file->bytes) {
        deflate_bytes(entry, entry->file->bytes, entry->file->size);
    } else {
        ok = read_whole(entry, &bytes);
        if (ok)
            deflate_bytes(entry, bytes.bytes, bytes.length);
    }
    entry->size = 0;
    buf_release(&bytes);
    return ok;
}

/* The next bytes of what stands in memory. */
static zip_int64_t read_memory(struct entry *entry, void *bytes, zip_uint64_t length)
{
    const char *from = entry->is_deflated ? entry->deflated.bytes : entry->file->bytes;
    uint64_t size = entry->is_deflated ? entry->deflated.length : entry->file->size;
    if (length > size - entry->size)
        length = size - entry->size;
    if (length)
        memcpy(bytes, from + entry->size, length);
    entry->size += length;
    return (zip_int64_t)length;
}

/* ------------------------------------------------------------------ What libzip asks */

static bool is_in_memory(const struct entry *entry)
{
    return entry->is_deflated || entry->file->bytes;
}

static zip_int64_t begin(struct entry *entry)
{
    entry->size = 0;
    bool ok = entry->is_deflated ? deflate(entry) : is_in_memory(entry) || open_file(entry);
    return ok ? 0 : -1;
}

/* libzip takes what says that it is deflated as it is. It asks before it reads, for the size, and
 * once more when all is read. */
static zip_int64_t tell(const struct entry *entry, void *bytes)
{
    zip_stat_t *status = bytes;
    zip_stat_init(status);
    status->valid = ZIP_STAT_SIZE;
    status->size = entry->file->size;
    if (entry->is_deflated) {
        status->valid |= ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC;
        status->comp_method = ZIP_CM_DEFLATE;
        status->crc = entry->crc;
    }
    return sizeof *status;
}

/* `bytes` and `length` mean what the command says. */
static zip_int64_t serve(void *data, void *bytes, zip_uint64_t length, zip_source_cmd_t command)
{
    struct entry *entry = data;
    switch (command) {
    case ZIP_SOURCE_OPEN:
        return begin(entry);
    case ZIP_SOURCE_READ:
        return is_in_memory(entry) ? read_memory(entry, bytes, length)
                                   : read_file(entry, bytes, length);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        close_file(entry);
        buf_release(&entry->deflated);
        return 0;
    case ZIP_SOURCE_STAT:
        return tell(entry, bytes);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&entry->error, bytes, length);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              -1);
    default:
        zip_error_set(&entry->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

zip_source_t *entry_source(struct entry *entry, zip_t *zip)
{
    return zip_source_function(zip, serve, entry);
}
