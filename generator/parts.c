/* SPDX-License-Identifier: ISC */
/* The PDF in parts, none of which is larger than asked for. */
#include "parts.h"

#include "targets.h"

#include <stdlib.h>

#define TRIAL "part.pdf"
/* A part is full with so many percent of what it may have: no page more is tried then. */
#define FULL 95
/* Steps that go by the sizes found so far; after those the middle is tried. */
#define STEPS_BY_SIZE 4

/* The parts as they are planned: part i has the units first[i] to first[i + 1]. */
struct plan {
    size_t *first;
    size_t count;
};

struct cutting {
    const struct pdf *pdf;
    const struct dossier *dossier;
    const struct options *options;
    struct output *output;
    struct report *report;
    struct error *err;
    const struct pdf_unit *units;
    size_t unit_count;
    struct plan plan;
    size_t expected;    /* about how many parts there will be; each lists all */
    uint64_t budget;    /* that a part may have while not all are known */
    uint64_t unit_size; /* about */
    /* Units that are larger than a part may be. */
    struct oversize {
        size_t unit;
        uint64_t size;
    } * oversizes;
    size_t oversize_count, oversize_capacity;
};

/* ---- making them ---- */

static bool make_part(struct cutting *cutting, const struct plan *plan, size_t index,
                      const char *name, uint64_t *size)
{
    struct output *output = cutting->output;
    bool ok = pdf_write_part(cutting->pdf, plan->first, plan->count, index, output, name,
                             cutting->report, cutting->err) &&
              !cutting->report->errors;
    if (ok)
        *size = output_find(output, name)->size;
    return ok;
}

/* The size of the part from `begin` to `end`, after those that are planned; what follows is shared
 * out as if all were alike. */
static bool try_part(struct cutting *cutting, size_t begin, size_t end, uint64_t *size)
{
    struct plan plan = cutting->plan;
    size_t index = plan.count, left = cutting->unit_count - end;
    size_t more = cutting->expected > index + 1 ? cutting->expected - index - 1 : 1;
    if (more > left)
        more = left;
    plan.first[index] = begin;
    for (size_t i = 0; i <= more; i++)
        plan.first[index + 1 + i] = end + (more ? left * i / more : 0);
    plan.count = index + 1 + more;
    bool ok = make_part(cutting, &plan, index, TRIAL, size);
    if (ok)
        output_drop(cutting->output, TRIAL);
    return ok;
}

/* ---- finding where they end ---- */

/* What is known of where a part ends. */
struct search {
    size_t good, bad; /* ends: one that fits (the beginning: none yet), and one that does not */
    uint64_t good_size, bad_size; /* 0: not known */
    unsigned steps;
};

/* The end to be tried next, between those that are known. */
static size_t next_end(const struct cutting *cutting, const struct search *search)
{
    uint64_t budget = cutting->budget, good = search->good_size, bad = search->bad_size;
    uint64_t room = search->bad - search->good, step = room / 2;
    bool by_size = search->steps < STEPS_BY_SIZE;
    if (by_size && good && bad)
        step = (budget - good) * room / (bad - good);
    else if (by_size && good)
        step = (budget - good) / cutting->unit_size;
    else if (by_size && bad)
        step = budget * room / bad;
    step = step < 1 ? 1 : step >= room ? room - 1 : step;
    return search->good + (size_t)step;
}

/* Whether the search is over. */
static bool is_found(const struct cutting *cutting, const struct search *search)
{
    return search->bad == search->good + 1 ||
           (search->good_size && (search->good == cutting->unit_count ||
                                  search->good_size >= cutting->budget / 100 * FULL));
}

static void add_oversize(struct cutting *cutting, size_t unit, uint64_t size)
{
    cutting->oversizes = memory_grow(cutting->oversizes, cutting->oversize_count,
                                     &cutting->oversize_capacity, sizeof *cutting->oversizes);
    cutting->oversizes[cutting->oversize_count++] = (struct oversize){unit, size};
}

static void report_oversize(const struct cutting *cutting, const struct oversize *oversize)
{
    const struct pdf_unit *it = &cutting->units[oversize->unit];
    const struct held_page *page = it->row ? it->row->shown : NULL;
    const char *split = cutting->options->split;
    unsigned long long bytes = oversize->size;
    if (page)
        report_error(cutting->report, it->row->file->place,
                     "page %u of \"%s\" (E%u) makes a part of %llu bytes by itself, more than"
                     " --split %s allows; allow larger parts, or make the file smaller",
                     page->number, it->row->file->name, it->first_folio, bytes, split);
    else
        report_error(cutting->report,
                     it->first_folio ? cutting->dossier->ledger.declared_place
                                     : (struct place){"sources/letter.md", 1, 1},
                     "%s makes a part of %llu bytes by itself, more than --split %s allows; allow"
                     " larger parts",
                     it->first_folio ? "the sheet for pages that are not shown" : "the letter",
                     bytes, split);
}

/* Plans the next part, from `begin` on; `hint` is where it may end. */
static bool plan_part(struct cutting *cutting, size_t begin, size_t hint, uint64_t limit)
{
    struct search search = {.good = begin, .bad = cutting->unit_count + 1};
    size_t end = hint > cutting->unit_count ? cutting->unit_count : hint;
    if (end <= begin)
        end = begin + 1;
    while (!is_found(cutting, &search)) {
        uint64_t size;
        if (search.steps)
            end = next_end(cutting, &search);
        if (!try_part(cutting, begin, end, &size))
            return false;
        bool fits = size <= (end == begin + 1 ? limit : cutting->budget);
        *(fits ? &search.good : &search.bad) = end;
        *(fits ? &search.good_size : &search.bad_size) = size;
        search.steps++;
    }
    if (search.good == begin) {
        add_oversize(cutting, begin, search.bad_size);
        search.good = begin + 1;
    }
    cutting->plan.first[cutting->plan.count++] = begin;
    cutting->plan.first[cutting->plan.count] = search.good;
    return true;
}

/* Plans all of them. Where the letter is too large, what follows is not looked at. */
static bool plan_parts(struct cutting *cutting, uint64_t limit)
{
    size_t end = 0, step = 0;
    cutting->plan.count = 0;
    while (end < cutting->unit_count && !(cutting->oversize_count && end == 1)) {
        size_t begin = end;
        size_t guess = step ? step : (size_t)(cutting->budget / cutting->unit_size);
        if (!plan_part(cutting, begin, begin + (guess ? guess : 1), limit))
            return false;
        end = cutting->plan.first[cutting->plan.count];
        step = end - begin;
    }
    return true;
}

static void append_name(struct buf *name, const struct cutting *cutting, size_t part)
{
    buf_clear(name);
    buf_add_string(name, TARGETS_PARTS "/");
    dossier_append_part_name(name, cutting->dossier, part + 1);
}

/* Makes them as planned; *excess is by how much the largest is too large, in which case none
 * stays. */
static bool make_parts(struct cutting *cutting, uint64_t limit, uint64_t *excess)
{
    struct buf name = BUF_INIT;
    size_t made = 0;
    bool ok = true;
    *excess = 0;
    for (; made < cutting->plan.count && ok; made++) {
        uint64_t size = 0;
        append_name(&name, cutting, made);
        ok = make_part(cutting, &cutting->plan, made, name.bytes, &size);
        if (!ok || size <= limit)
            continue;
        *excess = size - limit > *excess ? size - limit : *excess;
        if (cutting->plan.first[made + 1] == cutting->plan.first[made] + 1)
            add_oversize(cutting, cutting->plan.first[made], size);
    }
    while (ok && *excess && made) {
        append_name(&name, cutting, --made);
        output_drop(cutting->output, name.bytes);
    }
    buf_release(&name);
    return ok;
}

/* How many there will be, and so how long their list is, is known only in the end: the more there
 * are, the less is left for the pages. */
static bool cut(struct cutting *cutting, uint64_t limit)
{
    uint64_t spare = limit / 2000 + 256;
    for (uint64_t excess = 1; excess;) {
        if (spare >= limit)
            spare = limit - 1;
        cutting->budget = limit - spare;
        if (!plan_parts(cutting, limit))
            return false;
        if (cutting->oversize_count)
            return true;
        if (!make_parts(cutting, limit, &excess))
            return false;
        if (cutting->oversize_count)
            return true;
        spare += excess + 256;
        if (cutting->plan.count > cutting->expected)
            cutting->expected = cutting->plan.count;
    }
    return true;
}

bool parts_make(const struct pdf *pdf, uint64_t whole, const struct dossier *dossier,
                const struct options *options, struct output *output, struct report *report,
                struct error *err)
{
    struct cutting cutting = {.pdf = pdf,
                              .dossier = dossier,
                              .options = options,
                              .output = output,
                              .report = report,
                              .err = err};
    uint64_t limit = options->split_size;
    cutting.units = pdf_units(pdf, &cutting.unit_count);
    cutting.plan.first = memory_new((cutting.unit_count + 2) * sizeof *cutting.plan.first);
    cutting.unit_size = whole / cutting.unit_count + 1;
    cutting.expected = (size_t)(whole / limit < cutting.unit_count ? whole / limit + 1 : 1);
    cutting.expected += cutting.expected / 4;
    bool ok = cut(&cutting, limit) || (!err->code && report->errors);
    for (size_t i = 0; i < cutting.oversize_count; i++)
        report_oversize(&cutting, &cutting.oversizes[i]);
    free(cutting.oversizes);
    free(cutting.plan.first);
    return ok;
}
