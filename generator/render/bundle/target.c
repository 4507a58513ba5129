/* SPDX-License-Identifier: ISC */
/* The file that libzip writes a zip to. */
#include "render/bundle/target.h"

#include <errno.h>
#include <unistd.h>

#define BUFFER_SIZE ((size_t)64 * 1024)

static zip_int64_t fail(struct target *target, int code)
{
    zip_error_set(&target->error, code, errno);
    return -1;
}

static zip_int64_t begin(struct target *target)
{
    target->file = fopen(target->path, "wbxe");
    if (!target->file || setvbuf(target->file, NULL, _IOFBF, BUFFER_SIZE) != 0)
        return fail(target, ZIP_ER_OPEN);
    return 0;
}

static zip_int64_t end(struct target *target)
{
    FILE *file = target->file;
    target->file = NULL;
    return file && fclose(file) != 0 ? fail(target, ZIP_ER_CLOSE) : 0;
}

static zip_int64_t drop(struct target *target)
{
    if (target->file)
        (void)fclose(target->file); /* what is dropped need not be whole */
    target->file = NULL;
    unlink(target->path);
    return 0;
}

static zip_int64_t put(struct target *target, const void *bytes, zip_uint64_t length)
{
    return fwrite(bytes, 1, length, target->file) == length ? (zip_int64_t)length
                                                            : fail(target, ZIP_ER_WRITE);
}

static zip_int64_t seek(struct target *target, void *bytes, zip_uint64_t length)
{
    const zip_source_args_seek_t *to =
        ZIP_SOURCE_GET_ARGS(zip_source_args_seek_t, bytes, length, &target->error);
    if (!to)
        return -1;
    return fseeko(target->file, (off_t)to->offset, to->whence) == 0 ? 0 : fail(target, ZIP_ER_SEEK);
}

static zip_int64_t tell(struct target *target)
{
    off_t place = ftello(target->file);
    return place < 0 ? fail(target, ZIP_ER_TELL) : place;
}

/* `bytes` and `length` mean what the command says. */
static zip_int64_t serve(void *data, void *bytes, zip_uint64_t length, zip_source_cmd_t command)
{
    struct target *target = data;
    switch (command) {
    case ZIP_SOURCE_STAT: /* there is nothing to begin with */
        zip_error_set(&target->error, ZIP_ER_READ, ENOENT);
        return -1;
    case ZIP_SOURCE_BEGIN_WRITE:
        return begin(target);
    case ZIP_SOURCE_WRITE:
        return put(target, bytes, length);
    case ZIP_SOURCE_SEEK_WRITE:
        return seek(target, bytes, length);
    case ZIP_SOURCE_TELL_WRITE:
        return tell(target);
    case ZIP_SOURCE_COMMIT_WRITE:
        return end(target);
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_REMOVE:
        return drop(target);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&target->error, bytes, length);
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_WRITABLE;
    default:
        zip_error_set(&target->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

zip_source_t *target_source(struct target *target, const char *path, zip_error_t *error)
{
    *target = (struct target){.path = path};
    zip_error_init(&target->error);
    return zip_source_function_create(serve, target, error);
}
