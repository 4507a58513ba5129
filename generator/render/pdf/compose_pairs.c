/* SPDX-License-Identifier: ISC */
/* Lists of labels and the texts beside them. */
#include "render/pdf/say.h"

#include "model/forms.h"

#include <string.h>

struct pairs compose_pairs(struct composer *composer, uint32_t parent, int32_t size)
{
    return (struct pairs){
        .composer = composer,
        .list = elements_add(&composer->elements, parent, TAG_L),
        .size = size,
        .label_width = composer->measure * 22 / 100,
    };
}

struct cell compose_label(const struct pairs *pairs, const char *label, struct run *run)
{
    struct composer *composer = pairs->composer;
    struct cell cell = {.width = pairs->label_width - pairs->size};
    uint32_t item = elements_add(&composer->elements, pairs->list, TAG_LI);
    *run = compose_run(composer, STYLE_ITALIC, pairs->size,
                       elements_add(&composer->elements, item, TAG_LBL));
    run->colour = composer->settings->colours.quiet;
    items_add_text(&composer->items, label, strlen(label), run);
    items_end(&composer->items);
    items_fit(&composer->items, 0, cell.width);
    cell.end = composer->items.count;
    *run = compose_run(composer, STYLE_REGULAR, pairs->size,
                       elements_add(&composer->elements, item, TAG_LBODY));
    return cell;
}

void compose_labelled(const struct pairs *pairs, struct cell label)
{
    struct composer *composer = pairs->composer;
    int32_t leading = compose_leading(composer, pairs->size);
    struct cell cells[2] = {
        label, {.x = pairs->label_width, .width = composer->measure - pairs->label_width}};
    items_end(&composer->items);
    items_fit(&composer->items, label.end, cells[1].width);
    cells[1].end = composer->items.count;
    flow_space(&composer->flow, leading / 4);
    if (pairs->together)
        flow_penalty(&composer->flow, FLOW_NEVER);
    compose_voice_row(composer, cells, 2, leading, 0);
}

void compose_pair(const struct pairs *pairs, const char *label, const char *const *texts,
                  size_t count)
{
    struct items *items = &pairs->composer->items;
    size_t given = 0;
    for (size_t i = 0; i < count; i++)
        given += *texts[i] != 0;
    if (!given)
        return;
    struct run run;
    struct cell cell = compose_label(pairs, label, &run);
    for (size_t i = 0; i < count; i++) {
        if (*texts[i] && items->count > cell.end)
            items_add_space(items, &run, ENDING_FORCED);
        items_add_text(items, texts[i], strlen(texts[i]), &run);
    }
    compose_labelled(pairs, cell);
}

void compose_languages(const struct pairs *pairs, const struct text_list *tags)
{
    const struct settings *settings = pairs->composer->settings;
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < tags->count; i++) {
        buf_add_string(&text, i ? ", " : "");
        forms_append_language(&text, settings, tags->items[i]);
    }
    const char *words = say_keep(pairs->composer, &text);
    compose_pair(pairs, settings->words.languages, &words, 1);
    buf_release(&text);
}
