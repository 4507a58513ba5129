/* SPDX-License-Identifier: ISC */
/* The title page with the contents, and the facts. */
#include "render/pdf/say.h"

#include "model/forms.h"

#include <stdlib.h>
#include <string.h>

/* ---- the contents ---- */

void compose_entry(struct composer *composer, uint32_t contents, unsigned depth, const char *title,
                   const char *lang, const char *destination)
{
    struct items *items = &composer->items;
    int32_t size = depth ? composer->settings->sizes.small : composer->settings->sizes.text;
    int32_t leading = compose_leading(composer, size);
    uint32_t entry = elements_add(&composer->elements, contents, TAG_TOCI);
    struct run run = compose_run(composer, STYLE_REGULAR, size, 0);
    run.element = elements_add_in(&composer->elements, entry, TAG_REFERENCE, lang,
                                  composer->settings->language);
    run.lang = lang;
    int32_t indent = (int32_t)depth * composer->settings->sizes.text * 3 / 2;
    if (indent > composer->measure / 3)
        indent = composer->measure / 3;
    struct cell cells[2] = {{.x = indent, .width = composer->measure - indent - size * 5},
                            {.x = composer->measure, .align = ALIGN_RIGHT, .low = true}};
    run = compose_link(composer, &run, destination, title, NULL);
    items_add_space(items, &run, ENDING_FORCED);
    items_end(items);
    items_fit(items, 0, cells[0].width);
    cells[0].end = items->count;
    items_add(items, ITEM_FOLIO, &run);
    items_end(items);
    cells[1].end = items->count;
    flow_space(&composer->flow, leading / 5);
    compose_voice_row(composer, cells, 2, leading, 0);
}

/* The letter's headings, as deep as the settings say. */
static void add_letter_entries(struct composer *composer, uint32_t contents)
{
    struct walk walk = walk_start(composer->dossier->letter.root);
    struct buf words = BUF_INIT;
    while (walk_next(&walk)) {
        const struct node *node = walk.node;
        if (!walk.entering || node->kind != NODE_HEADING ||
            (int32_t)node->heading.level > composer->settings->contents.depth)
            continue;
        buf_clear(&words);
        node_words(node, &words);
        items_speak(&composer->items, "sources/letter.md");
        composer->items.node = node;
        if (words.length)
            compose_entry(composer, contents, node->heading.level,
                          arena_copy(&composer->layout->arena, words.bytes, words.length),
                          node_lang(node), node->heading.anchor);
        walk_skip(&walk);
    }
    buf_release(&words);
}

static void add_slip_entries(struct composer *composer, uint32_t contents)
{
    const struct ledger *ledger = &composer->dossier->ledger;
    for (size_t i = 0; i < ledger->run_count; i++)
        compose_entry(composer, contents, 1, say_slip_title(composer, &ledger->runs[i]),
                      composer->settings->language,
                      say_folio_name(composer, ledger->runs[i].first_folio));
}

static void add_contents(struct composer *composer, uint32_t section)
{
    const struct settings *settings = composer->settings;
    const char *lang = settings->language;
    struct run run = compose_run(composer, STYLE_BOLD, settings->sizes.heading3, 0);
    flow_space(&composer->flow, settings->leading * 2);
    compose_heading(composer, section, 2, settings->words.contents, &run, "contents",
                    settings->words.contents);
    uint32_t contents = elements_add(&composer->elements, section, TAG_TOC);
    compose_entry(composer, contents, 0, settings->words.facts, lang, "facts");
    compose_entry(composer, contents, 0, settings->words.letter, lang, "letter");
    add_letter_entries(composer, contents);
    if (!compose_has_ledger(composer))
        return;
    compose_entry(composer, contents, 0, settings->words.ledger, lang, "ledger");
    add_slip_entries(composer, contents);
}

/* ---- the title page ---- */

static void add_date(const struct pairs *pairs, const char *label, struct date date)
{
    struct buf words = BUF_INIT;
    if (date.year)
        forms_append_date(&words, pairs->composer->settings, date);
    const char *text = words.bytes;
    compose_pair(pairs, label, &text, 1);
    buf_release(&words);
}

static void add_text(const struct pairs *pairs, const char *label, const char *text)
{
    compose_pair(pairs, label, &text, 1);
}

static void add_party(const struct pairs *pairs, const char *label, const struct party *party)
{
    compose_pair(pairs, label, (const char *const[]){party->name, party->office}, 2);
}

/* The names of all addressees; the office of one without a name. */
static void add_names(const struct pairs *pairs, const char *label, const struct party_list *list)
{
    const char **names = memory_new((list->count + 1) * sizeof *names);
    for (size_t i = 0; i < list->count; i++)
        names[i] = *list->items[i].name ? list->items[i].name : list->items[i].office;
    compose_pair(pairs, label, names, list->count);
    free(names);
}

void compose_parties(struct composer *composer, uint32_t section)
{
    const struct settings *settings = composer->settings;
    const struct metadata *metadata = &composer->dossier->metadata;
    struct pairs pairs = compose_pairs(composer, section, settings->sizes.text);
    add_party(&pairs, settings->words.from, &metadata->sender);
    add_names(&pairs, settings->words.to, &metadata->addressees);
    add_date(&pairs, settings->words.date, metadata->date);
    add_text(&pairs, settings->words.subject, metadata->subject);
}

void compose_front(struct composer *composer, uint32_t document)
{
    const struct settings *settings = composer->settings;
    const struct metadata *metadata = &composer->dossier->metadata;
    flow_open(&composer->flow, settings->words.contents, settings->language, NULL);
    items_speak(&composer->items, "sources/metadata.yaml");
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    struct run run = compose_run(composer, STYLE_REGULAR, settings->sizes.title, 0);
    compose_heading(composer, section, 1, metadata->title, &run, "title", metadata->title);
    flow_space(&composer->flow, settings->leading);
    compose_parties(composer, section);
    struct block block = compose_block(composer, settings->sizes.text);
    run = compose_run(composer, STYLE_REGULAR, settings->sizes.text, 0);
    flow_space(&composer->flow, settings->leading * 3 / 2);
    compose_paragraph(composer, section, TAG_P, settings->words.about, &run, &block);
    if (compose_has_ledger(composer)) {
        flow_space(&composer->flow, settings->paragraph_space);
        compose_paragraph(composer, section, TAG_P, settings->words.about_enclosures, &run, &block);
    }
    add_contents(composer, section);
}

/* ---- the facts ---- */

void compose_facts(struct composer *composer, uint32_t document)
{
    const struct settings *settings = composer->settings;
    const struct metadata *metadata = &composer->dossier->metadata;
    flow_open(&composer->flow, settings->words.facts, settings->language, NULL);
    items_speak(&composer->items, "sources/metadata.yaml");
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    struct run run = compose_run(composer, STYLE_REGULAR, settings->sizes.heading1, 0);
    compose_heading(composer, section, 2, settings->words.facts, &run, "facts",
                    settings->words.facts);
    flow_space(&composer->flow, settings->leading);
    struct pairs pairs = compose_pairs(composer, section, settings->sizes.text);
    add_text(&pairs, settings->words.title, metadata->title);
    add_date(&pairs, settings->words.date, metadata->date);
    add_text(&pairs, settings->words.place, metadata->place);
    add_party(&pairs, settings->words.from, &metadata->sender);
    for (size_t i = 0; i < metadata->addressees.count; i++)
        add_party(&pairs, settings->words.to, &metadata->addressees.items[i]);
    add_text(&pairs, settings->words.subject, metadata->subject);
    add_text(&pairs, settings->words.reference, metadata->reference);
    add_text(&pairs, settings->words.in_reply_to, metadata->in_reply_to);
    compose_languages(&pairs, &metadata->languages);
    add_text(&pairs, settings->words.description, metadata->description);
    add_text(&pairs, settings->words.identifier, metadata->identifier);
    add_text(&pairs, settings->words.publisher, metadata->publisher);
    add_date(&pairs, settings->words.published, metadata->published);
    add_text(&pairs, settings->words.edition, metadata->edition);
    add_text(&pairs, settings->words.rights, metadata->rights);
    add_text(&pairs, settings->words.provenance, metadata->provenance);
}
