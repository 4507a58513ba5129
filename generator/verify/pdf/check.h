/* SPDX-License-Identifier: ISC */
/* One file under check: its objects, what its pages show, its structure tree, and what to say. */
#ifndef VERIFY_PDF_CHECK_H
#define VERIFY_PDF_CHECK_H

#include "base/error.h"
#include "verify/pdf/graph.h"

#include <stdbool.h>
#include <stddef.h>

/* More than these no page of a readable size holds. */
#define MCID_MOST 0xFFFFF
#define NO_ELEMENT ((size_t)-1)

/* What one MCID of a page encloses. */
struct sequence {
    bool there;
    const char *tag;
    struct buf text;
    size_t owner; /* the element that it is content of, or NO_ELEMENT */
};

struct page {
    const struct object *object;
    const struct object *resources; /* its own or inherited */
    struct sequence *sequences;     /* by MCID */
    size_t count;
    size_t capacity;
};

/* A structure element. All stand in the order of the tree, so that an element's descendants are
 * those from the next one to `end`. */
struct element {
    const struct object *object;
    const char *type; /* a standard type, mapped by the role map */
    size_t parent;
    size_t end;
    size_t first_item;
    size_t end_item;
};

/* Content of an element: an MCID of a page, or an object. In the order of the tree too. */
struct item {
    size_t element;
    const struct object *page;
    const struct object *object; /* of an OBJR, or NULL */
    size_t mcid;
};

/* One entry of a name tree or number tree (ISO 32000-1, 7.9.6 and 7.9.7). */
struct entry {
    const struct object *key;
    const struct object *value;
};
struct entries {
    struct entry *list; /* to be freed */
    size_t count;
    size_t capacity;
};

struct code_map;

struct check {
    struct arena arena;
    struct graph graph;
    struct report *report;
    const char *path;
    const struct buf *bytes;
    bool own;      /* this program wrote it: it must also have what the standards leave open */
    bool encloses; /* its pages show those of other files, as forms */
    bool claims_a, claims_ua; /* what it is judged by: PDF/A-2a, PDF/UA-1 */
    struct page *pages;
    size_t page_count;
    size_t page_capacity;
    struct element *elements;
    size_t element_count;
    size_t element_capacity;
    struct item *items;
    size_t item_count;
    size_t item_capacity;
    struct entries names; /* of the named destinations */
    struct code_map **maps;
    size_t map_count;
    size_t map_capacity;
};

/* Says what is wrong with an object: "object N 0: CLAUSE: …"; nothing where the clause is of a
 * standard that the file does not claim to follow. */
void check_say(struct check *check, const struct object *object, const char *clause,
               const char *format, ...) PRINTF_LIKE(4, 5);

/* Finds the pages, and the elements and their items. What is wrong with the trees is said. */
void check_load_pages(struct check *check);
void check_load_structure(struct check *check);
/* The index of a page, or the number of pages where it is none of the document's. */
size_t check_page_index(const struct check *check, const struct object *page);
bool check_is(const struct check *check, size_t element, const char *type);
/* The text that an element holds, descendants included; of a picture that in its place. */
void check_append_text(const struct check *check, size_t element, struct buf *text);
/* An attribute of an element (ISO 32000-1, 14.7.5), of whichever owner; a null object otherwise. */
const struct object *check_attribute(const struct check *check, size_t element, const char *owner,
                                     const char *key);

/* Whether a word is one of a list, with a space between each. */
bool check_is_one_of(const char *word, const char *list);

/* Whether a language tag has the form of BCP 47. */
bool check_is_language(const char *tag);

#endif
