/* SPDX-License-Identifier: ISC */
/* Which page of which file each row of the ledger is. */
#include "model/tally.h"
#include "pages/held.h"

#include <string.h>

/* One enclosure under work; index 0 is its page 1. */
struct sheets {
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

static size_t count_own(const struct holding *holding)
{
    return holding->pages_count ? ledger_count_pages(holding->pages, holding->pages_count)
                                : holding->file->page_count;
}

unsigned *assign_own_pages(const struct holding *holding, size_t *count, struct arena *arena)
{
    size_t total = count_own(holding);
    unsigned *pages = arena_new(arena, (total + 1) * sizeof *pages);
    *count = 0;
    for (size_t i = 0; i < holding->pages_count; i++) {
        const struct page_range *range = &holding->pages[i];
        for (unsigned page = range->first; page <= range->last; page++)
            pages[(*count)++] = page;
    }
    for (unsigned page = 1; *count < total; page++)
        pages[(*count)++] = page;
    return pages;
}

/* Gives the pages that "holds" names, in its order. */
static bool give_named(struct sheets *sheets, const struct holding *holding)
{
    struct arena arena = ARENA_INIT;
    const struct held_file *file = holding->file;
    size_t names = ledger_count_pages(holding->holds, holding->holds_count);
    size_t count;
    const unsigned *own = assign_own_pages(holding, &count, &arena);
    bool ok = !count || names == count;
    if (!ok)
        report_error(sheets->report, holding->holds[0].place,
                     "\"%s\" has %zu pages, and \"holds\" names %zu of enclosure %s; name a page"
                     " for each",
                     file->name, count, names, sheets->enclosure->id);
    unsigned next = 0;
    for (size_t i = 0; i < holding->holds_count && ok; i++) {
        for (unsigned at = holding->holds[i].first; at <= holding->holds[i].last; at++) {
            unsigned page = count ? own[next] : next + 1;
            next++;
            if (at <= sheets->count) {
                sheets->standings[at - 1] = (struct standing){holding->file, page};
                sheets->named[at - 1] = true;
            }
        }
    }
    arena_release(&arena);
    return ok;
}

/* What was declared and what was found, each with its place. */
static void add_table(struct buf *table, const struct sheets *sheets, unsigned long long found)
{
    const struct enclosure *enclosure = sheets->enclosure;
    struct buf what = BUF_INIT;
    buf_add_format(&what, "enclosure %s", enclosure->id);
    tally_begin(table);
    tally_add(table, sheets->count, (long long)found, enclosure->pages_place, what.bytes);
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        long long named = (long long)ledger_count_pages(holding->holds, holding->holds_count);
        size_t cut = ledger_count_pages(holding->without, holding->without_count);
        buf_clear(&what);
        buf_add_format(&what, "\"%s\"", holding->file->name);
        long long own = (long long)count_own(holding);
        /* Of what nobody can look into, the word is taken. */
        own = own ? own : named;
        tally_add(table, named ? named : TALLY_NONE, own ? own : TALLY_NONE, holding->place,
                  what.bytes);
        buf_add_string(&what, ", withheld and taken out of it");
        if (cut)
            tally_add(table, TALLY_NONE, (long long)cut, holding->place, what.bytes);
    }
    for (size_t i = 0; i < enclosure->exception_count; i++) {
        const struct exception *exception = &enclosure->exceptions[i];
        if (exception->apart)
            tally_add(table, TALLY_NONE,
                      (long long)ledger_count_pages(exception->pages, exception->page_count),
                      exception->place, "withheld, in a file of their own");
    }
    buf_release(&what);
}

static void report_numbers(const struct sheets *sheets, unsigned long long found)
{
    struct buf table = BUF_INIT;
    report_error(sheets->report, sheets->enclosure->pages_place,
                 "enclosure %s has %u pages, and %llu are found; correct the number of pages, or"
                 " name those that are not held under \"except\" and say with \"holds\" which a"
                 " file has",
                 sheets->enclosure->id, sheets->count, found);
    add_table(&table, sheets, found);
    report_table(sheets->report, table.bytes);
    buf_release(&table);
}

/* Gives one holding what is left from *at on. */
static void give_next(struct sheets *sheets, const struct holding *holding, size_t pages,
                      unsigned *at)
{
    struct arena arena = ARENA_INIT;
    size_t count;
    const unsigned *own = assign_own_pages(holding, &count, &arena);
    for (size_t next = 0; next < pages; ++*at) {
        if (!is_there(&sheets->rows[*at]) || sheets->named[*at])
            continue;
        unsigned page = count ? own[next] : (unsigned)next + 1;
        sheets->standings[*at] = (struct standing){holding->file, page};
        next++;
    }
    arena_release(&arena);
}

/* Gives what is left to the files that name no pages, one after the other. */
static void give_rest(struct sheets *sheets)
{
    const struct enclosure *enclosure = sheets->enclosure;
    unsigned long long wanted = 0;
    unsigned long long found = 0;
    size_t unknowns = 0; /* one whose pages nobody counts takes what is left */
    bool rest = false;
    for (unsigned i = 0; i < sheets->count; i++)
        wanted += is_there(&sheets->rows[i]) && !sheets->named[i];
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        if (holding->holds_count)
            continue;
        rest = true;
        found += count_own(holding);
        unknowns += !count_own(holding);
    }
    /* Of two whose pages nobody counts, nobody can tell which has what. */
    if (!rest || unknowns > 1)
        return;
    if (unknowns ? found > wanted : found != wanted) {
        report_numbers(sheets, sheets->count - wanted + found);
        return;
    }
    unsigned at = 0;
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        size_t count = count_own(holding);
        if (!holding->holds_count)
            give_next(sheets, holding, count ? count : (size_t)(wanted - found), &at);
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

static void assign_enclosure(struct held_set *set, const struct enclosure *enclosure)
{
    const struct ledger *ledger = &set->dossier->ledger;
    unsigned first = enclosure->first_folio - 1;
    struct sheets sheets = {.enclosure = enclosure,
                            .rows = &ledger->rows[first],
                            .count = enclosure->last_folio - first,
                            .standings = &set->standings[first],
                            .report = set->report};
    struct arena arena = ARENA_INIT;
    sheets.named = arena_new(&arena, sheets.count * sizeof *sheets.named);
    for (size_t i = 0; i < enclosure->exception_count; i++) {
        if (enclosure->exceptions[i].apart)
            name_apart(&sheets, enclosure->exceptions[i].pages,
                       enclosure->exceptions[i].page_count);
    }
    bool ok = true;
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        name_apart(&sheets, holding->without, holding->without_count);
        if (holding->holds_count)
            ok = give_named(&sheets, holding) && ok;
    }
    if (ok)
        give_rest(&sheets);
    arena_release(&arena);
}

/* The pages that are meant are in the file. */
static bool check_pages(const struct held_set *set, const struct holding *holding)
{
    const struct held_file *file = holding->file;
    for (size_t i = 0; i < holding->pages_count; i++) {
        const struct page_range *range = &holding->pages[i];
        if (range->last <= file->page_count)
            continue;
        if (file->page_count)
            report_error(set->report, range->place,
                         "\"%s\" has %zu page%s, and page %u of it is named; name pages that it"
                         " has",
                         file->name, file->page_count, file->page_count == 1 ? "" : "s",
                         range->last);
        else
            report_error(set->report, range->place,
                         "nobody can look into \"%s\" and tell its pages apart; take \"pages\""
                         " away, or make a file of those that are meant",
                         file->name);
        return false;
    }
    return true;
}

/* A page that an enclosure has is shown, unless its row says that it is withheld. */
static void set_fates(struct held_set *set, const struct enclosure *enclosure)
{
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        struct arena arena = ARENA_INIT;
        struct held *held = held_find_file(set, enclosure->holdings[i].file);
        size_t count;
        const unsigned *pages = assign_own_pages(&enclosure->holdings[i], &count, &arena);
        for (size_t k = 0; k < count; k++)
            held->fates[pages[k] - 1] = FATE_SHOWN;
        arena_release(&arena);
    }
}

static void set_folios(struct held_set *set)
{
    const struct ledger *ledger = &set->dossier->ledger;
    for (size_t i = 0; i < ledger->row_count; i++) {
        const struct standing *standing = &set->standings[i];
        if (!standing->file || standing->page > standing->file->page_count)
            continue;
        struct held *held = held_find_file(set, standing->file);
        held->folios[standing->page - 1] = ledger->rows[i].folio;
        if (ledger->rows[i].status == STATUS_WITHHELD)
            held->fates[standing->page - 1] = FATE_WITHHELD;
    }
}

void assign_pages(struct held_set *set)
{
    const struct ledger *ledger = &set->dossier->ledger;
    struct arena *arena = &set->dossier->arena;
    bool ok = true;
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        if (held->failed)
            return; /* nobody knows what it has */
        held->fates = arena_new(arena, held->file->page_count + 1);
        held->folios = arena_new(arena, (held->file->page_count + 1) * sizeof *held->folios);
    }
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        for (size_t k = 0; k < ledger->enclosures[i].holding_count; k++)
            ok = check_pages(set, &ledger->enclosures[i].holdings[k]) && ok;
    }
    for (size_t i = 0; i < ledger->enclosure_count && ok; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        if (enclosure->holding_count && !enclosure->shared)
            assign_enclosure(set, enclosure);
        set_fates(set, enclosure);
    }
    set_folios(set);
}

void assign_show(struct held_set *set)
{
    const struct ledger *ledger = &set->dossier->ledger;
    for (size_t i = 0; i < ledger->row_count; i++) {
        struct ledger_row *row = &ledger->rows[i];
        struct held_file *file = set->standings[i].file;
        unsigned page = set->standings[i].page;
        if (!file || (row->status != STATUS_HELD && row->status != STATUS_ILLEGIBLE))
            continue;
        row->file = file;
        if (page > file->page_count || row->status != STATUS_HELD)
            continue;
        file->pages[page - 1].wanted = true;
        row->shown = &file->pages[page - 1];
    }
}
