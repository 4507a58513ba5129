/* SPDX-License-Identifier: ISC */
/* The cache: what a job gave, under the digest of everything that it depends on. */
#include "pages/store.h"

#include "base/file.h"
#include "model/dossier.h"
#include "wire/frame.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of the entries; another number makes all old ones forgotten. */
#define STORE_FORM "7"
/* Folders by the first two digits, so that none holds too many files. */
#define FOLDER_DIGITS 2
/* Of the file that holds the digest of another. */
#define SUM_SUFFIX ".sha256"
#define PIECE_SIZE ((size_t)64 * 1024)

const char *store_path(const char *cache, const struct digest *file, const struct job *job,
                       uint32_t page, struct arena *arena)
{
    if (!cache)
        return NULL;
    struct buf key = BUF_INIT;
    struct digest digest;
    buf_add_string(&key, STORE_FORM " " DOSSIER_VERSION " ");
    buf_add(&key, file->sha256, sizeof file->sha256);
    struct job open = *job;
    open.password = "";
    job_write(&key, &open);
    field_add_number(&key, page);
    digest_sha256_of(key.bytes, key.length, &digest);
    buf_clear(&key);
    digest_append_hex(&key, digest.sha256, sizeof digest.sha256);
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/%.*s/%s", cache, FOLDER_DIGITS, key.bytes, key.bytes + FOLDER_DIGITS);
    const char *kept = arena_string(arena, path.bytes);
    buf_release(&path);
    buf_release(&key);
    return kept;
}

/* Reads the file at a path; false where it cannot be read. */
static bool read_at(const char *path, struct buf *bytes)
{
    struct error err = ERROR_INIT;
    bool ok = file_read_at(path, bytes, &err) == FILE_OK;
    error_release(&err);
    return ok;
}

bool store_get(const char *path, struct buf *frames)
{
    const size_t closing = FRAME_HEAD + DIGEST_SHA256_SIZE;
    struct digest digest;
    if (!path || !read_at(path, frames) || frames->length < closing)
        return false;
    frames->length -= closing;
    digest_sha256_of(frames->bytes, frames->length, &digest);
    return !memcmp(frames->bytes + frames->length + FRAME_HEAD, digest.sha256, DIGEST_SHA256_SIZE);
}

/* Makes the folders that lead to a path; one that cannot be made is met when the file is. */
static void make_folders(const char *path)
{
    struct buf part = BUF_INIT;
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        buf_clear(&part);
        buf_add(&part, path, (size_t)(slash - path));
        (void)mkdir(part.bytes, 0777);
    }
    buf_release(&part);
}

static const char *with_suffix(const char *path, const char *suffix, struct arena *arena)
{
    struct buf name = BUF_INIT;
    buf_add_format(&name, "%s%s", path, suffix);
    const char *kept = arena_string(arena, name.bytes);
    buf_release(&name);
    return kept;
}

static bool keep_sum(const char *path, const struct digest *digest, struct error *err)
{
    struct arena arena = ARENA_INIT;
    bool ok = file_replace(with_suffix(path, SUM_SUFFIX, &arena), digest->sha256,
                           sizeof digest->sha256, err);
    arena_release(&arena);
    return ok;
}

/* ---- file by file, piece by piece ---- */

struct store_writer {
    struct arena arena;
    const char *path, *fresh;
    FILE *file; /* NULL where it could not be made: `failure` says why */
    int failure;
    struct digester *digester;
};

struct store_writer *store_open(const char *path, size_t number)
{
    struct store_writer *writer = memory_new(sizeof *writer);
    struct buf suffix = BUF_INIT;
    writer->path = arena_string(&writer->arena, path);
    buf_add_format(&suffix, ".new%zu", number);
    writer->fresh = with_suffix(path, suffix.bytes, &writer->arena);
    buf_release(&suffix);
    writer->digester = digester_new_sha256();
    make_folders(path);
    writer->file = fopen(writer->fresh, "wbe");
    writer->failure = writer->file ? 0 : errno;
    return writer;
}

void store_write(struct store_writer *writer, const struct buf *bytes)
{
    digester_add(writer->digester, bytes->bytes, bytes->length);
    if (!writer->failure && fwrite(bytes->bytes, 1, bytes->length, writer->file) != bytes->length)
        writer->failure = errno;
}

void store_abandon(struct store_writer *writer)
{
    if (!writer)
        return;
    if (writer->file) {
        (void)fclose(writer->file); /* nobody wants it */
        unlink(writer->fresh);
    }
    digester_free(writer->digester);
    arena_release(&writer->arena);
    free(writer);
}

bool store_close(struct store_writer *writer, struct error *err)
{
    struct digest digest;
    FILE *file = writer->file;
    digester_finish(writer->digester, &digest);
    if (!writer->failure) {
        writer->file = NULL;
        if (fclose(file) != 0 || rename(writer->fresh, writer->path) != 0) {
            writer->failure = errno;
            unlink(writer->fresh);
        }
    }
    errno = writer->failure;
    bool ok = writer->failure ? error_set_errno(err, "cannot write %s", writer->path)
                              : keep_sum(writer->path, &digest, err);
    store_abandon(writer);
    return ok;
}

bool store_keep(const char *path, const struct buf *bytes, struct error *err)
{
    struct store_writer *writer = store_open(path, 0);
    store_write(writer, bytes);
    return store_close(writer, err);
}

/* The digest that stands beside a file; false where there is none. */
static bool read_sum(const char *path, uint8_t sum[DIGEST_SHA256_SIZE])
{
    struct arena arena = ARENA_INIT;
    struct buf bytes = BUF_INIT;
    bool ok = read_at(with_suffix(path, SUM_SUFFIX, &arena), &bytes) &&
              bytes.length == DIGEST_SHA256_SIZE;
    if (ok)
        memcpy(sum, bytes.bytes, DIGEST_SHA256_SIZE);
    buf_release(&bytes);
    arena_release(&arena);
    return ok;
}

bool store_has(const char *path)
{
    uint8_t sum[DIGEST_SHA256_SIZE];
    struct digest digest;
    FILE *file = read_sum(path, sum) ? fopen(path, "rbe") : NULL;
    if (!file)
        return false;
    struct digester *digester = digester_new_sha256();
    char *piece = memory_new(PIECE_SIZE);
    for (size_t got; (got = fread(piece, 1, PIECE_SIZE, file)) > 0;)
        digester_add(digester, piece, got);
    bool ok = !ferror(file);
    digester_finish(digester, &digest);
    digester_free(digester);
    free(piece);
    (void)fclose(file); /* it was only read */
    return ok && !memcmp(sum, digest.sha256, sizeof sum);
}

bool store_take(const char *path, struct buf *bytes)
{
    uint8_t sum[DIGEST_SHA256_SIZE];
    struct digest digest;
    size_t before = bytes->length;
    if (!read_sum(path, sum) || !read_at(path, bytes))
        return false;
    digest_sha256_of(bytes->bytes + before, bytes->length - before, &digest);
    return !memcmp(sum, digest.sha256, sizeof sum);
}

bool store_put(const char *path, const struct buf *frames, struct error *err)
{
    struct buf whole = BUF_INIT;
    struct digest digest;
    make_folders(path);
    digest_sha256_of(frames->bytes, frames->length, &digest);
    buf_add(&whole, frames->bytes, frames->length);
    frame_add(&whole, REPLY_DONE, digest.sha256, sizeof digest.sha256);
    bool ok = file_replace(path, whole.bytes, whole.length, err);
    buf_release(&whole);
    return ok;
}
