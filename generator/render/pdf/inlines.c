/* SPDX-License-Identifier: ISC */
/* The inlines of the letter's tree as items, with the structure elements that they need. */
#include "render/pdf/inlines.h"

#include "render/pdf/notes.h"

#include <string.h>

static enum style toggled(enum style style, enum style with)
{
    return style == STYLE_MONO ? style : (enum style)(style ^ with);
}

static uint32_t add_element(struct items *items, const struct run *run, enum tag tag,
                            const char *lang)
{
    if (!items->elements)
        return run->element;
    return elements_add_in(items->elements, run->element, tag, lang, run->lang);
}

const char *inlines_numbered(struct arena *arena, const char *before, unsigned number)
{
    struct buf text = BUF_INIT;
    buf_add_string(&text, before);
    buf_add_number(&text, number);
    const char *copy = arena_copy(arena, text.bytes, text.length);
    buf_release(&text);
    return copy;
}

const char *inlines_note_ref_name(struct arena *arena, unsigned number, unsigned ordinal)
{
    const char *first = inlines_numbered(arena, "note-ref-", number);
    if (ordinal < 2)
        return first;
    struct buf name = BUF_INIT;
    buf_add_format(&name, "%s-", first);
    const char *other = inlines_numbered(arena, name.bytes, ordinal);
    buf_release(&name);
    return other;
}

const char *inlines_enclosure_name(struct arena *arena, const struct enclosure *enclosure)
{
    struct buf name = BUF_INIT;
    buf_add_format(&name, "enclosure-%s", enclosure->id);
    const char *copy = arena_copy(arena, name.bytes, name.length);
    buf_release(&name);
    return copy;
}

static const char *link_destination(struct items *items, const struct node *node)
{
    if (node->link.kind == LINK_PAGE)
        return inlines_numbered(items->arena, "E", node->link.folio);
    if (node->link.kind == LINK_ENCLOSURE)
        return inlines_enclosure_name(items->arena,
                                      &items->dossier->ledger.enclosures[node->link.enclosure]);
    return node->text;
}

/* "words (title)": a title is not on the page, and is told with what describes the link or picture.
 */
static const char *add_title(struct arena *arena, const char *words, const char *title)
{
    if (!*title)
        return arena_string(arena, words);
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s (%s)", words, title);
    const char *copy = arena_copy(arena, text.bytes, text.length);
    buf_release(&text);
    return copy;
}

/* The address at the foot of the page, where it is not what the link shows. */
static void add_address(struct items *items, const struct node *node, struct run run)
{
    struct buf words = BUF_INIT;
    node_words(node, &words);
    const char *address = node->text, *mark = "m";
    bool shown = !strcmp(words.bytes, address) ||
                 (!strncmp(address, "mailto:", 7) && !strcmp(words.bytes, address + 7));
    buf_release(&words);
    if (shown)
        return;
    if (items->elements) {
        size_t note = notes_add_address(items->notes, address, run.element, &mark);
        items->links[run.link - 1].note = note;
    }
    run.element = NO_ELEMENT;
    run.rise += run.size / 3;
    run.size = run.size * 2 / 3;
    items_add_text(items, mark, strlen(mark), &run);
}

static void add_inline_link(struct items *items, const struct node *node, struct run run)
{
    run.element = add_element(items, &run, TAG_LINK, node->lang);
    run.colour = items->dossier->templates.settings.colours.accent;
    if (items->elements && !run.link) {
        struct buf words = BUF_INIT;
        node_words(node, &words);
        struct item_link link = {.element = run.element};
        if (node->link.kind == LINK_ADDRESS)
            link.address = node->text;
        else
            link.destination = link_destination(items, node);
        const char *target = link.destination ? link.destination : node->text;
        link.contents =
            add_title(items->arena, words.length ? words.bytes : target, node->link.title);
        buf_release(&words);
        run.link = items_add_link(items, link);
    }
    inlines_add(items, node, &run);
    if (node->link.kind == LINK_ADDRESS && items->dossier->templates.settings.link_addresses)
        add_address(items, node, run);
}

/* A small raised number that leads to its note. */
static void add_note_ref(struct items *items, const struct node *node, struct run run)
{
    const char *number = inlines_numbered(items->arena, "", node->number);
    uint32_t around = run.element;
    if (items->elements) {
        const char *anchor =
            inlines_note_ref_name(items->arena, node->number, node->note_ref.ordinal);
        run.element = add_element(items, &run, TAG_REFERENCE, NULL);
        run.element = add_element(items, &run, TAG_LINK, NULL);
        run.link = items_add_link(
            items, (struct item_link){
                       .element = run.element,
                       .destination = inlines_numbered(items->arena, "note-", node->number),
                       .contents = number,
                       .anchor = anchor,
                       .note = node->number,
                   });
        notes_add(items->notes, node->note_ref.note, around);
    }
    run.colour = items->dossier->templates.settings.colours.accent;
    run.rise += run.size / 3;
    run.size = run.size * 2 / 3;
    items_add_text(items, number, strlen(number), &run);
}

/* 96 pixels to the inch, or smaller to fit. One higher than a line stands on a line of its own. */
static void add_picture(struct items *items, const struct node *node, const struct run *run)
{
    const struct picture *picture = &items->dossier->letter.pictures[node->picture.picture];
    int64_t width = (int64_t)picture->width * 750, height = (int64_t)picture->height * 750;
    if (width > items->measure) {
        height = height * items->measure / width;
        width = items->measure;
    }
    if (height > items->tallest) {
        width = width * items->tallest / height;
        height = items->tallest;
    }
    bool alone = height > (int64_t)run->size * 2;
    if (alone && items->count && items->items[items->count - 1].ending != ENDING_FORCED)
        items->items[items->count - 1].ending = ENDING_FORCED;
    struct item *item = items_add(items, ITEM_PICTURE, run);
    item->element = add_element(items, run, TAG_FIGURE, NULL);
    if (items->elements)
        items->elements->items[item->element].alt =
            add_title(items->arena, node->picture.alt, node->picture.title);
    item->width = (int32_t)(width > 1000 ? width : 1000);
    item->height = (int32_t)(height > 1000 ? height : 1000);
    item->picture = (uint32_t)node->picture.picture;
    item->ending = alone ? ENDING_FORCED : ENDING_INSIDE;
}

static void add_inline(struct items *items, const struct node *node, struct run run)
{
    const struct settings *settings = &items->dossier->templates.settings;
    switch (node->kind) {
    case NODE_TEXT:
        items_add_text(items, node->text, node->length, &run);
        break;
    case NODE_CODE:
        run.element = add_element(items, &run, TAG_CODE, node->lang);
        run.style = STYLE_MONO;
        run.hyphenate = false;
        run.size = (int32_t)((int64_t)run.size * settings->sizes.mono / settings->sizes.text);
        items_add_text(items, node->text, node->length, &run);
        break;
    case NODE_EMPHASIS:
        run.style = toggled(run.style, STYLE_ITALIC);
        inlines_add(items, node, &run);
        break;
    case NODE_STRONG:
        run.style = toggled(run.style, STYLE_BOLD);
        inlines_add(items, node, &run);
        break;
    case NODE_STRIKE:
        run.element = add_element(items, &run, TAG_SPAN, node->lang);
        if (items->elements)
            items->elements->items[run.element].struck = true;
        run.strike = true;
        inlines_add(items, node, &run);
        break;
    case NODE_LANGUAGE:
        run.element = add_element(items, &run, TAG_SPAN, node->lang);
        run.lang = node->lang ? node->lang : run.lang;
        inlines_add(items, node, &run);
        break;
    case NODE_LINK:
        add_inline_link(items, node, run);
        break;
    case NODE_SOFT_BREAK:
        items_add_space(items, &run, ENDING_SPACE);
        break;
    case NODE_HARD_BREAK:
        items_add_space(items, &run, ENDING_FORCED);
        break;
    case NODE_PAGE_BREAK:
        items_add(items, ITEM_PAGE_BREAK, &run)->width = run.size / 4;
        break;
    case NODE_PICTURE:
        add_picture(items, node, &run);
        break;
    case NODE_NOTE_REF:
        add_note_ref(items, node, run);
        break;
    default:
        break;
    }
}

void inlines_add(struct items *items, const struct node *parent, const struct run *run)
{
    for (const struct node *node = parent->first; node; node = node->next) {
        items->node = node;
        add_inline(items, node, *run);
    }
}
