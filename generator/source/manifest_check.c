/* SPDX-License-Identifier: ISC */
/* Whether the files of each enclosure hold what its statuses say, page by page, and no more. */
#include "source/manifest_check.h"

#include <stdlib.h>
#include <string.h>

/* For a file whose name is given last. */
#define HOLDS_FORM "files: [{file: \"%s\", holds: 1-11 15-71}]"

/* One enclosure, page by page; index 0 is page 1. */
struct pages {
    const struct enclosure *enclosure;
    unsigned count; /* 0 where it cannot be told */
    unsigned char *status;
    const struct page_range **excepted; /* by which range */
    const struct page_range **held;
    struct report *report;
};

/* The one enclosure whose pages are not stated has those that are left. */
static unsigned pages_left(const struct ledger *ledger)
{
    unsigned long long stated = 0;
    size_t unstated = 0;
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        stated += ledger->enclosures[i].pages;
        unstated += !ledger->enclosures[i].pages;
    }
    return unstated == 1 && stated < ledger->declared ? (unsigned)(ledger->declared - stated) : 0;
}

static bool check_beyond(const struct pages *pages, const struct page_range *range)
{
    if (range->last <= pages->count)
        return true;
    report_error(pages->report, range->place,
                 "enclosure %s has %u pages, and page %u is named; name pages"
                 " that it has",
                 pages->enclosure->id, pages->count, range->last);
    return false;
}

/* Enters a range in the table by page; false where a page of it stands there already. */
static bool enter(const struct pages *pages, const struct page_range **table,
                  const struct page_range *range, const char *what)
{
    for (unsigned page = range->first; page <= range->last; page++) {
        const struct page_range *earlier = table[page - 1];
        if (earlier) {
            report_error(pages->report, range->place,
                         "page %u of enclosure %s is %s twice, here and at %u:%u; name it once",
                         page, pages->enclosure->id, what, earlier->place.line,
                         earlier->place.column);
            return false;
        }
        table[page - 1] = range;
    }
    return true;
}

static bool enter_exceptions(const struct pages *pages)
{
    const struct enclosure *enclosure = pages->enclosure;
    bool ok = true;
    for (size_t i = 0; i < enclosure->exception_count; i++) {
        const struct exception *exception = &enclosure->exceptions[i];
        for (size_t k = 0; k < exception->page_count; k++) {
            const struct page_range *range = &exception->pages[k];
            if (!check_beyond(pages, range) ||
                !enter(pages, pages->excepted, range, "named under \"except\"")) {
                ok = false;
                continue;
            }
            memset(pages->status + range->first - 1, exception->status,
                   range->last - range->first + 1);
        }
    }
    return ok;
}

/* A file cannot hold a page that nobody holds; one message a range. */
static bool check_shown(const struct pages *pages, const struct holding *holding,
                        const struct page_range *range)
{
    for (unsigned page = range->first; page <= range->last; page++) {
        if (pages->status[page - 1] != STATUS_NOT_HELD)
            continue;
        report_error(pages->report, range->place,
                     "\"%s\" holds page %u of enclosure %s, which is said to be not held;"
                     " correct one of the two",
                     holding->file->name, page, pages->enclosure->id);
        return false;
    }
    return true;
}

/* A file of which nobody says what it holds is taken to hold pages of all parts. */
static bool check_whole_file(const struct pages *pages, const struct holding *holding)
{
    for (unsigned page = 1; page <= pages->count; page++) {
        if (pages->status[page - 1] != STATUS_NOT_HELD)
            continue;
        report_error(pages->report, holding->place,
                     "\"%s\" does not say which pages it holds, and page %u of enclosure %s is not"
                     " held; say which it has, such as " HOLDS_FORM,
                     holding->file->name, page, pages->enclosure->id, holding->file->name);
        return false;
    }
    return true;
}

/* Each page of the file that is meant is one of the enclosure. */
static bool check_numbers(const struct pages *pages, const struct holding *holding)
{
    size_t named = ledger_count_pages(holding->pages, holding->pages_count);
    size_t held = ledger_count_pages(holding->holds, holding->holds_count);
    if (!holding->pages_count || !holding->holds_count || named == held)
        return true;
    report_error(pages->report, holding->holds[0].place,
                 "\"pages\" names %zu of \"%s\", and \"holds\" %zu of enclosure %s; name as many"
                 " in both",
                 named, holding->file->name, held, pages->enclosure->id);
    return false;
}

/* What was taken out of a file is withheld. */
static bool check_without(const struct pages *pages, const struct holding *holding)
{
    for (size_t i = 0; i < holding->without_count; i++) {
        const struct page_range *range = &holding->without[i];
        if (!check_beyond(pages, range))
            return false;
        for (unsigned page = range->first; page <= range->last; page++) {
            if (pages->status[page - 1] == STATUS_WITHHELD && !pages->held[page - 1])
                continue;
            report_error(pages->report, range->place,
                         "page %u of enclosure %s is said to be taken out of \"%s\" and is %s;"
                         " correct one of the two",
                         page, pages->enclosure->id, holding->file->name,
                         pages->held[page - 1] ? "in a file" : "not withheld");
            return false;
        }
    }
    return true;
}

static bool enter_files(const struct pages *pages, bool *whole)
{
    const struct enclosure *enclosure = pages->enclosure;
    bool ok = true;
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        if (!holding->holds_count) {
            *whole = true;
            ok = check_whole_file(pages, holding) && ok;
        }
        ok = check_numbers(pages, holding) && ok;
        for (size_t k = 0; k < holding->holds_count; k++) {
            const struct page_range *range = &holding->holds[k];
            ok = check_beyond(pages, range) && enter(pages, pages->held, range, "held") &&
                 check_shown(pages, holding, range) && ok;
        }
    }
    for (size_t i = 0; i < enclosure->holding_count && ok; i++)
        ok = check_without(pages, &enclosure->holdings[i]);
    return ok;
}

/* Each held page needs a file; the first run of those without one is named. */
static void check_covered(const struct pages *pages)
{
    unsigned first = 1;
    while (first <= pages->count &&
           (pages->status[first - 1] != STATUS_HELD || pages->held[first - 1]))
        first++;
    if (first > pages->count)
        return;
    unsigned last = first;
    while (last < pages->count && pages->status[last] == STATUS_HELD && !pages->held[last])
        last++;
    const struct page_range *range = pages->excepted[first - 1];
    struct place place = range ? range->place : pages->enclosure->place;
    const char *id = pages->enclosure->id;
    if (first == last)
        report_error(pages->report, place,
                     "page %u of enclosure %s is held, and no file holds it; name the file, or"
                     " correct the status",
                     first, id);
    else
        report_error(pages->report, place,
                     "pages %u-%u of enclosure %s are held, and no file holds them; name the file,"
                     " or correct the status",
                     first, last, id);
}

/* Where nobody can tell how many pages it has. */
static void check_unstated(const struct enclosure *enclosure, struct report *report)
{
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        if (holding->holds_count || holding->without_count)
            report_error(report,
                         holding->holds_count ? holding->holds[0].place : holding->without[0].place,
                         "the pages of enclosure %s are not stated, so that \"%s\" names none of"
                         " them; state its pages",
                         enclosure->id, holding->holds_count ? "holds" : "without");
        if (enclosure->status == STATUS_NOT_HELD)
            report_error(report, holding->place,
                         "enclosure %s is not held, and names a file; correct one of the two",
                         enclosure->id);
    }
    if (enclosure->status == STATUS_HELD && !enclosure->holding_count)
        report_error(
            report, enclosure->place,
            "enclosure %s is held, and names no file; name the file, or correct the status",
            enclosure->id);
}

static void check_enclosure(const struct enclosure *enclosure, unsigned count,
                            struct report *report)
{
    struct pages pages = {enclosure, count, NULL, NULL, NULL, report};
    bool whole = false;
    pages.status = memory_new(count);
    pages.excepted = memory_new(count * sizeof *pages.excepted);
    pages.held = memory_new(count * sizeof *pages.held);
    memset(pages.status, enclosure->status, count);
    if (enter_exceptions(&pages) && enter_files(&pages, &whole) && !whole)
        check_covered(&pages);
    free(pages.status);
    free(pages.excepted);
    free(pages.held);
}

void manifest_check(const struct ledger *ledger, struct report *report)
{
    unsigned left = pages_left(ledger);
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        unsigned count = enclosure->pages ? enclosure->pages : left;
        if (count)
            check_enclosure(enclosure, count, report);
        else
            check_unstated(enclosure, report);
    }
}
