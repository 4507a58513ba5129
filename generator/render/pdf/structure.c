/* SPDX-License-Identifier: ISC */
/* The tag tree (ISO 32000-1, 14.7): what each structure element holds, and which element holds what
 * is painted. */
#include "render/pdf/structure.h"

#include "render/pdf/token.h"
#include "render/pdf/tree.h"

#include <stdlib.h>

#define NONE UINT32_MAX

/* What is painted in an element: a marked content, or the area of a link. */
struct content {
    uint32_t element;
    uint32_t page;
    uint32_t number; /* the marked content's on its page; of a link: among all links */
    bool link;
    uint32_t after; /* the child element that stands before it */
    uint32_t next;  /* of the same element */
};

/* What is known of an element beyond the layout, in 20 bytes. */
struct branch {
    uint32_t first_child;
    uint32_t next_sibling;
    uint32_t first_content;
    uint32_t last_content;
    uint32_t begun; /* the last of its children in which something is painted so far */
};

struct identified {
    uint32_t id;
    uint32_t element;
};

struct structure {
    const struct layout *layout;
    const struct ids *ids;
    struct branch *nodes;     /* one more than elements: the last is the root */
    struct content *contents; /* page by page as they are painted, links after the rest */
    size_t count;
    size_t capacity;
    size_t *first_content; /* by page, and one more */
    size_t *first_link;
    const struct box **figures; /* the first picture of each Figure, by element */
    size_t figure_count;
    size_t figure_capacity;
    struct identified *identified; /* by id */
    size_t identified_count;
    size_t identified_capacity;
    struct tree parents;
    struct tree identifiers;
};

bool structure_begins(const struct layout_page *page, size_t index)
{
    if (!index)
        return true;
    const struct box *box = &page->boxes[index], *before = box - 1;
    return box->artifact != before->artifact || (!box->artifact && box->element != before->element);
}

static size_t parent_of(const struct structure *structure, size_t element)
{
    uint32_t parent = structure->layout->elements[element].parent;
    return parent == NO_ELEMENT ? structure->layout->element_count : parent;
}

/* Elements stand in reading order, so that from the last to the first each is put before its later
 * siblings. */
static void link_children(struct structure *structure)
{
    size_t count = structure->layout->element_count;
    for (size_t i = 0; i <= count; i++)
        structure->nodes[i] = (struct branch){NONE, NONE, NONE, NONE, NONE};
    for (size_t i = count; i-- > 0;) {
        struct branch *parent = &structure->nodes[parent_of(structure, i)];
        structure->nodes[i].next_sibling = parent->first_child;
        parent->first_child = (uint32_t)i;
    }
}

static void add_content(struct structure *structure, struct content content)
{
    struct branch *node = &structure->nodes[content.element];
    content.after = node->begun;
    content.next = NONE;
    structure->contents = memory_grow(structure->contents, structure->count, &structure->capacity,
                                      sizeof *structure->contents);
    structure->contents[structure->count] = content;
    if (node->last_content == NONE)
        node->first_content = (uint32_t)structure->count;
    else
        structure->contents[node->last_content].next = (uint32_t)structure->count;
    node->last_content = (uint32_t)structure->count++;
    /* Up to where that is known already. */
    size_t element = content.element;
    while (element < structure->layout->element_count) {
        size_t parent = parent_of(structure, element);
        uint32_t *begun = &structure->nodes[parent].begun;
        if (*begun != NONE && *begun >= element)
            break;
        *begun = (uint32_t)element;
        element = parent;
    }
}

static int by_element(const void *left, const void *right)
{
    uint32_t a = (*(const struct box *const *)left)->element;
    uint32_t b = (*(const struct box *const *)right)->element;
    return a < b ? -1 : a > b;
}

static void note_figure(struct structure *structure, const struct box *box)
{
    if (structure->layout->elements[box->element].tag != TAG_FIGURE || box->kind != BOX_PICTURE)
        return;
    structure->figures = memory_grow(structure->figures, structure->figure_count,
                                     &structure->figure_capacity, sizeof *structure->figures);
    structure->figures[structure->figure_count++] = box;
}

static void walk_page(struct structure *structure, size_t index, size_t *links)
{
    const struct layout_page *page = &structure->layout->pages[index];
    uint32_t number = 0;
    structure->first_content[index] = structure->count;
    structure->first_link[index] = *links;
    for (size_t i = 0; i < page->box_count; i++) {
        const struct box *box = &page->boxes[i];
        if (box->artifact)
            continue;
        note_figure(structure, box);
        if (!structure_begins(page, i))
            continue;
        add_content(
            structure,
            (struct content){.element = box->element, .page = (uint32_t)index, .number = number});
        number++;
    }
    for (size_t i = 0; i < page->link_count; i++) {
        add_content(structure, (struct content){.element = page->links[i].element,
                                                .page = (uint32_t)index,
                                                .number = (uint32_t)*links,
                                                .link = true});
        (*links)++;
    }
}

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
    structure->nodes = memory_new((layout->element_count + 1) * sizeof *structure->nodes);
    structure->first_content =
        memory_new((layout->page_count + 1) * sizeof *structure->first_content);
    structure->first_link = memory_new((layout->page_count + 1) * sizeof *structure->first_link);
    link_children(structure);
    size_t links = 0;
    for (size_t i = 0; i < layout->page_count; i++)
        walk_page(structure, i, &links);
    structure->first_content[layout->page_count] = structure->count;
    structure->first_link[layout->page_count] = links;
    if (structure->figure_count)
        qsort(structure->figures, structure->figure_count, sizeof *structure->figures, by_element);
    note_identified(structure);
    return structure;
}

void structure_free(struct structure *structure)
{
    if (!structure)
        return;
    free(structure->nodes);
    free(structure->contents);
    free(structure->first_content);
    free(structure->first_link);
    free(structure->figures);
    free(structure->identified);
    free(structure);
}

size_t structure_first_link(const struct structure *structure, size_t page)
{
    return structure->first_link[page];
}

size_t structure_page_of_link(const struct structure *structure, size_t link)
{
    size_t low = 0, high = structure->layout->page_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (structure->first_link[middle] <= link)
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
    child = structure->nodes[child].next_sibling;
    for (; child != NONE && elements[child].tag == TAG_NOTE;
         child = structure->nodes[child].next_sibling)
        add_element(structure, child, out);
    return child;
}

/* Children and content in the order in which they stand. */
static void add_kids(const struct structure *structure, const struct branch *node, struct buf *out)
{
    uint32_t page =
        node->first_content == NONE ? NONE : structure->contents[node->first_content].page;
    if (page != NONE) {
        buf_add_string(out, "/Pg");
        token_add_reference(out, structure->ids->pages + page);
    }
    uint32_t child = node->first_child;
    if (child == NONE && page == NONE)
        return;
    buf_add_string(out, "/K[");
    for (uint32_t i = node->first_content; i != NONE; i = structure->contents[i].next) {
        const struct content *content = &structure->contents[i];
        while (content->after != NONE && child != NONE && child <= content->after)
            child = add_child(structure, child, out);
        add_content_kid(structure, content, page, out);
    }
    while (child != NONE)
        child = add_child(structure, child, out);
    buf_add_char(out, ']');
}

static void add_figure_attributes(const struct structure *structure, uint32_t element,
                                  struct buf *out)
{
    const struct box wanted = {.element = element}, *key = &wanted;
    const struct box *const *figure =
        structure->figure_count ? bsearch(&key, structure->figures, structure->figure_count,
                                          sizeof *structure->figures, by_element)
                                : NULL;
    if (!figure)
        return;
    buf_add_string(out, "/A<</O/Layout/Placement/Block/BBox");
    token_add_rectangle(out, (*figure)->x, (*figure)->y, (*figure)->picture.width,
                        (*figure)->picture.height);
    buf_add_string(out, ">>");
}

/* Attributes of lists and tables (ISO 32000-1, 14.8.5.5 and 14.8.5.7). */
static void add_attributes(const struct structure *structure, uint32_t index, struct buf *out)
{
    static const char *const numberings[] = {"None", "Disc", "Circle", "Square", "Decimal"};
    static const char *const scopes[] = {"", "/Scope/Column", "/Scope/Row"};
    const struct element *element = &structure->layout->elements[index];
    if (element->tag == TAG_FIGURE)
        add_figure_attributes(structure, index, out);
    if (element->tag == TAG_L)
        buf_add_format(out, "/A<</O/List/ListNumbering/%s>>", numberings[element->list_numbering]);
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
    add_kids(structure, &structure->nodes[index], out);
    return true;
}

static bool make_root(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct structure *structure = context;
    struct buf *out = &object->entries;
    (void)index;
    (void)err;
    buf_add_string(out, "/Type/StructTreeRoot");
    add_kids(structure, &structure->nodes[structure->layout->element_count], out);
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
        add_element(structure, links[link - structure->first_link[page]].element, out);
        return;
    }
    buf_add_char(out, '[');
    for (size_t i = structure->first_content[index]; i < structure->first_content[index + 1]; i++) {
        if (!structure->contents[i].link)
            add_element(structure, structure->contents[i].element, out);
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
    size_t links = structure->first_link[structure->layout->page_count];
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
