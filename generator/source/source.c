/* SPDX-License-Identifier: ISC */
/* Reading a dossier's folder: everything that any output is made of. */
#include "source/source.h"

#include "base/file.h"
#include "base/utf8.h"
#include "source/dependency.h"
#include "source/enclosure_title.h"
#include "source/gate.h"
#include "source/input.h"
#include "source/letter_read.h"
#include "source/manifest_read.h"
#include "source/metadata_read.h"
#include "source/names.h"
#include "source/program_read.h"
#include "source/templates_read.h"
#include "source/text_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct reader {
    const struct source_options *options;
    struct dossier *dossier;
    struct gate *gate;
    struct report *report;
    struct error *err;
};

/* Reads one text file of the dossier and lists it. What is missing is reported with `advice`, if
 * there is any. */
static enum input_result read_input(const struct reader *reader, const char *path,
                                    const char *advice, struct input *input)
{
    struct arena *arena = &reader->dossier->arena;
    enum input_result result =
        input_read(input, reader->options->folder, path, path, arena, reader->report, reader->err);
    if (result == INPUT_OK)
        dependency_add(reader->dossier, file_join(arena, reader->options->folder, path));
    if (result == INPUT_MISSING && advice)
        report_error(reader->report, (struct place){path, 0, 0}, "there is no such file; %s",
                     advice);
    return result;
}

static bool read_metadata(const struct reader *reader)
{
    struct input input = {0};
    struct dossier *dossier = reader->dossier;
    enum input_result result =
        read_input(reader, METADATA_PATH,
                   "write it: what is known of the letter, such as \"title: …\"", &input);
    metadata_clear(&dossier->metadata);
    dossier->metadata_source = input.bytes;
    if (result == INPUT_OK)
        metadata_parse(input.bytes, input.length, &dossier->metadata, &dossier->arena,
                       reader->report);
    input_release(&input);
    return result != INPUT_FAILED;
}

/* Whether a file stands where its name says and is not led to by a symbolic link: a link inside
 * attachments/ could lead to what is withheld under another name. */
static bool is_itself(const char *root, const char *name, struct arena *arena)
{
    char *real_root = realpath(root, NULL);
    char *real = realpath(file_join(arena, root, name), NULL);
    bool same = real_root && real && !strcmp(real, file_join(arena, real_root, name));
    free(real_root);
    free(real);
    return same;
}

static bool digest_files(const struct reader *reader)
{
    struct ledger *ledger = &reader->dossier->ledger;
    struct arena *arena = &reader->dossier->arena;
    const char *root = file_join(arena, reader->options->folder, "attachments");
    for (size_t i = 0; i < ledger->file_count; i++) {
        struct held_file *file = ledger->files[i];
        enum file_result result =
            file_digest(root, file->name, &file->size, &file->digest, reader->err);
        if (result == FILE_FAILED)
            return false;
        const char *path = file_join(arena, "attachments", file->name);
        if (input_report_file(result, file->place, path, reader->report))
            continue;
        file->path = file_join(arena, root, file->name);
        dependency_add(reader->dossier, file->path);
        if (!is_itself(root, file->name, arena))
            report_error(reader->report, file->place,
                         "%s is a symbolic link; put the file itself in its place", path);
        else if (!file->size)
            report_error(reader->report, file->place,
                         "%s is empty; put the whole file there, or correct the status", path);
    }
    return true;
}

/* The first line of a file, without the mark that editors put before it. */
static const char *first_line(const struct input *input, struct arena *arena)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t start = !strncmp(input->bytes, mark, strlen(mark)) ? strlen(mark) : 0;
    return arena_copy(arena, input->bytes + start, input_line_end(input, 1) - start);
}

/* What a file needs to be opened is in a file that is published nowhere. */
static void take_password(const struct reader *reader, struct held_file *file,
                          const struct input *input)
{
    const char *password = first_line(input, &reader->dossier->arena);
    size_t length = strlen(password);
    gate_add_password(reader->gate, file->password_file, file->password_place);
    if (!length)
        report_error(reader->report, file->password_place,
                     "the first line of %s is empty; write the password there",
                     file->password_file);
    else if (utf8_check(password, length) != length)
        report_error(reader->report, file->password_place,
                     "the first line of %s is not UTF-8; save the file as such",
                     file->password_file);
    else
        file->password = password;
}

static bool read_passwords(const struct reader *reader)
{
    bool ok = true;
    for (size_t i = 0; i < reader->dossier->ledger.file_count && ok; i++) {
        struct held_file *file = reader->dossier->ledger.files[i];
        struct input input = {0};
        if (!file->password_file)
            continue;
        enum input_result result = read_input(reader, file->password_file, NULL, &input);
        if (result == INPUT_OK)
            take_password(reader, file, &input);
        else if (result == INPUT_MISSING)
            input_report_file(FILE_MISSING, file->password_place, file->password_file,
                              reader->report);
        ok = result != INPUT_FAILED;
        input_release(&input);
    }
    return ok;
}

/* Without a manifest the folder is watched: one may be put there. */
static void watch_attachments(const struct reader *reader)
{
    struct stat status;
    const char *path = file_join(&reader->dossier->arena, reader->options->folder, "attachments");
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        dependency_add(reader->dossier, path);
}

/* *ok: whether the ledger can be reconciled. */
static bool read_manifest(const struct reader *reader, bool *ok)
{
    struct input input = {0};
    struct dossier *dossier = reader->dossier;
    size_t errors = reader->report->errors;
    enum input_result result = read_input(reader, MANIFEST_PATH, NULL, &input);
    dossier->manifest_source = input.bytes;
    if (result == INPUT_OK)
        manifest_parse(input.bytes, input.length, &dossier->ledger, reader->gate, &dossier->arena,
                       reader->report);
    else if (result == INPUT_MISSING)
        watch_attachments(reader);
    input_release(&input);
    *ok = reader->report->errors == errors;
    return result != INPUT_FAILED && digest_files(reader) && read_passwords(reader) &&
           text_files_find(dossier, reader->options->folder, reader->gate, reader->report,
                           reader->err);
}

/* *ok: whether there is a letter to go on with; *whole: whether it has all its words. */
static bool read_letter(const struct reader *reader, bool *ok, bool *whole)
{
    struct input input = {0};
    size_t errors = reader->report->errors;
    enum input_result result =
        read_input(reader, LETTER_PATH, "write the letter there, in Markdown", &input);
    bool machine = result != INPUT_FAILED;
    if (result == INPUT_OK)
        machine = letter_parse(&input, reader->options->folder, reader->dossier, reader->report,
                               reader->err);
    input_release(&input);
    *ok = machine && reader->dossier->letter.root;
    *whole = *ok && reader->report->errors == errors;
    return machine;
}

/* Each language that a mark of the letter names is one of the metadata's `languages`. */
static void check_languages(const struct dossier *dossier, const struct node *root,
                            struct names *languages, struct report *report)
{
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        const struct node *node = walk.node;
        struct place place = {LETTER_PATH, node->line, node->column};
        if (walk.entering && node->lang && node != dossier->letter.root &&
            !names_add(languages, node->lang, place, 0))
            report_warning(report, place,
                           "the language %s is not among \"languages\" in " METADATA_PATH
                           "; add it there",
                           node->lang);
    }
}

static void check_all_languages(const struct dossier *dossier, struct report *report)
{
    const struct letter *letter = &dossier->letter;
    const struct text_list *known = &dossier->metadata.languages;
    struct names languages = {0};
    for (size_t i = 0; i < known->count; i++)
        names_add(&languages, known->items[i], (struct place){0}, 0);
    /* Without a list of languages that is what was reported. */
    if (known->count)
        check_languages(dossier, letter->root, &languages, report);
    for (size_t i = 0; known->count && i < letter->note_count; i++)
        check_languages(dossier, letter->notes[i], &languages, report);
    names_release(&languages);
}

/* All files; false where the machine failed. */
static bool read_all(const struct reader *reader, bool *has_ledger, bool *has_letter, bool *whole)
{
    return read_metadata(reader) && read_manifest(reader, has_ledger) &&
           read_letter(reader, has_letter, whole) &&
           templates_read(reader->options, reader->dossier, reader->report, reader->err) &&
           program_read(reader->options, reader->dossier, reader->report, reader->err) &&
           gate_check(reader->gate, reader->options->folder, reader->dossier, reader->report,
                      reader->err);
}

bool source_read(const struct source_options *options, struct dossier *dossier,
                 struct report *report, struct error *err)
{
    struct gate gate = {0};
    struct reader reader = {options, dossier, &gate, report, err};
    bool has_ledger = false, has_letter = false, whole = false;
    struct stat status;
    if (stat(options->folder, &status) != 0 || !S_ISDIR(status.st_mode))
        return error_set(err, EXIT_CODE_USAGE, "there is no folder %s; name the dossier's with -C",
                         options->folder);
    bool ok = read_all(&reader, &has_ledger, &has_letter, &whole);
    gate_release(&gate);
    if (!ok)
        return false;
    if (has_ledger && whole)
        enclosure_title_check(dossier, report);
    if (whole)
        check_all_languages(dossier, report);
    if (has_letter)
        dossier_resolve(dossier, has_ledger, report);
    return true;
}
