/* SPDX-License-Identifier: ISC */
/* The set of held files: opened, closed, looked up. */
#include "pages/held.h"

#include "base/file.h"
#include "base/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
    const struct held *one = a;
    const struct held *other = b;
    return strcmp(one->file->name, other->file->name);
}

struct held *held_find_file(const struct held_set *set, const struct held_file *file)
{
    struct held key = {.file = (struct held_file *)file};
    return bsearch(&key, set->files, set->count, sizeof *set->files, compare_names);
}

/* Says once what of their confinement workers lack. */
static void confined(void *context, const char *missing)
{
    struct held_set *set = context;
    if (*missing && !set->said)
        report_warning(set->report, set->files[0].file->place,
                       "the kernel has no %s, which keeps programs that read foreign files from"
                       " other files; have only files from sources that you trust, or use a newer"
                       " kernel",
                       missing);
    set->said = set->said || *missing;
}

/* A file is read by its digest once, and then told by its size and times. */
bool held_is_unchanged(struct held *held, struct error *err)
{
    const struct stat *before = &held->status;
    struct stat status;
    struct digest digest;
    uint64_t size = 0;
    if (!held->compared) {
        enum file_result result = file_digest_at(held->path, &size, &digest, err);
        held->compared = result == FILE_OK && size == held->file->size &&
                         !memcmp(digest.sha256, held->file->digest.sha256, sizeof digest.sha256);
        if (result == FILE_FAILED)
            return false;
    }
    if (held->compared && stat(held->path, &status) == 0 && status.st_ino == before->st_ino &&
        status.st_size == before->st_size && status.st_mtim.tv_sec == before->st_mtim.tv_sec &&
        status.st_mtim.tv_nsec == before->st_mtim.tv_nsec &&
        status.st_ctim.tv_sec == before->st_ctim.tv_sec &&
        status.st_ctim.tv_nsec == before->st_ctim.tv_nsec)
        return true;
    return error_set(err, EXIT_CODE_MACHINE, "%s changed while it was read; build again",
                     held->path);
}

/* Faces that stand in for fonts are read by workers too. */
static void find_faces(struct held_set *set, struct pages_options *options, struct arena *arena)
{
    struct substitutes *substitutes = &set->substitutes;
    struct pool_options *pool = &options->pool;
    substitutes_find(&set->dossier->templates.settings, substitutes, arena);
    size_t count = pool->readable_count + substitutes->count;
    const char **readable = arena_new(arena, (count + 1) * sizeof(char *));
    for (size_t i = 0; i < count; i++)
        readable[i] = i < pool->readable_count ? pool->readable[i]
                                               : substitutes->paths[i - pool->readable_count];
    pool->readable = readable;
    pool->readable_count = count;
    set->options = options;
}

void held_open(struct held_set *set, struct dossier *dossier, struct pages_options *options,
               struct report *report, struct arena *arena)
{
    const struct ledger *ledger = &dossier->ledger;
    *set = (struct held_set){.dossier = dossier, .report = report};
    options->pool.confined = confined;
    options->pool.context = set;
    /* `add` goes without settings where those are wrong. */
    if (dossier->templates.settings.enclosed.seconds)
        options->pool.seconds = (unsigned)dossier->templates.settings.enclosed.seconds;
    find_faces(set, options, arena);
    set->files = arena_new(arena, (ledger->file_count + 1) * sizeof *set->files);
    set->standings = arena_new(arena, (ledger->row_count + 1) * sizeof *set->standings);
    for (; set->count < ledger->file_count; set->count++) {
        struct held_file *file = ledger->files[set->count];
        struct held *held = &set->files[set->count];
        *held = (struct held){.file = file, .path = file->path};
        /* One that is gone by now is met when it is opened. */
        (void)stat(held->path, &held->status);
    }
    output_catch_signals();
}

void held_close(struct held_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        free(set->files[i].findings);
        free(set->files[i].looks);
    }
    for (size_t i = 0; i < set->extract_count; i++)
        (void)fclose(set->extracts[i]); /* they were written and read */
    free(set->extracts);
}
