/* SPDX-License-Identifier: ISC */
/* The letter and its notes. */
#include "render/pdf/compose.h"

static void compose_note(struct composer *composer, const struct node *note, uint32_t section,
                         const struct frame *letter)
{
    struct arena *arena = &composer->layout->arena;
    struct frame frame = *letter;
    frame.size = composer->settings->sizes.small;
    frame.element =
        elements_add_in(&composer->elements, section, TAG_NOTE, note->lang, letter->lang);
    composer->elements.items[frame.element].id = note->number;
    frame.lang = note->lang ? note->lang : letter->lang;
    flow_destination(&composer->flow, inlines_numbered(arena, "note-", note->number));
    uint32_t label = elements_add(&composer->elements, frame.element, TAG_LBL);
    int32_t step = frame.size * 2;
    label = elements_add(&composer->elements, label, TAG_LINK);
    compose_step_in(composer, &frame, step, 0);
    compose_marker(composer, inlines_numbered(arena, "", note->number), label, &frame, step,
                   inlines_note_ref_name(arena, note->number, 1));
    compose_blocks(composer, note, &frame);
    if (composer->marker_count)
        compose_gap(composer, compose_leading(composer, frame.size));
}

static void compose_notes(struct composer *composer, uint32_t section, const struct frame *letter)
{
    const struct letter *source = &composer->dossier->letter;
    if (!source->note_count)
        return;
    struct run run = compose_run(composer, STYLE_BOLD, composer->settings->sizes.heading2, 0);
    uint32_t notes = elements_add_in(&composer->elements, section, TAG_SECT,
                                     composer->settings->language, letter->lang);
    flow_space(&composer->flow, composer->settings->leading * 2);
    compose_heading(composer, notes, 3, composer->settings->words.notes, &run, "notes",
                    composer->settings->words.notes);
    uint32_t body = elements_add_in(&composer->elements, notes, TAG_DIV, letter->lang,
                                    composer->settings->language);
    for (size_t i = 0; i < source->note_count; i++)
        compose_note(composer, source->notes[i], body, letter);
}

void compose_letter(struct composer *composer, uint32_t document)
{
    const struct settings *settings = composer->settings;
    const struct node *root = composer->dossier->letter.root;
    const char *lang = root->lang ? root->lang : settings->language;
    flow_open(&composer->flow, settings->words.letter, settings->language, NULL);
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    struct run run = compose_run(composer, STYLE_REGULAR, settings->sizes.small, 0);
    run.colour = settings->colours.quiet;
    compose_heading(composer, section, 2, settings->words.letter, &run, "letter",
                    settings->words.letter);
    flow_space(&composer->flow, settings->leading);
    struct frame frame = {
        .width = composer->measure,
        .size = settings->sizes.text,
        .element = elements_add_in(&composer->elements, section, TAG_DIV, lang, settings->language),
        .lang = lang,
        .role = PART_ROLE_COUNT,
    };
    composer->items.path = "sources/letter.md";
    compose_blocks(composer, root, &frame);
    compose_notes(composer, section, &frame);
}
