/* SPDX-License-Identifier: ISC */
/* The structure tree: what stands in what, headings, figures, notes, languages (PDF/UA-1, 7.1 to
 * 7.9). */
#include "verify/pdf/rules.h"
#include "verify/pdf/trees.h"

#include <stdlib.h>
#include <string.h>

/* Where a type may stand and what may stand in it; NULL for anything. */
static const struct {
    const char *type;
    const char *parents;
    const char *kids;
    bool content; /* of its own is allowed */
} nesting[] = {
    {"Document", "", NULL, false},
    {"L", NULL, "L LI Caption", false},
    {"LI", "L", "Lbl LBody", false},
    {"Lbl", "LI Note TOCI Reference BibEntry Figure Table Formula", NULL, true},
    {"LBody", "LI", NULL, true},
    {"TOC", NULL, "TOC TOCI Caption", false},
    {"TOCI", "TOC", "Lbl Reference NonStruct P TOC Link", true},
    {"Table", NULL, "TR THead TBody TFoot Caption", false},
    {"THead", "Table", "TR", false},
    {"TBody", "Table", "TR", false},
    {"TFoot", "Table", "TR", false},
    {"TR", "Table THead TBody TFoot", "TH TD", false},
    {"TH", "TR", NULL, true},
    {"TD", "TR", NULL, true},
    {"Caption", "L TOC Table Figure Formula", NULL, true},
};

/* Content that only encloses other content is none, but this program writes no such. */
static bool holds_text(const struct check *check, const struct item *item)
{
    size_t at = check_page_index(check, item->page);
    return check->own ||
           (!item->object && at < check->page_count && item->mcid < check->pages[at].count &&
            check->pages[at].sequences[item->mcid].text.length);
}

static void judge_kids(struct check *check, size_t element, const char *kids, bool content)
{
    const struct element *it = &check->elements[element];
    for (size_t i = element + 1; kids && i < it->end; i = check->elements[i].end) {
        while (check_is(check, i, "NonStruct") && i + 1 < it->end)
            i++;
        if (!check_is(check, i, "NonStruct") && !check_is_one_of(check->elements[i].type, kids))
            check_say(check, check->elements[i].object, "PDF/UA-1, 7.2",
                      "what stands in %s must be one of %s, not %s", it->type, kids,
                      check->elements[i].type);
    }
    for (size_t i = it->first_item; !content && i < it->end_item; i++) {
        if (check->items[i].element == element && holds_text(check, &check->items[i])) {
            check_say(check, it->object, "PDF/UA-1, 7.2", "%s must have no content of its own",
                      it->type);
            return;
        }
    }
}

static void judge_nesting(struct check *check, size_t element)
{
    const struct element *it = &check->elements[element];
    for (size_t i = 0; i < sizeof nesting / sizeof *nesting; i++) {
        if (strcmp(nesting[i].type, it->type) != 0)
            continue;
        size_t above = it->parent;
        while (check_is(check, above, "NonStruct"))
            above = check->elements[above].parent;
        const char *parent = above == NO_ELEMENT ? "" : check->elements[above].type;
        if (nesting[i].parents && *parent && !check_is_one_of(parent, nesting[i].parents))
            check_say(check, it->object, "PDF/UA-1, 7.2", "%s must not stand in %s", it->type,
                      parent);
        judge_kids(check, element, nesting[i].kids, nesting[i].content);
    }
}

/* Unnumbered headings, H, stand in a tree of sections, one in each. */
static void judge_unnumbered(struct check *check, size_t element, size_t *before, bool numbered)
{
    const struct element *it = &check->elements[element];
    if (numbered)
        check_say(check, it->object, "PDF/UA-1, 7.4.4",
                  "headings must all be numbered, H1 to H6, or all be H");
    else if (*before != NO_ELEMENT && check->elements[*before].parent == it->parent)
        check_say(check, it->object, "PDF/UA-1, 7.4.4", "an element must not have two headings H");
    *before = element;
}

static void judge_headings(struct check *check)
{
    int before = 0;
    size_t unnumbered = NO_ELEMENT;
    for (size_t i = 0; i < check->element_count; i++) {
        const struct element *it = &check->elements[i];
        if (it->type[0] != 'H' || strlen(it->type) > 2)
            continue;
        int level = it->type[1] ? it->type[1] - '0' : 0;
        if (!level)
            judge_unnumbered(check, i, &unnumbered, before > 0);
        else if (level > before + 1)
            check_say(check, it->object, "PDF/UA-1, 7.4.2",
                      "headings must leave out no level: H%d after level %d", level, before);
        before = level ? level : before;
    }
}

static void judge_figure(struct check *check, size_t element)
{
    const struct object *figure = check->elements[element].object;
    if (!object_get(figure, "Alt")->length && !object_get(figure, "ActualText")->length)
        check_say(check, figure, "PDF/UA-1, 7.3", "%s must have a text in its place, Alt",
                  check->elements[element].type);
    if (!check_is(check, element, "Figure"))
        return;
    const struct object *box = check_attribute(check, element, "Layout", "BBox");
    if (box->kind != OBJECT_ARRAY || box->count != 4 ||
        box->items[0]->real >= box->items[2]->real || box->items[1]->real >= box->items[3]->real)
        check_say(check, figure, "PDF/UA-1, 7.3", "a Figure must have its place, BBox, of Layout");
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp((*(const struct object *const *)a)->bytes,
                  (*(const struct object *const *)b)->bytes);
}

static void judge_notes(struct check *check)
{
    const struct object **ids = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < check->element_count; i++) {
        const struct object *id = object_get(check->elements[i].object, "ID");
        if (id->kind == OBJECT_STRING && id->length) {
            ids = memory_grow(ids, count, &capacity, sizeof(struct object *));
            ids[count++] = id;
        } else if (check_is(check, i, "Note")) {
            check_say(check, check->elements[i].object, "PDF/UA-1, 7.9", "a Note must have an ID");
        }
    }
    if (count)
        qsort(ids, count, sizeof(struct object *), compare_ids);
    for (size_t i = 1; i < count; i++) {
        if (!strcmp(ids[i - 1]->bytes, ids[i]->bytes))
            check_say(check, ids[i], "PDF/UA-1, 7.9", "the ID %s must be that of one element only",
                      ids[i]->bytes);
    }
    free(ids);
}

/* The structure tree's IDTree leads from each ID to its element. */
static void judge_ids(struct check *check)
{
    const struct object *tree =
        object_get(object_get(check->graph.root, "StructTreeRoot"), "IDTree");
    struct entries entries = {0};
    if (tree->kind == OBJECT_DICTIONARY)
        trees_read(check, tree, "Names", &entries);
    for (size_t i = 0; i < check->element_count; i++) {
        const struct object *object = check->elements[i].object;
        const struct object *id = object_get(object, "ID");
        if (id->kind == OBJECT_STRING && trees_find(&entries, id->bytes) != object)
            check_say(check, object, "PDF 1.7, 14.7.2", "IDTree must lead from %s to its element",
                      id->bytes);
    }
    free(entries.list);
}

void rules_structure(struct check *check)
{
    const struct object *root = object_get(check->graph.root, "StructTreeRoot");
    if (root->kind != OBJECT_DICTIONARY || !check->element_count) {
        check_say(check, check->graph.root, "PDF/A-2, 6.7.3.3", "there must be a structure tree");
        return;
    }
    if (!check_is(check, 0, "Document") || check->elements[0].end != check->element_count)
        check_say(check, root, "PDF/UA-1, 7.1",
                  "the structure tree must have one root, a Document");
    for (size_t i = 0; i < check->element_count; i++) {
        const struct object *object = check->elements[i].object;
        const struct object *language = object_get(object, "Lang");
        judge_nesting(check, i);
        if (check_is(check, i, "Figure") || check_is(check, i, "Formula"))
            judge_figure(check, i);
        if (language->kind != OBJECT_NULL && !check_is_language(language->bytes))
            check_say(check, object, "PDF/UA-1, 7.2", "Lang must be a language tag, not \"%s\"",
                      language->bytes);
    }
    judge_headings(check);
    judge_notes(check);
    judge_ids(check);
}
