/* SPDX-License-Identifier: ISC */
/* A bag in a zip (APPNOTE 6.3), by libzip: the same bytes for the same bag. */
#include "render/bundle/archive.h"

#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zip.h>

#define DEFLATE_LEVEL 5 /* 9 gains 0.3 % and takes half as long again */
#define MODE_FILE \
    ((zip_uint32_t)(S_IFREG | 0644) << 16) /* where Unix keeps it in external attributes */

/* A file of the bag while libzip reads it. */
struct stream {
    const struct bag_file *file;
    const char **changed; /* the path goes there where the file is not what it was */
    int descriptor;
    uint64_t size;
    struct digester *digester;
    zip_error_t error;
};

static zip_int64_t open_stream(struct stream *stream)
{
    struct stat status;
    stream->descriptor = open(stream->file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (stream->descriptor < 0 || fstat(stream->descriptor, &status) != 0) {
        zip_error_set(&stream->error, ZIP_ER_OPEN, errno);
        return -1;
    }
    stream->size = 0;
    stream->digester = digester_new();
    return 0;
}

/* At the end the digests must be those that the manifests tell. */
static bool is_unchanged(struct stream *stream)
{
    struct digest digest;
    digester_finish(stream->digester, &digest);
    return stream->size == stream->file->size &&
           !memcmp(&digest, &stream->file->digest, sizeof digest);
}

static zip_int64_t read_stream(struct stream *stream, void *bytes, zip_uint64_t length)
{
    ssize_t got;
    do
        got = read(stream->descriptor, bytes, length);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        zip_error_set(&stream->error, ZIP_ER_READ, errno);
    } else if (got > 0) {
        digester_add(stream->digester, bytes, (size_t)got);
        stream->size += (uint64_t)got;
    } else if (!is_unchanged(stream)) {
        *stream->changed = stream->file->path;
        zip_error_set(&stream->error, ZIP_ER_CHANGED, 0);
        got = -1;
    }
    return got;
}

static void close_stream(struct stream *stream)
{
    if (stream->descriptor >= 0)
        close(stream->descriptor);
    stream->descriptor = -1;
    digester_free(stream->digester);
    stream->digester = NULL;
}

static zip_int64_t tell_size(const struct stream *stream, void *bytes)
{
    zip_stat_t *status = bytes;
    zip_stat_init(status);
    status->valid = ZIP_STAT_SIZE;
    status->size = stream->file->size;
    return sizeof *status;
}

/* What libzip calls for a source of our own; `bytes` and `length` mean what the command says. */
static zip_int64_t serve(void *data, void *bytes, zip_uint64_t length, zip_source_cmd_t command)
{
    struct stream *stream = data;
    switch (command) {
    case ZIP_SOURCE_OPEN:
        return open_stream(stream);
    case ZIP_SOURCE_READ:
        return read_stream(stream, bytes, length);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        close_stream(stream);
        return 0;
    case ZIP_SOURCE_STAT:
        return tell_size(stream, bytes);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&stream->error, bytes, length);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              -1);
    default:
        zip_error_set(&stream->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

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

/* What DOS can say of a day: years 1980 to 2107; others become the nearest. */
static zip_uint16_t dos_date(struct date date)
{
    if (date.year < 1980)
        date = (struct date){1980, 1, 1};
    if (date.year > 2107)
        date = (struct date){2107, 12, 31};
    return (zip_uint16_t)((date.year - 1980) << 9 | date.month << 5 | date.day);
}

static bool fail(zip_error_t *error, struct error *err)
{
    errno = zip_error_code_system(error);
    if (zip_error_system_type(error) == ZIP_ET_SYS && errno)
        return error_set_errno(err, "cannot write the bundle");
    return error_set(err, EXIT_CODE_MACHINE, "cannot write the bundle: %s",
                     zip_error_strerror(error));
}

static bool add_file(zip_t *zip, const char *folder, const struct bag_file *file,
                     struct stream *stream, struct date date, struct error *err)
{
    struct buf name = BUF_INIT;
    buf_add_format(&name, "%s/%s", folder, file->name);
    zip_source_t *source = file->bytes ? zip_source_buffer(zip, file->bytes, file->size, 0)
                                       : zip_source_function(zip, serve, stream);
    zip_int64_t added = source ? zip_file_add(zip, name.bytes, source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && added < 0)
        zip_source_free(source);
    zip_uint64_t index = (zip_uint64_t)added;
    zip_int32_t method = is_compressed(file->name) ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    bool ok = added >= 0 && zip_file_set_dostime(zip, index, 0, dos_date(date), 0) == 0 &&
              zip_file_set_external_attributes(zip, index, 0, ZIP_OPSYS_UNIX, MODE_FILE) == 0 &&
              zip_set_file_compression(zip, index, method, DEFLATE_LEVEL) == 0;
    if (!ok)
        fail(zip_get_error(zip), err);
    buf_release(&name);
    return ok;
}

static int is_stopped(zip_t *zip, void *data)
{
    (void)zip;
    return !output_go_on(data);
}

/* libzip takes the time of a file through local time, and a day may begin at one o'clock, or be
 * missing, where clocks are put forward. */
static void leave_time_zone(void)
{
    setenv("TZ", "UTC0", 1);
    tzset();
}

bool archive_write(const struct bag *bag, const char *folder, struct date date, const char *path,
                   struct error *err)
{
    leave_time_zone();
    int code;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code);
    if (!zip) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        fail(&error, err);
        zip_error_fini(&error);
        return false;
    }
    const char *changed = NULL;
    struct stream *streams = memory_new(bag->count * sizeof *streams);
    bool ok = true;
    for (size_t i = 0; ok && i < bag->count; i++) {
        streams[i] = (struct stream){.file = &bag->files[i], .changed = &changed, .descriptor = -1};
        zip_error_init(&streams[i].error);
        ok = add_file(zip, folder, &bag->files[i], &streams[i], date, err);
    }
    zip_register_cancel_callback_with_state(zip, is_stopped, NULL, err);
    if (ok && zip_close(zip) == 0) {
        zip = NULL;
    } else if (ok) {
        ok = false;
        if (changed)
            error_set(err, EXIT_CODE_MACHINE, "%s changed while the bundle was made; build again",
                      changed);
        else if (output_go_on(err))
            fail(zip_get_error(zip), err);
    }
    if (zip)
        zip_discard(zip);
    free(streams);
    return ok;
}
