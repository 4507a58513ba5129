/* SPDX-License-Identifier: ISC */
/* The ledger of the enclosed pages, the enclosures, and a slip sheet for each run of pages. */
#include "render/pdf/say.h"

#include <string.h>

#define MANIFEST "attachments/manifest.yaml"

bool compose_has_ledger(const struct composer *composer)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    return ledger->row_count > 0 || ledger->enclosure_count > 0;
}

/* ---- the table ---- */

enum { COLUMN_FOLIOS, COLUMN_ENCLOSURE, COLUMN_PAGES, COLUMN_STATUS, COLUMN_PARTICULARS, COLUMNS };

static const char *column_word(const struct settings *settings, size_t column)
{
    const char *const words[COLUMNS] = {settings->words.folios, settings->words.enclosure,
                                        settings->words.pages, settings->words.status,
                                        settings->words.particulars};
    return words[column];
}

/* The width of words that are not to be broken. */
static int32_t word_width(struct composer *composer, enum style style, const char *words)
{
    struct elements *elements = composer->items.elements;
    struct run run = compose_run(composer, style, composer->settings->sizes.small, 0);
    size_t first = composer->items.count;
    int32_t most, least;
    composer->items.elements = NULL;
    say_text(composer, &run, words);
    items_widths(&composer->items, first, &most, &least);
    composer->items.count = first;
    composer->items.elements = elements;
    return most;
}

/* The columns' places; each is wide enough for its head, and the last takes what the others leave.
 */
static void set_columns(struct composer *composer, struct cell *cells)
{
    static const int32_t percent[COLUMNS] = {19, 15, 10, 18, 38};
    int32_t x = 0, gap = composer->settings->sizes.small;
    for (size_t i = 0; i < COLUMNS; i++) {
        int32_t width = composer->measure / 100 * percent[i];
        int32_t head = gap + word_width(composer, STYLE_ITALIC, column_word(composer->settings, i));
        width = head > width && head < composer->measure / COLUMNS ? head : width;
        cells[i] =
            (struct cell){.x = x, .width = i + 1 < COLUMNS ? width - gap : composer->measure - x};
        x += width;
    }
}

static void compose_table_head(struct composer *composer, uint32_t table)
{
    const char *words[COLUMNS];
    struct cell cells[COLUMNS];
    set_columns(composer, cells);
    for (size_t i = 0; i < COLUMNS; i++)
        words[i] = column_word(composer->settings, i);
    compose_head_row(composer, table, cells, words, COLUMNS);
}

/* "Reason: …", on a line of its own where something stands before it. */
static void say_particular(struct composer *composer, const struct run *run, size_t first,
                           const char *label, const char *text)
{
    if (!*text)
        return;
    if (composer->items.count > first)
        items_add_space(&composer->items, run, ENDING_FORCED);
    say_text(composer, run, label);
    say_text(composer, run, ": ");
    say_text(composer, run, text);
}

static void say_particulars(struct composer *composer, const struct run *run,
                            const struct ledger_row *row)
{
    const struct settings *settings = composer->settings;
    size_t first = composer->items.count;
    say_particular(composer, run, first, settings->words.reason, row->reason);
    say_particular(composer, run, first, settings->words.authority, row->authority);
    say_particular(composer, run, first, settings->words.parts_withheld, say_parts(composer, row));
    say_particular(composer, run, first, settings->words.file, say_file_path(composer, row));
}

static void compose_table_row(struct composer *composer, const struct ledger_run *ledger_run,
                              uint32_t group)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    const struct ledger_row *row = ledger_run->row;
    const char *range = say_range_text(composer, ledger_run);
    uint32_t element = elements_add(&composer->elements, group, TAG_TR);
    struct cell cells[COLUMNS];
    set_columns(composer, cells);
    for (size_t i = 0; i < COLUMNS; i++) {
        uint32_t own = elements_add(&composer->elements, element, i ? TAG_TD : TAG_TH);
        composer->elements.items[own].scope = i ? SCOPE_NONE : SCOPE_ROW;
        struct run run = compose_run(composer, STYLE_REGULAR, composer->settings->sizes.small, own);
        switch (i) {
        case COLUMN_FOLIOS:
            compose_link(composer, &run, say_folio_name(composer, ledger_run->first_folio), range,
                         NULL);
            break;
        case COLUMN_ENCLOSURE:
            for (size_t j = 0; j < row->enclosure_count; j++) {
                if (j)
                    say_text(composer, &run, ", ");
                say_enclosure(composer, &run, &ledger->enclosures[row->enclosure + j]);
            }
            say_pages_of(composer, &run, ledger_run);
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
        compose_end_cell(composer, cells, i);
    }
    compose_voice_row(composer, cells, COLUMNS,
                      compose_leading(composer, composer->settings->sizes.small), 0);
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
        flow_space(&composer->flow, i ? gap : 0);
        if (i && ledger->runs[i].row->enclosure == ledger->runs[i - 1].row->enclosure)
            flow_penalty(&composer->flow, FLOW_TOGETHER);
        compose_table_row(composer, &ledger->runs[i], group);
    }
    flow_head_end(&composer->flow);
    compose_rule(composer, 0, 0, composer->measure, 400, settings->colours.rule);
    flow_space(&composer->flow, gap / 2);
    flow_penalty(&composer->flow, FLOW_NEVER);
    flow_strip(&composer->flow, 0);
}

/* "Pages declared: 89 = ● 0 held + ◐ 0 withheld + ○ 89 not held + ◌ 0 illegible" */
static void compose_totals(struct composer *composer, uint32_t section)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    struct run run = compose_run(composer, STYLE_REGULAR, composer->settings->sizes.text,
                                 elements_add(&composer->elements, section, TAG_P));
    struct block block = compose_block(composer, run.size);
    block.align = block.rtl ? ALIGN_RIGHT : ALIGN_LEFT;
    say_text(composer, &run,
             ledger->letter_count ? composer->settings->words.declared
                                  : composer->settings->words.counted);
    say_text(composer, &run, " ");
    say_number(composer, &run, ledger->declared);
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        say_text(composer, &run, i ? " + " : " = ");
        say_sign(composer, &run, (enum status)i);
        say_number(composer, &run, ledger->counts[i]);
        say_text(composer, &run, " ");
        say_text(composer, &run, say_status_word(composer, (enum status)i));
    }
    compose_lines(composer, &block);
}

/* ---- the enclosures ---- */

static void say_mentions(struct composer *composer, const struct run *run,
                         const struct enclosure *enclosure)
{
    const struct settings *settings = composer->settings;
    struct arena *arena = &composer->layout->arena;
    if (!enclosure->mention_count)
        say_text(composer, run, settings->words.none);
    for (size_t i = 0; i < enclosure->mention_count; i++) {
        const struct mention *mention = &enclosure->mentions[i];
        if (i)
            say_text(composer, run, ", ");
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
        say_text(composer, run, composer->settings->words.none);
        return;
    }
    struct buf range = BUF_INIT;
    ledger_append_range(&range, enclosure->first_folio, enclosure->last_folio);
    compose_link(composer, run, say_folio_name(composer, enclosure->first_folio),
                 say_keep(composer, &range), NULL);
    buf_release(&range);
    if (enclosure->shared) {
        say_text(composer, run, ". ");
        say_text(composer, run, composer->settings->words.shared);
    }
}

static void compose_enclosure(struct composer *composer, uint32_t section,
                              const struct enclosure *enclosure)
{
    const struct settings *settings = composer->settings;
    struct buf title = BUF_INIT;
    struct run run = compose_run(composer, STYLE_BOLD, settings->sizes.heading3, 0);
    buf_add_format(&title, "%s %s", settings->words.enclosure, enclosure->id);
    const char *heading = say_keep(composer, &title);
    buf_release(&title);
    flow_space(&composer->flow, settings->leading);
    compose_heading(composer, section, 3, heading, &run,
                    inlines_enclosure_name(&composer->layout->arena, enclosure), heading);
    struct pairs pairs = compose_pairs(composer, section, settings->sizes.text);
    pairs.together = true;
    struct cell label = compose_label(&pairs, settings->words.title, &run);
    say_title(composer, &run, enclosure);
    compose_labelled(&pairs, label);
    label = compose_label(&pairs, settings->words.pages, &run);
    if (enclosure->pages)
        say_number(composer, &run, enclosure->pages);
    else
        say_text(composer, &run, settings->words.not_stated);
    compose_labelled(&pairs, label);
    compose_languages(&pairs, &enclosure->languages);
    label = compose_label(&pairs, settings->words.folios, &run);
    say_folios(composer, &run, enclosure);
    compose_labelled(&pairs, label);
    label = compose_label(&pairs, settings->words.status, &run);
    say_statuses(composer, &run, enclosure);
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
    items_speak(&composer->items, MANIFEST);
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
