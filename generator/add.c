/* SPDX-License-Identifier: ISC */
/* What the manifest is to say of files that are new in attachments/. */
#include "add.h"

#include "base/file.h"
#include "base/utf8.h"
#include "source/manifest_read.h"
#include "source/manifest_slot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "attachments/"
#define MANIFEST MANIFEST_PATH

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

/* The file that this is the text beside of, by its name; NULL for none. */
static const char *text_of(const char *root, const char *name, struct arena *arena)
{
    static const char *const ends[] = {TEXT_FILE_HOCR, TEXT_FILE_ALTO, TEXT_FILE_PLAIN};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(name);
        size_t end = strlen(ends[i]);
        struct stat status;
        if (length <= end || strcmp(name + length - end, ends[i]) != 0)
            continue;
        const char *base = arena_copy(arena, name, length - end);
        if (stat(file_join(arena, root, base), &status) == 0)
            return base;
    }
    return NULL;
}

/* False where the file cannot be added, or needs not be, which was reported, or, with *err, the
 * machine failed. */
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
    const char *base = problem ? NULL : text_of(root, name, arena);
    if (base) {
        report_note(report, place, "is the text of \"%s\" by its name, and needs no line", base);
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

static void add_lines(struct buf *lines, unsigned indent, const char *id,
                      const struct held_file *file)
{
    const int in = (int)indent + 2;
    bool titled = *file->title;
    buf_add_format(lines, "%*s- id: %s\n%*stitle: ", (int)indent, "", id, in, "");
    utf8_append_quoted(lines, titled ? file->title : file->name);
    buf_add_format(lines, "  # check: %s\n%*stitle-from: document\n%*sfile: ",
                   titled ? "this is what the file says" : "its name", in, "", in, "");
    utf8_append_quoted(lines, file->name);
    buf_add_format(lines, "\n%*spages: %zu%s\n%*sstatus: held\n", in, "",
                   file->page_count ? file->page_count : 1,
                   file->page_count ? "" : "  # check: nobody looks into this type of file", in,
                   "");
}

bool add_propose(struct dossier *dossier, char *const *files, const struct pages_options *options,
                 unsigned indent, struct proposal *proposal, struct report *report,
                 struct error *err)
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
    for (size_t i = 0; i < found.holding_count && ok && !report->errors; i++) {
        const struct held_file *file = found.holdings[i].file;
        add_lines(&proposal->lines, indent, next_id(&known, &at, arena), file);
        proposal->pages += file->page_count ? file->page_count : 1;
        proposal->enclosures++;
    }
    dossier->ledger = known;
    return ok;
}

/* `begun`: the manifest is new, and has the pages found here as those declared. */
static bool print(const struct proposal *proposal, unsigned declared, bool write, bool begun,
                  struct error *err)
{
    struct buf text = BUF_INIT;
    buf_add(&text, proposal->lines.bytes, proposal->lines.length);
    if (write)
        buf_add_format(&text,
                       "# These stand in " MANIFEST " now; look at what is marked \"check\".\n");
    if (begun)
        buf_add_format(&text,
                       "# It says \"pages: %zu\", as many as these have; put the number there"
                       " that the letter declares.\n",
                       proposal->pages);
    else
        buf_add_format(&text,
                       "# These are %zu page%s more than " MANIFEST " and the letter have so far"
                       " (pages: %u)%s.\n",
                       proposal->pages, proposal->pages == 1 ? "" : "s", declared,
                       write ? ", which is left as it is" : "");
    bool ok = fwrite(text.bytes, 1, text.length, stdout) == text.length && fflush(stdout) == 0;
    if (!ok)
        error_set_errno(err, "cannot write to standard output");
    buf_release(&text);
    return ok;
}

/* A manifest that is not there yet is begun with the total. */
static void begin(struct buf *text, size_t pages)
{
    buf_add_format(text, "pages: %zu  # check: as the letter declares them\n", pages);
}

/* Writes the manifest whole, through a link to where it stands. */
static bool replace(const char *path, const struct buf *text, struct error *err)
{
    char *real = realpath(path, NULL);
    bool ok = (!real || access(real, W_OK) == 0 || error_set_errno(err, "cannot write %s", real)) &&
              file_replace(real ? real : path, text->bytes, text->length, err);
    free(real);
    return ok;
}

/* The manifest's bytes, "" where there is none, and where in them further enclosures go. False
 * where that cannot be told, which is reported only for who wants to write. */
static bool find_slot(const char *path, bool write, struct buf *text, struct manifest_slot *slot,
                      struct report *report, struct error *err)
{
    struct report unheard = {0};
    enum file_result result = file_read_at(path, text, err);
    if (result == FILE_FAILED)
        return false;
    bool ok = result == FILE_OK || result == FILE_MISSING;
    if (!ok && write)
        report_error(report, (struct place){.path = MANIFEST},
                     "is no file in attachments/; put one there");
    ok = ok && manifest_slot_find(text->bytes, text->length, slot, write ? report : &unheard);
    report_release(&unheard);
    return ok || !write;
}

bool add_run(struct dossier *dossier, char *const *files, bool write,
             const struct pages_options *options, struct report *report, struct error *err)
{
    struct proposal proposal = {.lines = BUF_INIT};
    struct manifest_slot slot = {.indent = 2};
    struct buf text = BUF_INIT;
    struct buf filled = BUF_INIT;
    const char *path = file_join(&dossier->arena, options->folder, MANIFEST);
    unsigned declared = dossier->ledger.declared;
    bool found = find_slot(path, write, &text, &slot, report, err);
    bool ok = !err->code;
    if (ok && found)
        ok = add_propose(dossier, files, options, slot.indent, &proposal, report, err);
    if (!ok || !found || report->errors || !proposal.enclosures)
        goto out;
    bool begun = write && !text.length;
    if (begun) {
        begin(&text, proposal.pages);
        slot.offset = text.length;
    }
    if (write && manifest_slot_fill(text.bytes, text.length, &slot, &proposal.lines,
                                    proposal.enclosures, &filled, report))
        ok = replace(path, &filled, err);
    if (ok && !report->errors)
        ok = print(&proposal, declared, write, begun, err);
out:
    buf_release(&proposal.lines);
    buf_release(&text);
    buf_release(&filled);
    return ok;
}
