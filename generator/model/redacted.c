/* SPDX-License-Identifier: ISC */
/* The parts of pages that are withheld: whose they are, and how they are told. */
#include "model/redacted.h"

#include <string.h>

/* `all` has room for as many as the enclosure has parts. */
static void number(struct enclosure *enclosure, const struct withheld_part **all)
{
    unsigned signs = 0;
    for (size_t i = 0; i < enclosure->part_count; i++) {
        struct withheld_part *part = &enclosure->parts[i];
        part->sign = 0;
        for (unsigned sign = 1; sign <= signs && !part->sign; sign++) {
            if (!strcmp(all[sign - 1]->reason, part->reason) &&
                !strcmp(all[sign - 1]->authority, part->authority))
                part->sign = sign;
        }
        if (part->sign)
            continue;
        all[signs++] = part;
        part->sign = signs;
    }
}

/* The row of a part's page; NULL with a report where parts of it cannot be withheld. */
static struct ledger_row *find_row(const struct ledger *ledger, const struct enclosure *enclosure,
                                   const struct withheld_part *part, struct report *report)
{
    unsigned pages = enclosure->last_folio - enclosure->first_folio + 1;
    if (!part->page)
        return NULL; /* which was reported */
    if (enclosure->shared) {
        report_error(report, part->place,
                     "the pages of enclosure %s are not stated, and parts of page %u are to be"
                     " withheld; state how many it has",
                     enclosure->id, part->page);
        return NULL;
    }
    if (part->page > pages) {
        report_error(report, part->place,
                     "enclosure %s has %u pages, and parts of page %u are to be withheld; name"
                     " pages that it has",
                     enclosure->id, pages, part->page);
        return NULL;
    }
    struct ledger_row *row = &ledger->rows[enclosure->first_folio + part->page - 2];
    if (row->status == STATUS_HELD)
        return row;
    report_error(report, part->place,
                 "page %u of enclosure %s is %s as a whole, and parts of it are to be withheld;"
                 " take one of the two away",
                 part->page, enclosure->id, status_word(row->status));
    return NULL;
}

void redacted_assign(struct ledger *ledger, struct enclosure *enclosure, struct arena *arena,
                     struct report *report)
{
    if (!enclosure->part_count)
        return;
    const struct withheld_part **all =
        arena_new(arena, enclosure->part_count * sizeof(struct withheld_part *));
    number(enclosure, all);
    bool ok = true;
    for (size_t i = 0; i < enclosure->part_count; i++) {
        struct ledger_row *row = find_row(ledger, enclosure, &enclosure->parts[i], report);
        if (row)
            row->part_count++;
        ok = ok && row;
    }
    for (unsigned folio = enclosure->first_folio; folio <= enclosure->last_folio && !ok; folio++)
        ledger->rows[folio - 1].part_count = 0;
    if (!ok)
        return;
    for (unsigned folio = enclosure->first_folio; folio <= enclosure->last_folio; folio++) {
        struct ledger_row *row = &ledger->rows[folio - 1];
        row->parts = all;
        all += row->part_count;
        row->part_count = 0;
    }
    for (size_t i = 0; i < enclosure->part_count; i++) {
        struct ledger_row *row =
            &ledger->rows[enclosure->first_folio + enclosure->parts[i].page - 2];
        row->parts[row->part_count++] = &enclosure->parts[i];
    }
}

bool redacted_alike(const struct ledger_row *a, const struct ledger_row *b)
{
    bool same = a->part_count == b->part_count;
    for (size_t i = 0; i < a->part_count && same; i++)
        same = a->parts[i]->sign == b->parts[i]->sign;
    return same;
}

bool redacted_is_first(const struct ledger_row *row, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (row->parts[i]->sign == row->parts[index]->sign)
            return false;
    }
    return true;
}

unsigned redacted_pages(const struct ledger *ledger, const struct enclosure *enclosure)
{
    unsigned pages = 0;
    for (unsigned folio = enclosure->first_folio; folio <= enclosure->last_folio; folio++)
        pages += ledger->rows[folio - 1].part_count > 0;
    return pages;
}

void redacted_append(struct buf *text, const struct ledger_row *row)
{
    size_t before = text->length;
    for (size_t i = 0; i < row->part_count; i++) {
        const struct withheld_part *part = row->parts[i];
        if (redacted_is_first(row, i))
            buf_add_format(text, "%s[%u] %s (%s)", text->length > before ? "; " : "", part->sign,
                           part->reason, part->authority);
    }
}
