/* SPDX-License-Identifier: ISC */
/* All that stands in a folder, at any depth, without following a link. */
#include "verify/bundle/folder.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Folders that are still to be read, by their names. */
struct waiting {
    const char **names;
    size_t count, capacity;
    struct arena arena;
};

static void judge(struct folder_file *file, const struct stat *status)
{
    file->is_folder = S_ISDIR(status->st_mode);
    file->size = S_ISREG(status->st_mode) ? (uint64_t)status->st_size : 0;
    if (S_ISLNK(status->st_mode)) {
        file->code = "link";
        file->problem = "it is a symbolic link, which leads wherever it likes";
    } else if (!S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode)) {
        file->code = "special-file";
        file->problem = "it is no file but a device, a pipe or a socket";
    }
}

static bool read_one(int fd, const char *folder, const char *name, struct waiting *waiting,
                     void (*take)(void *to, const struct folder_file *), void *to,
                     struct error *err)
{
    struct stat status;
    struct buf path = BUF_INIT;
    buf_add_string(&path, folder);
    buf_add_string(&path, *folder ? "/" : "");
    buf_add_string(&path, name);
    bool ok = fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (ok) {
        struct folder_file file = {.name = path.bytes};
        judge(&file, &status);
        if (file.is_folder) {
            waiting->names = memory_grow(waiting->names, waiting->count, &waiting->capacity,
                                         sizeof *waiting->names);
            waiting->names[waiting->count++] = arena_string(&waiting->arena, path.bytes);
        }
        take(to, &file);
    } else {
        error_set_errno(err, "cannot read %s", path.bytes);
    }
    buf_release(&path);
    return ok;
}

static bool read_folder(int root, const char *folder, struct waiting *waiting,
                        void (*take)(void *to, const struct folder_file *), void *to,
                        struct error *err)
{
    int fd = openat(root, *folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream) {
        error_set_errno(err, "cannot read the folder %s", *folder ? folder : ".");
        if (fd >= 0)
            close(fd);
        return false;
    }
    bool ok = true;
    while (ok) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry)
            break;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            ok = read_one(fd, folder, entry->d_name, waiting, take, to, err);
    }
    if (ok && errno)
        ok = error_set_errno(err, "cannot read the folder %s", *folder ? folder : ".");
    closedir(stream);
    return ok;
}

bool folder_walk(int fd, void (*take)(void *to, const struct folder_file *file), void *to,
                 struct error *err)
{
    struct waiting waiting = {0};
    bool ok = read_folder(fd, "", &waiting, take, to, err);
    while (ok && waiting.count)
        ok = read_folder(fd, waiting.names[--waiting.count], &waiting, take, to, err);
    free(waiting.names);
    arena_release(&waiting.arena);
    return ok;
}
