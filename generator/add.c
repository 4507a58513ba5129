/* SPDX-License-Identifier: ISC */
/* What the manifest is to say of files that are new in attachments/. */
#include "add.h"

#include "base/file.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define FOLDER "attachments/"

/* "A" to "Z", "AA", "AB" …: the first from *at on that no enclosure has. */
static const char *next_id(const struct ledger *known, unsigned *at, struct arena *arena)
{
    for (;;) {
        unsigned number = (*at)++;
        char id[8] = "";
        size_t length = 0;
        for (unsigned left = number + 1; left && length < sizeof id - 1; left = (left - 1) / 26) {
            memmove(id + 1, id, ++length);
            id[0] = (char)('A' + (left - 1) % 26);
        }
        if (ledger_find(known, id) < 0)
            return arena_string(arena, id);
    }
}

static bool is_known(const struct ledger *known, const char *name)
{
    for (size_t i = 0; i < known->file_count; i++) {
        if (!strcmp(known->files[i]->name, name))
            return true;
    }
    return false;
}

/* The name in attachments/ of a file as it was called: by its path from where one stands, from the
 * dossier's folder, or from attachments/. */
static const char *name_of(const char *file, const char *folder)
{
    size_t length = strlen(folder);
    if (!strncmp(file, folder, length) && file[length] == '/')
        file += length + 1;
    if (!strncmp(file, "./", 2))
        file += 2;
    return strncmp(file, FOLDER, strlen(FOLDER)) ? file : file + strlen(FOLDER);
}

/* False where the file cannot be added, which was reported, or, with *err, the machine failed. */
static bool find_file(const struct ledger *known, const char *given, const char *folder,
                      struct held_file *file, struct arena *arena, struct report *report,
                      struct error *err)
{
    const char *root = file_join(arena, folder, "attachments");
    const char *name = file->name = arena_string(arena, name_of(given, folder));
    struct place place = {.path = given};
    const char *problem = file_path_problem(name, strlen(name));
    if (problem && *name != '/') {
        report_error(report, place, "cannot be added: its name %s; give it another", problem);
        return false;
    }
    if (is_known(known, name)) {
        report_error(report, place, "is in the manifest already; name files that are new");
        return false;
    }
    enum file_result result =
        problem ? FILE_MISSING : file_digest(root, name, &file->size, &file->digest, err);
    if (result == FILE_FAILED)
        return false;
    if (result != FILE_OK || !file->size) {
        report_error(report, place,
                     result == FILE_OK ? "is empty; put the whole file there"
                                       : "is no file in attachments/; put it there first");
        return false;
    }
    file->path = file_join(arena, root, name);
    file->place = (struct place){.path = file_join(arena, "attachments", name)};
    return true;
}

static void add_lines(struct buf *lines, const char *id, const struct held_file *file)
{
    bool titled = *file->title;
    buf_add_format(lines, "  - id: %s\n    title: ", id);
    utf8_append_quoted(lines, titled ? file->title : file->name);
    buf_add_format(lines, "  # check: %s\n", titled ? "this is what the file says" : "its name");
    buf_add_string(lines, "    title-from: document\n    file: ");
    utf8_append_quoted(lines, file->name);
    if (file->page_count)
        buf_add_format(lines, "\n    pages: %zu\n", file->page_count);
    else
        buf_add_string(lines, "\n    pages: 1  # check: nobody looks into this type of file\n");
    buf_add_string(lines, "    status: held\n");
}

bool add_propose(struct dossier *dossier, char *const *files, const struct pages_options *options,
                 struct buf *lines, struct report *report, struct error *err)
{
    struct ledger known = dossier->ledger;
    struct arena *arena = &dossier->arena;
    /* It has no rows, and nobody asks which of them is whose. */
    struct enclosure found = {.shared = true, .first_folio = 1, .last_folio = 0};
    struct ledger ledger = {.enclosures = &found, .enclosure_count = 1};
    size_t count = 0;
    while (files[count])
        count++;
    found.holdings = arena_new(arena, (count + 1) * sizeof *found.holdings);
    ledger.files = arena_new(arena, (count + 1) * sizeof(struct held_file *));
    for (size_t i = 0; i < count; i++) {
        struct held_file *file = arena_new(arena, sizeof *file);
        if (find_file(&known, files[i], options->folder, file, arena, report, err)) {
            if (!is_known(&ledger, file->name)) {
                found.holdings[found.holding_count++] = (struct holding){.file = file};
                ledger.files[ledger.file_count++] = file;
            }
        } else if (err->code) {
            return false;
        }
    }
    ledger_sort_files(&ledger);
    dossier->ledger = ledger;
    bool ok = report->errors || pages_read(dossier, options, report, err);
    unsigned at = 0;
    size_t pages = 0;
    for (size_t i = 0; i < found.holding_count && ok && !report->errors; i++) {
        const struct held_file *file = found.holdings[i].file;
        add_lines(lines, next_id(&known, &at, arena), file);
        pages += file->page_count ? file->page_count : 1;
    }
    if (lines->length)
        buf_add_format(lines,
                       "# These are %zu page%s more than attachments/manifest.yaml and the"
                       " letter have so far (pages: %u).\n",
                       pages, pages == 1 ? "" : "s", known.declared);
    dossier->ledger = known;
    return ok;
}
