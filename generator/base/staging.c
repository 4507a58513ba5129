/* SPDX-License-Identifier: ISC */
/* The staging folder beside the outputs: one run at a time, leftovers cleared up, swaps that can be
 * undone. */
#define _GNU_SOURCE /* renameat2 */
#include "base/staging.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAGING_NAME ".dossier-staging"
#define OPEN_FOLDERS \
    1 /* how many nftw may hold open at once: clearing up must work when few are left */

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    return walk->level ? remove(path) : 0;
}

/* Removes all that is in a folder, following no link. */
static bool empty_folder(const char *folder, struct error *err)
{
    if (nftw(folder, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) != 0)
        return error_set_errno(err, "cannot clear up %s", folder);
    return true;
}

/* Leaves errno as it is. */
static bool is_there(const char *path)
{
    int number = errno;
    struct stat status;
    bool there = lstat(path, &status) == 0;
    errno = number;
    return there;
}

/* Makes `path` with all folders above it; *made is the length of the first one that was missing. */
static bool make_folders(const char *path, size_t *made, struct error *err)
{
    if (is_there(path))
        return true;
    struct buf above = BUF_INIT;
    bool ok = true;
    for (size_t i = 0; ok && path[i]; i++) {
        buf_add_char(&above, path[i]);
        if (path[i + 1] && path[i + 1] != '/')
            continue;
        if (mkdir(above.bytes, 0777) == 0)
            *made = *made ? *made : i + 1;
        else if (errno != EEXIST && !is_there(above.bytes))
            ok = error_set_errno(err, "cannot make the folder %s", above.bytes);
    }
    buf_release(&above);
    return ok;
}

/* Takes away those folders that make_folders made, as far as they are empty. */
static void remove_folders(const char *path, size_t made)
{
    char *copy = made ? strdup(path) : NULL;
    for (size_t i = strlen(path); copy && i >= made; i--) {
        if (copy[i] && copy[i] != '/')
            continue;
        copy[i] = '\0';
        if (rmdir(copy) != 0)
            break;
    }
    free(copy);
}

/* Whether the locked folder is the one that stands there: another run may have removed it in
 * between. */
static bool is_current(const struct staging *staging)
{
    struct stat locked, there;
    return fstat(staging->lock, &locked) == 0 && lstat(staging->root, &there) == 0 &&
           locked.st_ino == there.st_ino && locked.st_dev == there.st_dev;
}

/* Locks the staging folder; *gone tells that another run removed it meanwhile. */
static bool lock_folder(struct staging *staging, bool *gone, struct error *err)
{
    staging->lock = open(staging->root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    *gone = staging->lock < 0 && errno == ENOENT;
    if (*gone)
        return false;
    if (staging->lock < 0) {
        error_set_errno(err, "cannot use %s, where outputs are made", staging->root);
        rmdir(staging->root);
        return false;
    }
    if (flock(staging->lock, LOCK_EX | LOCK_NB) == 0) {
        *gone = !is_current(staging);
        if (!*gone)
            return true;
    } else if (errno == EWOULDBLOCK) {
        error_set(err, EXIT_CODE_MACHINE,
                  "another run is making outputs in %s; try again when it has ended",
                  staging->folder);
    } else {
        error_set_errno(err, "cannot lock %s", staging->root);
        rmdir(staging->root);
    }
    close(staging->lock);
    return false;
}

/* Makes the staging folder and locks it; *leftover tells that it was there before. */
static bool take_lock(struct staging *staging, bool *leftover, struct error *err)
{
    bool gone = true;
    while (gone) {
        *leftover = mkdir(staging->root, 0700) != 0;
        if (*leftover && errno != EEXIST)
            return error_set_errno(err, "cannot write in the folder %s", staging->folder);
        if (lock_folder(staging, &gone, err))
            return true;
    }
    return false;
}

/* What a run that was killed between two renames took from its place goes back. */
static bool recover(const struct staging *staging, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct file_list list;
    bool ok = file_list(staging->old, &arena, &list, err);
    for (size_t i = 0; ok && i < list.count; i++) {
        const char *old = file_join(&arena, staging->old, list.names[i]);
        const char *target = file_join(&arena, staging->folder, list.names[i]);
        if (!is_there(target))
            ok = rename(old, target) == 0 || error_set_errno(err, "cannot put %s back", target);
    }
    arena_release(&arena);
    return ok;
}

bool staging_begin(struct staging *staging, const char *folder, struct error *err)
{
    memset(staging, 0, sizeof *staging);
    staging->folder = arena_string(&staging->arena, folder);
    staging->root = file_join(&staging->arena, folder, STAGING_NAME);
    staging->fresh = file_join(&staging->arena, staging->root, "new");
    staging->old = file_join(&staging->arena, staging->root, "old");
    staging->gone = file_join(&staging->arena, staging->root, "gone");
    staging->fresh_folder = -1;
    bool leftover = false;
    bool locked =
        make_folders(staging->folder, &staging->made, err) && take_lock(staging, &leftover, err);
    bool ok = locked && (!leftover || (recover(staging, err) && empty_folder(staging->root, err)));
    if (ok &&
        (mkdir(staging->fresh, 0777) != 0 ||
         (staging->fresh_folder = open(staging->fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0))
        ok = error_set_errno(err, "cannot write in the folder %s", staging->folder);
    if (!ok && locked) {
        rmdir(staging->fresh);
        staging_end(staging);
    } else if (!ok) {
        remove_folders(staging->folder, staging->made);
        arena_release(&staging->arena);
    }
    return ok;
}

void staging_end(struct staging *staging)
{
    struct error ignored = ERROR_INIT;
    if (staging->fresh_folder >= 0)
        close(staging->fresh_folder);
    empty_folder(staging->root, &ignored);
    error_release(&ignored);
    rmdir(staging->root);
    remove_folders(staging->folder, staging->made);
    close(staging->lock);
    arena_release(&staging->arena);
}

/* One output on its way to its place. */
struct swap {
    const char *fresh;
    const char *target;
    const char *old;
    const char *gone;
    enum { NOT_DONE, PUT, EXCHANGED, MOVED, TAKEN } done;
};

/* Refuses to put a thing of one kind where one of another kind stands. */
static bool check_kind(const struct swap *swap, struct error *err)
{
    struct stat fresh, there;
    if (lstat(swap->fresh, &fresh) != 0)
        return errno == ENOENT || error_set_errno(err, "cannot publish %s", swap->target);
    if (lstat(swap->target, &there) != 0)
        return errno == ENOENT || error_set_errno(err, "cannot publish %s", swap->target);
    if ((fresh.st_mode & S_IFMT) == (there.st_mode & S_IFMT))
        return true;
    const char *kind = S_ISDIR(there.st_mode)   ? "a folder"
                       : S_ISLNK(there.st_mode) ? "a symbolic link"
                       : S_ISREG(there.st_mode) ? "a file"
                                                : "a device, fifo or socket";
    return error_set(err, EXIT_CODE_MACHINE,
                     "%s is %s, and a %s is to be published there; move it away", swap->target,
                     kind, S_ISDIR(fresh.st_mode) ? "folder" : "file");
}

/* Where the file system cannot exchange two names: the old one is moved away first. A file keeps
 * its name all the while by a second link; a folder is without one for a moment, and the next run
 * puts it back (see `recover`). */
static bool move(struct swap *swap)
{
    if (link(swap->target, swap->old) != 0 && rename(swap->target, swap->old) != 0)
        return false;
    swap->done = MOVED;
    return rename(swap->fresh, swap->target) == 0;
}

/* What is there and not made any more goes where no later run puts it back from. */
static bool take(struct swap *swap, const struct staging *staging)
{
    if (!is_there(swap->target))
        return true;
    if ((mkdir(staging->gone, 0777) != 0 && errno != EEXIST) ||
        rename(swap->target, swap->gone) != 0)
        return false;
    swap->done = TAKEN;
    return true;
}

static bool put(struct swap *swap, const struct staging *staging)
{
    if (!is_there(swap->fresh))
        return take(swap, staging);
    if (renameat2(AT_FDCWD, swap->fresh, AT_FDCWD, swap->target, RENAME_EXCHANGE) == 0) {
        swap->done = EXCHANGED;
        return true;
    }
    if (!is_there(swap->target)) {
        swap->done = rename(swap->fresh, swap->target) == 0 ? PUT : NOT_DONE;
        return swap->done == PUT;
    }
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return (mkdir(staging->old, 0777) == 0 || errno == EEXIST) && move(swap);
}

static void take_back(const struct swap *swap)
{
    if (swap->done == EXCHANGED)
        renameat2(AT_FDCWD, swap->fresh, AT_FDCWD, swap->target, RENAME_EXCHANGE);
    else if (swap->done == TAKEN)
        (void)rename(swap->gone, swap->target);
    else if (swap->done != NOT_DONE)
        (void)rename(swap->target, swap->fresh);
    if (swap->done == MOVED)
        (void)rename(swap->old, swap->target);
}

static bool swap_all(const struct staging *staging, struct swap *swaps, size_t count,
                     struct error *err)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    bool ok = true;
    size_t done = 0;
    while (ok && done < count) {
        ok = put(&swaps[done], staging);
        done++;
    }
    if (!ok) {
        error_set_errno(err, "cannot publish %s", swaps[done - 1].target);
        while (done)
            take_back(&swaps[--done]);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return ok;
}

bool staging_swap(const struct staging *staging, const char *const *names, size_t count,
                  struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct swap *swaps = arena_new(&arena, count * sizeof *swaps);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        swaps[i].fresh = file_join(&arena, staging->fresh, names[i]);
        swaps[i].target = file_join(&arena, staging->folder, names[i]);
        swaps[i].old = file_join(&arena, staging->old, names[i]);
        swaps[i].gone = file_join(&arena, staging->gone, names[i]);
        ok = check_kind(&swaps[i], err);
    }
    ok = ok && swap_all(staging, swaps, count, err);
    if (ok && !empty_folder(staging->root, err))
        ok = error_context(err, "the new outputs stand, but what they replaced does not go");
    arena_release(&arena);
    return ok;
}
