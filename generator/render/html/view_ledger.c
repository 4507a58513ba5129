/* SPDX-License-Identifier: ISC */
/* The records that templates see: the ledger, its strip and its runs, and the enclosures. */
#include "render/html/view.h"

#include "model/address.h"
#include "model/redacted.h"
#include "model/forms.h"

struct value *view_status(struct arena *arena, const struct dossier *dossier, enum status status)
{
    struct value *record = value_record(arena);
    value_set_text(arena, record, "word",
                   settings_status_word(&dossier->templates.settings, status));
    value_set_text(arena, record, "name", status_name(status));
    value_set_text(arena, record, "sign", status_sign(status));
    return record;
}

struct value *view_range(struct arena *arena, unsigned first, unsigned last)
{
    struct buf text = BUF_INIT;
    ledger_append_range(&text, first, last);
    struct value *value = view_take(arena, &text);
    buf_release(&text);
    return value;
}

static struct value *anchor(struct arena *arena, const char *id)
{
    struct buf text = BUF_INIT;
    buf_add_format(&text, "enclosure-%s", id);
    struct value *value = view_take(arena, &text);
    buf_release(&text);
    return value;
}

struct value *view_owners(struct arena *arena, const struct ledger *ledger,
                          const struct ledger_row *row)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < row->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[row->enclosure + i];
        struct value *record = value_record(arena);
        value_set_text(arena, record, "id", enclosure->id);
        value_set(arena, record, "anchor", anchor(arena, enclosure->id));
        value_set_text(arena, record, "title", enclosure->title);
        value_set(arena, record, "title-from-letter",
                  value_bool(arena, enclosure->title_from[0] == 'l'));
        value_set(arena, record, "more", value_bool(arena, i + 1 < row->enclosure_count));
        value_add(arena, list, record);
    }
    return list;
}

static void set_reason(struct arena *arena, struct value *record, const char *reason,
                       const char *authority)
{
    value_set_text(arena, record, "reason", reason);
    value_set_text(arena, record, "authority", authority);
}

void view_set_parts(struct arena *arena, struct value *record, const struct ledger_row *row)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < row->part_count; i++) {
        const struct withheld_part *part = row->parts[i];
        if (!redacted_is_first(row, i))
            continue;
        struct value *item = value_record(arena);
        value_set(arena, item, "sign", value_number(arena, part->sign));
        set_reason(arena, item, part->reason, part->authority);
        value_add(arena, list, item);
    }
    value_set(arena, record, "has-withheld-parts", value_bool(arena, row->part_count > 0));
    value_set(arena, record, "withheld-parts", list);
}

static struct value *run_record(struct arena *arena, const struct dossier *dossier,
                                const struct ledger_run *run)
{
    const struct ledger *ledger = &dossier->ledger;
    const struct ledger_row *row = run->row;
    unsigned count = run->last_folio - run->first_folio + 1;
    struct value *record = value_record(arena);
    struct buf text = BUF_INIT;
    value_set(arena, record, "range", view_range(arena, run->first_folio, run->last_folio));
    value_set(arena, record, "first", view_range(arena, run->first_folio, run->first_folio));
    value_set(arena, record, "count", view_number(arena, dossier, count));
    value_set(arena, record, "one", value_bool(arena, count == 1));
    value_set(arena, record, "status", view_status(arena, dossier, row->status));
    value_set(arena, record, "enclosures", view_owners(arena, ledger, row));
    value_set(arena, record, "shared", value_bool(arena, row->enclosure_count > 1));
    if (row->page)
        buf_add_format(&text, count == 1 ? "%u" : "%u–%u", row->page, row->page + count - 1);
    value_set(arena, record, "pages", view_take(arena, &text));
    value_set_text(arena, record, "file", row->file ? row->file->name : "");
    set_reason(arena, record, row->reason, row->authority);
    view_set_parts(arena, record, row);
    buf_release(&text);
    return record;
}

struct value *view_ledger(const struct dossier *dossier, struct arena *arena)
{
    const struct ledger *ledger = &dossier->ledger;
    struct value *record = value_record(arena);
    struct value *statuses = value_list(arena);
    struct value *runs = value_list(arena);
    for (int i = 0; i < STATUS_COUNT; i++) {
        struct value *status = view_status(arena, dossier, (enum status)i);
        value_set(arena, status, "count", view_number(arena, dossier, ledger->counts[i]));
        value_set(arena, status, "some", value_bool(arena, ledger->counts[i] > 0));
        value_set(arena, status, "more", value_bool(arena, i + 1 < STATUS_COUNT));
        value_add(arena, statuses, status);
    }
    for (size_t i = 0; i < ledger->run_count; i++)
        value_add(arena, runs, run_record(arena, dossier, &ledger->runs[i]));
    value_set(arena, record, "pages", view_number(arena, dossier, ledger->row_count));
    value_set(arena, record, "some", value_bool(arena, ledger->row_count > 0));
    value_set(arena, record, "one", value_bool(arena, ledger->row_count == 1));
    value_set(arena, record, "enclosures", view_number(arena, dossier, ledger->enclosure_count));
    value_set(arena, record, "one-enclosure", value_bool(arena, ledger->enclosure_count == 1));
    value_set(arena, record, "declared-by-letter", value_bool(arena, ledger->letter_count > 0));
    value_set(arena, record, "statuses", statuses);
    value_set(arena, record, "runs", runs);
    return record;
}

static struct value *files(struct arena *arena, const struct dossier *dossier,
                           const struct enclosure *enclosure)
{
    struct value *list = value_list(arena);
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        const struct held_file *file = holding->file;
        struct value *record = value_record(arena);
        value_set_text(arena, record, "name", file->name);
        value_set_text(arena, record, "type", file->type ? file->type : "");
        value_set(arena, record, "pages",
                  file->page_count ? view_number(arena, dossier, file->page_count)
                                   : value_text(arena, ""));
        value_set(arena, record, "one", value_bool(arena, file->page_count == 1));
        forms_append_size(&text, &dossier->templates.settings, file->size);
        value_set(arena, record, "size", view_take(arena, &text));
        digest_append_hex(&text, file->digest.sha256, DIGEST_SHA256_SIZE);
        value_set(arena, record, "sha256", view_take(arena, &text));
        ledger_append_pages(&text, holding->pages, holding->pages_count);
        value_set(arena, record, "part", view_take(arena, &text));
        ledger_append_pages(&text, holding->without, holding->without_count);
        value_set(arena, record, "without", view_take(arena, &text));
        value_add(arena, list, record);
    }
    buf_release(&text);
    return list;
}

static struct value *page_address(struct arena *arena, unsigned folio)
{
    struct buf text = BUF_INIT;
    address_append_page(&text, folio);
    struct value *value = view_take(arena, &text);
    buf_release(&text);
    return value;
}

struct value *view_mention(struct arena *arena, const struct mention *mention)
{
    struct buf text = BUF_INIT;
    struct value *record = value_record(arena);
    unsigned folio = mention->folio;
    buf_add_string(&text, site_page_file(SITE_LETTER));
    if (mention->paragraph)
        buf_add_format(&text, "#p%u", mention->paragraph);
    value_set(arena, record, "href", view_take(arena, &text));
    value_set(arena, record, "paragraph",
              mention->paragraph ? value_number(arena, mention->paragraph) : value_text(arena, ""));
    value_set(arena, record, "folio",
              folio ? view_range(arena, folio, folio) : value_text(arena, ""));
    value_set(arena, record, "folio-href",
              folio ? page_address(arena, folio) : value_text(arena, ""));
    value_set_text(arena, record, "words", mention->words);
    buf_release(&text);
    return record;
}

static struct value *mentions(struct arena *arena, const struct enclosure *enclosure)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < enclosure->mention_count; i++)
        value_add(arena, list, view_mention(arena, &enclosure->mentions[i]));
    return list;
}

struct value *view_sheet_address(struct arena *arena, const struct ledger *ledger,
                                 const struct enclosure *enclosure)
{
    struct buf text = BUF_INIT;
    if (address_sheets(ledger, enclosure))
        address_append_sheet(&text, enclosure, 1);
    struct value *value = view_take(arena, &text);
    buf_release(&text);
    return value;
}

/* How many of the enclosure's own pages have each status, where they are not all alike. */
static struct value *parts(struct arena *arena, const struct dossier *dossier,
                           const struct enclosure *enclosure)
{
    struct value *list = value_list(arena);
    const unsigned *counts = enclosure->counts;
    unsigned kinds = 0;
    for (int i = 0; i < STATUS_COUNT; i++)
        kinds += counts[i] > 0;
    if (kinds < 2)
        return list;
    for (int i = 0; i < STATUS_COUNT; i++) {
        if (!counts[i])
            continue;
        struct value *status = view_status(arena, dossier, (enum status)i);
        value_set(arena, status, "count", view_number(arena, dossier, counts[i]));
        value_set(arena, status, "more", value_bool(arena, --kinds > 0));
        value_add(arena, list, status);
    }
    return list;
}

/* The other enclosures that its pages cannot be told apart from. */
static struct value *neighbours(struct arena *arena, const struct ledger *ledger,
                                const struct enclosure *enclosure)
{
    struct value *list = value_list(arena);
    size_t others = 0;
    size_t count = 0;
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        others += ledger->enclosures[i].shared && &ledger->enclosures[i] != enclosure;
    for (size_t i = 0; enclosure->shared && i < ledger->enclosure_count; i++) {
        const struct enclosure *other = &ledger->enclosures[i];
        if (other == enclosure || !other->shared)
            continue;
        struct value *record = value_record(arena);
        value_set_text(arena, record, "id", other->id);
        value_set(arena, record, "anchor", anchor(arena, other->id));
        value_set(arena, record, "more", value_bool(arena, ++count < others));
        value_add(arena, list, record);
    }
    return list;
}

static struct value *enclosure(struct arena *arena, const struct dossier *dossier,
                               const struct enclosure *enclosure)
{
    const struct ledger *ledger = &dossier->ledger;
    bool from_letter = enclosure->title_from[0] == 'l';
    struct value *record = value_record(arena);
    value_set_text(arena, record, "id", enclosure->id);
    value_set(arena, record, "anchor", anchor(arena, enclosure->id));
    value_set_text(arena, record, "title", enclosure->title);
    value_set(arena, record, "title-from-letter", value_bool(arena, from_letter));
    value_set(arena, record, "has-languages", value_bool(arena, enclosure->languages.count > 0));
    value_set(arena, record, "languages",
              view_languages(arena, &dossier->templates.settings, &enclosure->languages));
    value_set(arena, record, "pages",
              enclosure->pages ? view_number(arena, dossier, enclosure->pages)
                               : value_text(arena, ""));
    value_set(arena, record, "one", value_bool(arena, enclosure->pages == 1));
    value_set(arena, record, "range",
              enclosure->first_folio
                  ? view_range(arena, enclosure->first_folio, enclosure->last_folio)
                  : value_text(arena, ""));
    value_set(arena, record, "first",
              view_range(arena, enclosure->first_folio, enclosure->first_folio));
    value_set(arena, record, "shared", value_bool(arena, enclosure->shared));
    value_set(arena, record, "shared-with", neighbours(arena, ledger, enclosure));
    value_set(arena, record, "status", view_status(arena, dossier, enclosure->status));
    value_set(arena, record, "parts", parts(arena, dossier, enclosure));
    set_reason(arena, record, enclosure->reason, enclosure->authority);
    unsigned redacted = redacted_pages(ledger, enclosure);
    value_set(arena, record, "redacted",
              redacted ? view_number(arena, dossier, redacted) : value_text(arena, ""));
    value_set(arena, record, "one-redacted", value_bool(arena, redacted == 1));
    value_set(arena, record, "has-files", value_bool(arena, enclosure->holding_count > 0));
    value_set(arena, record, "files", files(arena, dossier, enclosure));
    value_set(arena, record, "mentions", mentions(arena, enclosure));
    value_set(arena, record, "sheet", view_sheet_address(arena, ledger, enclosure));
    return record;
}

struct value *view_enclosures(const struct dossier *dossier, struct arena *arena)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < dossier->ledger.enclosure_count; i++)
        value_add(arena, list, enclosure(arena, dossier, &dossier->ledger.enclosures[i]));
    return list;
}

static struct value *cell(struct arena *arena, const struct ledger_row *row)
{
    struct value *record = value_record(arena);
    value_set(arena, record, "number", value_number(arena, row->folio));
    value_set(arena, record, "href", page_address(arena, row->folio));
    value_set(arena, record, "page",
              row->page ? value_number(arena, row->page) : value_text(arena, ""));
    return record;
}

/* Cells stand under their run, so that a thousand pages of one status share one record of it. */
static struct value *cells(struct arena *arena, const struct dossier *dossier,
                           const struct ledger_run *run)
{
    struct value *record = value_record(arena);
    struct value *list = value_list(arena);
    value_set(arena, record, "status", view_status(arena, dossier, run->row->status));
    for (unsigned folio = run->first_folio; folio <= run->last_folio; folio++)
        value_add(arena, list, cell(arena, &dossier->ledger.rows[folio - 1]));
    value_set(arena, record, "cells", list);
    return record;
}

struct value *view_strip(const struct dossier *dossier, struct arena *arena)
{
    const struct ledger *ledger = &dossier->ledger;
    struct value *groups = value_list(arena);
    struct value *group = NULL;
    struct value *runs = NULL;
    for (size_t i = 0; i < ledger->run_count; i++) {
        const struct ledger_run *run = &ledger->runs[i];
        if (!i || run[-1].row->enclosure != run->row->enclosure) {
            const struct enclosure *first = &ledger->enclosures[run->row->enclosure];
            group = value_record(arena);
            runs = value_list(arena);
            value_set(arena, group, "range",
                      view_range(arena, first->first_folio, first->last_folio));
            value_set(arena, group, "enclosures", view_owners(arena, ledger, run->row));
            value_set(arena, group, "shared", value_bool(arena, run->row->enclosure_count > 1));
            value_set(arena, group, "runs", runs);
            value_add(arena, groups, group);
        }
        value_add(arena, runs, cells(arena, dossier, run));
    }
    return groups;
}
