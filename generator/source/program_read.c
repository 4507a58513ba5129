/* SPDX-License-Identifier: ISC */
/* The source of the program itself, which a bundle may hold. */
#include "source/program_read.h"

#include "base/file.h"
#include "source/folder_read.h"

#include <string.h>

/* A folder that has these is the program's source, whatever version. */
static const char *const needed[] = {"Makefile", "generator/main.c"};
#define VERSION_FILE "generator/model/dossier.h"
#define VERSION_CHARACTERS "0123456789.+-~abcdefghijklmnopqrstuvwxyz"
#define VERSION_MARK "#define DOSSIER_VERSION \""

/* Which version it is, in its own words; "" where it does not tell. */
static const char *find_version(const struct program_source *program, struct arena *arena)
{
    const struct template_file *file =
        template_file_find(program->files, program->count, VERSION_FILE);
    const char *mark = file ? strstr(file->bytes, VERSION_MARK) : NULL;
    if (!mark)
        return "";
    mark += strlen(VERSION_MARK);
    return arena_copy(arena, mark, strspn(mark, VERSION_CHARACTERS));
}

bool program_read(const struct source_options *options, struct dossier *dossier,
                  struct report *report, struct error *err)
{
    struct arena *arena = &dossier->arena;
    struct program_source *program = &dossier->program;
    struct folder folder = {.root = file_join(arena, options->folder, "program"),
                            .shown = "program",
                            .passed_over = "build"};
    if (!options->with_source)
        return true;
    if (!folder_is_there(folder.root)) {
        if (!options->program)
            return error_set(err, EXIT_CODE_USAGE,
                             "the program's source is not where the program looks; type \"make"
                             " source\" in its folder, or build without --with-source");
        folder.root = options->program;
        folder.shown = folder_from_here(options->program, arena);
    }
    if (!folder_read(&folder, dossier, &program->files, &program->count, report, err))
        return false;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (!template_file_find(program->files, program->count, needed[i]))
            report_error(report, (struct place){file_join(arena, folder.shown, needed[i]), 0, 0},
                         "there is no such file: this folder is not the program's source; rename"
                         " it, or build without --with-source");
    }
    program->version = find_version(program, arena);
    return true;
}
