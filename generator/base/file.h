/* SPDX-License-Identifier: ISC */
/* Reading files and folders of a dossier: by relative paths, never out of it, never a device. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/digest.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum file_result {
    FILE_OK,
    FILE_MISSING,     /* nothing there */
    FILE_NOT_REGULAR, /* a folder, fifo, device or socket */
    FILE_OUTSIDE,     /* a symbolic link on the way leads out of the root */
    FILE_FAILED,      /* the machine said no; the error says why */
};

/* Appends the whole of a regular file to *bytes. `root` may be "." or any folder; `path` is
 * relative to it and already checked by file_path_problem. A fifo or device is never opened for
 * reading. Only FILE_FAILED sets *err. */
enum file_result file_read(const char *root, const char *path, struct buf *bytes,
                           struct error *err);

/* The bytes of a regular file, in place until file_unmap: NULL and 0 where it is empty, is not
 * there or cannot be read. No one may shorten it meanwhile. */
const char *file_map(const char *root, const char *path, size_t *length);
void file_unmap(const char *bytes, size_t length);

/* Size and digests of a regular file, read in pieces; results as for file_read. */
enum file_result file_digest(const char *root, const char *path, uint64_t *size,
                             struct digest *digest, struct error *err);

/* Writes a file whole, or leaves what stands there as it is; one that stands there keeps its
 * permissions, and what is no regular file is written into. */
bool file_replace(const char *path, const void *bytes, size_t length, struct error *err);

/* Why a relative path may not be used, as words for a message after the path ("climbs out of the
 * folder with .."), or NULL where it may: not empty, not absolute, no "." or ".." or empty part,
 * UTF-8, no control character, no backslash, none of <>:"|?* and no reserved name, trailing dot or
 * space (Windows). */
const char *file_path_problem(const char *path, size_t length);

/* The names in a folder that do not begin with a dot, sorted by bytes, in an arena. False with *err
 * on failure; a folder that is not there has no names and *exists false. */
struct file_list {
    const char **names;
    size_t count;
    bool exists;
};
bool file_list(const char *folder, struct arena *arena, struct file_list *list, struct error *err);

/* The folder of a path, in the arena ("." where it names none), and the file's name in it, borrowed
 * from the path: for the functions above. */
const char *file_split(struct arena *arena, const char *path, const char **name);
/* file_read for a path that is no dossier's: the root is the file's own folder. */
enum file_result file_read_at(const char *path, struct buf *bytes, struct error *err);
/* file_digest in the same way. */
enum file_result file_digest_at(const char *path, uint64_t *size, struct digest *digest,
                                struct error *err);
/* "folder/name" in the arena; `name` alone where the folder is "" or ".". */
const char *file_join(struct arena *arena, const char *folder, const char *name);

#endif
