/* SPDX-License-Identifier: ISC */
/* The parent tree: each marked content has one element and knows it (ISO 32000-1, 14.7.4.4;
 * PDF/UA-1, 7.1). */
#include "verify/pdf/rules.h"
#include "verify/pdf/trees.h"

#include <stdlib.h>
#include <string.h>

/* The value of a key; the entries ascend, or that was said. */
static const struct object *find(const struct entries *parents, long long key)
{
    size_t low = 0;
    for (size_t high = parents->count; low < high;) {
        size_t middle = (low + high) / 2;
        if (parents->list[middle].key->number < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < parents->count && parents->list[low].key->number == key ? parents->list[low].value
                                                                         : NULL;
}

/* Gives each MCID the element that has it. */
static void own(struct check *check)
{
    for (size_t i = 0; i < check->item_count; i++) {
        const struct item *item = &check->items[i];
        const struct object *element = check->elements[item->element].object;
        size_t at = check_page_index(check, item->page);
        if (item->object)
            continue;
        if (at == check->page_count) {
            check_say(check, element, "PDF 1.7, 14.7.4.2",
                      "the content %zu must be of a page of the document, Pg", item->mcid);
            continue;
        }
        struct page *page = &check->pages[at];
        if (item->mcid >= page->count || !page->sequences[item->mcid].there)
            check_say(check, element, "PDF/UA-1, 7.1",
                      "the content %zu must be on its page, object %d", item->mcid,
                      page->object->id);
        else if (page->sequences[item->mcid].owner != NO_ELEMENT)
            check_say(check, element, "PDF/UA-1, 7.1",
                      "the content %zu of object %d must be in one element only", item->mcid,
                      page->object->id);
        else
            page->sequences[item->mcid].owner = item->element;
    }
}

static void judge_page(struct check *check, const struct page *page, const struct entries *parents)
{
    long long key = object_integer(page->object, "StructParents", -1);
    const struct object *list = key < 0 ? NULL : find(parents, key);
    if (page->count && (!list || list->kind != OBJECT_ARRAY)) {
        check_say(check, page->object, "PDF 1.7, 14.7.4.4",
                  "a page with content must have its entry in the parent tree, StructParents");
        return;
    }
    for (size_t i = 0; i < page->count; i++) {
        const struct sequence *sequence = &page->sequences[i];
        if (!sequence->there)
            continue;
        if (sequence->owner == NO_ELEMENT)
            check_say(check, page->object, "PDF/UA-1, 7.1",
                      "the content %zu, %s, must be in an element of the structure tree", i,
                      sequence->tag);
        else if (i >= list->count || list->items[i] != check->elements[sequence->owner].object)
            check_say(check, page->object, "PDF 1.7, 14.7.4.4",
                      "the parent tree must lead from the content %zu to its element, object %d", i,
                      check->elements[sequence->owner].object->id);
    }
}

static void judge_objects(struct check *check, const struct entries *parents)
{
    for (size_t i = 0; i < check->item_count; i++) {
        const struct item *item = &check->items[i];
        if (!item->object)
            continue;
        const struct object *element = check->elements[item->element].object;
        long long key = object_integer(item->object, "StructParent", -1);
        if (key < 0 || find(parents, key) != element)
            check_say(check, item->object, "PDF 1.7, 14.7.4.4",
                      "the parent tree must lead from StructParent to the element, object %d",
                      element->id);
    }
}

void rules_parents(struct check *check)
{
    const struct object *root = object_get(check->graph.root, "StructTreeRoot");
    const struct object *tree = object_get(root, "ParentTree");
    struct entries parents = {0};
    if (root->kind != OBJECT_DICTIONARY)
        return;
    if (tree->kind == OBJECT_DICTIONARY)
        trees_read(check, tree, "Nums", &parents);
    own(check);
    for (size_t i = 0; i < check->page_count; i++)
        judge_page(check, &check->pages[i], &parents);
    judge_objects(check, &parents);
    long long next = object_integer(root, "ParentTreeNextKey", -1);
    bool told = check->own || object_get(root, "ParentTreeNextKey")->kind != OBJECT_NULL;
    if (told && parents.count && parents.list[parents.count - 1].key->number >= next)
        check_say(check, root, "PDF 1.7, 14.7.2",
                  "ParentTreeNextKey must be greater than each key, not %lld", next);
    free(parents.list);
}
