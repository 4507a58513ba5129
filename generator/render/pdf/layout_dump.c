/* SPDX-License-Identifier: ISC */
/* A layout as text: pages, boxes, lines, tags; what the tests compare. */
#include "render/pdf/layout.h"

#include <string.h>

static void add_quoted(struct buf *text, const char *string)
{
    buf_add_char(text, '"');
    for (; *string; string++) {
        if (*string == '"' || *string == '\\')
            buf_add_char(text, '\\');
        buf_add_char(text, *string);
    }
    buf_add_char(text, '"');
}

static void add_position(struct buf *text, int32_t x, int32_t y)
{
    buf_add_thousandths(text, x);
    buf_add_char(text, ',');
    buf_add_thousandths(text, y);
}

/* "Document/Sect/P#12": the element and what it stands in; its number tells it from others alike.
 */
static void add_path(struct buf *text, const struct layout *layout, uint32_t element)
{
    uint32_t path[LETTER_DEPTH_MAX * 4];
    size_t depth = 0;
    for (uint32_t at = element; at != NO_ELEMENT && depth < sizeof path / sizeof *path;
         at = layout->elements[at].parent)
        path[depth++] = at;
    while (depth--) {
        buf_add_string(text, tag_name((enum tag)layout->elements[path[depth]].tag));
        if (depth)
            buf_add_char(text, '/');
    }
    buf_add_format(text, "#%u", element);
}

static void add_owner(struct buf *text, const struct layout *layout, const struct box *box)
{
    static const char *const artifacts[] = {
        [ARTIFACT_LAYOUT] = "artifact",
        [ARTIFACT_HEADER] = "header",
        [ARTIFACT_FOOTER] = "footer",
        [ARTIFACT_PAGINATION] = "repeated",
    };
    if (box->artifact != ARTIFACT_NONE)
        buf_add_string(text, artifacts[box->artifact]);
    else
        add_path(text, layout, box->element);
}

static void dump_text(const struct box *box, struct buf *text)
{
    struct buf words = BUF_INIT;
    const struct face *face = NULL;
    for (uint32_t i = 0; i < box->text.count; i++) {
        const struct placed_piece *piece = &box->text.pieces[i];
        buf_add(&words, piece->piece->text, piece->piece->length);
        if (piece->piece->face == face)
            continue;
        face = piece->piece->face;
        const char *name = strrchr(face->path, '/');
        buf_add_format(text, " %s", name ? name + 1 : face->path);
    }
    buf_add_char(text, ' ');
    buf_add_thousandths(text, box->text.size);
    buf_add_format(text, " #%06x ", box->text.colour);
    add_quoted(text, words.bytes);
    buf_release(&words);
}

static void dump_box(const struct layout *layout, const struct box *box, struct buf *text)
{
    buf_add_string(text, "  ");
    add_position(text, box->x, box->y);
    buf_add_char(text, ' ');
    add_owner(text, layout, box);
    switch (box->kind) {
    case BOX_TEXT:
        dump_text(box, text);
        break;
    case BOX_RECT:
        buf_add_string(text, " rule ");
        add_position(text, box->rect.width, box->rect.height);
        break;
    case BOX_FORM:
        buf_add_string(text, " form ");
        add_position(text, box->form.width, box->form.height);
        if (box->form.scale != 1000) {
            buf_add_string(text, " scale ");
            buf_add_thousandths(text, box->form.scale);
        }
        break;
    default:
        buf_add_string(text, " picture ");
        add_position(text, box->picture.width, box->picture.height);
        break;
    }
    buf_add_char(text, '\n');
}

static void dump_link(const struct layout_link *link, struct buf *text)
{
    buf_add_string(text, "  ");
    add_position(text, link->x, link->y);
    buf_add_string(text, " link ");
    add_position(text, link->width, link->height);
    buf_add_format(text, " #%u %s%s ", link->element, link->address ? "" : "to ",
                   link->address ? link->address : link->destination);
    add_quoted(text, link->contents);
    buf_add_char(text, '\n');
}

static void dump_elements(const struct layout *layout, struct buf *text)
{
    for (uint32_t i = 0; i < layout->element_count; i++) {
        const struct element *element = &layout->elements[i];
        buf_add_format(text, "element %u %s", i, tag_name((enum tag)element->tag));
        if (element->parent != NO_ELEMENT)
            buf_add_format(text, " in %u", element->parent);
        if (element->lang)
            buf_add_format(text, " lang %s", element->lang);
        if (element->list_numbering)
            buf_add_format(text, " numbering %u", element->list_numbering);
        if (element->scope)
            buf_add_format(text, " scope %u", element->scope);
        if (element->struck)
            buf_add_string(text, " struck");
        if (element->id)
            buf_add_format(text, " id %u", element->id);
        if (element->alt) {
            buf_add_string(text, " alt ");
            add_quoted(text, element->alt);
        }
        buf_add_char(text, '\n');
    }
}

void layout_dump(const struct layout *layout, struct buf *text)
{
    buf_add_string(text, "layout ");
    add_position(text, layout->width, layout->height);
    buf_add_char(text, '\n');
    dump_elements(layout, text);
    for (size_t i = 0; i < layout->page_count; i++) {
        const struct layout_page *page = &layout->pages[i];
        buf_add_format(text, "page %zu label %s", i + 1, page->label);
        if (page->enclosed) {
            buf_add_string(text, " size ");
            add_position(text, page->width, page->height);
        }
        buf_add_char(text, '\n');
        for (size_t j = 0; j < page->box_count; j++)
            dump_box(layout, &page->boxes[j], text);
        for (size_t j = 0; j < page->link_count; j++)
            dump_link(&page->links[j], text);
    }
    for (size_t i = 0; i < layout->destination_count; i++) {
        const struct destination *destination = &layout->destinations[i];
        buf_add_format(text, "destination %s page %zu ", destination->name, destination->page + 1);
        buf_add_thousandths(text, destination->y);
        buf_add_char(text, '\n');
    }
    for (size_t i = 0; i < layout->bookmark_count; i++) {
        const struct bookmark *bookmark = &layout->bookmarks[i];
        buf_add_format(text, "bookmark %u page %zu ", bookmark->level, bookmark->page + 1);
        add_quoted(text, bookmark->title);
        buf_add_char(text, '\n');
    }
}
