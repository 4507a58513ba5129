/* SPDX-License-Identifier: ISC */
/* The texts that stand beside held files, found by their names. */
#include "source/text_files.h"

#include "base/file.h"
#include "source/dependency.h"
#include "source/input.h"
#include "source/names.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER "attachments/"

struct finder {
    struct dossier *dossier;
    const char *root;   /* attachments/ */
    struct names names; /* of files that the manifest names, withheld ones and
                            passwords too */
    struct report *report;
    struct error *err;
};

static const char *join(struct arena *arena, const char *name, const char *end)
{
    struct buf whole = BUF_INIT;
    buf_add_format(&whole, "%s%s", name, end);
    const char *kept = arena_string(arena, whole.bytes);
    buf_release(&whole);
    return kept;
}

/* One that stands there; what is wrong with it is reported. False with *err where the machine
 * failed. */
static bool take(struct finder *finder, struct held_file *file, const char *name)
{
    struct arena *arena = &finder->dossier->arena;
    struct text_file text = {.name = name, .path = file_join(arena, finder->root, name)};
    struct stat status;
    text.place = (struct place){file_join(arena, "attachments", name), 0, 0};
    enum file_result result =
        file_digest(finder->root, name, &text.size, &text.digest, finder->err);
    if (result == FILE_FAILED)
        return false;
    if (input_report_file(result, text.place, NULL, finder->report))
        return true;
    dependency_add(finder->dossier, text.path);
    const struct name *known = names_find(&finder->names, name);
    if (lstat(text.path, &status) == 0 && S_ISLNK(status.st_mode))
        report_error(finder->report, text.place,
                     "this is a symbolic link; put the file itself in its place");
    else if (!text.size)
        report_error(finder->report, text.place,
                     "this is empty; take it away, or write the text"
                     " of \"%s\" into it",
                     file->name);
    else if (known)
        report_error(finder->report, known->place,
                     "\"%s\" is the text beside \"%s\", by its name, and ships with it; take it out"
                     " of the manifest, or give it another name",
                     name, file->name);
    else if (file->text.name)
        report_error(finder->report, text.place,
                     "\"%s\" has another text beside it, \"%s\"; take one of them away", file->name,
                     file->text.name);
    else
        file->text = text;
    return true;
}

/* One may be put there: its folder is watched. */
static void watch(struct finder *finder, const struct held_file *file)
{
    struct arena *arena = &finder->dossier->arena;
    const char *name;
    const char *folder = file_split(arena, file->path, &name);
    struct dossier *dossier = finder->dossier;
    if (!dossier->input_count || strcmp(dossier->inputs[dossier->input_count - 1], folder) != 0)
        dependency_add(dossier, folder);
}

static bool find(struct finder *finder, struct held_file *file)
{
    static const char *const ends[] = {TEXT_FILE_HOCR, TEXT_FILE_ALTO, TEXT_FILE_PLAIN};
    struct arena *arena = &finder->dossier->arena;
    bool ok = true;
    bool any = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && ok; i++) {
        const char *name = join(arena, file->name, ends[i]);
        struct stat status;
        if (lstat(file_join(arena, finder->root, name), &status) != 0)
            continue;
        any = true;
        ok = take(finder, file, name);
    }
    if (!any)
        watch(finder, file);
    return ok;
}

bool text_files_find(struct dossier *dossier, const char *folder, const struct gate *gate,
                     struct report *report, struct error *err)
{
    struct ledger *ledger = &dossier->ledger;
    struct finder finder = {.dossier = dossier,
                            .root = file_join(&dossier->arena, folder, "attachments"),
                            .names = {.exact = true},
                            .report = report,
                            .err = err};
    bool ok = true;
    for (size_t i = 0; i < ledger->file_count; i++)
        names_add(&finder.names, ledger->files[i]->name, ledger->files[i]->place, 0);
    for (size_t i = 0; i < ledger->file_count; i++) {
        const char *password = ledger->files[i]->password_file;
        if (password && !strncmp(password, FOLDER, strlen(FOLDER)))
            names_add(&finder.names, password + strlen(FOLDER), ledger->files[i]->password_place,
                      0);
    }
    for (size_t i = 0; i < gate->count; i++)
        names_add(&finder.names, gate->files[i].name, gate->files[i].place, 0);
    for (size_t i = 0; i < ledger->file_count && ok; i++) {
        if (ledger->files[i]->path)
            ok = find(&finder, ledger->files[i]);
    }
    names_release(&finder.names);
    return ok;
}
