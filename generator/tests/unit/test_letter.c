/* SPDX-License-Identifier: ISC */
/* Tests of model/letter and of what model/resolve decides about it. */
#include "model/dossier.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct node *add(struct arena *arena, struct node *parent, enum node_kind kind,
                        const char *text)
{
    struct node *node = node_new(arena, kind);
    node->text = text;
    node->length = strlen(text);
    if (parent)
        node_append(parent, node);
    return node;
}

static struct node *add_paragraph(struct arena *arena, struct node *parent, const char *text)
{
    struct node *paragraph = add(arena, parent, NODE_PARAGRAPH, "");
    add(arena, paragraph, NODE_TEXT, text);
    return paragraph;
}

static void walks_in_order(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct node *root = add(&arena, NULL, NODE_LETTER, "");
    struct node *quote = add(&arena, root, NODE_QUOTE, "");
    add_paragraph(&arena, quote, "a");
    add(&arena, root, NODE_RULE, "");
    add(&arena, root, NODE_LIST, "");
    struct buf trace = BUF_INIT;
    struct walk walk = walk_start(root);
    while (walk_next(&walk))
        buf_add_format(&trace, "%c%s ", walk.entering ? '+' : '-', node_kind_name(walk.node->kind));
    assert_string_equal(
        trace.bytes,
        "+letter +quote +paragraph +text -paragraph -quote +rule +list -list -letter ");
    buf_clear(&trace);
    walk = walk_start(root);
    while (walk_next(&walk)) {
        buf_add_format(&trace, "%c%s ", walk.entering ? '+' : '-', node_kind_name(walk.node->kind));
        if (walk.node->kind == NODE_QUOTE)
            walk_skip(&walk);
    }
    assert_string_equal(trace.bytes, "+letter +quote +rule +list -list -letter ");
    buf_release(&trace);
    arena_release(&arena);
}

static void words_do_not_run_together(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct node *root = add(&arena, NULL, NODE_LETTER, "");
    struct node *paragraph = add_paragraph(&arena, root, "one");
    add(&arena, paragraph, NODE_SOFT_BREAK, "");
    add(&arena, add(&arena, paragraph, NODE_STRONG, ""), NODE_TEXT, "two");
    add_paragraph(&arena, root, "three");
    struct buf words = BUF_INIT;
    node_words(root, &words);
    assert_string_equal(words.bytes, "one two three ");
    buf_release(&words);
    arena_release(&arena);
}

static struct node *add_link(struct arena *arena, struct node *parent, enum link_kind kind,
                             const char *text)
{
    struct node *link = add(arena, parent, NODE_LINK, text);
    link->link.kind = kind;
    link->link.title = "";
    link->line = 5;
    link->column = 7;
    add(arena, link, NODE_TEXT, "words");
    return link;
}

static void add_heading(struct arena *arena, struct node *parent, const char *text, unsigned line)
{
    struct node *heading = add(arena, parent, NODE_HEADING, "");
    heading->line = line;
    heading->heading.level = 1;
    add(arena, heading, NODE_TEXT, text);
}

static const char *anchor_of(const struct node *root, unsigned line)
{
    for (const struct node *node = root->first; node; node = node->next) {
        if (node->kind == NODE_HEADING && node->line == line)
            return node->heading.anchor;
    }
    return NULL;
}

static void numbers_and_anchors(void **state)
{
    (void)state;
    struct dossier dossier = {0};
    struct report report = {0};
    struct arena *arena = &dossier.arena;
    struct node *root = add(arena, NULL, NODE_LETTER, "");
    struct node *part = add(arena, root, NODE_PART, "");
    part->role = PART_LETTERHEAD;
    struct node *frame = add_paragraph(arena, part, "letterhead");
    add_heading(arena, root, "The Facts", 3);
    struct node *first = add_paragraph(arena, root, "first");
    add_heading(arena, root, "The facts", 7);
    add_heading(arena, root, "The facts 1", 9);
    struct node *second = add_paragraph(arena, add(arena, root, NODE_QUOTE, ""), "second");
    add_link(arena, first, LINK_ANCHOR, "the-facts-1-1");
    struct node *link = add_link(arena, first, LINK_ANCHOR, "the-facts");
    dossier.letter.root = root;
    dossier.metadata.identifier = "x";
    dossier_resolve(&dossier, true, &report);
    assert_int_equal(frame->number, 0);
    assert_int_equal(first->number, 1);
    assert_int_equal(second->number, 2);
    assert_int_equal(dossier.letter.paragraph_count, 2);
    assert_ptr_equal(dossier.letter.paragraphs[1], second);
    assert_string_equal(anchor_of(root, 3), "h-the-facts");
    assert_string_equal(anchor_of(root, 7), "h-the-facts-2");
    assert_string_equal(anchor_of(root, 9), "h-the-facts-1");
    assert_string_equal(dossier.outputs.zip_name, "x.zip");
    assert_int_equal(report.errors, 1);
    assert_non_null(strstr(report.messages[0].text, "#the-facts-1-1"));
    assert_int_equal(report.messages[0].place.line, 5);
    assert_string_equal(link->text, "h-the-facts");
    assert_int_equal(link->length, strlen("h-the-facts"));
    report_release(&report);
    dossier_release(&dossier);
}

static void links_to_enclosures(void **state)
{
    (void)state;
    struct dossier dossier = {0};
    struct report report = {0};
    struct arena *arena = &dossier.arena;
    struct enclosure enclosures[] = {
        {.id = "A",
         .title = "a",
         .pages = 2,
         .status = STATUS_NOT_HELD,
         .reason = "",
         .authority = ""},
        {.id = "B",
         .title = "b",
         .pages = 3,
         .status = STATUS_NOT_HELD,
         .reason = "",
         .authority = ""},
    };
    dossier.ledger = (struct ledger){.declared = 5,
                                     .declared_place = {"m", 1, 1},
                                     .enclosures = enclosures,
                                     .enclosure_count = 2};
    struct node *root = add(arena, NULL, NODE_LETTER, "");
    struct node *paragraph = add_paragraph(arena, root, "see ");
    struct node *whole = add_link(arena, paragraph, LINK_ENCLOSURE, "B");
    struct node *page = add_link(arena, paragraph, LINK_ENCLOSURE, "B/3");
    struct node *folio = add_link(arena, paragraph, LINK_ANCHOR, "E2");
    add_link(arena, paragraph, LINK_ENCLOSURE, "B/4");
    add_link(arena, paragraph, LINK_ENCLOSURE, "C");
    dossier.letter.root = root;
    dossier_resolve(&dossier, true, &report);
    assert_int_equal(whole->link.enclosure, 1);
    assert_int_equal(page->link.kind, LINK_PAGE);
    assert_int_equal(page->link.folio, 5);
    assert_int_equal(folio->link.kind, LINK_PAGE);
    assert_int_equal(folio->link.enclosure, 0);
    assert_int_equal(enclosures[0].mention_count, 1);
    assert_int_equal(enclosures[1].mention_count, 2);
    assert_int_equal(enclosures[1].mentions[0].paragraph, 1);
    assert_string_equal(enclosures[1].mentions[1].words, "words");
    assert_int_equal(report.errors, 2);
    report_release(&report);
    dossier_release(&dossier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_in_order),
        cmocka_unit_test(words_do_not_run_together),
        cmocka_unit_test(numbers_and_anchors),
        cmocka_unit_test(links_to_enclosures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
