/* SPDX-License-Identifier: ISC */
/* Outputs made beside their target and swapped in at the end: whole or nothing. */
#include "base/output.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/staging.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WRITER_SIZE ((size_t)256 * 1024)
#define RESERVE_SIZE ((size_t)1024 * 1024)
/* Files up to this size stay in memory for who needs them again, up to so many bytes in all. */
#define SMALL_SIZE ((size_t)8 * 1024)
#define SMALL_SIZES_MAX ((size_t)4 * 1024 * 1024)

struct output {
    struct staging *staging; /* NULL where nothing is written */
    struct arena arena;
    struct output_file **files;
    size_t count;
    size_t capacity;
    size_t small;           /* bytes of small files that stay in memory */
    struct digester *spare; /* of the last finished file, for the next */
    mode_t umask;           /* before ours */
    void *reserve;          /* let go when there is no memory, so that cleaning up has some */
};

struct output_writer {
    struct output *output;
    const char *name;
    int descriptor; /* -1 where nothing is written */
    struct digester *digester;
    uint64_t size;
    char *bytes; /* waiting to be written; NULL before the first small piece */
    size_t length;
};

/* A signal handler and the hook for want of memory have nothing but globals to go by. */
static volatile sig_atomic_t stop_signal;
static struct output *current;

static void note_signal(int number)
{
    stop_signal = number;
}

void output_catch_signals(void)
{
    static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART}, before;
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++) {
        /* What the caller had us ignore (nohup, a shell's background job) stays ignored. */
        if (sigaction(caught[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(caught[i], &action, NULL);
    }
    /* A file past RLIMIT_FSIZE is then an error of write (EFBIG), not the end of the program. */
    action.sa_handler = SIG_IGN;
    sigaction(SIGXFSZ, &action, NULL);
}

bool output_go_on(struct error *err)
{
    int number = stop_signal;
    if (!number)
        return true;
    return error_set(err, EXIT_CODE_MACHINE, "stopped by %s; the last good outputs stand",
                     number == SIGINT    ? "SIGINT"
                     : number == SIGTERM ? "SIGTERM"
                                         : "SIGHUP");
}

static void clean_up_without_memory(void)
{
    free(current->reserve);
    current->reserve = NULL;
    staging_end(current->staging);
}

struct output *output_new(const char *folder, struct error *err)
{
    struct output *output = memory_new(sizeof *output);
    if (!folder)
        return output;
    output->staging = memory_new(sizeof *output->staging);
    output->reserve = memory_new(RESERVE_SIZE);
    /* What is published gets 0644 and 0755 whoever builds it. */
    output->umask = umask(022);
    output_catch_signals();
    if (!staging_begin(output->staging, folder, err)) {
        umask(output->umask);
        free(output->reserve);
        free(output->staging);
        free(output);
        return NULL;
    }
    current = output;
    memory_on_failure(clean_up_without_memory);
    return output;
}

bool output_is_in(const char *file, const char *name)
{
    size_t length = strlen(name);
    return !strncmp(file, name, length) && (!file[length] || file[length] == '/');
}

void output_free(struct output *output)
{
    if (!output)
        return;
    if (output->staging) {
        memory_on_failure(NULL);
        current = NULL;
        free(output->reserve);
        staging_end(output->staging);
        free(output->staging);
        umask(output->umask);
    }
    digester_free(output->spare);
    free(output->files);
    arena_release(&output->arena);
    free(output);
}

/* Makes the folders on the way to a file in `new`. */
static bool make_way(const struct output *output, const char *name, struct error *err)
{
    struct buf above = BUF_INIT;
    bool ok = true;
    for (const char *slash = strchr(name, '/'); ok && slash; slash = strchr(slash + 1, '/')) {
        buf_clear(&above);
        buf_add(&above, name, (size_t)(slash - name));
        if (mkdirat(output->staging->fresh_folder, above.bytes, 0777) != 0 && errno != EEXIST)
            ok = error_set_errno(err, "cannot write %s/%s", output->staging->folder, above.bytes);
    }
    buf_release(&above);
    return ok;
}

static int create(const struct output *output, const char *name, struct error *err)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    int descriptor = openat(output->staging->fresh_folder, name, flags, 0666);
    if (descriptor < 0 && errno == ENOENT) {
        if (!make_way(output, name, err))
            return -1;
        descriptor = openat(output->staging->fresh_folder, name, flags, 0666);
    }
    if (descriptor < 0)
        error_set_errno(err, "cannot write %s/%s", output->staging->folder, name);
    return descriptor;
}

struct output_writer *output_open(struct output *output, const char *name, struct error *err)
{
    int descriptor = output->staging ? create(output, name, err) : -1;
    if (output->staging && descriptor < 0)
        return NULL;
    struct output_writer *writer = memory_new(sizeof *writer);
    writer->output = output;
    writer->name = arena_string(&output->arena, name);
    writer->descriptor = descriptor;
    writer->digester = output->spare ? output->spare : digester_new();
    output->spare = NULL;
    return writer;
}

/* Past the waiting bytes, to the disk. */
static bool write_through(struct output_writer *writer, const char *bytes, size_t length,
                          struct error *err)
{
    if (!output_go_on(err))
        return false;
    digester_add(writer->digester, bytes, length);
    writer->size += length;
    while (length && writer->descriptor >= 0) {
        ssize_t written = write(writer->descriptor, bytes, length);
        if (written < 0 && errno == EINTR)
            written = 0;
        if (written < 0)
            return error_set_errno(err, "cannot write %s/%s", writer->output->staging->folder,
                                   writer->name);
        bytes += written;
        length -= (size_t)written;
        if (length && !output_go_on(err))
            return false;
    }
    return true;
}

static bool flush(struct output_writer *writer, struct error *err)
{
    size_t length = writer->length;
    writer->length = 0;
    return !length || write_through(writer, writer->bytes, length, err);
}

bool output_write(struct output_writer *writer, const void *bytes, size_t length, struct error *err)
{
    if (length > WRITER_SIZE - writer->length && !flush(writer, err))
        return false;
    if (length >= WRITER_SIZE)
        return write_through(writer, bytes, length, err);
    if (!writer->bytes)
        writer->bytes = memory_resize(NULL, WRITER_SIZE);
    if (length)
        memcpy(writer->bytes + writer->length, bytes, length);
    writer->length += length;
    return true;
}

static struct output_file *record(struct output *output, const struct output_file *file)
{
    struct output_file *kept = arena_new(&output->arena, sizeof *kept);
    *kept = *file;
    output->files =
        memory_grow(output->files, output->count, &output->capacity, sizeof(struct output_file *));
    output->files[output->count++] = kept;
    return kept;
}

static void keep_small(struct output *output, struct output_file *file, const void *bytes)
{
    if (file->size > SMALL_SIZE || output->small + file->size > SMALL_SIZES_MAX)
        return;
    output->small += file->size;
    file->bytes = arena_copy(&output->arena, bytes, file->size);
}

bool output_close(struct output_writer *writer, struct output_file *file, struct error *err)
{
    bool ok = flush(writer, err);
    if (writer->descriptor >= 0) {
        /* A network file system may tell of a full disk only now. */
        if (close(writer->descriptor) != 0 && ok)
            ok = error_set_errno(err, "cannot write %s/%s", writer->output->staging->folder,
                                 writer->name);
        writer->descriptor = -1;
    }
    if (ok) {
        struct output_file finished = {.name = writer->name, .size = writer->size};
        digester_finish(writer->digester, &finished.digest);
        digester_free(writer->output->spare);
        writer->output->spare = writer->digester;
        writer->digester = NULL;
        record(writer->output, &finished);
        if (file)
            *file = finished;
    }
    output_abandon(writer);
    return ok;
}

void output_abandon(struct output_writer *writer)
{
    if (!writer)
        return;
    if (writer->descriptor >= 0) {
        close(writer->descriptor);
        unlinkat(writer->output->staging->fresh_folder, writer->name, 0);
    }
    digester_free(writer->digester);
    free(writer->bytes);
    free(writer);
}

bool output_put(struct output *output, const char *name, const void *bytes, size_t length,
                struct error *err)
{
    struct output_writer *writer = output_open(output, name, err);
    if (!writer)
        return false;
    if (!write_through(writer, bytes, length, err)) {
        output_abandon(writer);
        return false;
    }
    bool ok = output_close(writer, NULL, err);
    if (ok)
        keep_small(output, output->files[output->count - 1], bytes);
    return ok;
}

/* Whether an open file is one that this program would write anew just so. */
static bool is_same(int descriptor, const char *bytes, size_t length)
{
    struct stat status;
    char piece[16384];
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink != 1 ||
        (status.st_mode & 07777) != 0644 || status.st_uid != geteuid() ||
        (uint64_t)status.st_size != length)
        return false;
    while (length) {
        ssize_t got = read(descriptor, piece, length < sizeof piece ? length : sizeof piece);
        if (got <= 0 || memcmp(piece, bytes, (size_t)got) != 0)
            return false;
        bytes += got;
        length -= (size_t)got;
    }
    return true;
}

/* Gives the published file a second name among the new ones; false where that cannot be. */
static bool link_published(struct output *output, const char *name, const char *bytes,
                           size_t length)
{
    int folder = output->staging->fresh_folder;
    struct error ignored = ERROR_INIT; /* the file is written then, which says the same */
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/%s", output->staging->folder, name);
    int descriptor = open(path.bytes, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool ok = descriptor >= 0 && is_same(descriptor, bytes, length) &&
              (linkat(AT_FDCWD, path.bytes, folder, name, 0) == 0 ||
               (errno == ENOENT && make_way(output, name, &ignored) &&
                linkat(AT_FDCWD, path.bytes, folder, name, 0) == 0));
    if (descriptor >= 0)
        close(descriptor);
    error_release(&ignored);
    buf_release(&path);
    return ok;
}

bool output_keep(struct output *output, const char *name, const void *bytes, size_t length,
                 struct error *err)
{
    if (!output_go_on(err))
        return false;
    if (!output->staging || !link_published(output, name, bytes, length))
        return output_put(output, name, bytes, length, err);
    struct output_file file = {.name = arena_string(&output->arena, name), .size = length};
    if (!output->spare)
        output->spare = digester_new();
    digester_add(output->spare, bytes, length);
    digester_finish(output->spare, &file.digest);
    keep_small(output, record(output, &file), bytes);
    return true;
}

/* Byte by byte, where the file system has no second names. */
static bool copy_bytes(struct output *output, const char *from, const char *to, struct error *err)
{
    struct output_writer *writer = output_open(output, to, err);
    if (!writer)
        return false;
    bool ok = true;
    char *piece = memory_resize(NULL, WRITER_SIZE);
    int descriptor = openat(output->staging->fresh_folder, from, O_RDONLY | O_CLOEXEC);
    ssize_t got = descriptor < 0 ? -1 : read(descriptor, piece, WRITER_SIZE);
    while (ok && got > 0) {
        ok = write_through(writer, piece, (size_t)got, err);
        got = read(descriptor, piece, WRITER_SIZE);
    }
    if (ok && got < 0)
        ok = error_set_errno(err, "cannot read %s/%s", output->staging->fresh, from);
    if (descriptor >= 0)
        close(descriptor);
    free(piece);
    if (ok)
        return output_close(writer, NULL, err);
    output_abandon(writer);
    return false;
}

bool output_copy(struct output *output, const char *from, const char *to, struct error *err)
{
    const struct output_file *file = output_find(output, from);
    assert(file);
    if (output->staging) {
        int folder = output->staging->fresh_folder;
        if (!make_way(output, to, err))
            return false;
        if (linkat(folder, from, folder, to, 0) != 0)
            return copy_bytes(output, from, to, err);
    }
    struct output_file copy = *file;
    copy.name = arena_string(&output->arena, to);
    record(output, &copy);
    return true;
}

void output_drop(struct output *output, const char *name)
{
    size_t at = output->count;
    while (at && strcmp(output->files[at - 1]->name, name) != 0)
        at--;
    assert(at);
    output->count--;
    memmove(output->files + at - 1, output->files + at,
            (output->count - (at - 1)) * sizeof *output->files);
    /* Where that fails it goes with the staging folder. */
    if (output->staging)
        (void)unlinkat(output->staging->fresh_folder, name, 0);
}

const char *output_path(struct output *output, const char *name)
{
    struct error ignored = ERROR_INIT; /* the library fails to open the file and says so */
    if (!output->staging)
        return NULL;
    make_way(output, name, &ignored);
    error_release(&ignored);
    return file_join(&output->arena, output->staging->fresh, name);
}

bool output_record(struct output *output, const char *name, struct output_file *file,
                   struct error *err)
{
    assert(output->staging);
    struct output_file finished = {.name = arena_string(&output->arena, name)};
    if (fchmodat(output->staging->fresh_folder, name, 0644, 0) != 0)
        return error_set_errno(err, "cannot write %s/%s", output->staging->folder, name);
    if (file_digest(output->staging->fresh, name, &finished.size, &finished.digest, err) != FILE_OK)
        return err->code ? false
                         : error_set(err, EXIT_CODE_MACHINE, "cannot read %s/%s",
                                     output->staging->fresh, name);
    record(output, &finished);
    if (file)
        *file = finished;
    return true;
}

const struct output_file *const *output_files(const struct output *output, size_t *count)
{
    *count = output->count;
    return (const struct output_file *const *)output->files;
}

const struct output_file *output_find(const struct output *output, const char *name)
{
    for (size_t i = output->count; i > 0; i--) {
        if (!strcmp(output->files[i - 1]->name, name))
            return output->files[i - 1];
    }
    return NULL;
}

bool output_publish(struct output *output, const char *const *names, size_t count,
                    struct error *err)
{
    return !output->staging ||
           (output_go_on(err) && staging_swap(output->staging, names, count, err));
}
