/* SPDX-License-Identifier: ISC */
/* The tag tree as it is known from the layout: which element holds which, and what is painted in
 * each. */
#include "render/pdf/branches.h"

#include <stdlib.h>
#include <string.h>

bool branches_begin(const struct layout_page *page, size_t index)
{
    if (!index)
        return true;
    const struct box *box = &page->boxes[index], *before = box - 1;
    return box->artifact != before->artifact || (!box->artifact && box->element != before->element);
}

static size_t parent_of(const struct branches *branches, size_t element)
{
    uint32_t parent = branches->layout->elements[element].parent;
    return parent == NO_ELEMENT ? branches->layout->element_count : parent;
}

/* Elements stand in reading order, so that from the last to the first each is put before its later
 * siblings. */
static void link_children(struct branches *branches)
{
    size_t count = branches->layout->element_count;
    for (size_t i = 0; i <= count; i++)
        branches->nodes[i] =
            (struct branch){BRANCH_NONE, BRANCH_NONE, BRANCH_NONE, BRANCH_NONE, BRANCH_NONE};
    for (size_t i = count; i-- > 0;) {
        struct branch *parent = &branches->nodes[parent_of(branches, i)];
        branches->nodes[i].next_sibling = parent->first_child;
        parent->first_child = (uint32_t)i;
    }
}

static void add_content(struct branches *branches, struct content content)
{
    struct branch *node = &branches->nodes[content.element];
    content.after = node->begun;
    content.next = BRANCH_NONE;
    branches->contents = memory_grow(branches->contents, branches->count, &branches->capacity,
                                     sizeof *branches->contents);
    branches->contents[branches->count] = content;
    if (node->last_content == BRANCH_NONE)
        node->first_content = (uint32_t)branches->count;
    else
        branches->contents[node->last_content].next = (uint32_t)branches->count;
    node->last_content = (uint32_t)branches->count++;
    /* Up to where that is known already. */
    size_t element = content.element;
    while (element < branches->layout->element_count) {
        size_t parent = parent_of(branches, element);
        uint32_t *begun = &branches->nodes[parent].begun;
        if (*begun != BRANCH_NONE && *begun >= element)
            break;
        *begun = (uint32_t)element;
        element = parent;
    }
}

static int by_element(const void *left, const void *right)
{
    uint32_t a = ((const struct figure *)left)->element;
    uint32_t b = ((const struct figure *)right)->element;
    return a < b ? -1 : a > b;
}

/* The picture stands in the Figure itself, or in an element of its own in it, with its language. */
static void note_figure(struct branches *branches, const struct box *box)
{
    const struct element *elements = branches->layout->elements;
    uint32_t element = box->element;
    if (box->kind != BOX_PICTURE && box->kind != BOX_FORM)
        return;
    if (elements[element].tag == TAG_SPAN)
        element = elements[element].parent;
    if (element == NO_ELEMENT || elements[element].tag != TAG_FIGURE)
        return;
    branches->figures = memory_grow(branches->figures, branches->figure_count,
                                    &branches->figure_capacity, sizeof *branches->figures);
    branches->figures[branches->figure_count++] = (struct figure){element, box};
}

static void walk_page(struct branches *branches, size_t index, size_t *links)
{
    const struct layout_page *page = &branches->layout->pages[index];
    uint32_t number = 0;
    branches->first_content[index] = branches->count;
    branches->first_link[index] = *links;
    for (size_t i = 0; i < page->box_count; i++) {
        const struct box *box = &page->boxes[i];
        if (box->artifact)
            continue;
        note_figure(branches, box);
        if (!branches_begin(page, i))
            continue;
        add_content(
            branches,
            (struct content){.element = box->element, .page = (uint32_t)index, .number = number});
        number++;
    }
    for (size_t i = 0; i < page->link_count; i++) {
        add_content(branches, (struct content){.element = page->links[i].element,
                                               .page = (uint32_t)index,
                                               .number = (uint32_t)*links,
                                               .link = true});
        (*links)++;
    }
}

void branches_init(struct branches *branches, const struct layout *layout)
{
    *branches = (struct branches){.layout = layout};
    branches->nodes = memory_new((layout->element_count + 1) * sizeof *branches->nodes);
    branches->first_content =
        memory_new((layout->page_count + 1) * sizeof *branches->first_content);
    branches->first_link = memory_new((layout->page_count + 1) * sizeof *branches->first_link);
    link_children(branches);
    size_t links = 0;
    for (size_t i = 0; i < layout->page_count; i++)
        walk_page(branches, i, &links);
    branches->first_content[layout->page_count] = branches->count;
    branches->first_link[layout->page_count] = links;
    if (branches->figure_count)
        qsort(branches->figures, branches->figure_count, sizeof *branches->figures, by_element);
}

void branches_release(struct branches *branches)
{
    free(branches->nodes);
    free(branches->contents);
    free(branches->first_content);
    free(branches->first_link);
    free(branches->figures);
    memset(branches, 0, sizeof *branches);
}

const struct box *branches_figure(const struct branches *branches, uint32_t element)
{
    const struct figure key = {.element = element};
    const struct figure *figure = branches->figure_count
                                      ? bsearch(&key, branches->figures, branches->figure_count,
                                                sizeof *branches->figures, by_element)
                                      : NULL;
    return figure ? figure->box : NULL;
}
