/* SPDX-License-Identifier: ISC */
/* What is decided once everything is read: numbers, anchors, targets, names. */
#include "model/dossier.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>

#define LETTER_PATH "sources/letter.md"

static struct place place_of(const struct node *node)
{
    return (struct place){LETTER_PATH, node->line, node->column};
}

/* Whether a part's paragraphs are letterhead and the like, which are not cited by number. */
static bool part_is_frame(const struct node *node)
{
    return node->kind == NODE_PART && node->role != PART_LANGUAGE;
}

/* Whether a paragraph is the letter's own "Encl.: N pages". */
static bool declares_pages(const struct dossier *dossier, const struct node *paragraph)
{
    for (size_t i = 0; i < dossier->ledger.letter_count; i++) {
        if (dossier->ledger.letter[i].place.line == paragraph->line)
            return true;
    }
    return false;
}

static void number_paragraphs(struct dossier *dossier)
{
    struct letter *letter = &dossier->letter;
    const struct node **paragraphs = NULL;
    size_t capacity = 0;
    struct walk walk = walk_start(letter->root);
    while (walk_next(&walk)) {
        if (!walk.entering)
            continue;
        if (part_is_frame(walk.node) || walk.node->kind == NODE_TABLE) {
            walk_skip(&walk);
        } else if (walk.node->kind == NODE_PARAGRAPH) {
            struct node *paragraph = (struct node *)walk.node;
            walk_skip(&walk);
            if (!paragraph->first || declares_pages(dossier, paragraph))
                continue;
            paragraphs =
                memory_grow(paragraphs, letter->paragraph_count, &capacity, sizeof *paragraphs);
            paragraphs[letter->paragraph_count++] = paragraph;
            paragraph->number = letter->paragraph_count;
        }
    }
    letter->paragraphs =
        arena_new(&dossier->arena, (letter->paragraph_count + 1) * sizeof *paragraphs);
    if (paragraphs)
        memcpy(letter->paragraphs, paragraphs, letter->paragraph_count * sizeof *paragraphs);
    free(paragraphs);
}

/* Anchors of headings, each with its node, sorted to be found. */
struct anchor {
    const char *name;
    struct node *heading;
};

struct anchors {
    struct anchor *items;
    size_t count;
    size_t capacity;
};

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct anchor *)left)->name, ((const struct anchor *)right)->name);
}

/* As GitHub makes them of words in lower case: ASCII letters, digits, '-', '_' and all beyond ASCII
 * stay, spaces become '-'. */
static void add_slug(struct buf *slug, const char *words)
{
    for (; *words; words++) {
        unsigned char c = (unsigned char)*words;
        if (c == ' ')
            buf_add_char(slug, '-');
        else if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                 c == '_')
            buf_add_char(slug, (char)c);
    }
}

/* "h-" before every slug keeps the letter's headings apart from p12, E12 and the ids of the
 * templates. Equal ones get -1, -2, … in the order of the letter; sorting keeps that linear where a
 * thousand headings are alike. */
static void name_headings(struct dossier *dossier, const struct node *root, struct anchors *anchors)
{
    struct buf words = BUF_INIT;
    struct buf slug = BUF_INIT;
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        if (!walk.entering || walk.node->kind != NODE_HEADING)
            continue;
        struct node *heading = (struct node *)walk.node;
        buf_clear(&words);
        node_words(heading, &words);
        buf_clear(&slug);
        buf_add_string(&slug, "h-");
        size_t length = 0;
        uint8_t *lower =
            u8_tolower((const uint8_t *)words.bytes, words.length + 1, "", NULL, NULL, &length);
        if (lower)
            add_slug(&slug, (const char *)lower);
        else
            memory_fail();
        free(lower);
        anchors->items =
            memory_grow(anchors->items, anchors->count, &anchors->capacity, sizeof *anchors->items);
        anchors->items[anchors->count++] =
            (struct anchor){arena_string(&dossier->arena, slug.bytes), heading};
    }
    buf_release(&words);
    buf_release(&slug);
}

static int by_slug_and_place(const void *left, const void *right)
{
    const struct anchor *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    if (order)
        return order;
    if (a->heading->line != b->heading->line)
        return a->heading->line < b->heading->line ? -1 : 1;
    return 0;
}

static const struct anchor *find_anchor(const struct anchors *anchors, const char *name)
{
    struct anchor key = {name, NULL};
    return anchors->count ? bsearch(&key, anchors->items, anchors->count, sizeof key, by_name)
                          : NULL;
}

static void make_unique(struct dossier *dossier, struct anchors *anchors)
{
    if (anchors->count)
        qsort(anchors->items, anchors->count, sizeof *anchors->items, by_slug_and_place);
    struct buf name = BUF_INIT;
    for (size_t first = 0, end; first < anchors->count; first = end) {
        const char *slug = anchors->items[first].name;
        anchors->items[first].heading->heading.anchor = slug;
        unsigned suffix = 0;
        for (end = first + 1; end < anchors->count && !strcmp(anchors->items[end].name, slug);
             end++) {
            /* "A", "A", "A 1": the second must not take the third's name. */
            do {
                buf_clear(&name);
                buf_add_format(&name, "%s-%u", slug, ++suffix);
            } while (find_anchor(anchors, name.bytes));
            anchors->items[end].heading->heading.anchor = arena_string(&dossier->arena, name.bytes);
        }
    }
    buf_release(&name);
    for (size_t i = 0; i < anchors->count; i++)
        anchors->items[i].name = anchors->items[i].heading->heading.anchor;
    if (anchors->count)
        qsort(anchors->items, anchors->count, sizeof *anchors->items, by_name);
}

/* The digits after a prefix, as a number from 1 to `most`; 0 where they are none. */
static unsigned number_after(const char *text, const char *prefix, size_t most)
{
    size_t length = strlen(prefix);
    if (strncmp(text, prefix, length) != 0 || text[length] < '1' || text[length] > '9')
        return 0;
    char *end;
    unsigned long number = strtoul(text + length, &end, 10);
    return *end || number > most ? 0 : (unsigned)number;
}

static void resolve_page(struct dossier *dossier, struct node *link, unsigned folio)
{
    link->link.kind = LINK_PAGE;
    link->link.folio = folio;
    link->link.enclosure = dossier->ledger.rows[folio - 1].enclosure;
}

static void resolve_anchor(struct dossier *dossier, struct node *link,
                           const struct anchors *anchors, struct report *report)
{
    const struct ledger *ledger = &dossier->ledger;
    unsigned folio = number_after(link->text, "E", ledger->row_count);
    if (folio) {
        resolve_page(dossier, link, folio);
        return;
    }
    if (number_after(link->text, "p", dossier->letter.paragraph_count))
        return;
    ptrdiff_t enclosure =
        strncmp(link->text, "enclosure-", 10) ? -1 : ledger_find(ledger, link->text + 10);
    if (enclosure >= 0) {
        link->link.kind = LINK_ENCLOSURE;
        link->link.enclosure = (size_t)enclosure;
        return;
    }
    struct buf name = BUF_INIT;
    buf_add_format(&name, "h-%s", link->text);
    const struct anchor *anchor = find_anchor(anchors, link->text);
    if (!anchor)
        anchor = find_anchor(anchors, name.bytes);
    buf_release(&name);
    if (anchor) {
        link->text = anchor->name;
        link->length = strlen(anchor->name);
    } else if (!dossier->letter.unsettled) {
        /* Otherwise what is wrong with the marks may have taken the anchor away. */
        report_error(
            report, place_of(link),
            "nothing has the anchor #%s; link to a paragraph (#p1 to #p%u), a heading, a page (#E1) or an"
            " enclosure (enclosure:A)",
            link->text, dossier->letter.paragraph_count);
    }
}

static void resolve_enclosure(struct dossier *dossier, struct node *link, struct report *report)
{
    const struct ledger *ledger = &dossier->ledger;
    const char *slash = strchr(link->text, '/');
    size_t length = slash ? (size_t)(slash - link->text) : strlen(link->text);
    char *id = arena_copy(&dossier->arena, link->text, length);
    ptrdiff_t enclosure = ledger_find(ledger, id);
    if (enclosure < 0) {
        report_error(
            report, place_of(link),
            ledger->declared_place.path
                ? "there is no enclosure %s in attachments/manifest.yaml; name one that is there"
                : "the letter names enclosure %s, and there is no attachments/manifest.yaml; write one",
            id);
        return;
    }
    link->link.enclosure = (size_t)enclosure;
    if (!slash)
        return;
    unsigned page = number_after(slash, "/", LEDGER_PAGES_MAX);
    unsigned folio = page ? ledger_folio(ledger, (size_t)enclosure, page) : 0;
    if (folio)
        resolve_page(dossier, link, folio);
    else if (ledger->enclosures[enclosure].shared && page)
        report_error(
            report, place_of(link),
            "page %u of enclosure %s has no known place, since its pages are not stated; link to the enclosure"
            " as a whole (enclosure:%s)",
            page, id, id);
    else
        report_error(report, place_of(link), "enclosure %s has no page %s; name one that it has",
                     id, slash + 1);
}

static void add_mention(struct dossier *dossier, const struct node *link)
{
    struct enclosure *enclosure = &dossier->ledger.enclosures[link->link.enclosure];
    struct buf words = BUF_INIT;
    node_words(link, &words);
    const struct node *block = link;
    while (block && block->kind != NODE_PARAGRAPH)
        block = block->parent;
    /* Doubles when it has grown to a power of two; what it leaves behind stays in the arena. */
    size_t count = enclosure->mention_count;
    if ((count & (count - 1)) == 0) {
        struct mention *more = arena_new(&dossier->arena, (count ? count * 2 : 1) * sizeof *more);
        if (count)
            memcpy(more, enclosure->mentions, count * sizeof *more);
        enclosure->mentions = more;
    }
    enclosure->mentions[enclosure->mention_count++] = (struct mention){
        block ? block->number : 0, link->link.folio, arena_string(&dossier->arena, words.bytes)};
    buf_release(&words);
}

static void resolve_links(struct dossier *dossier, const struct node *root,
                          const struct anchors *anchors, struct report *report)
{
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        if (!walk.entering || walk.node->kind != NODE_LINK)
            continue;
        struct node *link = (struct node *)walk.node;
        size_t errors = report->errors;
        if (link->link.kind == LINK_ANCHOR)
            resolve_anchor(dossier, link, anchors, report);
        else if (link->link.kind == LINK_ENCLOSURE)
            resolve_enclosure(dossier, link, report);
        if (report->errors == errors &&
            (link->link.kind == LINK_ENCLOSURE || link->link.kind == LINK_PAGE))
            add_mention(dossier, link);
    }
}

static void number_references(const struct node *root)
{
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        if (!walk.entering || walk.node->kind != NODE_NOTE_REF || !walk.node->note_ref.note)
            continue;
        struct node *reference = (struct node *)walk.node;
        struct node *note = (struct node *)reference->note_ref.note;
        reference->number = note->number;
        reference->note_ref.ordinal = ++note->note.references;
    }
}

static const char *join(struct dossier *dossier, const char *name, const char *suffix)
{
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s%s", name, suffix);
    const char *joined = arena_copy(&dossier->arena, text.bytes, text.length);
    buf_release(&text);
    return joined;
}

void dossier_resolve(struct dossier *dossier, struct report *report)
{
    struct letter *letter = &dossier->letter;
    const char *identifier = dossier->metadata.identifier ? dossier->metadata.identifier : "";
    dossier->outputs = (struct outputs){identifier, join(dossier, identifier, ".pdf"),
                                        join(dossier, identifier, ".zip")};
    bool reconciled = ledger_reconcile(&dossier->ledger, &dossier->arena, report);
    if (!letter->root)
        return;
    struct anchors anchors = {0};
    number_paragraphs(dossier);
    name_headings(dossier, letter->root, &anchors);
    for (size_t i = 0; i < letter->note_count; i++) {
        letter->notes[i]->number = (unsigned)i + 1;
        name_headings(dossier, letter->notes[i], &anchors);
    }
    make_unique(dossier, &anchors);
    number_references(letter->root);
    for (size_t i = 0; i < letter->note_count; i++)
        number_references(letter->notes[i]);
    /* Without rows no page could be found; the reason has been reported. */
    if (reconciled) {
        resolve_links(dossier, letter->root, &anchors, report);
        for (size_t i = 0; i < letter->note_count; i++)
            resolve_links(dossier, letter->notes[i], &anchors, report);
    }
    free(anchors.items);
}
