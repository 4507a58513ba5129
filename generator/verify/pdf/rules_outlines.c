/* SPDX-License-Identifier: ISC */
/* Bookmarks follow the headings (ISO 32000-1, 12.3.3; PDF/UA-1, 7.17). */
#include "verify/pdf/rules.h"

#include <string.h>

static size_t next_heading(const struct check *check, size_t element)
{
    while (element < check->element_count &&
           !check_is_one_of(check->elements[element].type, "H1 H2 H3 H4 H5 H6"))
        element++;
    return element;
}

/* Without white space and soft hyphens. */
static void squeeze(struct buf *text)
{
    size_t length = 0;
    for (size_t i = 0; i < text->length; i++) {
        if (strchr(" \t\r\n", text->bytes[i]))
            continue;
        if (!strncmp(text->bytes + i, "\xC2\xAD", 2) || !strncmp(text->bytes + i, "\xC2\xA0", 2))
            i++;
        else
            text->bytes[length++] = text->bytes[i];
    }
    text->length = length;
    text->bytes[length] = '\0';
}

static bool is_on_page(const struct check *check, size_t heading, const struct object *page)
{
    const struct element *it = &check->elements[heading];
    return it->first_item == it->end_item || check->items[it->first_item].page == page;
}

static const char *language_of(const struct check *check, size_t element)
{
    for (; element != NO_ELEMENT; element = check->elements[element].parent) {
        const struct object *language = object_get(check->elements[element].object, "Lang");
        if (language->kind == OBJECT_STRING)
            return language->bytes;
    }
    return object_get(check->graph.root, "Lang")->bytes;
}

/* A title has no language of its own: it is the catalog's, or that of its element. */
static void judge_element(struct check *check, const struct object *bookmark, size_t heading)
{
    const struct object *element = object_get(bookmark, "SE");
    const char *language = language_of(check, heading);
    if (element->kind != OBJECT_NULL && element != check->elements[heading].object)
        check_say(check, bookmark, "PDF 1.7, 12.3.3",
                  "the bookmark's element, SE, must be its heading, object %d",
                  check->elements[heading].object->id);
    else if (element->kind == OBJECT_NULL &&
             strcmp(language, object_get(check->graph.root, "Lang")->bytes) != 0)
        check_say(check, bookmark, "PDF/UA-1, 7.2",
                  "a bookmark in another language, %s, must tell its heading, SE", language);
}

static void judge_bookmark(struct check *check, const struct object *bookmark, size_t heading)
{
    struct buf title = BUF_INIT;
    struct buf text = BUF_INIT;
    const struct object *target = object_get(bookmark, "Dest");
    const struct object *action = object_get(bookmark, "A");
    const struct object *page = rules_destinations_page(
        check, target->kind == OBJECT_NULL ? object_get(action, "D") : target);
    object_append_text(&title, object_get(bookmark, "Title"));
    if (!page)
        check_say(check, bookmark, "PDF 1.7, 12.3.3",
                  "the bookmark \"%s\" must lead to a page that is there", title.bytes);
    if (heading < check->element_count) {
        check_append_text(check, heading, &text);
        squeeze(&text);
        struct buf whole = BUF_INIT;
        buf_add(&whole, title.bytes, title.length);
        squeeze(&title);
        if (strncmp(title.bytes, text.bytes, text.length) != 0)
            check_say(check, bookmark, "PDF/UA-1, 7.17",
                      "the bookmark \"%s\" must begin with the words of its heading, object %d",
                      whole.bytes, check->elements[heading].object->id);
        else if (page && !is_on_page(check, heading, page))
            check_say(check, bookmark, "PDF/UA-1, 7.17",
                      "the bookmark \"%s\" must lead to the page of its heading, object %d",
                      whole.bytes, check->elements[heading].object->id);
        else
            judge_element(check, bookmark, heading);
        buf_release(&whole);
    }
    buf_release(&title);
    buf_release(&text);
}

/* The bookmark after this one in the order of reading, or NULL. */
static const struct object *following(const struct object *bookmark, const struct object *root)
{
    const struct object *first = object_get(bookmark, "First");
    if (first->kind == OBJECT_DICTIONARY)
        return first;
    while (bookmark != root && bookmark->kind == OBJECT_DICTIONARY) {
        const struct object *next = object_get(bookmark, "Next");
        if (next->kind == OBJECT_DICTIONARY)
            return next;
        bookmark = object_get(bookmark, "Parent");
    }
    return NULL;
}

/* Elsewhere than in this program's files bookmarks may be others than the headings. */
void rules_outlines(struct check *check)
{
    const struct object *root = object_get(check->graph.root, "Outlines");
    size_t heading = check->own ? next_heading(check, 0) : check->element_count;
    size_t headings = 0;
    size_t bookmarks = 0;
    const struct object *bookmark = following(root, root);
    /* No walk is longer than the file has objects: one that is goes in a circle. */
    while (bookmark && bookmarks <= check->graph.object_count) {
        bookmarks++;
        judge_bookmark(check, bookmark, heading);
        if (heading < check->element_count) {
            headings++;
            heading = next_heading(check, heading + 1);
        }
        bookmark = following(bookmark, root);
    }
    for (; heading < check->element_count; heading = next_heading(check, heading + 1))
        headings++;
    if (bookmarks != headings && check->own)
        check_say(check, root->id ? root : check->graph.root, "PDF/UA-1, 7.17",
                  "there must be a bookmark for each heading: %zu for %zu", bookmarks, headings);
}
