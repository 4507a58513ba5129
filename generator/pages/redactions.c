/* SPDX-License-Identifier: ISC */
/* The parts of pages that are to be painted over, on the pages of the files that have them. */
#include "pages/held.h"

/* What a box may reach beyond its page, in micrometres: rulers are not finer. */
#define BEYOND_MOST 500

/* Of a whole page, in micrometres. */
static int64_t micrometres(int32_t thousandths_of_a_point)
{
    return (int64_t)thousandths_of_a_point * 25400 / 72000;
}

/* In thousandths of a point, no less than 0 and no more than `most`. */
static int32_t within(int64_t micrometres, int32_t most)
{
    int64_t length = micrometres * 72000 / 25400;
    return length < 0 ? 0 : length > most ? most : (int32_t)length;
}

static bool is_on(const struct part_box *box, const struct page_facts *facts)
{
    return box->left >= -BEYOND_MOST && box->top >= -BEYOND_MOST &&
           (int64_t)box->left + box->width <= micrometres(facts->width) + BEYOND_MOST &&
           (int64_t)box->top + box->height <= micrometres(facts->height) + BEYOND_MOST;
}

static void report_beyond(const struct held_set *set, const struct ledger_row *row,
                          const struct withheld_part *part, const struct part_box *box,
                          const struct page_facts *facts)
{
    const int32_t lengths[] = {box->left, box->top, box->width, box->height};
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < 4; i++) {
        buf_add_string(&text, i ? ", " : "the box [");
        buf_add_thousandths(&text, lengths[i]);
    }
    buf_add_format(&text, "] reaches beyond page %u of enclosure %s, which is ", row->page,
                   set->dossier->ledger.enclosures[row->enclosure].id);
    held_add_size(&text, facts->width, facts->height);
    report_error(set->report, part->place,
                 "%s; measure from the upper left corner of the page as"
                 " it is seen",
                 text.bytes);
    buf_release(&text);
}

static void add_boxes(const struct held_set *set, struct held *held, const struct ledger_row *row,
                      const struct withheld_part *part)
{
    unsigned page = set->standings[row->folio - 1].page;
    const struct page_facts *facts = &held->facts[page - 1];
    for (size_t i = 0; i < part->box_count; i++) {
        const struct part_box *box = &part->boxes[i];
        if (!is_on(box, facts)) {
            report_beyond(set, row, part, box, facts);
            continue;
        }
        struct redaction *made = &held->redactions[held->redaction_count++];
        *made = (struct redaction){.page = page,
                                   .sign = part->sign,
                                   .left = within(box->left, facts->width - 1),
                                   .top = within(box->top, facts->height - 1)};
        /* A thousandth of a point more than less. */
        made->width = within((int64_t)box->left + box->width, facts->width - 1) + 1 - made->left;
        made->height = within((int64_t)box->top + box->height, facts->height - 1) + 1 - made->top;
    }
}

/* The file that has a page of which parts are to be painted over; NULL where there is none, or none
 * that they can be painted over in, which is reported. */
static struct held *find_file(const struct held_set *set, const struct ledger_row *row,
                              const struct withheld_part *part)
{
    const struct standing *standing = &set->standings[row->folio - 1];
    const char *id = set->dossier->ledger.enclosures[row->enclosure].id;
    struct held *held = standing->file ? held_find_file(set, standing->file) : NULL;
    if (!held) {
        report_error(set->report, part->place,
                     "parts of page %u of enclosure %s are to be withheld, and it cannot be told"
                     " which file has it; say with \"holds\" which pages a file has",
                     row->page, id);
        return NULL;
    }
    if (held->facts && standing->page <= held->file->page_count)
        return held;
    if (held->type == FILE_TYPE_OTHER)
        report_error(set->report, part->place,
                     "parts of page %u of enclosure %s are to be withheld, and \"%s\" is carried"
                     " as it is; make a PDF of it, or withhold the page",
                     row->page, id, held->file->name);
    return NULL; /* else what keeps the file from being read was reported */
}

static void visit(const struct held_set *set, bool add)
{
    const struct ledger *ledger = &set->dossier->ledger;
    for (size_t i = 0; i < ledger->row_count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        for (size_t k = 0; k < row->part_count; k++) {
            const struct withheld_part *part = row->parts[k];
            const struct standing *standing = &set->standings[i];
            if (part->done)
                continue;
            if (!add && standing->file)
                held_find_file(set, standing->file)->redaction_count += part->box_count;
            struct held *held = add ? find_file(set, row, part) : NULL;
            if (held)
                add_boxes(set, held, row, part);
        }
    }
}

void redactions_find(struct held_set *set)
{
    visit(set, false);
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        held->redactions =
            arena_new(&set->dossier->arena, (held->redaction_count + 1) * sizeof *held->redactions);
        held->redaction_count = 0;
    }
    visit(set, true);
}
