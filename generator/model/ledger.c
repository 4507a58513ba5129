/* SPDX-License-Identifier: ISC */
/* The ledger: one row for each page that the letter declares, each accounted for. */
#include "model/ledger.h"

#include "model/redacted.h"
#include "model/tally.h"

#include <stdlib.h>
#include <string.h>

const char *status_word(enum status status)
{
    static const char *const words[] = {"held", "withheld", "not held", "illegible"};
    return words[status];
}

const char *status_name(enum status status)
{
    return status == STATUS_NOT_HELD ? "not-held" : status_word(status);
}

const char *status_sign(enum status status)
{
    static const char *const signs[] = {"●", "◐", "○", "◌"};
    return signs[status];
}

bool status_parse(const char *word, enum status *status)
{
    for (int i = 0; i < STATUS_COUNT; i++) {
        if (!strcmp(word, status_word((enum status)i))) {
            *status = (enum status)i;
            return true;
        }
    }
    return false;
}

static int compare_names(const void *a, const void *b)
{
    const struct held_file *const *one = a;
    const struct held_file *const *other = b;
    return strcmp((*one)->name, (*other)->name);
}

void ledger_sort_files(struct ledger *ledger)
{
    if (ledger->file_count)
        qsort(ledger->files, ledger->file_count, sizeof *ledger->files, compare_names);
}

ptrdiff_t ledger_find(const struct ledger *ledger, const char *id)
{
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        if (!strcmp(ledger->enclosures[i].id, id))
            return (ptrdiff_t)i;
    }
    return -1;
}

unsigned ledger_folio(const struct ledger *ledger, size_t enclosure, unsigned page)
{
    const struct enclosure *of = &ledger->enclosures[enclosure];
    if (of->shared || !of->first_folio || page < 1 || page > of->last_folio - of->first_folio + 1)
        return 0;
    return of->first_folio + page - 1;
}

void ledger_add_page(struct page_range *ranges, size_t *count, unsigned page, struct place place)
{
    if (*count && ranges[*count - 1].last + 1 == page)
        ranges[*count - 1].last = page;
    else
        ranges[(*count)++] = (struct page_range){page, page, place};
}

void ledger_append_range(struct buf *buf, unsigned first, unsigned last)
{
    buf_add_format(buf, first == last ? "E%u" : "E%u–E%u", first, last);
}

size_t ledger_count_pages(const struct page_range *ranges, size_t count)
{
    size_t pages = 0;
    for (size_t i = 0; i < count; i++)
        pages += ranges[i].last - ranges[i].first + 1;
    return pages;
}

void ledger_append_pages(struct buf *buf, const struct page_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_format(buf, "%s%u", i ? ", " : "", ranges[i].first);
        if (ranges[i].last != ranges[i].first)
            buf_add_format(buf, "–%u", ranges[i].last);
    }
}

void ledger_append_ids(struct buf *buf, const struct ledger *ledger, const struct ledger_row *row)
{
    for (size_t i = 0; i < row->enclosure_count; i++)
        buf_add_format(buf, "%s%s", i ? ", " : "", ledger->enclosures[row->enclosure + i].id);
}

static void add_place(struct buf *buf, struct place place)
{
    buf_add_format(buf, "%s:%u:%u", place.path, place.line, place.column);
}

static unsigned long long letter_pages(const struct ledger *ledger)
{
    unsigned long long pages = 0;
    for (size_t i = 0; i < ledger->letter_count; i++)
        pages += ledger->letter[i].pages;
    return pages;
}

/* The enclosures whose pages nobody stated: how many, and whether they are neighbours. */
struct unstated {
    size_t first;
    size_t count;
    bool neighbours;
    unsigned long long stated; /* pages of all the others */
};

static struct unstated find_unstated(const struct ledger *ledger)
{
    struct unstated unstated = {0, 0, true, 0};
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        if (ledger->enclosures[i].pages) {
            unstated.stated += ledger->enclosures[i].pages;
            continue;
        }
        if (!unstated.count)
            unstated.first = i;
        else if (unstated.first + unstated.count != i)
            unstated.neighbours = false;
        unstated.count++;
    }
    return unstated;
}

/* The same, each number for itself. */
static void add_table(struct buf *table, const struct ledger *ledger,
                      const struct unstated *unstated)
{
    struct buf what = BUF_INIT;
    tally_begin(table);
    for (size_t i = 0; i < ledger->letter_count; i++)
        tally_add(table, ledger->letter[i].pages, TALLY_NONE, ledger->letter[i].place,
                  "the letter");
    tally_add(table, ledger->declared, unstated->count ? TALLY_NONE : (long long)unstated->stated,
              ledger->declared_place, "the manifest");
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        buf_clear(&what);
        buf_add_format(&what, "enclosure %s%s", enclosure->id,
                       enclosure->pages ? "" : ", not stated");
        tally_add(table, TALLY_NONE, enclosure->pages ? enclosure->pages : TALLY_NONE,
                  enclosure->pages_place, what.bytes);
    }
    buf_release(&what);
}

/* Says the three numbers and where each was read. */
static void report_numbers(const struct ledger *ledger, const struct unstated *unstated,
                           struct report *report)
{
    struct buf text = BUF_INIT;
    struct buf table = BUF_INIT;
    if (ledger->letter_count) {
        buf_add_format(&text, "the letter declares %llu pages (", letter_pages(ledger));
        for (size_t i = 0; i < ledger->letter_count; i++) {
            buf_add_string(&text, i ? ", " : "");
            add_place(&text, ledger->letter[i].place);
        }
        buf_add_string(&text, "), ");
    } else {
        buf_add_string(&text, "the letter declares no pages, ");
    }
    report_error(report, ledger->declared_place,
                 "%sthe manifest %u, and the enclosures account for %s%llu; make the numbers agree",
                 text.bytes, ledger->declared, unstated->count ? "at least " : "",
                 unstated->stated + unstated->count);
    add_table(&table, ledger, unstated);
    report_table(report, table.bytes);
    buf_release(&table);
    buf_release(&text);
}

/* Neighbours that share pages must be alike, or nobody could say which page is what. */
static bool check_shared(const struct ledger *ledger, const struct unstated *unstated,
                         struct report *report)
{
    const struct enclosure *first = &ledger->enclosures[unstated->first];
    bool ok = true;
    if (!unstated->neighbours) {
        for (size_t i = unstated->first + 1; i < ledger->enclosure_count; i++) {
            const struct enclosure *enclosure = &ledger->enclosures[i];
            if (enclosure->pages || i < unstated->first + unstated->count)
                continue;
            report_error(
                report, enclosure->pages_place,
                "the pages of enclosures %s and %s are not stated, with others between them, so that no page"
                " has a place; state the pages of all but neighbouring enclosures",
                first->id, enclosure->id);
        }
        return false;
    }
    if (unstated->count > LEDGER_SHARED_MAX) {
        report_error(report, ledger->enclosures[unstated->first + LEDGER_SHARED_MAX].pages_place,
                     "the pages of %zu neighbouring enclosures are not stated, and no more than %u"
                     " can share theirs; state the pages of some, or list them as one enclosure",
                     unstated->count, LEDGER_SHARED_MAX);
        return false;
    }
    for (size_t i = unstated->first; i < unstated->first + unstated->count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        if (enclosure->exception_count) {
            report_error(
                report, enclosure->exceptions[0].place,
                "the pages of enclosure %s are not stated, so that \"except\" names none of them;"
                " state its pages",
                enclosure->id);
            ok = false;
        }
        if (enclosure->status != first->status || strcmp(enclosure->reason, first->reason) != 0 ||
            strcmp(enclosure->authority, first->authority) != 0) {
            report_error(
                report, enclosure->place,
                "the pages of enclosures %s and %s are not stated, so that nobody can tell how many are %s"
                " and how many %s; state them, or give both the same status, reason and authority",
                first->id, enclosure->id, status_word(first->status),
                status_word(enclosure->status));
            ok = false;
        }
    }
    return ok;
}

static bool check_numbers(const struct ledger *ledger, const struct unstated *unstated,
                          struct report *report)
{
    unsigned long long by_letter = letter_pages(ledger);
    if (!ledger->declared_place.path) {
        if (by_letter)
            report_error(
                report, ledger->letter[0].place,
                "the letter declares %llu enclosed pages, and there is no attachments/manifest.yaml;"
                " write one that says what is held of them",
                by_letter);
        return !by_letter;
    }
    bool alike = !ledger->letter_count || by_letter == ledger->declared;
    bool adds_up = unstated->count ? unstated->stated + unstated->count <= ledger->declared
                                   : unstated->stated == ledger->declared;
    if (!alike || !adds_up) {
        report_numbers(ledger, unstated, report);
        return false;
    }
    return unstated->count < 2 || check_shared(ledger, unstated, report);
}

/* Which file holds a page, by page of the enclosure from 1 at [0]. */
static void find_files(const struct enclosure *enclosure, unsigned pages,
                       const struct held_file **files)
{
    const struct held_file *rest = NULL;
    size_t rests = 0;
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        if (!holding->holds_count) {
            rest = holding->file;
            rests++;
        }
    }
    for (unsigned page = 0; page < pages; page++)
        files[page] = rests == 1 ? rest : NULL;
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        for (size_t k = 0; k < holding->holds_count; k++) {
            const struct page_range *range = &holding->holds[k];
            for (unsigned page = range->first; page <= range->last && page <= pages; page++)
                files[page - 1] = holding->file;
        }
    }
}

static void fill_exceptions(const struct enclosure *enclosure, struct ledger_row *rows,
                            unsigned pages, struct report *report)
{
    for (size_t i = 0; i < enclosure->exception_count; i++) {
        const struct exception *exception = &enclosure->exceptions[i];
        for (size_t k = 0; k < exception->page_count; k++) {
            const struct page_range *range = &exception->pages[k];
            /* Where the pages are stated the reader has said so already. */
            if (range->last > pages && !enclosure->pages)
                report_error(report, range->place,
                             "enclosure %s has %u pages, and \"except\" names page %u;"
                             " name pages that it has",
                             enclosure->id, pages, range->last);
            for (unsigned page = range->first; page <= range->last && page <= pages; page++) {
                struct ledger_row *row = &rows[page - 1];
                row->status = exception->status;
                row->reason = exception->reason;
                row->authority = exception->authority;
            }
        }
    }
}

/* The rows of one enclosure, or of neighbours that share their pages. */
static void fill_rows(struct ledger *ledger, size_t first, size_t count, unsigned folio,
                      unsigned pages, struct arena *arena, struct report *report)
{
    struct enclosure *enclosure = &ledger->enclosures[first];
    struct ledger_row *rows = &ledger->rows[folio - 1];
    for (size_t i = first; i < first + count; i++) {
        ledger->enclosures[i].first_folio = folio;
        ledger->enclosures[i].last_folio = folio + pages - 1;
        ledger->enclosures[i].shared = count > 1;
    }
    const struct held_file **files = arena_new(arena, pages * sizeof *files);
    if (count == 1)
        find_files(enclosure, pages, files);
    for (unsigned page = 0; page < pages; page++)
        rows[page] = (struct ledger_row){.folio = folio + page,
                                         .enclosure = first,
                                         .enclosure_count = count,
                                         .page = count == 1 ? page + 1 : 0,
                                         .status = enclosure->status,
                                         .reason = enclosure->reason,
                                         .authority = enclosure->authority};
    if (count == 1)
        fill_exceptions(enclosure, rows, pages, report);
    for (unsigned page = 0; page < pages; page++) {
        if (rows[page].status == STATUS_HELD || rows[page].status == STATUS_ILLEGIBLE)
            rows[page].file = files[page];
    }
    for (size_t i = first; i < first + count; i++)
        redacted_assign(ledger, &ledger->enclosures[i], arena, report);
}

static bool alike(const struct ledger_row *a, const struct ledger_row *b)
{
    return a->enclosure == b->enclosure && a->status == b->status && a->file == b->file &&
           !strcmp(a->reason, b->reason) && !strcmp(a->authority, b->authority) &&
           redacted_alike(a, b);
}

static void count_rows(struct ledger *ledger)
{
    memset(ledger->counts, 0, sizeof ledger->counts);
    for (size_t i = 0; i < ledger->row_count; i++)
        ledger->counts[ledger->rows[i].status]++;
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        struct enclosure *enclosure = &ledger->enclosures[i];
        memset(enclosure->counts, 0, sizeof enclosure->counts);
        for (unsigned folio = enclosure->first_folio; folio <= enclosure->last_folio; folio++)
            enclosure->counts[ledger->rows[folio - 1].status]++;
    }
}

static void fill_runs(struct ledger *ledger, struct arena *arena)
{
    size_t runs = 0;
    ledger->run_count = 0;
    for (size_t i = 0; i < ledger->row_count; i++)
        runs += !i || !alike(&ledger->rows[i - 1], &ledger->rows[i]);
    ledger->runs = arena_new(arena, (runs + 1) * sizeof *ledger->runs);
    for (size_t i = 0; i < ledger->row_count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        if (!i || !alike(row - 1, row))
            ledger->runs[ledger->run_count++] = (struct ledger_run){row->folio, row->folio, row};
        ledger->runs[ledger->run_count - 1].last_folio = row->folio;
    }
}

void ledger_recount(struct ledger *ledger, struct arena *arena)
{
    count_rows(ledger);
    fill_runs(ledger, arena);
}

const char *ledger_language(const struct enclosure *enclosure)
{
    return enclosure->languages.count == 1 ? enclosure->languages.items[0] : NULL;
}

bool ledger_reconcile(struct ledger *ledger, struct arena *arena, struct report *report)
{
    struct unstated unstated = find_unstated(ledger);
    if (!check_numbers(ledger, &unstated, report))
        return false;
    size_t errors = report->errors;
    ledger->row_count = ledger->declared;
    ledger->rows = arena_new(arena, (ledger->row_count + 1) * sizeof *ledger->rows);
    unsigned folio = 1;
    for (size_t i = 0; i < ledger->enclosure_count;) {
        unsigned pages = ledger->enclosures[i].pages;
        size_t count = 1;
        if (!pages) {
            pages = ledger->declared - (unsigned)unstated.stated;
            count = unstated.count;
        }
        fill_rows(ledger, i, count, folio, pages, arena, report);
        folio += pages;
        i += count;
    }
    ledger_recount(ledger, arena);
    return report->errors == errors;
}
