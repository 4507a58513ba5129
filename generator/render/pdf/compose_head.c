/* SPDX-License-Identifier: ISC */
/* The head of one of the parts that the PDF is cut into: whose it is, which parts there are, and
 * what is in this one. */
#include "render/pdf/say.h"

#include "model/forms.h"

enum { COLUMN_PART, COLUMN_HOLDS, COLUMN_FILE, COLUMNS };

static void set_columns(const struct composer *composer, struct cell *cells)
{
    static const int32_t percent[COLUMNS] = {14, 36, 50};
    int32_t x = 0, gap = composer->settings->sizes.small;
    for (size_t i = 0; i < COLUMNS; i++) {
        int32_t width = composer->measure / 100 * percent[i];
        cells[i] = (struct cell){.x = x, .width = width - (i + 1 < COLUMNS ? gap : 0)};
        x += width;
    }
}

static void compose_table_head(struct composer *composer, uint32_t table)
{
    const struct settings *settings = composer->settings;
    const char *const words[COLUMNS] = {settings->words.part, settings->words.folios,
                                        settings->words.file};
    struct cell cells[COLUMNS];
    set_columns(composer, cells);
    compose_head_row(composer, table, cells, words, COLUMNS);
}

/* "1–27, E1–E39": labels of its own pages, and folios. Those of this part lead there. */
static void say_holds(struct composer *composer, const struct run *run,
                      const struct layout_part *part, bool own)
{
    const struct layout *whole = composer->whole;
    const struct layout_page *first = &whole->pages[part->first];
    size_t front = part->first;
    while (front < part->end && !whole->pages[front].first_folio)
        front++;
    struct buf text = BUF_INIT;
    if (front > part->first)
        buf_add_format(&text, front > part->first + 1 ? "%s %s–%s" : "%s %s",
                       composer->settings->words.page, first->label, whole->pages[front - 1].label);
    if (front > part->first && part->first_folio)
        buf_add_string(&text, ", ");
    say_text(composer, run, say_keep(composer, &text));
    if (part->first_folio)
        ledger_append_range(&text, part->first_folio, part->last_folio);
    const char *range = say_keep(composer, &text);
    if (part->first_folio && own)
        compose_link(composer, run, say_folio_name(composer, part->first_folio), range, NULL);
    else
        say_text(composer, run, range);
    buf_release(&text);
}

static void compose_table_row(struct composer *composer, uint32_t group,
                              const struct layout_part *parts, size_t part, bool own)
{
    const struct settings *settings = composer->settings;
    uint32_t element = elements_add(&composer->elements, group, TAG_TR);
    struct buf file = BUF_INIT;
    struct cell cells[COLUMNS];
    set_columns(composer, cells);
    for (size_t i = 0; i < COLUMNS; i++) {
        uint32_t cell = elements_add(&composer->elements, element, i ? TAG_TD : TAG_TH);
        composer->elements.items[cell].scope = i ? SCOPE_NONE : SCOPE_ROW;
        struct run run =
            compose_run(composer, own ? STYLE_BOLD : STYLE_REGULAR, settings->sizes.small, cell);
        if (i == COLUMN_PART)
            say_number(composer, &run, (unsigned)part + 1);
        else if (i == COLUMN_HOLDS)
            say_holds(composer, &run, &parts[part], own);
        else
            dossier_append_part_name(&file, composer->dossier, part + 1);
        if (i == COLUMN_FILE)
            say_text(composer, &run, say_keep(composer, &file));
        compose_end_cell(composer, cells, i);
    }
    buf_release(&file);
    compose_voice_row(composer, cells, COLUMNS, compose_leading(composer, settings->sizes.small),
                      0);
}

static void compose_parts(struct composer *composer, uint32_t section,
                          const struct layout_part *parts, size_t count, size_t index)
{
    const struct settings *settings = composer->settings;
    uint32_t table = elements_add(&composer->elements, section, TAG_TABLE);
    int32_t gap = compose_leading(composer, settings->sizes.small) / 4;
    compose_table_head(composer, table);
    uint32_t group = elements_add(&composer->elements, table, TAG_TBODY);
    for (size_t i = 0; i < count; i++) {
        compose_rule(composer, 0, gap / 2, composer->measure, 400, settings->colours.rule);
        flow_space(&composer->flow, i ? gap : 0);
        compose_table_row(composer, group, parts, i, i == index);
    }
    flow_head_end(&composer->flow);
    compose_rule(composer, 0, 0, composer->measure, 400, settings->colours.rule);
    flow_space(&composer->flow, gap / 2);
    flow_penalty(&composer->flow, FLOW_NEVER);
    flow_strip(&composer->flow, 0);
}

/* The runs of enclosed pages, as far as they are in this part. */
static void compose_runs(struct composer *composer, uint32_t contents,
                         const struct layout_part *part)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    struct buf title = BUF_INIT;
    for (size_t i = 0; i < ledger->run_count && part->first_folio; i++) {
        struct ledger_run run = ledger->runs[i];
        if (run.last_folio < part->first_folio || run.first_folio > part->last_folio)
            continue;
        if (run.first_folio < part->first_folio)
            run.first_folio = part->first_folio;
        if (run.last_folio > part->last_folio)
            run.last_folio = part->last_folio;
        buf_add_format(&title, "%s ", composer->settings->words.enclosure);
        ledger_append_ids(&title, ledger, run.row);
        buf_add_string(&title, ", ");
        ledger_append_range(&title, run.first_folio, run.last_folio);
        compose_entry(composer, contents, 0, say_keep(composer, &title),
                      composer->settings->language, say_folio_name(composer, run.first_folio));
    }
    buf_release(&title);
}

static void compose_own(struct composer *composer, uint32_t section, const struct layout_part *part)
{
    const struct settings *settings = composer->settings;
    uint32_t contents = elements_add(&composer->elements, section, TAG_TOC);
    if (!part->first) {
        const char *lang = settings->language;
        compose_entry(composer, contents, 0, settings->words.contents, lang, "contents");
        compose_entry(composer, contents, 0, settings->words.facts, lang, "facts");
        compose_entry(composer, contents, 0, settings->words.letter, lang, "letter");
        if (compose_has_ledger(composer))
            compose_entry(composer, contents, 0, settings->words.ledger, lang, "ledger");
    }
    compose_runs(composer, contents, part);
}

void compose_head(struct composer *composer, uint32_t document, const struct layout_part *parts,
                  size_t count, size_t index)
{
    const struct settings *settings = composer->settings;
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s %zu", settings->words.part, index + 1);
    const char *label = say_keep(composer, &text);
    buf_release(&text);
    const char *title = composer->dossier->metadata.title;
    flow_open(&composer->flow, settings->words.parts, settings->language, label);
    items_speak(&composer->items, "sources/metadata.yaml");
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    struct run run = compose_run(composer, STYLE_REGULAR, settings->sizes.title, 0);
    compose_heading(composer, section, 1, title, &run, NULL, title);
    flow_space(&composer->flow, settings->leading);
    compose_parties(composer, section);
    struct block block = compose_block(composer, settings->sizes.text);
    run = compose_run(composer, STYLE_REGULAR, settings->sizes.text, 0);
    flow_space(&composer->flow, settings->leading * 3 / 2);
    compose_paragraph(composer, section, TAG_P, settings->words.about_part, &run, &block);
    run = compose_run(composer, STYLE_BOLD, settings->sizes.heading3, 0);
    flow_space(&composer->flow, settings->leading * 2);
    compose_heading(composer, section, 2, settings->words.parts, &run, COMPOSE_PARTS,
                    settings->words.parts);
    flow_space(&composer->flow, settings->leading / 2);
    compose_parts(composer, section, parts, count, index);
    flow_space(&composer->flow, settings->leading * 2);
    compose_heading(composer, section, 3, settings->words.this_part, &run, NULL,
                    settings->words.this_part);
    compose_own(composer, section, &parts[index]);
    flow_finish(&composer->flow);
}
