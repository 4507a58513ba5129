/* SPDX-License-Identifier: ISC */
/* Destinations lead to pages (ISO 32000-1, 12.3.2). */
#include "verify/pdf/rules.h"
#include "verify/pdf/trees.h"

#include <stdlib.h>
#include <string.h>

/* What a named destination stands for: a destination, or a dictionary with one. */
static const struct object *named(const struct check *check, const struct object *name)
{
    const struct object *value = trees_find(&check->names, name->bytes);
    return value ? value : object_get(object_get(check->graph.root, "Dests"), name->bytes);
}

const struct object *rules_destinations_page(const struct check *check, const struct object *target)
{
    if (target->kind == OBJECT_STRING || target->kind == OBJECT_NAME)
        target = named(check, target);
    if (target->kind == OBJECT_DICTIONARY)
        target = object_get(target, "D");
    if (target->kind != OBJECT_ARRAY || target->count < 2 ||
        !check_is_one_of(target->items[1]->bytes, "XYZ Fit FitH FitV FitR FitB FitBH FitBV") ||
        check_page_index(check, target->items[0]) == check->page_count)
        return NULL;
    return target->items[0];
}

void rules_destinations(struct check *check)
{
    const struct object *tree = object_get(object_get(check->graph.root, "Names"), "Dests");
    if (tree->kind == OBJECT_DICTIONARY)
        trees_read(check, tree, "Names", &check->names);
    for (size_t i = 0; i < check->names.count; i++) {
        if (!rules_destinations_page(check, check->names.list[i].value))
            check_say(check, tree, "PDF 1.7, 12.3.2.3",
                      "the destination %s must lead to a page that is there",
                      check->names.list[i].key->bytes);
    }
}
