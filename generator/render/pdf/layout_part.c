/* SPDX-License-Identifier: ISC */
/* One part of a layout that is cut into several: a head, and pages of the whole as they are there,
 * with what of the tags and bookmarks is theirs. */
#include "render/pdf/compose.h"
#include "render/pdf/layout_start.h"
#include "render/pdf/page.h"

#include "model/forms.h"

#include <stdlib.h>
#include <string.h>

/* Where the content of an element and of all below it stands. */
#define HERE 1
#define ELSEWHERE 2

struct splice {
    struct composer *composer;
    const struct layout *whole;
    const struct layout_part *parts;
    size_t count;
    const struct layout_part *part;
    uint32_t *mapped; /* the elements of the whole in the part; NO_ELEMENT for those that are not */
    size_t offset;    /* of the whole's pages in the part: those before them are the head's */
};

static bool is_here(const struct splice *splice, size_t page)
{
    return page >= splice->part->first && page < splice->part->end;
}

/* ---- the tags ---- */

static void see_content(const struct layout_page *page, uint8_t where, uint8_t *seen)
{
    for (size_t i = 0; i < page->box_count; i++) {
        if (!page->boxes[i].artifact)
            seen[page->boxes[i].element] |= where;
    }
    for (size_t i = 0; i < page->link_count; i++)
        seen[page->links[i].element] |= where;
}

/* Copies the elements with content here, those above them, and what is empty in them everywhere:
 * the cell of a table. The Document is the part's own. */
static void copy_elements(struct splice *splice)
{
    const struct layout *whole = splice->whole;
    struct elements *elements = &splice->composer->elements;
    uint8_t *seen = memory_new(whole->element_count + 1);
    for (size_t i = 0; i < whole->page_count; i++)
        see_content(&whole->pages[i], is_here(splice, i) ? HERE : ELSEWHERE, seen);
    for (size_t i = whole->element_count; i-- > 1;)
        seen[whole->elements[i].parent] |= seen[i];
    splice->mapped[0] = 0;
    for (size_t i = 1; i < whole->element_count; i++) {
        const struct element *element = &whole->elements[i];
        uint32_t parent = splice->mapped[element->parent];
        splice->mapped[i] = NO_ELEMENT;
        if (!(seen[i] & HERE) && (seen[i] || parent == NO_ELEMENT || !parent))
            continue;
        splice->mapped[i] = elements_add(elements, parent, (enum tag)element->tag);
        struct element *copy = &elements->items[splice->mapped[i]];
        *copy = *element;
        copy->parent = parent;
    }
    free(seen);
}

/* ---- links to other parts ---- */

static size_t find_part(const struct splice *splice, size_t page)
{
    size_t low = 0, high = splice->count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (splice->parts[middle].first <= page)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The words beside a line that has links to other parts. */
struct beside {
    struct buf words;
    int32_t y;       /* of the last line */
    int32_t size;    /* of its text */
    size_t part;     /* that was named last */
    struct box *box; /* NULL before the first */
};

/* Beyond the text, on the side where no ¶ numbers are. */
static void set_words(struct splice *splice, size_t index, struct beside *beside)
{
    struct composer *composer = splice->composer;
    const struct settings *settings = composer->settings;
    const struct flow *flow = &composer->flow;
    int32_t size = settings->sizes.small, width;
    int32_t left = flow->one_sided || index % 2 == 0 ? flow->inner : flow->outer;
    int32_t most = splice->whole->pages[index].width - size / 2;
    struct box *box = beside->box;
    box->kind = BOX_TEXT;
    box->artifact = ARTIFACT_LAYOUT;
    box->text.pieces = compose_words(composer, beside->words.bytes, size, &box->text.count, &width);
    box->text.size = size;
    box->text.colour = settings->colours.quiet;
    box->y = beside->y;
    box->x = composer->mirrored ? left - size - width : left + composer->measure + size;
    if (box->x + width > most)
        box->x = most - width;
    if (box->x < size / 2)
        box->x = size / 2;
}

/* One for each line, and each part once. */
static void add_words(struct splice *splice, size_t index, struct layout_page *page,
                      const struct layout_link *link, size_t part, struct beside *beside)
{
    int32_t baseline = link->y + link->height / 5;
    bool same_line = beside->box && labs((long)baseline - beside->y) < link->height / 2;
    if (same_line && part == beside->part)
        return;
    if (same_line) {
        buf_add_format(&beside->words, ", %zu", part + 1);
    } else {
        buf_clear(&beside->words);
        forms_append_part(&beside->words, splice->composer->settings->words.in_part, part + 1,
                          splice->count);
        beside->box = &page->boxes[page->box_count++];
        beside->y = baseline;
    }
    beside->part = part;
    set_words(splice, index, beside);
}

/* Leads to the list of the parts, and says which one it is. */
static void turn_link(struct splice *splice, struct layout_link *link, size_t part)
{
    struct buf words = BUF_INIT;
    buf_add_format(&words, "%s (", link->contents);
    forms_append_part(&words, splice->composer->settings->words.in_part, part + 1, splice->count);
    buf_add_char(&words, ')');
    link->contents = arena_copy(&splice->composer->layout->arena, words.bytes, words.length);
    link->destination = COMPOSE_PARTS;
    buf_release(&words);
}

/* ---- the pages ---- */

static void copy_page(struct splice *splice, size_t index)
{
    const struct layout_page *from = &splice->whole->pages[index];
    struct arena *arena = &splice->composer->layout->arena;
    struct layout_page page = *from;
    struct beside beside = {.words = BUF_INIT};
    page.boxes = arena_new(arena, (from->box_count + from->link_count) * sizeof *page.boxes);
    page.links = arena_new(arena, from->link_count * sizeof *page.links);
    for (size_t i = 0; i < from->box_count; i++) {
        page.boxes[i] = from->boxes[i];
        if (!page.boxes[i].artifact)
            page.boxes[i].element = splice->mapped[from->boxes[i].element];
    }
    for (size_t i = 0; i < from->link_count; i++) {
        struct layout_link *link = &page.links[i];
        *link = from->links[i];
        link->element = splice->mapped[link->element];
        const struct destination *to =
            link->destination ? layout_find(splice->whole, link->destination) : NULL;
        if (!to || is_here(splice, to->page))
            continue;
        size_t part = find_part(splice, to->page);
        turn_link(splice, link, part);
        /* Where that would stand on an enclosed page its own content may be. */
        if (!page.enclosed)
            add_words(splice, index, &page, link, part, &beside);
    }
    *page_add(&splice->composer->flow, page.label, page.width, page.height) = page;
    buf_release(&beside.words);
}

static void copy_marks(struct splice *splice)
{
    const struct layout *whole = splice->whole;
    struct flow *flow = &splice->composer->flow;
    for (size_t i = 0; i < whole->destination_count; i++) {
        const struct destination *to = &whole->destinations[i];
        if (is_here(splice, to->page))
            page_destination(flow, to->name, to->page - splice->part->first + splice->offset,
                             to->y);
    }
    for (size_t i = 0; i < whole->bookmark_count; i++) {
        struct bookmark bookmark = whole->bookmarks[i];
        if (!is_here(splice, bookmark.page))
            continue;
        bookmark.page = bookmark.page - splice->part->first + splice->offset;
        bookmark.element = splice->mapped[bookmark.element];
        bookmark.turn = flow->layout->bookmark_turns++;
        page_bookmark(flow, &bookmark);
    }
}

/* Where two sides are printed, pages stay on the side that they are made for. */
static void keep_side(struct splice *splice, const char *label)
{
    struct layout *layout = splice->composer->layout;
    if (splice->composer->settings->sides == 2 && layout->page_count % 2 != splice->part->first % 2)
        page_add(&splice->composer->flow, label, layout->width, layout->height);
}

struct layout *layout_compose_part(const struct layout *whole, const struct layout_part *parts,
                                   size_t count, size_t index, const struct dossier *dossier,
                                   struct report *report, struct error *err)
{
    struct composer composer = {.whole = whole};
    struct layout *layout = layout_start(dossier, whole, report, &composer, err);
    uint32_t document = elements_add(&composer.elements, NO_ELEMENT, TAG_DOCUMENT);
    composer.elements.items[document].lang = composer.settings->language;
    compose_head(&composer, document, parts, count, index);
    if (!report->errors)
        compose_folios(&composer);
    struct splice splice = {.composer = &composer,
                            .whole = whole,
                            .parts = parts,
                            .count = count,
                            .part = &parts[index]};
    keep_side(&splice, layout->pages[0].label);
    splice.offset = layout->page_count;
    splice.mapped = memory_new((whole->element_count + 1) * sizeof *splice.mapped);
    copy_elements(&splice);
    for (size_t i = splice.part->first; i < splice.part->end; i++)
        copy_page(&splice, i);
    copy_marks(&splice);
    free(splice.mapped);
    return layout_end(&composer, layout, report, err);
}
