/* SPDX-License-Identifier: ISC */
/* The tag tree (ISO 32000-1, 14.7): what each structure element holds, and which element holds what
 * is painted. */
#include "render/pdf/structure.h"

#include "render/pdf/branches.h"
#include "render/pdf/token.h"
#include "render/pdf/tree.h"

#include <stdlib.h>

struct identified {
    uint32_t id;
    uint32_t element;
};

struct structure {
    const struct layout *layout;
    const struct ids *ids;
    struct branches branches;
    struct identified *identified; /* by id */
    size_t identified_count;
    size_t identified_capacity;
    struct tree parents;
    struct tree identifiers;
};

static int by_id(const void *left, const void *right)
{
    const struct identified *a = left, *b = right;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void note_identified(struct structure *structure)
{
    const struct element *elements = structure->layout->elements;
    for (size_t i = 0; i < structure->layout->element_count; i++) {
        if (!elements[i].id)
            continue;
        structure->identified =
            memory_grow(structure->identified, structure->identified_count,
                        &structure->identified_capacity, sizeof *structure->identified);
        structure->identified[structure->identified_count++] =
            (struct identified){elements[i].id, (uint32_t)i};
    }
    if (structure->identified_count)
        qsort(structure->identified, structure->identified_count, sizeof *structure->identified,
              by_id);
}

struct structure *structure_new(const struct layout *layout, const struct ids *ids)
{
    struct structure *structure = memory_new(sizeof *structure);
    structure->layout = layout;
    structure->ids = ids;
    branches_init(&structure->branches, layout);
    note_identified(structure);
    return structure;
}

void structure_free(struct structure *structure)
{
    if (!structure)
        return;
    branches_release(&structure->branches);
    free(structure->identified);
    free(structure);
}

size_t structure_first_link(const struct structure *structure, size_t page)
{
    return structure->branches.first_link[page];
}

size_t structure_page_of_link(const struct structure *structure, size_t link)
{
    size_t low = 0, high = structure->layout->page_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (structure->branches.first_link[middle] <= link)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ------------------------------------------------------------------ Elements */

static void add_element(const struct structure *structure, size_t element, struct buf *out)
{
    token_add_reference(out, structure->ids->elements + (uint32_t)element);
}

/* A marked content of the element's own page by its number alone. */
static void add_content_kid(const struct structure *structure, const struct content *content,
                            uint32_t page, struct buf *out)
{
    if (!content->link && content->page == page) {
        token_add_number(out, content->number);
        return;
    }
    buf_add_string(out, content->link ? "<</Type/OBJR" : "<</Type/MCR");
    if (content->page != page) {
        buf_add_string(out, "/Pg");
        token_add_reference(out, structure->ids->pages + content->page);
    }
    buf_add_string(out, content->link ? "/Obj" : "/MCID ");
    if (content->link)
        token_add_reference(out, structure->ids->annotations + content->number);
    else
        buf_add_number(out, content->number);
    buf_add_string(out, ">>");
}

/* A child, and right after it the notes that it refers to, wherever they are painted. Returns the
 * child after those. */
static uint32_t add_child(const struct structure *structure, uint32_t child, struct buf *out)
{
    const struct element *elements = structure->layout->elements;
    add_element(structure, child, out);
    child = structure->branches.nodes[child].next_sibling;
    for (; child != BRANCH_NONE && elements[child].tag == TAG_NOTE;
         child = structure->branches.nodes[child].next_sibling)
        add_element(structure, child, out);
    return child;
}

/* Children and content in the order in which they stand. */
static void add_kids(const struct structure *structure, const struct branch *node, struct buf *out)
{
    uint32_t page = node->first_content == BRANCH_NONE
                        ? BRANCH_NONE
                        : structure->branches.contents[node->first_content].page;
    if (page != BRANCH_NONE) {
        buf_add_string(out, "/Pg");
        token_add_reference(out, structure->ids->pages + page);
    }
    uint32_t child = node->first_child;
    if (child == BRANCH_NONE && page == BRANCH_NONE)
        return;
    buf_add_string(out, "/K[");
    for (uint32_t i = node->first_content; i != BRANCH_NONE;
         i = structure->branches.contents[i].next) {
        const struct content *content = &structure->branches.contents[i];
        while (content->after != BRANCH_NONE && child != BRANCH_NONE && child <= content->after)
            child = add_child(structure, child, out);
        add_content_kid(structure, content, page, out);
    }
    while (child != BRANCH_NONE)
        child = add_child(structure, child, out);
    buf_add_char(out, ']');
}

static void add_figure_attributes(const struct structure *structure, uint32_t element,
                                  struct buf *out)
{
    const struct box *figure = branches_figure(&structure->branches, element);
    if (!figure)
        return;
    buf_add_string(out, "/A<</O/Layout/Placement/Block/BBox");
    bool form = figure->kind == BOX_FORM;
    token_add_rectangle(out, figure->x, figure->y,
                        form ? figure->form.width : figure->picture.width,
                        form ? figure->form.height : figure->picture.height);
    buf_add_string(out, ">>");
}

/* Attributes of layout, lists and tables (ISO 32000-1, 14.8.5.4, 14.8.5.5 and 14.8.5.7). */
static void add_attributes(const struct structure *structure, uint32_t index, struct buf *out)
{
    static const char *const numberings[] = {"None", "Disc", "Circle", "Square", "Decimal"};
    static const char *const scopes[] = {"", "/Scope/Column", "/Scope/Row"};
    const struct element *element = &structure->layout->elements[index];
    if (element->tag == TAG_FIGURE)
        add_figure_attributes(structure, index, out);
    if (element->tag == TAG_L)
        buf_add_format(out, "/A<</O/List/ListNumbering/%s>>", numberings[element->list_numbering]);
    if (element->struck)
        buf_add_string(out, "/A<</O/Layout/TextDecorationType/LineThrough>>");
    if (element->scope || element->column_span > 1) {
        buf_add_format(out, "/A<</O/Table%s", scopes[element->scope]);
        if (element->column_span > 1)
            buf_add_format(out, "/ColSpan %u", element->column_span);
        buf_add_string(out, ">>");
    }
}

/* Padded, so that they sort by bytes as they do by number. */
static void add_identifier(uint32_t id, struct buf *out)
{
    buf_add_format(out, "(note-%010u)", (unsigned)id);
}

static bool make_element(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct structure *structure = context;
    const struct element *element = &structure->layout->elements[index];
    struct buf *out = &object->entries;
    (void)err;
    buf_add_string(out, "/S/");
    buf_add_string(out, tag_name(element->tag));
    buf_add_string(out, "/P");
    if (element->parent == NO_ELEMENT)
        token_add_reference(out, structure->ids->structure_root);
    else
        add_element(structure, element->parent, out);
    add_attributes(structure, (uint32_t)index, out);
    if (element->lang) {
        buf_add_string(out, "/Lang");
        token_add_text(out, element->lang);
    }
    if (element->alt) {
        buf_add_string(out, "/Alt");
        token_add_text(out, element->alt);
    }
    if (element->id) {
        buf_add_string(out, "/ID");
        add_identifier(element->id, out);
    }
    add_kids(structure, &structure->branches.nodes[index], out);
    return true;
}

static bool make_root(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct structure *structure = context;
    struct buf *out = &object->entries;
    (void)index;
    (void)err;
    buf_add_string(out, "/Type/StructTreeRoot");
    add_kids(structure, &structure->branches.nodes[structure->layout->element_count], out);
    buf_add_string(out, "/ParentTree");
    token_add_reference(out, structure->ids->parent_tree);
    buf_add_format(out, "/ParentTreeNextKey %zu", structure->parents.count);
    if (structure->ids->id_tree) {
        buf_add_string(out, "/IDTree");
        token_add_reference(out, structure->ids->id_tree);
    }
    return true;
}

/* ------------------------------------------------------------------ Trees */

/* Pages have the keys 0 to n - 1, links those that follow. */
static void add_parent_key(const void *context, size_t index, struct buf *out)
{
    (void)context;
    buf_add_number(out, (long long)index);
}

static void add_parent_value(const void *context, size_t index, struct buf *out)
{
    const struct structure *structure = context;
    size_t pages = structure->layout->page_count;
    if (index >= pages) {
        size_t link = index - pages, page = structure_page_of_link(structure, link);
        const struct layout_link *links = structure->layout->pages[page].links;
        add_element(structure, links[link - structure->branches.first_link[page]].element, out);
        return;
    }
    buf_add_char(out, '[');
    for (size_t i = structure->branches.first_content[index];
         i < structure->branches.first_content[index + 1]; i++) {
        if (!structure->branches.contents[i].link)
            add_element(structure, structure->branches.contents[i].element, out);
    }
    buf_add_char(out, ']');
}

static void add_identifier_key(const void *context, size_t index, struct buf *out)
{
    const struct structure *structure = context;
    add_identifier(structure->identified[index].id, out);
}

static void add_identifier_value(const void *context, size_t index, struct buf *out)
{
    const struct structure *structure = context;
    add_element(structure, structure->identified[index].element, out);
}

void structure_add(struct structure *structure, struct haru *haru, struct ids *ids)
{
    size_t links = structure->branches.first_link[structure->layout->page_count];
    ids->structure_root = haru_add(haru, 1, (struct haru_maker){make_root, structure});
    ids->elements = haru_add(haru, structure->layout->element_count,
                             (struct haru_maker){make_element, structure});
    structure->parents = (struct tree){.kind = "Nums",
                                       .count = structure->layout->page_count + links,
                                       .add_key = add_parent_key,
                                       .add_value = add_parent_value,
                                       .context = structure};
    ids->parent_tree = tree_add(&structure->parents, haru);
    structure->identifiers = (struct tree){.kind = "Names",
                                           .count = structure->identified_count,
                                           .add_key = add_identifier_key,
                                           .add_value = add_identifier_value,
                                           .context = structure};
    if (structure->identified_count)
        ids->id_tree = tree_add(&structure->identifiers, haru);
}
