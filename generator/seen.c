/* SPDX-License-Identifier: ISC */
/* What files were, so that it can be told later, and without reading them, that they still are. */
#include "seen.h"

#include "base/error.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file system that knows no parts of a second may round by so many. */
#define COARSE_SECONDS 2
#define FILES_MOST 100000000u
/* Linux; other systems have one clock for all. */
#ifdef CLOCK_REALTIME_COARSE
#define CLOCK_OF_FILES CLOCK_REALTIME_COARSE
#else
#define CLOCK_OF_FILES CLOCK_REALTIME
#endif

struct timespec seen_now(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_OF_FILES, &now);
    return now;
}

void seen_begin(struct seen *seen)
{
    *seen = (struct seen){.moment = seen_now()};
}

void seen_release(struct seen *seen)
{
    free(seen->files);
    *seen = (struct seen){0};
}

static void look(const char *path, enum seen_kind kind, uint64_t facts[FACT_COUNT])
{
    struct stat status;
    memset(facts, 0, FACT_COUNT * sizeof *facts);
    if ((kind == SEEN_INPUT ? stat(path, &status) : lstat(path, &status)) != 0)
        return;
    facts[FACT_DEVICE] = (uint64_t)status.st_dev;
    facts[FACT_NUMBER] = (uint64_t)status.st_ino;
    facts[FACT_MODE] = (uint64_t)status.st_mode;
    if (kind == SEEN_PLACE)
        return;
    facts[FACT_SIZE] = (uint64_t)status.st_size;
    facts[FACT_MODIFIED] = (uint64_t)status.st_mtim.tv_sec;
    facts[FACT_MODIFIED_PART] = (uint64_t)status.st_mtim.tv_nsec;
    facts[FACT_CHANGED] = (uint64_t)status.st_ctim.tv_sec;
    facts[FACT_CHANGED_PART] = (uint64_t)status.st_ctim.tv_nsec;
}

bool seen_is_before(const struct seen_file *file, struct timespec moment)
{
    uint64_t seconds = (uint64_t)moment.tv_sec;
    uint64_t changed = file->facts[FACT_CHANGED];
    uint64_t part = file->facts[FACT_CHANGED_PART];
    if (!part)
        return changed + COARSE_SECONDS < seconds;
    return changed < seconds || (changed == seconds && part < (uint64_t)moment.tv_nsec);
}

/* The digest of a folder's names, or of a file's bytes; false where it cannot be read. */
static bool digest_at(const struct seen_file *file, uint8_t sha256[DIGEST_SHA256_SIZE])
{
    struct arena arena = ARENA_INIT;
    struct error err = ERROR_INIT;
    struct digest digest;
    bool ok;
    if (S_ISDIR(file->facts[FACT_MODE])) {
        struct file_list list;
        struct buf names = BUF_INIT;
        ok = file_list(file->path, &arena, &list, &err);
        for (size_t i = 0; ok && i < list.count; i++)
            field_add_string(&names, list.names[i]);
        digest_sha256_of(names.bytes, names.length, &digest);
        buf_release(&names);
    } else {
        uint64_t size;
        ok = file_digest_at(file->path, &size, &digest, &err) == FILE_OK;
    }
    memcpy(sha256, digest.sha256, ok ? sizeof digest.sha256 : 0);
    error_release(&err);
    arena_release(&arena);
    return ok;
}

void seen_add(struct seen *seen, const char *path, enum seen_kind kind, const struct digest *digest)
{
    struct seen_file file = {.path = path, .kind = kind};
    look(path, kind, file.facts);
    if (kind == SEEN_OUTPUT && !seen_is_before(&file, seen->moment)) {
        /* One that cannot be read has no digest that could be met again. */
        file.digested = true;
        if (digest && S_ISREG(file.facts[FACT_MODE]))
            memcpy(file.sha256, digest->sha256, sizeof file.sha256);
        else
            (void)digest_at(&file, file.sha256);
    }
    seen->files = memory_grow(seen->files, seen->count, &seen->capacity, sizeof *seen->files);
    seen->files[seen->count++] = file;
}

static bool holds(struct seen_file *file, struct timespec moment, bool *stale)
{
    uint64_t facts[FACT_COUNT];
    uint8_t sha256[DIGEST_SHA256_SIZE];
    look(file->path, file->kind, facts);
    if (memcmp(facts, file->facts, sizeof facts) != 0)
        return false;
    if (!file->digested)
        return true;
    *stale = true;
    file->digested = !seen_is_before(file, moment);
    return digest_at(file, sha256) && !memcmp(sha256, file->sha256, sizeof sha256);
}

bool seen_holds(struct seen *seen, bool *stale)
{
    *stale = false;
    seen->moment = seen_now();
    for (size_t i = 0; i < seen->count; i++) {
        if (!holds(&seen->files[i], seen->moment, stale))
            return false;
    }
    return true;
}

void seen_write(struct buf *buf, const struct seen *seen)
{
    field_add_number(buf, seen->count);
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_file *file = &seen->files[i];
        field_add_string(buf, file->path);
        field_add_number(buf, file->kind);
        for (size_t k = 0; k < FACT_COUNT; k++)
            field_add_number(buf, file->facts[k]);
        field_add_bytes(buf, file->sha256, file->digested ? sizeof file->sha256 : 0);
    }
}

bool seen_read(struct field_reader *reader, struct seen *seen, struct arena *arena)
{
    size_t count = field_number_to(reader, FILES_MOST);
    while (count-- && !reader->bad) {
        struct seen_file file = {.path = arena_string(arena, field_string(reader))};
        size_t length;
        file.kind = (enum seen_kind)field_number_to(reader, SEEN_KINDS - 1);
        for (size_t k = 0; k < FACT_COUNT; k++)
            file.facts[k] = field_number(reader);
        const char *sha256 = field_bytes(reader, &length);
        file.digested = length == sizeof file.sha256;
        if (file.digested)
            memcpy(file.sha256, sha256, sizeof file.sha256);
        seen->files = memory_grow(seen->files, seen->count, &seen->capacity, sizeof file);
        seen->files[seen->count++] = file;
    }
    return !reader->bad;
}
