/* SPDX-License-Identifier: ISC */
/* dossier: reads a letter, its metadata and its enclosures, and makes a site, a PDF and a bundle of
 * them. */
#include "add.h"
#include "base/error.h"
#include "base/file.h"
#include "model/claims.h"
#include "model/dossier.h"
#include "options.h"
#include "outputs.h"
#include "pages/recognise.h"
#include "pages/pages.h"
#include "render/html/html.h"
#include "render/pdf/hyphens.h"
#include "render/pdf/pdf.h"
#include "rebuild.h"
#include "source/source.h"
#include "stamp.h"
#include "targets.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAMP_PATH "cache/last-build"
#define CHECKER "../libexec/dossier/check-pdf"
#define VERIFIER "../libexec/dossier/check-bundle"
#define OCR_WORKER "../libexec/dossier/ocr-worker"
/* Where Debian's packages tesseract-ocr-* put their data. */
#define TESSDATA "/usr/share/tesseract-ocr/5/tessdata"
#define PAGE_WORKER "../libexec/dossier/page-worker"
#define PICTURE_WORKER "../libexec/dossier/picture-worker"
/* What a worker may be silent for, where the settings cannot say it. */
#define SILENCE_SECONDS 600
/* What poppler needs beside a PDF to draw it: character maps. */
#define POPPLER_DATA "/usr/share/poppler"

/* The folder that the running program stands in; NULL where it cannot be told. */
static const char *own_folder(struct arena *arena)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0)
        return NULL;
    program[length] = '\0';
    *strrchr(program, '/') = '\0';
    return arena_string(arena, program);
}

/* The project's templates: share/dossier/templates beside an installed bin/, or templates/ above a
 * build folder. */
static const char *find_templates(struct arena *arena)
{
    static const char *const candidates[] = {"../share/dossier/templates", "../../templates",
                                             "../../../templates"};
    const char *program = own_folder(arena);
    for (size_t i = 0; program && i < sizeof candidates / sizeof *candidates; i++) {
        const char *folder = file_join(arena, program, candidates[i]);
        struct stat status;
        if (stat(file_join(arena, folder, "pdf.yaml"), &status) == 0) {
            char *real = realpath(folder, NULL);
            const char *found = arena_string(arena, real ? real : folder);
            free(real);
            return found;
        }
    }
    return NULL;
}

/* The first of these folders beside the program that is there; NULL for none. */
static const char *find_beside(const char *const *candidates, size_t count, struct arena *arena)
{
    const char *program = own_folder(arena);
    for (size_t i = 0; program && i < count; i++) {
        const char *folder = file_join(arena, program, candidates[i]);
        struct stat status;
        if (stat(folder, &status) == 0)
            return folder;
    }
    return NULL;
}

/* Where compiled hyphenation patterns are: beside the program in a build folder, or installed. */
static const char *find_hyphens(struct arena *arena)
{
    static const char *const candidates[] = {"../hyphens", "../share/dossier/hyphens"};
    return find_beside(candidates, sizeof candidates / sizeof *candidates, arena);
}

/* The program's source, in the same way. */
static const char *find_source(struct arena *arena)
{
    static const char *const candidates[] = {"../program", "../share/dossier/program"};
    return find_beside(candidates, sizeof candidates / sizeof *candidates, arena);
}

/* The path of a program beside this one. */
static const char *beside(const char *program, struct arena *arena)
{
    const char *folder = own_folder(arena);
    return file_join(arena, folder ? folder : ".", program);
}

/* Becomes a program of its own beside this one: the libraries that it needs would make this one
 * slow to start. Returns only where that fails. */
static bool become(const char *program, char *const *files, struct error *err)
{
    struct arena arena = ARENA_INIT;
    const char *checker = beside(program, &arena);
    size_t count = 0;
    while (files[count])
        count++;
    char **arguments = arena_new(&arena, (count + 2) * sizeof(char *));
    arguments[0] = arena_string(&arena, checker);
    memcpy(arguments + 1, files, count * sizeof(char *));
    execv(checker, arguments);
    error_set_errno(err, "cannot run %s", checker);
    arena_release(&arena);
    return false;
}

static bool print(const struct buf *text, struct error *err)
{
    if (fwrite(text->bytes, 1, text->length, stdout) != text->length || fflush(stdout) != 0)
        return error_set_errno(err, "cannot write to standard output");
    return true;
}

static bool dump(const struct dossier *dossier, const struct options *options,
                 struct report *report, struct error *err)
{
    struct buf text = BUF_INIT;
    bool ok = true;
    if (options->dump)
        dossier_dump(dossier, &text);
    if (options->dump_layout)
        ok = pdf_dump_layout(dossier, &text, report, err);
    ok = ok && print(&text, err);
    buf_release(&text);
    return ok;
}

/* Where what pages gave is kept: `check` makes no folder, and uses the one that is there. */
static const char *cache_folder(const struct options *options, const char *folder,
                                struct arena *arena)
{
    struct stat status;
    if (options->command != COMMAND_BUILD && options->command != COMMAND_CHECK)
        return NULL;
    const char *cache = file_join(arena, folder, "cache");
    bool there = stat(cache, &status) == 0 && S_ISDIR(status.st_mode) &&
                 access(cache, R_OK | W_OK | X_OK) == 0;
    return options->command == COMMAND_BUILD || there ? cache : NULL;
}

/* How the pages of held files are read and laid in, by confined workers. */
static struct pages_options pages_options(const struct options *options, const char *folder,
                                          struct arena *arena)
{
    static const char *const readable[] = {POPPLER_DATA};
    bool building = options->command == COMMAND_BUILD;
    return (struct pages_options){
        .folder = options->folder,
        .cache = cache_folder(options, folder, arena),
        .draw = building                            ? PAGES_DRAWN
                : options->command == COMMAND_CHECK ? PAGES_LOOKED_AT
                                                    : PAGES_UNDRAWN,
        .keep_going = options->keep_going,
        .quiet = options->quiet,
        .verbose = options->verbose,
        .pool = {.worker = beside(PAGE_WORKER, arena),
                 .picture_worker = beside(PICTURE_WORKER, arena),
                 .readable = readable,
                 .readable_count = 1,
                 .workers = options->workers ? options->workers : pool_processors(),
                 .seconds = SILENCE_SECONDS}};
}

/* The pages of the held files; nothing where no file is held. */
static bool read_pages(struct dossier *dossier, const struct pages_options *pages,
                       struct report *report, struct error *err)
{
    return !dossier->ledger.file_count || pages_read(dossier, pages, report, err);
}

/* The folder of outputs as the place of a message, which is relative to the dossier's folder. */
static const char *built_place(const struct options *options, struct arena *arena)
{
    const char *output = options->output;
    if (!output)
        return "build";
    return *output == '/' || !strncmp(output, "./", 2) ? output : file_join(arena, "./", output);
}

/* Reads, checks and, for `build`, makes the outputs. False with *err where the machine or the call
 * failed. */
static bool run(const struct options *options, struct report *report, struct error *err)
{
    struct dossier dossier = {0};
    struct arena *arena = &dossier.arena;
    const char *folder =
        options->output ? options->output : file_join(arena, options->folder, "build");
    struct source_options source = {.folder = options->folder,
                                    .style = options->style,
                                    .templates = options->templates,
                                    .with_source = options->with_source};
    const struct pages_options pages = pages_options(options, folder, arena);
    if (!source.templates)
        source.templates = find_templates(arena);
    if (source.with_source)
        source.program = find_source(arena);
    dossier.compiled_hyphens = find_hyphens(arena);
    struct stamp stamp = {.path = file_join(arena, folder, STAMP_PATH),
                          .folder = options->folder,
                          .templates = source.templates,
                          .workers = {pages.pool.worker, pages.pool.picture_worker},
                          .depfile = options->depfile,
                          .key = options->key,
                          .arguments = options->arguments,
                          .arena = arena};
    if (options->command == COMMAND_BUILD && !options->dump && !options->dump_layout &&
        stamp_holds(&stamp, report)) {
        if (options->verbose)
            report_note(report, (struct place){.path = built_place(options, arena)},
                        "all is as the last build saw and left it");
        dossier_release(&dossier);
        return true;
    }
    bool ok = options->command == COMMAND_CHECK ||
              (targets_check(options, folder, source.templates, arena, err) &&
               targets_check_site(options, folder, arena, err) &&
               targets_check_parts(options, folder, arena, err));
    ok = ok && source_read(&source, &dossier, report, err);
    if (ok && dossier.templates.files)
        html_check_templates(&dossier.templates, report);
    if (ok && !report->errors)
        ok = read_pages(&dossier, &pages, report, err);
    if (ok && !report->errors)
        claims_report(&dossier, options->required, options->verbose, report);
    if (ok && !report->errors)
        ok = dump(&dossier, options, report, err);
    if (ok && !report->errors)
        ok = outputs_make(&dossier, options, folder, &stamp, report, err);
    dossier_release(&dossier);
    return ok;
}

/* `add`: what is wrong with the dossier so far is not its matter. */
static bool add(const struct options *options, struct report *report, struct error *err)
{
    struct dossier dossier = {0};
    struct report unheard = {0};
    struct source_options source = {.folder = options->folder,
                                    .templates = find_templates(&dossier.arena)};
    const struct pages_options pages = pages_options(options, NULL, &dossier.arena);
    bool ok = source_read(&source, &dossier, &unheard, err) &&
              add_run(&dossier, options->files, options->write, &pages, report, err);
    report_release(&unheard);
    dossier_release(&dossier);
    return ok;
}

/* `ocr`: the texts of pages, beside their files. */
static bool read_texts(const struct options *options, struct report *report, struct error *err)
{
    struct dossier dossier = {0};
    struct arena *arena = &dossier.arena;
    struct source_options source = {.folder = options->folder, .templates = find_templates(arena)};
    struct pages_options pages = pages_options(options, NULL, arena);
    const struct recognise_options ocr = {.worker = beside(OCR_WORKER, arena),
                                          .tessdata = TESSDATA,
                                          .again = options->again,
                                          .enclosures = options->files};
    pages.cache = file_join(arena, options->folder, "build/cache");
    bool ok = source_read(&source, &dossier, report, err);
    if (ok && !report->errors)
        ok = recognise_pages(&dossier, &pages, &ocr, report, err);
    dossier_release(&dossier);
    return ok;
}

/* The metadata's fields in mdoc(7), which is how the manual page gets its list. */
static bool print_fields(struct error *err)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < metadata_field_count; i++) {
        const struct field *field = &metadata_fields[i];
        buf_add_format(&text, ".It Cm %s\n%s%s.\n%s.\n", field->key, field_type_words(field->type),
                       field->required ? ", required" : "", field->purpose);
    }
    bool ok = print(&text, err);
    buf_release(&text);
    return ok;
}

static bool print_settings(struct error *err)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < settings_count; i++) {
        const struct setting *setting = &settings_table[i];
        buf_add_format(&text, ".It Cm %s\n%s; %s.\n", setting->key,
                       setting_type_words(setting->type), setting->purpose);
    }
    bool ok = print(&text, err);
    buf_release(&text);
    return ok;
}

static bool make_again(const struct options *options, struct report *report, int *code,
                       struct error *err)
{
    struct arena arena = ARENA_INIT;
    bool ok = rebuild(options, beside(VERIFIER, &arena), run, report, code, err);
    arena_release(&arena);
    return ok;
}

int main(int argc, char **argv)
{
    struct options options;
    struct report report = {0};
    struct error err = ERROR_INIT;
    int code = EXIT_CODE_DONE;
    bool ok = options_parse(argc, argv, &options, &err);
    /* An editor opens what messages name from where the program was called. */
    report.folder = ok && strcmp(options.folder, ".") != 0 ? options.folder : NULL;
    report.strict = options.strict;
    report.quiet = options.quiet;
    if (ok && options.command == COMMAND_HELP)
        ok = fputs(options_help, stdout) >= 0 && fflush(stdout) == 0;
    else if (ok && options.command == COMMAND_VERSION)
        ok = puts("dossier " DOSSIER_VERSION) >= 0 && fflush(stdout) == 0;
    else if (ok && options.command == COMMAND_FIELDS)
        ok = print_fields(&err);
    else if (ok && options.command == COMMAND_SETTINGS)
        ok = print_settings(&err);
    else if (ok && options.command == COMMAND_CHECK_PDF)
        ok = become(CHECKER, options.files, &err);
    else if (ok && options.command == COMMAND_VERIFY)
        ok = become(VERIFIER, options.files, &err);
    else if (ok && options.command == COMMAND_REBUILD)
        ok = make_again(&options, &report, &code, &err);
    else if (ok && options.command == COMMAND_OCR)
        ok = read_texts(&options, &report, &err);
    else if (ok && options.command == COMMAND_ADD)
        ok = add(&options, &report, &err);
    else if (ok && options.command == COMMAND_HYPHENS)
        ok = hyphens_compile(options.patterns, options.output, &err);
    else if (ok)
        ok = run(&options, &report, &err);
    report_print(&report, stderr);
    if (!ok)
        fprintf(stderr, "dossier: %s\n",
                err.text.length ? err.text.bytes : "cannot write to standard output");
    if (!ok)
        code = err.code ? err.code : EXIT_CODE_MACHINE;
    else if (report.errors)
        code = EXIT_CODE_INPUT;
    report_release(&report);
    error_release(&err);
    return code;
}
