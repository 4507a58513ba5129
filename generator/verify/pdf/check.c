/* SPDX-License-Identifier: ISC */
/* One file under check: its objects, what its pages show, its structure tree, and what to say. */
#include "verify/pdf/check.h"

#include <stdlib.h>
#include <string.h>

/* Clauses of PDF/A-2 that PDF/UA-1 has too. */
static const struct {
    const char *archive;
    const char *accessible;
    bool numbered; /* what follows is numbered alike */
} shared[] = {
    {"PDF/A-2, 6.2.11.7", "PDF/UA-1, 7.21.7", false},
    {"PDF/A-2, 6.2.11", "PDF/UA-1, 7.21", true},
    {"PDF/A-2, 6.6.2.1", "PDF/UA-1, 7.1", false},
    {"PDF/A-2, 6.7", "PDF/UA-1, 7.1", false},
};

/* The clause as one of a standard that the file claims to follow; false where there is none. */
static bool find_clause(const struct check *check, const char *clause, struct buf *found)
{
    bool archive = !strncmp(clause, "PDF/A-2", strlen("PDF/A-2"));
    bool accessible = !strncmp(clause, "PDF/UA-1", strlen("PDF/UA-1"));
    if ((!archive || check->claims_a) && (!accessible || check->claims_ua)) {
        buf_add_string(found, clause);
        return true;
    }
    for (size_t i = 0; archive && check->claims_ua && i < sizeof shared / sizeof *shared; i++) {
        size_t length = strlen(shared[i].archive);
        if (strncmp(clause, shared[i].archive, length) != 0)
            continue;
        buf_add_format(found, "%s%s", shared[i].accessible,
                       shared[i].numbered ? clause + length : "");
        return true;
    }
    return false;
}

void check_say(struct check *check, const struct object *object, const char *clause,
               const char *format, ...)
{
    struct place place = {check->path, 0, 0};
    struct buf text = BUF_INIT;
    struct buf own = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_add_vformat(&text, format, args);
    va_end(args);
    if (find_clause(check, clause, &own))
        report_error(check->report, place, "object %d 0: %s: %s", object->id, own.bytes,
                     text.bytes);
    buf_release(&own);
    buf_release(&text);
}

struct step {
    const struct object *object;
    const struct object *resources;
    size_t element;
    size_t next;
};

struct stack {
    struct step *steps;
    size_t count;
    size_t capacity;
};

static struct step *push(struct stack *stack, const struct object *object)
{
    stack->steps = memory_grow(stack->steps, stack->count, &stack->capacity, sizeof(struct step));
    stack->steps[stack->count] = (struct step){.object = object};
    return &stack->steps[stack->count++];
}

static void enter_page(struct check *check, struct stack *stack, const struct object *object,
                       const struct object *resources)
{
    const struct object *own = object_get(object, "Resources");
    *object->mark = 1;
    resources = own->kind == OBJECT_DICTIONARY ? own : resources;
    if (object_get(object, "Kids")->kind == OBJECT_ARRAY) {
        push(stack, object)->resources = resources;
        return;
    }
    check->pages =
        memory_grow(check->pages, check->page_count, &check->page_capacity, sizeof *check->pages);
    struct page *page = &check->pages[check->page_count++];
    *page = (struct page){.object = object, .resources = resources};
    *object->mark = check->page_count;
}

void check_load_pages(struct check *check)
{
    struct stack stack = {0};
    const struct object *root = object_get(check->graph.root, "Pages");
    if (root->kind == OBJECT_DICTIONARY)
        enter_page(check, &stack, root, object_get(root, "Resources"));
    while (stack.count) {
        struct step *step = &stack.steps[stack.count - 1];
        const struct object *kids = object_get(step->object, "Kids");
        if (step->next == kids->count) {
            stack.count--;
            continue;
        }
        const struct object *kid = kids->items[step->next++];
        if (kid->kind != OBJECT_DICTIONARY || *kid->mark)
            check_say(check, step->object, "PDF 1.7, 7.7.3.2",
                      "each of Kids must be a page or a node of its own");
        else
            enter_page(check, &stack, kid, step->resources);
    }
    free(stack.steps);
    if (!check->page_count)
        check_say(check, root, "PDF 1.7, 7.7.3.2", "the document must have a page");
}

size_t check_page_index(const struct check *check, const struct object *page)
{
    size_t at = page->mark ? *page->mark : 0;
    return at && at <= check->page_count && check->pages[at - 1].object == page ? at - 1
                                                                                : check->page_count;
}

static bool is_standard(const char *type)
{
    static const char *const types[] = {
        "Document", "Part",    "Art",   "Sect",      "Div",     "BlockQuote", "Caption",
        "TOC",      "TOCI",    "Index", "NonStruct", "Private", "P",          "H",
        "H1",       "H2",      "H3",    "H4",        "H5",      "H6",         "L",
        "LI",       "Lbl",     "LBody", "Table",     "TR",      "TH",         "TD",
        "THead",    "TBody",   "TFoot", "Span",      "Quote",   "Note",       "Reference",
        "BibEntry", "Code",    "Link",  "Annot",     "Ruby",    "RB",         "RT",
        "RP",       "Warichu", "WT",    "WP",        "Figure",  "Formula",    "Form"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!strcmp(types[i], type))
            return true;
    }
    return false;
}

static void judge_role_map(struct check *check, const struct object *root)
{
    const struct object *map = object_get(root, "RoleMap");
    for (size_t i = 0; map->kind == OBJECT_DICTIONARY && i < map->count; i++) {
        if (is_standard(map->keys[i]) && !object_is_name(map->items[i], map->keys[i]))
            check_say(check, root, "PDF/UA-1, 7.1",
                      "the standard structure type %s must not be mapped to another", map->keys[i]);
    }
}

/* The standard type that a type is mapped to; a map that leads in a circle leads nowhere. */
static const char *standard_type(struct check *check, const struct object *element)
{
    const struct object *map =
        object_get(object_get(check->graph.root, "StructTreeRoot"), "RoleMap");
    const struct object *type = object_get(element, "S");
    if (type->kind != OBJECT_NAME) {
        check_say(check, element, "PDF 1.7, 14.7.2", "a structure element must have a type, S");
        return "NonStruct";
    }
    const struct object *mapped = type;
    for (size_t i = 0; i <= map->count && mapped->kind == OBJECT_NAME; i++) {
        if (is_standard(mapped->bytes))
            return mapped->bytes;
        mapped = object_get(map, mapped->bytes);
    }
    check_say(check, element, "PDF/A-2, 6.7.3.4",
              "the structure type %s must be a standard one or be mapped to one", type->bytes);
    return type->bytes;
}

static size_t add_element(struct check *check, const struct object *object, size_t parent)
{
    check->elements = memory_grow(check->elements, check->element_count, &check->element_capacity,
                                  sizeof *check->elements);
    size_t at = check->element_count++;
    *object->mark = at + 1;
    check->elements[at] = (struct element){.object = object,
                                           .type = standard_type(check, object),
                                           .parent = parent,
                                           .first_item = check->item_count};
    return at;
}

static void add_item(struct check *check, size_t element, const struct object *page,
                     const struct object *object, long long mcid)
{
    if (!object && (mcid < 0 || mcid > MCID_MOST)) {
        check_say(check, check->elements[element].object, "PDF 1.7, 14.7.4.2",
                  "the MCID %lld must be one of the page", mcid);
        return;
    }
    check->items =
        memory_grow(check->items, check->item_count, &check->item_capacity, sizeof *check->items);
    check->items[check->item_count++] =
        (struct item){.element = element, .page = page, .object = object, .mcid = (size_t)mcid};
}

/* A kid that is no element: an MCID, an MCR or an OBJR. False where it is an element. */
static bool take_content(struct check *check, size_t element, const struct object *kid)
{
    const struct object *page = object_get(check->elements[element].object, "Pg");
    if (kid->kind == OBJECT_INTEGER) {
        add_item(check, element, page, NULL, kid->number);
        return true;
    }
    const struct object *own = object_get(kid, "Pg");
    page = own->kind == OBJECT_DICTIONARY ? own : page;
    if (object_is_name(object_get(kid, "Type"), "MCR"))
        add_item(check, element, page, NULL, object_integer(kid, "MCID", -1));
    else if (object_is_name(object_get(kid, "Type"), "OBJR"))
        add_item(check, element, page, object_get(kid, "Obj"), 0);
    else
        return false;
    return true;
}

static void take_kid(struct check *check, struct stack *stack, const struct object *kid)
{
    struct step *step = &stack->steps[stack->count - 1];
    const struct object *holder = step->object;
    if (step->element != NO_ELEMENT && take_content(check, step->element, kid))
        return;
    if (kid->kind != OBJECT_DICTIONARY || *kid->mark) {
        check_say(check, holder, "PDF 1.7, 14.7.2",
                  "each of K must be content, or an element that stands nowhere else");
        return;
    }
    if (object_get(kid, "P") != holder)
        check_say(check, kid, "PDF 1.7, 14.7.2", "P must be the element that it stands in");
    size_t element = add_element(check, kid, step->element);
    push(stack, kid)->element = element;
}

void check_load_structure(struct check *check)
{
    struct stack stack = {0};
    const struct object *root = object_get(check->graph.root, "StructTreeRoot");
    judge_role_map(check, root);
    push(&stack, root)->element = NO_ELEMENT;
    while (stack.count) {
        struct step *step = &stack.steps[stack.count - 1];
        const struct object *kids = object_get(step->object, "K");
        bool array = kids->kind == OBJECT_ARRAY;
        size_t count = array ? kids->count : kids->kind != OBJECT_NULL;
        if (step->next < count) {
            size_t at = step->next++;
            take_kid(check, &stack, array ? kids->items[at] : kids);
            continue;
        }
        if (step->element != NO_ELEMENT) {
            check->elements[step->element].end = check->element_count;
            check->elements[step->element].end_item = check->item_count;
        }
        stack.count--;
    }
    free(stack.steps);
}

bool check_is(const struct check *check, size_t element, const char *type)
{
    return element != NO_ELEMENT && !strcmp(check->elements[element].type, type);
}

void check_append_text(const struct check *check, size_t element, struct buf *text)
{
    const struct element *it = &check->elements[element];
    for (size_t i = it->first_item; i < it->end_item; i++) {
        const struct item *item = &check->items[i];
        const struct element *holder = &check->elements[item->element];
        const struct object *other = object_get(holder->object, "ActualText");
        size_t page = check_page_index(check, item->page);
        if (other->kind != OBJECT_STRING && check_is(check, item->element, "Figure"))
            other = object_get(holder->object, "Alt");
        if (other->kind == OBJECT_STRING) {
            if (i == holder->first_item)
                object_append_text(text, other);
        } else if (!item->object && page < check->page_count &&
                   item->mcid < check->pages[page].count &&
                   check->pages[page].sequences[item->mcid].there) {
            const struct buf *part = &check->pages[page].sequences[item->mcid].text;
            buf_add(text, part->bytes, part->length);
        }
    }
}

/* The value of a key in one or several dictionaries of attributes of this owner. */
static const struct object *find_attribute(const struct object *attributes, const char *owner,
                                           const char *key)
{
    bool array = attributes->kind == OBJECT_ARRAY;
    const struct object *value = object_get(attributes, "\001");
    for (size_t i = 0; i < (array ? attributes->count : 1) && value->kind == OBJECT_NULL; i++) {
        const struct object *one = array ? attributes->items[i] : attributes;
        if (object_is_name(object_get(one, "O"), owner))
            value = object_get(one, key);
    }
    return value;
}

const struct object *check_attribute(const struct check *check, size_t element, const char *owner,
                                     const char *key)
{
    const struct object *object = check->elements[element].object;
    const struct object *map =
        object_get(object_get(check->graph.root, "StructTreeRoot"), "ClassMap");
    const struct object *classes = object_get(object, "C");
    bool array = classes->kind == OBJECT_ARRAY;
    const struct object *value = find_attribute(object_get(object, "A"), owner, key);
    for (size_t i = 0; i < (array ? classes->count : 1) && value->kind == OBJECT_NULL; i++) {
        const struct object *name = array ? classes->items[i] : classes;
        if (name->kind == OBJECT_NAME)
            value = find_attribute(object_get(map, name->bytes), owner, key);
    }
    return value;
}

bool check_is_one_of(const char *word, const char *list)
{
    size_t length = strlen(word);
    for (const char *at = list; length && (at = strstr(at, word)); at += length) {
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return true;
    }
    return false;
}

bool check_is_language(const char *tag)
{
    size_t length = 0;
    bool first = true;
    for (;; tag++) {
        bool letter = (*tag >= 'a' && *tag <= 'z') || (*tag >= 'A' && *tag <= 'Z');
        if (letter || (!first && *tag >= '0' && *tag <= '9')) {
            length++;
            continue;
        }
        if (!length || length > 8 || (first && length == 1 && *tag != '-'))
            return false;
        if (*tag != '-')
            return !*tag;
        first = false;
        length = 0;
    }
}
