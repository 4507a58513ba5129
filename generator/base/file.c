/* SPDX-License-Identifier: ISC */
/* Reading files and folders of a dossier: by relative paths, never out of it, never a device. */
#include "base/file.h"

#include "base/utf8.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PERMISSIONS 07777u
#define PIECE_SIZE ((size_t)128 * 1024)

/* Whether `path`, links followed, still stands below `root`. */
static bool stands_inside(const char *root, const char *path)
{
    char *real_root = realpath(root, NULL);
    char *real_path = realpath(path, NULL);
    bool inside = false;
    if (real_root && real_path) {
        size_t length = strlen(real_root);
        inside = !strcmp(real_root, "/") ||
                 (!strncmp(real_path, real_root, length) && real_path[length] == '/');
    }
    free(real_root);
    free(real_path);
    return inside;
}

/* Opens for reading and fills *status; the descriptor is -1 unless FILE_OK. */
static enum file_result open_regular(const char *root, const char *path, int *descriptor,
                                     struct stat *status, struct error *err)
{
    struct buf whole = BUF_INIT;
    buf_add_format(&whole, "%s/%s", root, path);
    enum file_result result = FILE_OK;
    *descriptor = -1;
    if (stat(whole.bytes, status) != 0) {
        result = errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENAMETOOLONG
                     ? FILE_MISSING
                     : FILE_FAILED;
    } else if (!S_ISREG(status->st_mode)) {
        result = FILE_NOT_REGULAR;
    } else if (!stands_inside(root, whole.bytes)) {
        result = FILE_OUTSIDE;
    } else {
        /* It was a regular file a moment ago; were it a fifo now, O_NONBLOCK keeps us from waiting
         * for it. */
        *descriptor = open(whole.bytes, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        if (*descriptor < 0)
            result = FILE_FAILED;
    }
    if (result == FILE_FAILED)
        error_set_errno(err, "cannot read %s", whole.bytes);
    buf_release(&whole);
    return result;
}

enum file_result file_read(const char *root, const char *path, struct buf *bytes, struct error *err)
{
    int descriptor;
    struct stat status;
    enum file_result result = open_regular(root, path, &descriptor, &status, err);
    if (result != FILE_OK)
        return result;
    if (status.st_size > 0)
        buf_reserve(bytes, (size_t)status.st_size);
    for (;;) {
        buf_reserve(bytes, bytes->length + 1 < bytes->capacity ? 0 : PIECE_SIZE);
        ssize_t got =
            read(descriptor, bytes->bytes + bytes->length, bytes->capacity - bytes->length - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            error_set_errno(err, "cannot read %s/%s", root, path);
            result = FILE_FAILED;
        }
        if (got <= 0)
            break;
        bytes->length += (size_t)got;
    }
    if (bytes->capacity)
        bytes->bytes[bytes->length] = '\0';
    close(descriptor);
    return result;
}

const char *file_map(const char *root, const char *path, size_t *length)
{
    int descriptor;
    struct stat status;
    struct error ignored = ERROR_INIT;
    void *bytes = NULL;
    *length = 0;
    if (open_regular(root, path, &descriptor, &status, &ignored) == FILE_OK) {
        if (status.st_size > 0)
            bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        close(descriptor);
    }
    error_release(&ignored);
    if (!bytes || bytes == MAP_FAILED)
        return NULL;
    *length = (size_t)status.st_size;
    return bytes;
}

void file_unmap(const char *bytes, size_t length)
{
    if (bytes)
        munmap((void *)(uintptr_t)bytes, length);
}

enum file_result file_digest(const char *root, const char *path, uint64_t *size,
                             struct digest *digest, struct error *err)
{
    int descriptor;
    struct stat status;
    enum file_result result = open_regular(root, path, &descriptor, &status, err);
    if (result != FILE_OK)
        return result;
    struct digester *digester = digester_new();
    char *piece = memory_new(PIECE_SIZE);
    *size = 0;
    for (;;) {
        ssize_t got = read(descriptor, piece, PIECE_SIZE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            error_set_errno(err, "cannot read %s/%s", root, path);
            result = FILE_FAILED;
        }
        if (got <= 0)
            break;
        digester_add(digester, piece, (size_t)got);
        *size += (uint64_t)got;
    }
    digester_finish(digester, digest);
    digester_free(digester);
    free(piece);
    close(descriptor);
    return result;
}

static bool write_whole(const char *path, const char *bytes, size_t length)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    bool ok = descriptor >= 0;
    while (ok && length) {
        ssize_t written = write(descriptor, bytes, length);
        ok = written >= 0 || errno == EINTR;
        bytes += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
    if (descriptor >= 0 && close(descriptor) != 0)
        ok = false;
    return ok;
}

bool file_replace(const char *path, const void *bytes, size_t length, struct error *err)
{
    struct buf fresh = BUF_INIT;
    struct stat status;
    bool there = stat(path, &status) == 0;
    bool through = there && !S_ISREG(status.st_mode);
    buf_add_format(&fresh, "%s%s", path, through ? "" : ".new");
    bool ok = write_whole(fresh.bytes, bytes, length) &&
              (through || !there || chmod(fresh.bytes, status.st_mode & PERMISSIONS) == 0) &&
              (through || rename(fresh.bytes, path) == 0);
    if (!ok)
        error_set_errno(err, "cannot write %s", path);
    if (!ok && !through)
        unlink(fresh.bytes);
    buf_release(&fresh);
    return ok;
}

/* CON, PRN, AUX, NUL, COM1–9, LPT1–9, with any extension: Windows opens a device for them. */
static bool is_reserved_name(const char *part, size_t length)
{
    static const char *const reserved[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    size_t stem = 0;
    while (stem < length && part[stem] != '.')
        stem++;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        bool numbered = i >= 4;
        if (stem != (numbered ? 4u : 3u) || (numbered && (part[3] < '1' || part[3] > '9')))
            continue;
        size_t same = 0;
        while (same < 3 && tolower((unsigned char)part[same]) == reserved[i][same])
            same++;
        if (same == 3)
            return true;
    }
    return false;
}

static const char *part_problem(const char *part, size_t length)
{
    if (!length)
        return "has an empty part";
    if (length == 2 && part[0] == '.' && part[1] == '.')
        return "climbs out of its folder with \"..\"";
    if (length == 1 && part[0] == '.')
        return "has a part \".\"";
    if (length > NAME_MAX)
        return "has a name of more than 255 bytes";
    if (part[length - 1] == '.' || part[length - 1] == ' ')
        return "has a name that ends in a dot or a space, which Windows cannot hold";
    if (is_reserved_name(part, length))
        return "has a name that is reserved on Windows";
    return NULL;
}

const char *file_path_problem(const char *path, size_t length)
{
    if (!length)
        return "is empty";
    if (path[0] == '/')
        return "is absolute";
    if (utf8_check(path, length) != length)
        return "is not UTF-8";
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)path[i];
        if (c < 0x20 || c == 0x7F)
            return "holds a control character";
        if (c == '\\')
            return "holds a backslash";
        if (strchr("<>:\"|?*", c))
            return "holds one of < > : \" | ? *, which Windows cannot hold";
    }
    for (size_t start = 0, end; start <= length; start = end + 1) {
        end = start;
        while (end < length && path[end] != '/')
            end++;
        const char *problem = part_problem(path + start, end - start);
        if (problem)
            return problem;
    }
    return NULL;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool file_list(const char *folder, struct arena *arena, struct file_list *list, struct error *err)
{
    memset(list, 0, sizeof *list);
    DIR *stream = opendir(folder);
    if (!stream)
        return errno == ENOENT || errno == ENOTDIR ||
               error_set_errno(err, "cannot read the folder %s", folder);
    const char **names = NULL;
    size_t capacity = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry)
            break;
        if (entry->d_name[0] == '.')
            continue;
        names = memory_grow(names, list->count, &capacity, sizeof *names);
        names[list->count++] = arena_string(arena, entry->d_name);
    }
    bool ok = !errno || error_set_errno(err, "cannot read the folder %s", folder);
    closedir(stream);
    if (names)
        qsort(names, list->count, sizeof *names, by_bytes);
    list->exists = true;
    list->names = arena_new(arena, (list->count + 1) * sizeof *names);
    if (names)
        memcpy(list->names, names, list->count * sizeof *names);
    free(names);
    return ok;
}

const char *file_split(struct arena *arena, const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    return slash ? arena_copy(arena, path, (size_t)(*name - path)) : ".";
}

enum file_result file_read_at(const char *path, struct buf *bytes, struct error *err)
{
    struct arena arena = ARENA_INIT;
    const char *name;
    const char *folder = file_split(&arena, path, &name);
    enum file_result result = file_read(folder, name, bytes, err);
    arena_release(&arena);
    return result;
}

enum file_result file_digest_at(const char *path, uint64_t *size, struct digest *digest,
                                struct error *err)
{
    struct arena arena = ARENA_INIT;
    const char *name;
    const char *folder = file_split(&arena, path, &name);
    enum file_result result = file_digest(folder, name, size, digest, err);
    arena_release(&arena);
    return result;
}

const char *file_join(struct arena *arena, const char *folder, const char *name)
{
    if (!*folder || !strcmp(folder, "."))
        return arena_string(arena, name);
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    char *path = arena_new(arena, length + strlen(name) + 2);
    memcpy(path, folder, length);
    snprintf(path + length, strlen(name) + 2, "%s%s", folder[length - 1] == '/' ? "" : "/", name);
    return path;
}
