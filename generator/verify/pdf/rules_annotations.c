/* SPDX-License-Identifier: ISC */
/* Annotations (PDF/A-2, 6.3; PDF/UA-1, 7.18). */
#include "verify/pdf/rules.h"

#include <stdlib.h>
#include <string.h>

#define FLAG_INVISIBLE 1
#define FLAG_HIDDEN 2
#define FLAG_PRINT 4
#define FLAG_NO_VIEW 32
#define FLAG_TOGGLE_NO_VIEW 256

static const char annotation_types[] =
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut "
    "Stamp Caret Ink Popup FileAttachment Widget PrinterMark TrapNet Watermark Redact";

static void judge_link(struct check *check, const struct object *link)
{
    const struct object *action = object_get(link, "A");
    const struct object *target = object_get(link, "Dest");
    bool elsewhere = object_is_name(object_get(action, "S"), "URI");
    if (!object_get(link, "Contents")->length)
        check_say(check, link, "PDF/UA-1, 7.18.5", "a link must have a description, Contents");
    if (object_is_name(object_get(action, "S"), "GoTo"))
        target = object_get(action, "D");
    if (!elsewhere && !rules_destinations_page(check, target))
        check_say(check, link, "PDF 1.7, 12.3.2",
                  "a link must lead to a page that is there, or to an address: %s",
                  target->kind == OBJECT_STRING || target->kind == OBJECT_NAME ? target->bytes
                                                                               : "none");
    if (elsewhere && !object_get(action, "URI")->length)
        check_say(check, link, "PDF 1.7, 12.6.4.7", "a link to an address must have it, URI");
}

/* Without a height or a width nothing is seen of it. */
static bool is_empty(const struct object *annotation)
{
    const struct object *place = object_get(annotation, "Rect");
    return place->kind == OBJECT_ARRAY && place->count == 4 &&
           place->items[0]->real == place->items[2]->real &&
           place->items[1]->real == place->items[3]->real;
}

/* What is no link: a field of a form is in a Form, all else in an Annot; each tells what it is. */
static void judge_place(struct check *check, const struct object *annotation, size_t element,
                        const char *type)
{
    bool field = !strcmp(type, "Widget");
    const char *place = field ? "Form" : "Annot";
    const char *found = check->elements[element].type;
    const struct object *parent = object_get(annotation, "Parent");
    bool told = object_get(check->elements[element].object, "Alt")->length ||
                object_get(annotation, field ? "TU" : "Contents")->length ||
                (field && object_get(parent, "TU")->length);
    if (strcmp(found, place) != 0)
        check_say(check, annotation, field ? "PDF/UA-1, 7.18.4" : "PDF/UA-1, 7.18.1",
                  "the element of a %s must be %s, not %s", type, place, found);
    if (!told)
        check_say(check, annotation, "PDF/UA-1, 7.18.1",
                  "a %s must tell what it is, by Contents, of a field by TU, or by Alt of its "
                  "element",
                  type);
}

static void judge_annotation(struct check *check, const struct object *annotation,
                             const struct object *page)
{
    const char *type = object_get(annotation, "Subtype")->bytes;
    long long flags = object_integer(annotation, "F", 0);
    bool link = !strcmp(type, "Link");
    size_t holder = *annotation->mark - 1; /* none: more than there can be */
    if (!check_is_one_of(type, annotation_types))
        check_say(check, annotation, "PDF/A-2, 6.3.1",
                  "an annotation must be of a type that archives allow, not \"%s\"", type);
    if (!strcmp(type, "TrapNet"))
        check_say(check, annotation, "PDF/UA-1, 7.18.2", "a TrapNet annotation must not be there");
    if (!strcmp(type, "Popup"))
        return;
    if (!(flags & FLAG_PRINT) ||
        flags & (FLAG_INVISIBLE | FLAG_HIDDEN | FLAG_NO_VIEW | FLAG_TOGGLE_NO_VIEW))
        check_say(check, annotation, "PDF/A-2, 6.3.2",
                  "an annotation must be printed and not hidden: F is %lld", flags);
    if (!link && !is_empty(annotation) &&
        object_get(object_get(annotation, "AP"), "N")->kind == OBJECT_NULL)
        check_say(check, annotation, "PDF/A-2, 6.3.3", "an annotation must have its look, AP");
    if (object_get(annotation, "P")->kind != OBJECT_NULL && object_get(annotation, "P") != page)
        check_say(check, annotation, "PDF 1.7, 12.5.2",
                  "P of an annotation must be the page that it is on");
    if (link)
        judge_link(check, annotation);
    if (flags & FLAG_HIDDEN)
        return;
    if (!strcmp(type, "PrinterMark")) {
        if (holder < check->element_count)
            check_say(check, annotation, "PDF/UA-1, 7.18.8",
                      "a PrinterMark must not be in the structure tree");
        return;
    }
    if (holder >= check->element_count)
        check_say(check, annotation, "PDF/UA-1, 7.18.1",
                  "an annotation must be in the structure tree, by an OBJR");
    else if (!link)
        judge_place(check, annotation, holder, type);
}

/* Marks the annotations with their element, after which 0 is none, and tells which elements have
 * one. */
static void take_objects(struct check *check, bool *has_object)
{
    for (size_t i = 0; i < check->item_count; i++) {
        const struct item *item = &check->items[i];
        if (!item->object)
            continue;
        has_object[item->element] = true;
        if (item->object->mark)
            *item->object->mark = item->element + 1;
        if (object_is_name(object_get(item->object, "Subtype"), "Link") &&
            !check_is(check, item->element, "Link"))
            check_say(check, check->elements[item->element].object, "PDF/UA-1, 7.18.5",
                      "a link's element must be a Link, not %s",
                      check->elements[item->element].type);
    }
}

void rules_annotations(struct check *check)
{
    bool *has_object = memory_new(check->element_count + 1);
    take_objects(check, has_object);
    for (size_t i = 0; i < check->element_count; i++) {
        if (check_is(check, i, "Link") && !has_object[i])
            check_say(check, check->elements[i].object, "PDF/UA-1, 7.18.5",
                      "a Link must hold its annotation, by an OBJR");
    }
    free(has_object);
    for (size_t i = 0; i < check->page_count; i++) {
        const struct object *annotations = object_get(check->pages[i].object, "Annots");
        for (size_t k = 0; annotations->kind == OBJECT_ARRAY && k < annotations->count; k++) {
            if (annotations->items[k]->kind == OBJECT_DICTIONARY)
                judge_annotation(check, annotations->items[k], check->pages[i].object);
        }
    }
}
