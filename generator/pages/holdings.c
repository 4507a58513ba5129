/* SPDX-License-Identifier: ISC */
/* What the enclosures have of their files once extracts stand in the place of these. */
#include "pages/held.h"

#include <stdlib.h>
#include <string.h>

bool holdings_are_withheld(const struct ledger *ledger, const struct enclosure *enclosure)
{
    for (unsigned folio = enclosure->first_folio; folio <= enclosure->last_folio; folio++) {
        if (ledger->rows[folio - 1].status == STATUS_WITHHELD)
            return true;
    }
    return false;
}

/* An enclosure whose files were cut. */
struct cutting {
    struct held_set *set;
    const struct enclosure *enclosure;
    bool withheld;      /* it has withheld pages: each holding says what it holds */
    unsigned **numbers; /* of each file's pages in its extract, by held file; 0: not there */
    unsigned *named;    /* how many holdings each has */
};

static int compare_numbers(const void *a, const void *b)
{
    const unsigned *one = a;
    const unsigned *other = b;
    return (*one > *other) - (*one < *other);
}

static const struct page_range *keep_ranges(const struct held_set *set,
                                            const struct page_range *ranges, size_t count)
{
    return (const struct page_range *)(const void *)arena_copy(&set->dossier->arena, ranges,
                                                               count * sizeof *ranges);
}

/* The pages of the enclosure that a file has whose pages nobody counts. */
static unsigned *list_unknown(const struct cutting *cutting, const struct held_file *file,
                              size_t *count, struct arena *arena)
{
    const struct enclosure *enclosure = cutting->enclosure;
    unsigned pages = enclosure->last_folio - enclosure->first_folio + 1;
    unsigned *folios = arena_new(arena, (pages + 1) * sizeof *folios);
    *count = 0;
    for (unsigned folio = enclosure->first_folio; folio <= enclosure->last_folio; folio++) {
        const struct standing *standing = &cutting->set->standings[folio - 1];
        if (standing->file == file) {
            folios[standing->page - 1] = folio;
            ++*count;
        }
    }
    return folios;
}

/* Says which pages of the enclosure a holding has, and which were taken out, by their folios in the
 * order of the file. */
static void set_holds(const struct cutting *cutting, struct holding *holding,
                      const unsigned *folios, size_t count, struct arena *arena)
{
    const struct ledger *ledger = &cutting->set->dossier->ledger;
    size_t most = count + holding->without_count + 1;
    struct page_range *holds = arena_new(arena, most * sizeof *holds);
    struct page_range *without = arena_new(arena, most * sizeof *without);
    size_t kept = 0;
    size_t cut = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned page = folios[i] - cutting->enclosure->first_folio + 1;
        if (ledger->rows[folios[i] - 1].status == STATUS_WITHHELD)
            ledger_add_page(without, &cut, page, holding->place);
        else
            ledger_add_page(holds, &kept, page, holding->place);
    }
    for (size_t i = 0; i < holding->without_count; i++)
        without[cut++] = holding->without[i];
    holding->holds = keep_ranges(cutting->set, holds, kept);
    holding->holds_count = kept;
    holding->without = keep_ranges(cutting->set, without, cut);
    holding->without_count = cut;
}

/* Says of a holding what is true of the extract; false where it has nothing of that. */
static bool rewrite(const struct cutting *cutting, struct holding *holding, struct arena *arena)
{
    struct held *held = held_find_file(cutting->set, holding->file);
    size_t at = (size_t)(held - cutting->set->files);
    size_t count;
    unsigned *own = assign_own_pages(holding, &count, arena);
    if (cutting->withheld && !count) {
        size_t folio_count;
        const unsigned *folios = list_unknown(cutting, holding->file, &folio_count, arena);
        set_holds(cutting, holding, folios, folio_count, arena);
    } else if (cutting->withheld) {
        unsigned *folios = arena_new(arena, count * sizeof *folios);
        qsort(own, count, sizeof *own, compare_numbers);
        for (size_t i = 0; i < count; i++)
            folios[i] = held->folios[own[i] - 1];
        set_holds(cutting, holding, folios, count, arena);
    }
    struct page_range *pages = arena_new(arena, (count + 1) * sizeof *pages);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned number = cutting->numbers[at][own[i] - 1];
        if (number)
            ledger_add_page(pages, &kept, number, holding->place);
    }
    holding->pages = keep_ranges(cutting->set, pages, kept);
    holding->pages_count = kept;
    cutting->named[at] += kept || !count;
    return kept || !count;
}

/* A file that is named once is held whole, where it is in the order of its pages. */
static void simplify(const struct cutting *cutting, struct enclosure *enclosure)
{
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        struct holding *holding = &enclosure->holdings[i];
        const struct held *held = held_find_file(cutting->set, holding->file);
        if (cutting->named[held - cutting->set->files] == 1 && holding->pages_count == 1 &&
            holding->pages->first == 1 && holding->pages->last == held->kept)
            holding->pages_count = 0;
    }
}

/* Where each page of each file is in its extract. */
static unsigned **number_pages(const struct held_set *set, struct arena *arena)
{
    unsigned **numbers = arena_new(arena, (set->count + 1) * sizeof(unsigned *));
    for (size_t i = 0; i < set->count; i++) {
        const struct held *held = &set->files[i];
        unsigned next = 0;
        numbers[i] = arena_new(arena, (held->file->page_count + 1) * sizeof(unsigned));
        for (size_t k = 0; k < held->file->page_count; k++)
            numbers[i][k] = held->fates[k] == FATE_SHOWN ? ++next : 0;
    }
    return numbers;
}

/* Files of which nothing is shown are named nowhere. */
static void drop_files(struct held_set *set)
{
    struct ledger *ledger = &set->dossier->ledger;
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        if (held->file->page_count && !held->kept) {
            free(held->findings);
            continue;
        }
        ledger->files[kept] = held->file;
        set->files[kept++] = *held;
    }
    set->count = ledger->file_count = kept;
}

void holdings_recast(struct held_set *set)
{
    struct arena arena = ARENA_INIT;
    struct ledger *ledger = &set->dossier->ledger;
    struct cutting cutting = {.set = set,
                              .numbers = number_pages(set, &arena),
                              .named = arena_new(&arena, (set->count + 1) * sizeof(unsigned))};
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        struct enclosure *enclosure = &ledger->enclosures[i];
        size_t kept = 0;
        cutting.enclosure = enclosure;
        cutting.withheld = !enclosure->shared && holdings_are_withheld(ledger, enclosure);
        for (size_t k = 0; k < enclosure->holding_count; k++) {
            struct arena own = ARENA_INIT;
            if (rewrite(&cutting, &enclosure->holdings[k], &own))
                enclosure->holdings[kept++] = enclosure->holdings[k];
            arena_release(&own);
        }
        enclosure->holding_count = kept;
    }
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        simplify(&cutting, &ledger->enclosures[i]);
    for (size_t i = 0; i < ledger->row_count; i++) {
        struct standing *standing = &set->standings[i];
        if (!standing->file || standing->page > standing->file->page_count)
            continue;
        const struct held *held = held_find_file(set, standing->file);
        standing->page = cutting.numbers[held - set->files][standing->page - 1];
        standing->file = standing->page ? standing->file : NULL;
    }
    drop_files(set);
    arena_release(&arena);
}
