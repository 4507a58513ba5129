/* SPDX-License-Identifier: ISC */
/* The letter. */
#include "render/pdf/notes.h"

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
    items_speak(&composer->items, "sources/letter.md");
    composer->numbering = settings->line_numbers;
    compose_blocks(composer, root, &frame);
    composer->numbering = false;
    notes_add_rest(composer->notes, frame.element);
}
