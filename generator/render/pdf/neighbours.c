/* SPDX-License-Identifier: ISC */
/* Links in the footer to the pages before and after. */
#include "render/pdf/neighbours.h"

#include <string.h>

/* "page-3": by its place among all, since folios need not be unique. */
static const char *page_name(struct composer *composer, size_t page)
{
    return inlines_numbered(&composer->layout->arena, "page-", (unsigned)page + 1);
}

static void add_destinations(struct composer *composer)
{
    struct layout *layout = composer->layout;
    for (size_t i = 0; i < layout->page_count; i++) {
        layout->destinations =
            memory_grow(layout->destinations, layout->destination_count,
                        &composer->flow.destination_capacity, sizeof *layout->destinations);
        layout->destinations[layout->destination_count++] = (struct destination){
            .name = page_name(composer, i), .page = i, .y = layout->pages[i].height};
    }
}

static const struct piece *neighbour_piece(struct composer *composer, const char *label, bool after)
{
    struct buf text = BUF_INIT;
    const char *before = composer->voice_rtl ? "› " : "‹ ";
    if (after)
        buf_add_format(&text, "%s%s", label, composer->voice_rtl ? " ‹" : " ›");
    else
        buf_add_format(&text, "%s%s", before, label);
    const struct piece *piece = compose_signs(composer, text.bytes);
    buf_release(&text);
    return piece;
}

/* On the side that it leads to; in the middle third nothing stands but the folio. */
static void add_neighbour(struct composer *composer, size_t index, bool after, uint32_t section)
{
    const struct settings *settings = composer->settings;
    struct layout *layout = composer->layout;
    struct layout_page *page = &layout->pages[index];
    size_t other = after ? index + 1 : index - 1;
    struct placed_piece *placed = arena_new(&layout->arena, sizeof *placed);
    placed->piece = neighbour_piece(composer, layout->pages[other].label, after);
    int32_t size = settings->sizes.small, width = piece_width(placed->piece, size);
    bool verso = settings->sides == 2 && index % 2;
    int32_t left = verso != composer->mirrored ? settings->margins.outer : settings->margins.inner;
    int32_t x = left + (after != composer->voice_rtl ? composer->measure - width : 0);
    int32_t y = settings->margins.bottom * 11 / 20 - (settings->sides == 2 ? size * 3 / 2 : 0);
    page->boxes[page->box_count++] =
        (struct box){.kind = BOX_TEXT,
                     .artifact = ARTIFACT_FOOTER,
                     .x = x,
                     .y = y,
                     .text = {placed, 1, size, settings->colours.accent}};
    struct buf words = BUF_INIT;
    buf_add_format(&words, "%s %s", settings->words.page, layout->pages[other].label);
    page->links[page->link_count++] = (struct layout_link){
        .element = elements_add(&composer->elements, section, TAG_LINK),
        .x = x,
        .y = y - size / 4,
        .width = width,
        .height = size * 5 / 4,
        .destination = page_name(composer, other),
        .contents = arena_copy(&layout->arena, words.bytes, words.length),
    };
    buf_release(&words);
}

void neighbours_add(struct composer *composer, uint32_t document)
{
    struct layout *layout = composer->layout;
    if (!composer->settings->previous_next || layout->page_count < 2)
        return;
    add_destinations(composer);
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    for (size_t i = 0; i < layout->page_count; i++) {
        struct layout_page *page = &layout->pages[i];
        /* Where that would stand on an enclosed page its own content may be. */
        if (page->enclosed)
            continue;
        struct box *boxes = arena_new(&layout->arena, (page->box_count + 2) * sizeof *boxes);
        struct layout_link *links =
            arena_new(&layout->arena, (page->link_count + 2) * sizeof *links);
        memcpy(boxes, page->boxes, page->box_count * sizeof *boxes);
        memcpy(links, page->links, page->link_count * sizeof *links);
        page->boxes = boxes;
        page->links = links;
        if (i)
            add_neighbour(composer, i, false, section);
        if (i + 1 < layout->page_count)
            add_neighbour(composer, i, true, section);
    }
}
