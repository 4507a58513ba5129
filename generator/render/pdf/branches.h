/* SPDX-License-Identifier: ISC */
/* The tag tree as it is known from the layout: which element holds which, and what is painted in
 * each. */
#ifndef RENDER_PDF_BRANCHES_H
#define RENDER_PDF_BRANCHES_H

#include "render/pdf/layout.h"

#define BRANCH_NONE UINT32_MAX

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

/* A Figure and a picture that is painted in it. */
struct figure {
    uint32_t element;
    const struct box *box;
};

struct branches {
    const struct layout *layout;
    struct branch *nodes;     /* one more than elements: the last is the root */
    struct content *contents; /* page by page as they are painted, links after the rest */
    size_t count;
    size_t capacity;
    size_t *first_content; /* by page, and one more */
    size_t *first_link;
    struct figure *figures; /* by element */
    size_t figure_count;
    size_t figure_capacity;
};

/* Keeps the layout. */
void branches_init(struct branches *branches, const struct layout *layout);
void branches_release(struct branches *branches);
/* Whether box `index` of a page begins a marked content of its own; otherwise it goes on with the
 * one before. */
bool branches_begin(const struct layout_page *page, size_t index);
/* The first picture of a Figure; NULL where none is painted. */
const struct box *branches_figure(const struct branches *branches, uint32_t element);

#endif
