/* SPDX-License-Identifier: ISC */
/* Which page of which file each row of the ledger is. */
#include "pages/held.h"

#include <string.h>

/* One enclosure under work; index 0 is its page 1. */
struct sheets {
    const struct ledger *ledger;
    const struct enclosure *enclosure;
    const struct ledger_row *rows;
    unsigned count;
    struct standing *standings;
    bool *named; /* pages that a file's "holds" names, and withheld ones that are in none of them */
    struct report *report;
};

/* Whether the files are to have a page. One that is withheld is in them where nobody says that it
 * is not. */
static bool is_there(const struct ledger_row *row)
{
    return row->status != STATUS_NOT_HELD;
}

static unsigned holds_pages(const struct held_file *file)
{
    unsigned pages = 0;
    for (size_t i = 0; i < file->holds_count; i++)
        pages += file->holds[i].last - file->holds[i].first + 1;
    return pages;
}

/* Gives the pages that "holds" names, in its order. */
static bool give_named(struct sheets *sheets, const struct held_file *file)
{
    unsigned names = holds_pages(file);
    if (file->page_count && names != file->page_count) {
        report_error(sheets->report, file->holds[0].place,
                     "\"%s\" has %zu pages, and \"holds\" names %u of enclosure %s; name a page for"
                     " each",
                     file->name, file->page_count, names, sheets->enclosure->id);
        return false;
    }
    unsigned page = 0;
    for (size_t i = 0; i < file->holds_count; i++) {
        for (unsigned at = file->holds[i].first; at <= file->holds[i].last; at++) {
            page++;
            if (at <= sheets->count) {
                sheets->standings[at - 1] = (struct standing){file, page};
                sheets->named[at - 1] = true;
            }
        }
    }
    return true;
}

/* What was declared and what was found, each with its place. */
static void note_numbers(const struct sheets *sheets)
{
    const struct enclosure *enclosure = sheets->enclosure;
    for (size_t i = 0; i < enclosure->file_count; i++) {
        const struct held_file *file = &enclosure->files[i];
        if (file->holds_count)
            report_note(sheets->report, file->place, "\"%s\" has %zu, all named by \"holds\"",
                        file->name, file->page_count);
        else
            report_note(sheets->report, file->place, "\"%s\" has %zu page%s", file->name,
                        file->page_count, file->page_count == 1 ? "" : "s");
    }
    for (size_t i = 0; i < enclosure->exception_count; i++) {
        const struct exception *exception = &enclosure->exceptions[i];
        unsigned pages = 0;
        for (size_t k = 0; k < exception->page_count; k++)
            pages += exception->pages[k].last - exception->pages[k].first + 1;
        report_note(sheets->report, exception->place, "%u of the pages %s %s", pages,
                    pages == 1 ? "is" : "are", status_word(exception->status));
    }
}

static void report_numbers(const struct sheets *sheets, unsigned long long wanted,
                           unsigned long long found)
{
    const struct enclosure *enclosure = sheets->enclosure;
    report_error(sheets->report, enclosure->pages_place,
                 "enclosure %s has %u pages, of which its files are to hold %llu, and they have"
                 " %llu; correct the number of pages, name those that are not held under"
                 " \"except\", or say with \"holds\" which a file has",
                 enclosure->id, sheets->count, wanted, found);
    note_numbers(sheets);
}

/* Gives what is left to the files that name no pages, one after the other. */
static void give_rest(struct sheets *sheets)
{
    const struct enclosure *enclosure = sheets->enclosure;
    const struct held_file *unknown = NULL; /* one whose pages nobody counts takes what is left */
    unsigned long long wanted = 0;
    unsigned long long found = 0;
    size_t unknowns = 0;
    bool rest = false;
    for (unsigned i = 0; i < sheets->count; i++)
        wanted += is_there(&sheets->rows[i]) && !sheets->named[i];
    for (size_t i = 0; i < enclosure->file_count; i++) {
        const struct held_file *file = &enclosure->files[i];
        if (file->holds_count)
            continue;
        rest = true;
        found += file->page_count;
        if (!file->page_count) {
            unknown = file;
            unknowns++;
        }
    }
    /* Of two whose pages nobody counts, nobody can tell which has what. */
    if (!rest || unknowns > 1)
        return;
    if (unknown ? found > wanted : found != wanted) {
        report_numbers(sheets, wanted, found);
        return;
    }
    unsigned at = 0;
    for (size_t i = 0; i < enclosure->file_count; i++) {
        const struct held_file *file = &enclosure->files[i];
        size_t pages = file == unknown ? (size_t)(wanted - found) : file->page_count;
        for (unsigned page = 1; page <= pages && !file->holds_count; at++) {
            if (is_there(&sheets->rows[at]) && !sheets->named[at])
                sheets->standings[at] = (struct standing){file, page++};
        }
    }
}

/* Withheld pages that are in a file of their own, or were taken out of one. */
static void name_apart(const struct sheets *sheets, const struct page_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (unsigned at = ranges[i].first; at <= ranges[i].last && at <= sheets->count; at++)
            sheets->named[at - 1] = true;
    }
}

bool assign_find(const struct held_set *set, const struct enclosure *enclosure,
                 struct standing *standings)
{
    const struct ledger *ledger = &set->dossier->ledger;
    struct sheets sheets = {.ledger = ledger,
                            .enclosure = enclosure,
                            .rows = &ledger->rows[enclosure->first_folio - 1],
                            .count = enclosure->last_folio - enclosure->first_folio + 1,
                            .standings = standings,
                            .report = set->report};
    struct arena arena = ARENA_INIT;
    size_t errors = set->report->errors;
    sheets.named = arena_new(&arena, sheets.count * sizeof *sheets.named);
    for (size_t i = 0; i < enclosure->exception_count; i++) {
        if (enclosure->exceptions[i].apart)
            name_apart(&sheets, enclosure->exceptions[i].pages,
                       enclosure->exceptions[i].page_count);
    }
    bool ok = true;
    for (size_t i = 0; i < enclosure->file_count; i++) {
        const struct held_file *file = &enclosure->files[i];
        name_apart(&sheets, file->without, file->without_count);
        if (file->holds_count)
            ok = give_named(&sheets, file) && ok;
    }
    if (ok)
        give_rest(&sheets);
    arena_release(&arena);
    return set->report->errors == errors;
}

static void assign_enclosure(struct held_set *set, const struct enclosure *enclosure)
{
    struct arena arena = ARENA_INIT;
    struct ledger_row *rows = &set->dossier->ledger.rows[enclosure->first_folio - 1];
    unsigned count = enclosure->last_folio - enclosure->first_folio + 1;
    struct standing *standings = arena_new(&arena, count * sizeof *standings);
    bool ok = assign_find(set, enclosure, standings);
    for (unsigned i = 0; i < count && ok; i++) {
        struct ledger_row *row = &rows[i];
        const struct held_file *file = standings[i].file;
        unsigned page = standings[i].page;
        if (!file || (row->status != STATUS_HELD && row->status != STATUS_ILLEGIBLE))
            continue;
        row->file = file;
        if (page > file->page_count || row->status != STATUS_HELD)
            continue;
        file->pages[page - 1].wanted = true;
        row->shown = &file->pages[page - 1];
    }
    arena_release(&arena);
}

void assign_pages(struct held_set *set)
{
    const struct ledger *ledger = &set->dossier->ledger;
    for (size_t i = 0; i < set->count; i++) {
        if (set->files[i].failed)
            return; /* nobody knows what it has */
    }
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        if (enclosure->file_count && !enclosure->shared)
            assign_enclosure(set, enclosure);
    }
}
