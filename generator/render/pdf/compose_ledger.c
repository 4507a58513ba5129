/* SPDX-License-Identifier: ISC */
/* The ledger of the enclosed pages, the enclosures, and a slip sheet for each run of pages. */
#include "render/pdf/compose.h"

#include <string.h>

#define MANIFEST "attachments/manifest.yaml"

bool compose_has_ledger(const struct composer *composer)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    return ledger->row_count > 0 || ledger->enclosure_count > 0;
}

static const char *status_shown(const struct composer *composer, enum status status)
{
    const char *const words[STATUS_COUNT] = {
        [STATUS_HELD] = composer->settings->words.held,
        [STATUS_WITHHELD] = composer->settings->words.withheld,
        [STATUS_NOT_HELD] = composer->settings->words.not_held,
        [STATUS_ILLEGIBLE] = composer->settings->words.illegible,
    };
    return words[status];
}

static void say(struct composer *composer, const struct run *run, const char *text)
{
    items_add_text(&composer->items, text, strlen(text), run);
}

/* The sign in the face for code, which is likely to have all four, and of one make. */
static void say_sign(struct composer *composer, const struct run *run, enum status status)
{
    struct run sign = *run;
    sign.style = STYLE_MONO;
    say(composer, &sign, status_sign(status));
    say(composer, run, " ");
}

static void say_status(struct composer *composer, const struct run *run, enum status status)
{
    say_sign(composer, run, status);
    say(composer, run, status_shown(composer, status));
}

static void say_number(struct composer *composer, const struct run *run, unsigned number)
{
    struct buf text = BUF_INIT;
    buf_add_number(&text, number);
    say(composer, run, text.bytes);
    buf_release(&text);
}

/* What a buffer holds, in the arena; empties it. */
static const char *keep(struct composer *composer, struct buf *text)
{
    const char *copy = arena_copy(&composer->layout->arena, text->bytes, text->length);
    buf_clear(text);
    return copy;
}

static const char *range_text(struct composer *composer, const struct ledger_run *run)
{
    struct buf text = BUF_INIT;
    ledger_append_range(&text, run->first_folio, run->last_folio);
    const char *range = keep(composer, &text);
    buf_release(&text);
    return range;
}

static const char *folio_name(struct composer *composer, unsigned folio)
{
    return inlines_numbered(&composer->layout->arena, "E", folio);
}

static void say_enclosure_link(struct composer *composer, const struct run *run,
                               const struct enclosure *enclosure)
{
    const struct settings *settings = composer->settings;
    struct buf contents = BUF_INIT;
    buf_add_format(&contents, "%s %s", settings->words.enclosure, enclosure->id);
    compose_link(composer, run, inlines_enclosure_name(&composer->layout->arena, enclosure),
                 enclosure->id, keep(composer, &contents));
    buf_release(&contents);
}

/* ---- the table ---- */

enum { COLUMN_FOLIOS, COLUMN_ENCLOSURE, COLUMN_PAGES, COLUMN_STATUS, COLUMN_PARTICULARS, COLUMNS };

static void end_cell(struct composer *composer, struct cell *cells, size_t column)
{
    size_t first = column ? cells[column - 1].end : 0;
    if (composer->items.count > first) {
        items_end(&composer->items);
        items_fit(&composer->items, first, cells[column].width);
    }
    cells[column].end = composer->items.count;
}

/* The columns' places; the last takes what the others leave. */
static void set_columns(const struct composer *composer, struct cell *cells)
{
    static const int32_t percent[COLUMNS] = {19, 15, 10, 18, 38};
    int32_t x = 0, gap = composer->settings->sizes.small;
    for (size_t i = 0; i < COLUMNS; i++) {
        int32_t width = composer->measure / 100 * percent[i];
        cells[i] =
            (struct cell){.x = x, .width = i + 1 < COLUMNS ? width - gap : composer->measure - x};
        x += width;
    }
}

static void compose_table_head(struct composer *composer, uint32_t table)
{
    const struct settings *settings = composer->settings;
    const char *const words[COLUMNS] = {settings->words.folios, settings->words.enclosure,
                                        settings->words.pages, settings->words.status,
                                        settings->words.particulars};
    uint32_t group = elements_add(&composer->elements, table, TAG_THEAD);
    uint32_t row = elements_add(&composer->elements, group, TAG_TR);
    struct cell cells[COLUMNS];
    set_columns(composer, cells);
    for (size_t i = 0; i < COLUMNS; i++) {
        uint32_t element = elements_add(&composer->elements, row, TAG_TH);
        composer->elements.items[element].scope = SCOPE_COLUMN;
        struct run run = compose_run(composer, STYLE_ITALIC, settings->sizes.small, element);
        run.colour = settings->colours.quiet;
        say(composer, &run, words[i]);
        end_cell(composer, cells, i);
    }
    compose_row(composer, cells, COLUMNS, compose_leading(composer, settings->sizes.small));
    flow_head_begin(&composer->flow);
    flow_penalty(&composer->flow, FLOW_NEVER);
}

/* "Reason: …", on a line of its own where something stands before it. */
static void say_particular(struct composer *composer, const struct run *run, size_t first,
                           const char *label, const char *text)
{
    if (!*text)
        return;
    if (composer->items.count > first)
        items_add_space(&composer->items, run, ENDING_FORCED);
    say(composer, run, label);
    say(composer, run, ": ");
    say(composer, run, text);
}

/* Where a held file stands in the bundle. */
static const char *file_path(struct composer *composer, const struct held_file *file)
{
    if (!file)
        return "";
    struct buf path = BUF_INIT;
    buf_add_format(&path, "attachments/%s", file->name);
    const char *kept = keep(composer, &path);
    buf_release(&path);
    return kept;
}

static void say_particulars(struct composer *composer, const struct run *run,
                            const struct ledger_row *row)
{
    const struct settings *settings = composer->settings;
    size_t first = composer->items.count;
    say_particular(composer, run, first, settings->words.reason, row->reason);
    say_particular(composer, run, first, settings->words.authority, row->authority);
    say_particular(composer, run, first, settings->words.file, file_path(composer, row->file));
}

static void compose_table_row(struct composer *composer, const struct ledger_run *ledger_run,
                              uint32_t group)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    const struct ledger_row *row = ledger_run->row;
    const char *range = range_text(composer, ledger_run);
    uint32_t element = elements_add(&composer->elements, group, TAG_TR);
    struct cell cells[COLUMNS];
    set_columns(composer, cells);
    for (size_t i = 0; i < COLUMNS; i++) {
        uint32_t own = elements_add(&composer->elements, element, i ? TAG_TD : TAG_TH);
        composer->elements.items[own].scope = i ? SCOPE_NONE : SCOPE_ROW;
        struct run run = compose_run(composer, STYLE_REGULAR, composer->settings->sizes.small, own);
        switch (i) {
        case COLUMN_FOLIOS:
            compose_link(composer, &run, folio_name(composer, ledger_run->first_folio), range,
                         NULL);
            break;
        case COLUMN_ENCLOSURE:
            for (size_t j = 0; j < row->enclosure_count; j++) {
                if (j)
                    say(composer, &run, ", ");
                say_enclosure_link(composer, &run, &ledger->enclosures[row->enclosure + j]);
            }
            break;
        case COLUMN_PAGES:
            say_number(composer, &run, ledger_run->last_folio - ledger_run->first_folio + 1);
            break;
        case COLUMN_STATUS:
            say_status(composer, &run, row->status);
            break;
        default:
            say_particulars(composer, &run, row);
            break;
        }
        end_cell(composer, cells, i);
    }
    compose_row(composer, cells, COLUMNS,
                compose_leading(composer, composer->settings->sizes.small));
}

static void compose_runs(struct composer *composer, uint32_t section)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    const struct settings *settings = composer->settings;
    int32_t gap = compose_leading(composer, settings->sizes.small) / 3;
    uint32_t table = elements_add(&composer->elements, section, TAG_TABLE);
    flow_space(&composer->flow, settings->leading);
    compose_table_head(composer, table);
    uint32_t group = elements_add(&composer->elements, table, TAG_TBODY);
    for (size_t i = 0; i < ledger->run_count; i++) {
        compose_rule(composer, 0, gap / 2, composer->measure, 400, settings->colours.rule);
        flow_space(&composer->flow, gap);
        compose_table_row(composer, &ledger->runs[i], group);
    }
    flow_head_end(&composer->flow);
    compose_rule(composer, 0, 0, composer->measure, 400, settings->colours.rule);
    flow_space(&composer->flow, gap / 2);
    flow_penalty(&composer->flow, FLOW_NEVER);
    flow_strip(&composer->flow, 0);
}

/* "89 pages declared = ● 0 held + ◐ 0 withheld + ○ 89 not held + ◌ 0 illegible" */
static void compose_totals(struct composer *composer, uint32_t section)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    struct run run = compose_run(composer, STYLE_REGULAR, composer->settings->sizes.text,
                                 elements_add(&composer->elements, section, TAG_P));
    struct block block = compose_block(composer, run.size);
    block.align = ALIGN_LEFT;
    say_number(composer, &run, ledger->declared);
    say(composer, &run, " ");
    say(composer, &run, composer->settings->words.declared);
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        say(composer, &run, i ? " + " : " = ");
        say_sign(composer, &run, (enum status)i);
        say_number(composer, &run, ledger->counts[i]);
        say(composer, &run, " ");
        say(composer, &run, status_shown(composer, (enum status)i));
    }
    compose_lines(composer, &block);
}

/* ---- the enclosures ---- */

/* The letter's or the document's own words, in quotation marks, with whose they are. */
static void say_title(struct composer *composer, const struct run *run,
                      const struct enclosure *enclosure)
{
    const struct settings *settings = composer->settings;
    bool from_letter = !strcmp(enclosure->title_from, "letter");
    struct run quoted = *run;
    if (from_letter) {
        const char *lang = composer->dossier->letter.root->lang;
        quoted.element =
            elements_add_in(&composer->elements, run->element, TAG_SPAN, lang, run->lang);
        quoted.lang = lang ? lang : run->lang;
    }
    say(composer, &quoted, from_letter ? "“" : "");
    say(composer, &quoted, enclosure->title);
    say(composer, &quoted, from_letter ? "”" : "");
    struct run quiet = *run;
    quiet.colour = settings->colours.quiet;
    say(composer, &quiet, " (");
    say(composer, &quiet,
        from_letter ? settings->words.title_from_letter : settings->words.title_from_document);
    say(composer, &quiet, ")");
}

static void say_mentions(struct composer *composer, const struct run *run,
                         const struct enclosure *enclosure)
{
    const struct settings *settings = composer->settings;
    struct arena *arena = &composer->layout->arena;
    if (!enclosure->mention_count)
        say(composer, run, settings->words.none);
    for (size_t i = 0; i < enclosure->mention_count; i++) {
        const struct mention *mention = &enclosure->mentions[i];
        if (i)
            say(composer, run, ", ");
        const char *words = mention->paragraph ? inlines_numbered(arena, "¶", mention->paragraph)
                                               : settings->words.letter;
        const char *name =
            mention->paragraph ? inlines_numbered(arena, "p", mention->paragraph) : "letter";
        compose_link(composer, run, name, words, NULL);
    }
}

/* The folios of an enclosure's pages: of those that it shares, where nobody says how many are
 * whose. */
static void say_folios(struct composer *composer, const struct run *run,
                       const struct enclosure *enclosure)
{
    if (!enclosure->first_folio) {
        say(composer, run, composer->settings->words.none);
        return;
    }
    struct buf range = BUF_INIT;
    ledger_append_range(&range, enclosure->first_folio, enclosure->last_folio);
    compose_link(composer, run, folio_name(composer, enclosure->first_folio),
                 keep(composer, &range), NULL);
    buf_release(&range);
    if (enclosure->shared) {
        say(composer, run, ". ");
        say(composer, run, composer->settings->words.shared);
    }
}

static void compose_enclosure(struct composer *composer, uint32_t section,
                              const struct enclosure *enclosure)
{
    const struct settings *settings = composer->settings;
    struct buf title = BUF_INIT;
    struct run run = compose_run(composer, STYLE_BOLD, settings->sizes.heading3, 0);
    buf_add_format(&title, "%s %s", settings->words.enclosure, enclosure->id);
    const char *heading = keep(composer, &title);
    buf_release(&title);
    flow_space(&composer->flow, settings->leading);
    compose_heading(composer, section, 3, heading, &run,
                    inlines_enclosure_name(&composer->layout->arena, enclosure), heading);
    struct pairs pairs = compose_pairs(composer, section, settings->sizes.text);
    struct cell label = compose_label(&pairs, settings->words.title, &run);
    say_title(composer, &run, enclosure);
    compose_labelled(&pairs, label);
    label = compose_label(&pairs, settings->words.pages, &run);
    if (enclosure->pages)
        say_number(composer, &run, enclosure->pages);
    else
        say(composer, &run, settings->words.not_stated);
    compose_labelled(&pairs, label);
    label = compose_label(&pairs, settings->words.folios, &run);
    say_folios(composer, &run, enclosure);
    compose_labelled(&pairs, label);
    label = compose_label(&pairs, settings->words.status, &run);
    say_status(composer, &run, enclosure->status);
    compose_labelled(&pairs, label);
    compose_pair(&pairs, settings->words.reason, &enclosure->reason, 1);
    compose_pair(&pairs, settings->words.authority, &enclosure->authority, 1);
    label = compose_label(&pairs, settings->words.mentioned_in, &run);
    say_mentions(composer, &run, enclosure);
    compose_labelled(&pairs, label);
}

void compose_ledger(struct composer *composer, uint32_t document)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    const struct settings *settings = composer->settings;
    if (!compose_has_ledger(composer))
        return;
    flow_open(&composer->flow, settings->words.ledger, settings->language, NULL);
    composer->items.path = MANIFEST;
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    struct run run = compose_run(composer, STYLE_REGULAR, settings->sizes.heading1, 0);
    compose_heading(composer, section, 2, settings->words.ledger, &run, "ledger",
                    settings->words.ledger);
    flow_space(&composer->flow, settings->leading);
    compose_totals(composer, section);
    if (ledger->run_count)
        compose_runs(composer, section);
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        compose_enclosure(composer, section, &ledger->enclosures[i]);
}

/* ---- slip sheets ---- */

static const char *slip_words(const struct composer *composer, enum status status)
{
    const char *const words[STATUS_COUNT] = {
        [STATUS_HELD] = composer->settings->words.slip_held,
        [STATUS_WITHHELD] = composer->settings->words.slip_withheld,
        [STATUS_NOT_HELD] = composer->settings->words.slip_not_held,
        [STATUS_ILLEGIBLE] = composer->settings->words.slip_illegible,
    };
    return words[status];
}

static void compose_slip_pairs(struct composer *composer, uint32_t section,
                               const struct ledger_row *row)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    const struct settings *settings = composer->settings;
    struct pairs pairs = compose_pairs(composer, section, settings->sizes.text);
    struct run run;
    struct cell label = compose_label(&pairs, settings->words.status, &run);
    say_status(composer, &run, row->status);
    compose_labelled(&pairs, label);
    for (size_t i = 0; i < row->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[row->enclosure + i];
        label = compose_label(&pairs, settings->words.enclosure, &run);
        say_enclosure_link(composer, &run, enclosure);
        say(composer, &run, " ");
        say_title(composer, &run, enclosure);
        compose_labelled(&pairs, label);
    }
    compose_pair(&pairs, settings->words.reason, &row->reason, 1);
    compose_pair(&pairs, settings->words.authority, &row->authority, 1);
    const char *path = file_path(composer, row->file);
    compose_pair(&pairs, settings->words.file, &path, 1);
}

static void compose_slip(struct composer *composer, uint32_t document,
                         const struct ledger_run *ledger_run)
{
    const struct settings *settings = composer->settings;
    const struct ledger_row *row = ledger_run->row;
    const char *range = range_text(composer, ledger_run);
    flow_open(&composer->flow, settings->words.slip, settings->language, range);
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    for (unsigned folio = ledger_run->first_folio; folio <= ledger_run->last_folio; folio++)
        flow_destination(&composer->flow, folio_name(composer, folio));
    compose_gap(composer, composer->layout->height / 6);
    struct buf title = BUF_INIT;
    buf_add_format(&title, "%s %s", settings->words.slip, range);
    const char *heading = keep(composer, &title);
    buf_add_format(&title, "%s: %s", heading, status_shown(composer, row->status));
    struct run run = compose_run(composer, STYLE_REGULAR, settings->sizes.title, 0);
    compose_heading(composer, section, 3, heading, &run, NULL, keep(composer, &title));
    buf_release(&title);
    struct block block = compose_block(composer, settings->sizes.text);
    run = compose_run(composer, STYLE_REGULAR, settings->sizes.text, 0);
    flow_space(&composer->flow, settings->leading);
    compose_paragraph(composer, section, TAG_P, slip_words(composer, row->status), &run, &block);
    flow_space(&composer->flow, settings->paragraph_space);
    if (row->enclosure_count > 1)
        compose_paragraph(composer, section, TAG_P, settings->words.shared, &run, &block);
    flow_space(&composer->flow, settings->leading);
    compose_slip_pairs(composer, section, row);
    flow_space(&composer->flow, settings->leading);
    run.element = elements_add(&composer->elements, section, TAG_P);
    compose_link(composer, &run, "ledger", settings->words.back_to_ledger, NULL);
    compose_lines(composer, &block);
}

void compose_slips(struct composer *composer, uint32_t document)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    composer->items.path = MANIFEST;
    for (size_t i = 0; i < ledger->run_count; i++)
        compose_slip(composer, document, &ledger->runs[i]);
}
