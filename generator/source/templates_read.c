/* SPDX-License-Identifier: ISC */
/* The folder of templates: the dossier's own, or the project's. */
#include "source/templates_read.h"

#include "base/file.h"
#include "source/folder_read.h"
#include "source/input.h"
#include "source/settings_read.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

struct reader {
    const char *shown; /* the folder, as messages name it */
    struct dossier *dossier;
    struct report *report;
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

bool templates_read(const struct source_options *options, struct dossier *dossier,
                    struct report *report, struct error *err)
{
    struct arena *arena = &dossier->arena;
    struct templates *templates = &dossier->templates;
    struct folder folder = {.root = file_join(arena, options->folder, "templates"),
                            .shown = "templates"};
    struct stat status;
    if (lstat(folder.root, &status) != 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            return error_set_errno(err, "cannot read %s", folder.root);
        if (!options->templates)
            return error_set(err, EXIT_CODE_USAGE,
                             "there is no folder templates, and the project's are not where the"
                             " program looks; name them with --templates");
        folder.root = options->templates;
        folder.shown = folder_from_here(options->templates, arena);
        if (!folder_is_there(folder.root))
            return error_set(err, EXIT_CODE_USAGE,
                             "there is no folder %s; name the folder of templates with --templates",
                             options->templates);
    }
    if (!folder_is_there(folder.root)) {
        report_error(report, (struct place){folder.shown, 0, 0},
                     "this is not a folder; put the folder of templates here");
        return true;
    }
    if (!folder_read(&folder, dossier, &templates->files, &templates->count, report, err))
        return false;
    struct reader reader = {.shown = folder.shown, .dossier = dossier, .report = report};
    for (size_t i = 0; i < templates->count; i++)
        check_text(&templates->files[i], report);
    read_settings(&reader, options->style);
    check_verify(&reader);
    return true;
}
