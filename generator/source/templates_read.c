/* SPDX-License-Identifier: ISC */
/* The folder of templates: the dossier's own, or the project's. */
#include "source/templates_read.h"

#include "base/file.h"
#include "source/input.h"
#include "source/dependency.h"
#include "source/names.h"
#include "source/settings_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct reader {
    const char *root;  /* the folder, as make can use it */
    const char *shown; /* the same, as messages name it */
    struct dossier *dossier;
    struct report *report;
    struct error *err;
    struct names names;
    struct template_file *files; /* owned */
    size_t count;
    size_t capacity;
};

/* What ships as text must be text; YAML is looked at when it is parsed. */
static void check_text(const struct template_file *file, struct report *report)
{
    const char *dot = strrchr(file->name, '.');
    if (!dot || (strcmp(dot, ".html") != 0 && strcmp(dot, ".css") != 0 && strcmp(dot, ".txt") != 0))
        return;
    struct input input;
    input_set(&input, file->path, file->bytes, file->length);
    input_check(&input, report);
    input_release(&input);
}

static bool add_file(struct reader *reader, const char *name)
{
    struct arena *arena = &reader->dossier->arena;
    struct place place = {file_join(arena, reader->shown, name), 0, 0};
    struct buf bytes = BUF_INIT;
    enum file_result result = file_read(reader->root, name, &bytes, reader->err);
    input_check_bag_name(name, place, reader->report);
    if (result == FILE_OK) {
        struct template_file file = {name, place.path, arena_copy(arena, bytes.bytes, bytes.length),
                                     bytes.length};
        reader->files =
            memory_grow(reader->files, reader->count, &reader->capacity, sizeof *reader->files);
        reader->files[reader->count++] = file;
        check_text(&file, reader->report);
        dependency_add(reader->dossier, file_join(arena, reader->root, name));
    }
    input_report_file(result, place, NULL, reader->report);
    buf_release(&bytes);
    return result != FILE_FAILED;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
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
    const char *path = file_join(arena, reader->root, name);
    struct place place = {file_join(arena, reader->shown, name), 0, 0};
    const char *problem = file_path_problem(name, strlen(name));
    const struct name *alike = problem ? NULL : names_add(&reader->names, name, place, 0);
    if (alike)
        report_error(
            reader->report, place,
            "the name differs from that of %s only in letter case or in how its characters are coded; rename one of them",
            alike->place.path);
    else if (problem)
        report_error(reader->report, place, "the path %s; rename the file", problem);
    else if (!is_folder(path))
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
    const char *path = *folder ? file_join(arena, reader->root, folder) : reader->root;
    struct file_list list;
    if (!file_list(path, arena, &list, reader->err))
        return false;
    dependency_add(reader->dossier, path);
    for (size_t i = 0; i < list.count; i++) {
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

static void keep_files(struct reader *reader)
{
    struct templates *templates = &reader->dossier->templates;
    size_t size = reader->count * sizeof *reader->files;
    if (reader->count)
        qsort(reader->files, reader->count, sizeof *reader->files, by_name);
    templates->files = arena_new(&reader->dossier->arena, size + 1);
    if (reader->count)
        memcpy(templates->files, reader->files, size);
    templates->count = reader->count;
}

/* Puts the style that the call names into the settings' file, as if it stood there: so it ships in
 * the bundle, and what is built of that is the same. */
static void put_style(struct reader *reader, const char *style)
{
    struct dossier *dossier = reader->dossier;
    struct templates *templates = &dossier->templates;
    struct template_file *file = NULL;
    for (size_t i = 0; i < templates->count; i++) {
        if (!strcmp(templates->files[i].name, SETTINGS_NAME))
            file = &templates->files[i];
    }
    size_t start, end;
    if (!style || !file)
        return;
    if (!settings_find_style(file->bytes, file->length, &start, &end)) {
        report_error(reader->report, (struct place){file->path, 0, 0},
                     "no line begins with \"style:\", where --style would put its name; add"
                     " \"style: none\"");
        return;
    }
    struct buf bytes = BUF_INIT;
    buf_add(&bytes, file->bytes, start);
    buf_add_format(&bytes, " %s%s", style,
                   end < file->length && file->bytes[end] == '#' ? " " : "");
    buf_add(&bytes, file->bytes + end, file->length - end);
    file->bytes = arena_copy(&dossier->arena, bytes.bytes, bytes.length);
    file->length = bytes.length;
    buf_release(&bytes);
}

static void read_style(struct reader *reader)
{
    struct dossier *dossier = reader->dossier;
    struct settings *settings = &dossier->templates.settings;
    if (!settings->style || !strcmp(settings->style, "none"))
        return;
    struct buf name = BUF_INIT;
    buf_add_format(&name, "styles/%s.yaml", settings->style);
    const struct template_file *file = templates_find(&dossier->templates, name.bytes);
    if (file)
        settings_parse_style(file, &dossier->templates, &dossier->arena, reader->report);
    else
        report_error(reader->report, templates_setting_place(&dossier->templates, "style"),
                     "the style \"%s\" has no file %s in the templates; add it or name another",
                     settings->style, name.bytes);
    buf_release(&name);
}

static void read_settings(struct reader *reader, const char *style)
{
    struct dossier *dossier = reader->dossier;
    put_style(reader, style);
    const struct template_file *file = templates_find(&dossier->templates, SETTINGS_NAME);
    if (!file) {
        report_error(
            reader->report,
            (struct place){file_join(&dossier->arena, reader->shown, SETTINGS_NAME), 0, 0},
            "there is no such file, which holds the settings of the PDF; copy the project's");
        return;
    }
    settings_parse(file, &dossier->templates, &dossier->arena, reader->report);
    read_style(reader);
}

static void check_verify(const struct reader *reader)
{
    struct dossier *dossier = reader->dossier;
    if (!templates_find(&dossier->templates, VERIFY_NAME))
        report_error(reader->report,
                     (struct place){file_join(&dossier->arena, reader->shown, VERIFY_NAME), 0, 0},
                     "there is no such file, which tells how the bundle is checked; copy the"
                     " project's");
}

/* A path that is not relative to the dossier's folder says so (struct report). */
static const char *from_here(const char *path, struct arena *arena)
{
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s%s", *path == '/' || !strncmp(path, "./", 2) ? "" : "./", path);
    const char *shown = arena_string(arena, text.bytes);
    buf_release(&text);
    return shown;
}

bool templates_read(const struct source_options *options, struct dossier *dossier,
                    struct report *report, struct error *err)
{
    struct arena *arena = &dossier->arena;
    struct reader reader = {.root = file_join(arena, options->folder, "templates"),
                            .shown = "templates",
                            .dossier = dossier,
                            .report = report,
                            .err = err,
                            .names = {.files = true}};
    struct stat status;
    if (lstat(reader.root, &status) != 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            return error_set_errno(err, "cannot read %s", reader.root);
        if (!options->templates)
            return error_set(err, EXIT_CODE_USAGE,
                             "there is no folder templates, and the project's are not where the"
                             " program looks; name them with --templates");
        reader.root = options->templates;
        reader.shown = from_here(options->templates, arena);
        if (!is_folder(reader.root))
            return error_set(err, EXIT_CODE_USAGE,
                             "there is no folder %s; name the folder of templates with --templates",
                             options->templates);
    }
    if (!is_folder(reader.root)) {
        report_error(report, (struct place){reader.shown, 0, 0},
                     "this is not a folder; put the folder of templates here");
        return true;
    }
    bool ok = add_folder(&reader, "");
    keep_files(&reader);
    free(reader.files);
    names_release(&reader.names);
    if (ok) {
        read_settings(&reader, options->style);
        check_verify(&reader);
    }
    return ok;
}
