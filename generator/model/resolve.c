/* SPDX-License-Identifier: ISC */
/* What is decided once everything is read: numbers, anchors, targets, names. */
#include "model/dossier.h"

#include "model/anchors.h"

#include <stdlib.h>
#include <string.h>

#define LETTER_PATH "sources/letter.md"

/* How much is known of the enclosures, and so which links to them can be told to be wrong. */
enum ledger_state {
    LEDGER_UNREAD,     /* nothing: the manifest is wrong */
    LEDGER_READ,       /* which enclosures there are */
    LEDGER_RECONCILED, /* also which pages */
};

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

static void report_missing(const struct dossier *dossier, const struct node *link,
                           struct anchors *anchors, struct report *report)
{
    const char *nearest = anchors_nearest(anchors, link->text);
    if (nearest)
        report_error(report, place_of(link),
                     "nothing has the anchor #%s; write #%s if that is meant", link->text, nearest);
    else
        report_error(
            report, place_of(link),
            "nothing has the anchor #%s; link to a paragraph (#p1 to #p%u), a heading, a page (#E1) or an"
            " enclosure (enclosure:A)",
            link->text, dossier->letter.paragraph_count);
}

static void resolve_anchor(struct dossier *dossier, struct node *link, struct anchors *anchors,
                           enum ledger_state state, struct report *report)
{
    const struct ledger *ledger = &dossier->ledger;
    unsigned folio = number_after(link->text, "E", LEDGER_PAGES_MAX);
    if (folio && state != LEDGER_RECONCILED)
        return;
    if (folio && folio <= ledger->row_count) {
        resolve_page(dossier, link, folio);
        return;
    }
    if (number_after(link->text, "p", dossier->letter.paragraph_count))
        return;
    bool names_enclosure = !strncmp(link->text, "enclosure-", 10);
    if (names_enclosure && state == LEDGER_UNREAD)
        return;
    ptrdiff_t enclosure = names_enclosure ? ledger_find(ledger, link->text + 10) : -1;
    if (enclosure >= 0) {
        link->link.kind = LINK_ENCLOSURE;
        link->link.enclosure = (size_t)enclosure;
        return;
    }
    const char *anchor = anchors_find(anchors, link->text);
    if (anchor) {
        link->text = anchor;
        link->length = strlen(anchor);
    } else if (!dossier->letter.unsettled) {
        /* Otherwise what is wrong with the marks may have taken the anchor away. */
        report_missing(dossier, link, anchors, report);
    }
}

static void resolve_enclosure(struct dossier *dossier, struct node *link, enum ledger_state state,
                              struct report *report)
{
    if (state == LEDGER_UNREAD)
        return;
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
    /* Without rows no page could be found; the reason has been reported. */
    if (!slash || state != LEDGER_RECONCILED)
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

static void resolve_links(struct dossier *dossier, const struct node *root, struct anchors *anchors,
                          enum ledger_state state, struct report *report)
{
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        if (!walk.entering || walk.node->kind != NODE_LINK)
            continue;
        struct node *link = (struct node *)walk.node;
        size_t errors = report->errors;
        if (link->link.kind == LINK_ANCHOR)
            resolve_anchor(dossier, link, anchors, state, report);
        else if (link->link.kind == LINK_ENCLOSURE)
            resolve_enclosure(dossier, link, state, report);
        if (report->errors == errors && state == LEDGER_RECONCILED &&
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

void dossier_resolve(struct dossier *dossier, bool has_ledger, struct report *report)
{
    struct letter *letter = &dossier->letter;
    const char *identifier = dossier->metadata.identifier ? dossier->metadata.identifier : "";
    dossier->outputs = (struct outputs){identifier, join(dossier, identifier, ".pdf"),
                                        join(dossier, identifier, ".zip")};
    enum ledger_state state = LEDGER_UNREAD;
    if (has_ledger)
        state = ledger_reconcile(&dossier->ledger, &dossier->arena, report) ? LEDGER_RECONCILED
                                                                            : LEDGER_READ;
    if (!letter->root)
        return;
    struct anchors anchors;
    number_paragraphs(dossier);
    for (size_t i = 0; i < letter->note_count; i++)
        letter->notes[i]->number = (unsigned)i + 1;
    anchors_make(&anchors, dossier);
    number_references(letter->root);
    for (size_t i = 0; i < letter->note_count; i++)
        number_references(letter->notes[i]);
    resolve_links(dossier, letter->root, &anchors, state, report);
    for (size_t i = 0; i < letter->note_count; i++)
        resolve_links(dossier, letter->notes[i], &anchors, state, report);
    anchors_release(&anchors);
}
