/* SPDX-License-Identifier: ISC */
/* The numbers of the PDF's objects, known before any of them is written. */
#ifndef RENDER_PDF_IDS_H
#define RENDER_PDF_IDS_H

#include <stdint.h>

/* Each is the number of the first object of its kind; the others follow it in the layout's order.
 */
struct ids {
    uint32_t page_tree;
    uint32_t page_nodes; /* of the page tree; 0 where its root holds the pages */
    uint32_t pages;
    uint32_t contents;
    uint32_t resources;
    uint32_t fonts; /* 0 where no page is enclosed */
    uint32_t structure_root;
    uint32_t parent_tree;
    uint32_t id_tree; /* 0 where no element has an id */
    uint32_t elements;
    uint32_t annotations;
    uint32_t destinations;
    uint32_t outline; /* 0 where there are no bookmarks */
    uint32_t bookmarks;
    uint32_t labels;
    uint32_t metadata;
    uint32_t profile;
};

#endif
