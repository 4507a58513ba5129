/* SPDX-License-Identifier: ISC */
/* The enclosed pages, in their order: those that are shown, and a slip sheet for each run of
 * others. */
#include "render/pdf/say.h"

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
                               const struct ledger_run *pages)
{
    const struct ledger_row *row = pages->row;
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
        say_enclosure(composer, &run, enclosure);
        say_pages_of(composer, &run, pages);
        say_text(composer, &run, " ");
        say_title(composer, &run, enclosure);
        compose_labelled(&pairs, label);
    }
    compose_pair(&pairs, settings->words.reason, &row->reason, 1);
    compose_pair(&pairs, settings->words.authority, &row->authority, 1);
    const char *path = say_file_path(composer, row);
    compose_pair(&pairs, settings->words.file, &path, 1);
}

static void compose_slip(struct composer *composer, uint32_t document,
                         const struct ledger_run *ledger_run)
{
    const struct settings *settings = composer->settings;
    const struct ledger_row *row = ledger_run->row;
    const char *range = say_range_text(composer, ledger_run);
    flow_open(&composer->flow, settings->words.slip, settings->language, range);
    composer->flow.first_folio = ledger_run->first_folio;
    composer->flow.last_folio = ledger_run->last_folio;
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    for (unsigned folio = ledger_run->first_folio; folio <= ledger_run->last_folio; folio++)
        flow_destination(&composer->flow, say_folio_name(composer, folio));
    compose_gap(composer, composer->layout->height / 6);
    const char *heading = say_slip_title(composer, ledger_run);
    struct buf title = BUF_INIT;
    buf_add_format(&title, "%s: %s", heading, say_status_word(composer, row->status));
    struct run run = compose_run(composer, STYLE_REGULAR, settings->sizes.title, 0);
    compose_heading(composer, section, 3, heading, &run, NULL, say_keep(composer, &title));
    buf_release(&title);
    struct block block = compose_block(composer, settings->sizes.text);
    run = compose_run(composer, STYLE_REGULAR, settings->sizes.text, 0);
    flow_space(&composer->flow, settings->leading);
    compose_paragraph(composer, section, TAG_P, slip_words(composer, row->status), &run, &block);
    flow_space(&composer->flow, settings->paragraph_space);
    if (row->enclosure_count > 1)
        compose_paragraph(composer, section, TAG_P, settings->words.shared, &run, &block);
    flow_space(&composer->flow, settings->leading);
    compose_slip_pairs(composer, section, ledger_run);
    flow_space(&composer->flow, settings->leading);
    run.element = elements_add(&composer->elements, section, TAG_P);
    compose_link(composer, &run, "ledger", settings->words.back_to_ledger, NULL);
    compose_lines(composer, &block);
}

static bool is_shown(const struct ledger_row *row)
{
    return row->shown && row->shown->form;
}

/* Some of a run's pages may be shown while others are not. */
static void compose_run_of_pages(struct composer *composer, uint32_t document,
                                 const struct ledger_run *whole)
{
    for (unsigned folio = whole->first_folio, next; folio <= whole->last_folio; folio = next) {
        const struct ledger_row *row = &whole->row[folio - whole->first_folio];
        next = folio + 1;
        while (next <= whole->last_folio && is_shown(row + (next - folio)) == is_shown(row))
            next++;
        const struct ledger_run part = {folio, next - 1, row};
        if (is_shown(row))
            compose_enclosed(composer, document, &part);
        else
            compose_slip(composer, document, &part);
    }
}

void compose_slips(struct composer *composer, uint32_t document)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    items_speak(&composer->items, "attachments/manifest.yaml");
    for (size_t i = 0; i < ledger->run_count; i++)
        compose_run_of_pages(composer, document, &ledger->runs[i]);
}
