/* SPDX-License-Identifier: ISC */
/* The gate that no withheld file passes, whatever it is called. */
#include "source/gate.h"

#include "base/file.h"
#include "source/dependency.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file that would be published. */
struct published {
    const char *path; /* in the dossier, or as messages name it */
    uint64_t size;
    const char *bytes; /* NULL where the digest is known */
    struct digest digest;
    struct place place;
};

struct list {
    struct published *items; /* by size, once sorted */
    size_t count;
    size_t capacity;
};

void gate_release(struct gate *gate)
{
    free(gate->files);
    *gate = (struct gate){0};
}

void gate_add(struct gate *gate, const char *name, struct place place)
{
    gate->files = memory_grow(gate->files, gate->count, &gate->capacity, sizeof *gate->files);
    gate->files[gate->count++] = (struct withheld_file){name, place, false};
}

void gate_add_password(struct gate *gate, const char *name, struct place place)
{
    gate_add(gate, name, place);
    gate->files[gate->count - 1].password = true;
}

/* Empty files are all alike and tell nothing. */
static void add(struct list *list, const struct published *item)
{
    if (!item->size)
        return;
    list->items = memory_grow(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = *item;
}

static int by_size(const void *left, const void *right)
{
    uint64_t a = ((const struct published *)left)->size;
    uint64_t b = ((const struct published *)right)->size;
    return a < b ? -1 : a > b;
}

static void list_held(struct list *list, struct dossier *dossier)
{
    for (size_t i = 0; i < dossier->ledger.file_count; i++) {
        const struct held_file *file = dossier->ledger.files[i];
        const char *path = file_join(&dossier->arena, "attachments", file->name);
        const struct text_file *text = &file->text;
        add(list, &(struct published){path, file->size, NULL, file->digest, file->place});
        if (text->name)
            add(list,
                &(struct published){text->place.path, text->size, NULL, text->digest, text->place});
    }
}

static void list_files(struct list *list, const struct template_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct template_file *file = &files[i];
        add(list, &(struct published){.path = file->path,
                                      .size = file->length,
                                      .bytes = file->bytes,
                                      .place = {file->path, 0, 0}});
    }
}

static void list_all(struct list *list, struct dossier *dossier)
{
    const struct letter *letter = &dossier->letter;
    list_held(list, dossier);
    add(list, &(struct published){.path = "sources/letter.md",
                                  .size = letter->length,
                                  .bytes = letter->source,
                                  .place = {"sources/letter.md", 0, 0}});
    for (size_t i = 0; i < letter->picture_count; i++) {
        const struct picture *picture = &letter->pictures[i];
        add(list, &(struct published){.path = file_join(&dossier->arena, "sources", picture->name),
                                      .size = picture->length,
                                      .bytes = picture->bytes,
                                      .place = picture->place});
    }
    list_files(list, dossier->templates.files, dossier->templates.count);
    list_files(list, dossier->program.files, dossier->program.count);
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_size);
}

/* The first item of a size; the list's count where there is none. */
static size_t find_size(const struct list *list, uint64_t size)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].size < size)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && list->items[low].size == size ? low : list->count;
}

/* Also of a file that a symbolic link leads to, wherever that is: it is only compared. */
static bool read_digest(const char *root, const char *name, struct arena *arena,
                        struct digest *digest, struct error *err)
{
    uint64_t size;
    enum file_result result = file_digest(root, name, &size, digest, err);
    if (result == FILE_OUTSIDE) {
        char *real = realpath(file_join(arena, root, name), NULL);
        result = real ? file_digest("/", real + 1, &size, digest, err) : FILE_MISSING;
        free(real);
    }
    /* It was there a moment ago. */
    if (result != FILE_OK && result != FILE_FAILED)
        error_set(err, EXIT_CODE_MACHINE, "cannot read %s/%s: it was just taken away", root, name);
    return result == FILE_OK;
}

static void compare(const struct withheld_file *file, const struct digest *digest,
                    struct published *item, struct report *report)
{
    if (item->bytes)
        digest_of(item->bytes, item->size, &item->digest);
    item->bytes = NULL;
    if (memcmp(item->digest.sha256, digest->sha256, DIGEST_SHA256_SIZE) != 0)
        return;
    if (file->password)
        report_error(report, item->place,
                     "%s has the bytes of \"%s\", which holds a password (%s:%u:%u), and would be"
                     " published; give the password a file of its own",
                     item->place.line ? item->path : "this", file->name, file->place.path,
                     file->place.line, file->place.column);
    else
        report_error(report, item->place,
                     "%s has the bytes of \"%s\", which is withheld (%s:%u:%u), and would be"
                     " published; take it away, or correct the status",
                     item->place.line ? item->path : "this", file->name, file->place.path,
                     file->place.line, file->place.column);
}

bool gate_check(const struct gate *gate, const char *folder, struct dossier *dossier,
                struct report *report, struct error *err)
{
    struct list list = {0};
    struct arena *arena = &dossier->arena;
    bool ok = true;
    if (gate->count)
        list_all(&list, dossier);
    for (size_t i = 0; ok && i < gate->count; i++) {
        const struct withheld_file *file = &gate->files[i];
        const char *root = file->password ? folder : file_join(arena, folder, "attachments");
        const char *path = file_join(arena, root, file->name);
        const char *own = file->password ? "" : file_join(arena, "attachments", file->name);
        struct digest digest;
        struct stat status;
        if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        size_t at = find_size(&list, (uint64_t)status.st_size);
        if (at == list.count)
            continue;
        dependency_add(dossier, path);
        ok = read_digest(root, file->name, arena, &digest, err);
        for (; ok && at < list.count && list.items[at].size == (uint64_t)status.st_size; at++) {
            /* What is named twice has been reported. */
            if (strcmp(list.items[at].path, own) != 0)
                compare(file, &digest, &list.items[at], report);
        }
    }
    free(list.items);
    return ok;
}
