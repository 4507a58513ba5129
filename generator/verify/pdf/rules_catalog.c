/* SPDX-License-Identifier: ISC */
/* The catalog: language, marking, title, output intent, page labels (PDF/UA-1, 7.1 and 7.2;
 * PDF/A-2, 6.2.3, 6.4, 6.7, 6.9 to 6.11). */
#include "verify/pdf/rules.h"
#include "verify/pdf/trees.h"

#include <stdlib.h>
#include <string.h>

static void judge_intent(struct check *check)
{
    const struct object *root = check->graph.root;
    const struct object *intents = object_get(root, "OutputIntents");
    const struct object *found = NULL;
    for (size_t i = 0; intents->kind == OBJECT_ARRAY && i < intents->count; i++) {
        if (object_is_name(object_get(intents->items[i], "S"), "GTS_PDFA1"))
            found = intents->items[i];
    }
    if (!found) {
        check_say(check, root, "PDF/A-2, 6.2.3", "there must be an output intent, GTS_PDFA1");
        return;
    }
    if (object_get(found, "OutputConditionIdentifier")->kind != OBJECT_STRING)
        check_say(check, found, "PDF/A-2, 6.2.3",
                  "the output intent must have an OutputConditionIdentifier");
    const struct object *profile = object_get(found, "DestOutputProfile");
    struct buf data = BUF_INIT;
    bool icc = object_append_data(&check->graph, profile, &data) && data.length >= 128 &&
               !memcmp(data.bytes + 36, "acsp", 4);
    if (!icc) {
        check_say(check, found, "PDF/A-2, 6.2.3",
                  "the output intent must have an ICC profile as its DestOutputProfile");
    } else {
        const char *space = data.bytes + 16;
        long long components = !memcmp(space, "RGB ", 4)   ? 3
                               : !memcmp(space, "GRAY", 4) ? 1
                               : !memcmp(space, "CMYK", 4) ? 4
                                                           : 0;
        if (components != object_integer(profile, "N", -1))
            check_say(check, profile, "PDF/A-2, 6.2.3",
                      "N must be the number of components of the ICC profile, %lld", components);
    }
    buf_release(&data);
}

static void judge_marks(struct check *check)
{
    const struct object *root = check->graph.root;
    const struct object *info = object_get(root, "MarkInfo");
    if (!object_is_true(object_get(info, "Marked")))
        check_say(check, root, "PDF/A-2, 6.7.2.2", "MarkInfo must say that the file is Marked");
    if (object_is_true(object_get(info, "Suspects")))
        check_say(check, root, "PDF/UA-1, 7.1", "MarkInfo must not say Suspects");
    if (!object_is_true(object_get(object_get(root, "ViewerPreferences"), "DisplayDocTitle")))
        check_say(check, root, "PDF/UA-1, 7.1", "ViewerPreferences must have DisplayDocTitle true");
    const struct object *language = object_get(root, "Lang");
    if (language->kind != OBJECT_STRING || !check_is_language(language->bytes))
        check_say(check, root, "PDF/UA-1, 7.2", "Lang must be a language tag, not \"%s\"",
                  language->bytes);
}

static void forbid(struct check *check, const char *key, const char *clause, const char *why)
{
    const struct object *root = check->graph.root;
    if (object_get(root, key)->kind != OBJECT_NULL ||
        object_get(object_get(root, "Names"), key)->kind != OBJECT_NULL)
        check_say(check, root, clause, "the catalog must not have %s: %s", key, why);
}

/* What archives allow no file, and what they allow but no dossier has. */
static void judge_forbidden(struct check *check)
{
    static const struct {
        const char *key;
        const char *clause;
    } never[] = {{"Requirements", "PDF/A-2, 6.11"},
                 {"NeedsRendering", "PDF/A-2, 6.4.2"},
                 {"AlternatePresentations", "PDF/A-2, 6.10"}},
      unused[] = {{"OCProperties", "PDF/A-2, 6.9"},
                  {"Perms", "PDF/A-2, 6.1.12"},
                  {"AcroForm", "PDF/A-2, 6.4.1"},
                  {"Collection", "PDF/A-2, 6.8"},
                  {"EmbeddedFiles", "PDF/A-2, 6.8"}};
    const struct object *form = object_get(check->graph.root, "AcroForm");
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        forbid(check, never[i].key, never[i].clause, "archives forbid it");
    for (size_t i = 0; i < sizeof unused / sizeof *unused && check->own; i++)
        forbid(check, unused[i].key, unused[i].clause, "no dossier needs it");
    if (object_get(form, "XFA")->kind != OBJECT_NULL ||
        object_is_true(object_get(form, "NeedAppearances")))
        check_say(check, form, "PDF/A-2, 6.4.1",
                  "a form must have no XFA, and no fields without their look, NeedAppearances");
}

/* Complete, where there are any: a label from the first page on. */
static void judge_labels(struct check *check)
{
    const struct object *root = check->graph.root;
    const struct object *labels = object_get(root, "PageLabels");
    struct entries entries = {0};
    if (labels->kind == OBJECT_DICTIONARY)
        trees_read(check, labels, "Nums", &entries);
    bool needed = check->own || entries.count;
    if (needed && (!entries.count || entries.list[0].key->kind != OBJECT_INTEGER ||
                   entries.list[0].key->number != 0))
        check_say(check, root, "PDF 1.7, 12.4.2", "PageLabels must begin with the first page");
    for (size_t i = 0; i < entries.count; i++) {
        const struct object *style = object_get(entries.list[i].value, "S");
        if (entries.list[i].key->number >= (long long)check->page_count)
            check_say(check, labels, "PDF 1.7, 12.4.2",
                      "a page label must be one of a page, not of the page at %lld",
                      entries.list[i].key->number);
        if (entries.list[i].value->kind != OBJECT_DICTIONARY ||
            (style->kind != OBJECT_NULL && !check_is_one_of(style->bytes, "D R r A a")) ||
            (style->kind == OBJECT_NULL && !object_get(entries.list[i].value, "P")->length))
            check_say(check, labels, "PDF 1.7, 12.4.2",
                      "a page label must have a prefix or a style of numbers");
    }
    free(entries.list);
}

void rules_catalog(struct check *check)
{
    judge_intent(check);
    judge_marks(check);
    judge_forbidden(check);
    judge_labels(check);
    for (size_t i = 0; i < check->page_count; i++) {
        const struct object *page = check->pages[i].object;
        if (object_get(page, "PresSteps")->kind != OBJECT_NULL)
            check_say(check, page, "PDF/A-2, 6.10", "a page must have no PresSteps");
        if (object_get(page, "Annots")->count && !object_is_name(object_get(page, "Tabs"), "S"))
            check_say(check, page, "PDF/UA-1, 7.18.3", "a page with annotations must have Tabs S");
    }
}
