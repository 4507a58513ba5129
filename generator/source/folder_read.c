/* SPDX-License-Identifier: ISC */
/* A folder whose files ship as they are. */
#include "source/folder_read.h"

#include "base/file.h"
#include "source/dependency.h"
#include "source/input.h"
#include "source/names.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct reader {
    const struct folder *folder;
    struct dossier *dossier;
    struct report *report;
    struct error *err;
    struct names names;
    struct template_file *files; /* owned */
    size_t count;
    size_t capacity;
};

bool folder_is_there(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

const char *folder_from_here(const char *path, struct arena *arena)
{
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s%s", *path == '/' || !strncmp(path, "./", 2) ? "" : "./", path);
    const char *shown = arena_string(arena, text.bytes);
    buf_release(&text);
    return shown;
}

static bool add_file(struct reader *reader, const char *name)
{
    struct arena *arena = &reader->dossier->arena;
    struct place place = {file_join(arena, reader->folder->shown, name), 0, 0};
    struct buf bytes = BUF_INIT;
    enum file_result result = file_read(reader->folder->root, name, &bytes, reader->err);
    input_check_bag_name(name, place, reader->report);
    if (result == FILE_OK) {
        struct template_file file = {name, place.path, arena_copy(arena, bytes.bytes, bytes.length),
                                     bytes.length};
        reader->files =
            memory_grow(reader->files, reader->count, &reader->capacity, sizeof *reader->files);
        reader->files[reader->count++] = file;
        dependency_add(reader->dossier, file_join(arena, reader->folder->root, name));
    }
    input_report_file(result, place, NULL, reader->report);
    buf_release(&bytes);
    return result != FILE_FAILED;
}

static bool is_link(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

static bool add_folder(struct reader *reader, const char *folder);

static bool add_entry(struct reader *reader, const char *folder, const char *entry)
{
    struct arena *arena = &reader->dossier->arena;
    const char *name = file_join(arena, folder, entry);
    const char *path = file_join(arena, reader->folder->root, name);
    struct place place = {file_join(arena, reader->folder->shown, name), 0, 0};
    const char *problem = file_path_problem(name, strlen(name));
    const struct name *alike = problem ? NULL : names_add(&reader->names, name, place, 0);
    if (alike)
        report_error(
            reader->report, place,
            "the name differs from that of %s only in letter case or in how its characters are coded; rename one of them",
            alike->place.path);
    else if (problem)
        report_error(reader->report, place, "the path %s; rename the file", problem);
    else if (!folder_is_there(path))
        return add_file(reader, name);
    else if (!is_link(path))
        return add_folder(reader, name);
    else /* it could lead round for ever */
        report_error(reader->report, place,
                     "this is a symbolic link to a folder; put the folder itself in its place");
    return true;
}

static bool add_folder(struct reader *reader, const char *folder)
{
    struct arena *arena = &reader->dossier->arena;
    const char *path =
        *folder ? file_join(arena, reader->folder->root, folder) : reader->folder->root;
    struct file_list list;
    if (!file_list(path, arena, &list, reader->err))
        return false;
    dependency_add(reader->dossier, path);
    for (size_t i = 0; i < list.count; i++) {
        if (!*folder && reader->folder->passed_over &&
            !strcmp(list.names[i], reader->folder->passed_over))
            continue;
        if (!add_entry(reader, folder, list.names[i]))
            return false;
    }
    return true;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct template_file *)left)->name,
                  ((const struct template_file *)right)->name);
}

bool folder_read(const struct folder *folder, struct dossier *dossier, struct template_file **files,
                 size_t *count, struct report *report, struct error *err)
{
    struct reader reader = {.folder = folder,
                            .dossier = dossier,
                            .report = report,
                            .err = err,
                            .names = {.files = true}};
    bool ok = add_folder(&reader, "");
    size_t size = reader.count * sizeof *reader.files;
    if (reader.count)
        qsort(reader.files, reader.count, sizeof *reader.files, by_name);
    *files = arena_new(&dossier->arena, size + 1);
    if (reader.count)
        memcpy(*files, reader.files, size);
    *count = reader.count;
    free(reader.files);
    names_release(&reader.names);
    return ok;
}
