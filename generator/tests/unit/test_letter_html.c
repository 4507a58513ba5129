/* SPDX-License-Identifier: ISC */
/* The letter as HTML: its words and no others, with the elements and languages that they need. */
#include "render/html/letter_html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct dossier dossier;
static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    memset(&dossier, 0, sizeof dossier);
    arena = &dossier.arena;
    dossier.letter.source = "";
    dossier.templates.settings.language = "en";
    dossier.templates.settings.words.notes = "Notes";
    dossier.templates.settings.words.paragraph = "Paragraph";
    dossier.templates.settings.words.note = "Note";
    dossier.templates.settings.words.back_to_reference = "Back to reference";
    dossier.templates.settings.words.page_break = "Page break of the original";
    dossier.templates.settings.words.table = "Table";
    dossier.templates.settings.words.done = "Done";
    dossier.templates.settings.words.not_done = "Not done";
    dossier.letter.root = node_new(arena, NODE_LETTER);
    dossier.letter.root->lang = "en";
    return 0;
}

static int end(void **state)
{
    (void)state;
    dossier_release(&dossier);
    return 0;
}

static struct node *add(struct node *parent, enum node_kind kind)
{
    struct node *node = node_new(arena, kind);
    node_append(parent, node);
    return node;
}

static struct node *add_text(struct node *parent, const char *text)
{
    struct node *node = add(parent, NODE_TEXT);
    node->text = text;
    node->length = strlen(text);
    return node;
}

static struct node *add_paragraph(struct node *parent, unsigned number, const char *text)
{
    struct node *paragraph = add(parent, NODE_PARAGRAPH);
    paragraph->number = number;
    add_text(paragraph, text);
    return paragraph;
}

static void assert_html(const char *expected)
{
    struct buf out = BUF_INIT;
    letter_html_append(&dossier, &out);
    assert_string_equal(out.bytes, expected);
    buf_release(&out);
}

static void test_numbers_are_no_words(void **state)
{
    (void)state;
    add_paragraph(dossier.letter.root, 12, "a < b & \"c\"");
    add_paragraph(dossier.letter.root, 0, "Encl.");
    assert_html("<p id=\"p12\"><a class=\"number\" href=\"#p12\" data-number=\"12\""
                " aria-label=\"Paragraph 12\"></a>a &lt; b &amp; &quot;c&quot;</p>\n"
                "<p>Encl.</p>\n");
}

static void test_a_page_break_is_no_word(void **state)
{
    (void)state;
    struct node *paragraph = add_paragraph(dossier.letter.root, 0, "inclu");
    add(paragraph, NODE_PAGE_BREAK);
    add_text(paragraph, "ding");
    add(dossier.letter.root, NODE_PAGE_BREAK);
    assert_html("<p>inclu<span class=\"page-break\" role=\"doc-pagebreak\""
                " title=\"Page break of the original\"></span>ding</p>\n"
                "<div class=\"page-break\" role=\"doc-pagebreak\""
                " title=\"Page break of the original\"></div>\n");
}

static void test_languages_and_directions(void **state)
{
    (void)state;
    struct node *part = add(dossier.letter.root, NODE_PART);
    part->role = PART_LANGUAGE;
    part->lang = "ar";
    struct node *paragraph = add_paragraph(part, 1, "x");
    struct node *span = add(paragraph, NODE_LANGUAGE);
    span->lang = "az";
    add_text(span, "y");
    struct node *same = add(paragraph, NODE_LANGUAGE);
    same->lang = "AR";
    add_text(same, "z");
    assert_html(
        "<div lang=\"ar\" dir=\"rtl\">\n"
        "<p id=\"p1\"><a class=\"number\" href=\"#p1\" data-number=\"1\" lang=\"en\" dir=\"ltr\""
        " aria-label=\"Paragraph 1\"></a>x<span lang=\"az\" dir=\"ltr\">y</span>"
        "<span>z</span></p>\n</div>\n");
}

static void add_heading(unsigned level, const char *anchor)
{
    struct node *heading = add(dossier.letter.root, NODE_HEADING);
    heading->heading.level = level;
    heading->heading.anchor = anchor;
    add_text(heading, anchor);
}

static void test_headings_leave_out_no_level(void **state)
{
    (void)state;
    add_heading(1, "a");
    add_heading(4, "b");
    add_heading(6, "c");
    add_heading(2, "d");
    add_heading(1, "e");
    assert_html("<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>\n<h4 id=\"c\">c</h4>\n"
                "<h3 id=\"d\">d</h3>\n<h2 id=\"e\">e</h2>\n");
}

static void test_six_levels_are_told_apart(void **state)
{
    (void)state;
    static const char *const anchors[] = {"a", "b", "c", "d", "e", "f"};
    for (unsigned level = 1; level <= 6; level++)
        add_heading(level, anchors[level - 1]);
    assert_html("<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>\n<h4 id=\"c\">c</h4>\n"
                "<h5 id=\"d\">d</h5>\n<h6 id=\"e\">e</h6>\n"
                "<h6 aria-level=\"7\" id=\"f\">f</h6>\n");
}

static struct node *add_link(struct node *parent, enum link_kind kind, const char *text)
{
    struct node *link = add(parent, NODE_LINK);
    link->link.kind = kind;
    link->link.title = "";
    link->text = text;
    link->length = strlen(text);
    return link;
}

static void test_links(void **state)
{
    (void)state;
    struct enclosure enclosure = {.id = "A"};
    dossier.ledger.enclosures = &enclosure;
    dossier.ledger.enclosure_count = 1;
    struct node *paragraph = add(dossier.letter.root, NODE_PARAGRAPH);
    struct node *link = add_link(paragraph, LINK_ADDRESS, "https://a.example/x y?b=\"1\"&c=%20%'ə");
    link->link.title = "\"T\"";
    add_text(link, "1");
    add_text(add_link(paragraph, LINK_ANCHOR, "p3"), "2");
    add_text(add_link(paragraph, LINK_ENCLOSURE, "A"), "3");
    link = add_link(paragraph, LINK_PAGE, "A/2");
    link->link.folio = 12;
    add_text(link, "4");
    assert_html("<p><a href=\"https://a.example/x%20y?b=%221%22&amp;c=%20%25&#39;%C9%99\""
                " title=\"&quot;T&quot;\">1</a><a href=\"#p3\">2</a>"
                "<a href=\"enclosures.html#enclosure-A\">3</a>"
                "<a href=\"e12.html\">4</a></p>\n");
}

static void test_a_picture_keeps_its_name(void **state)
{
    (void)state;
    struct picture picture = {.name = "a b/50%25#1.png", .width = 30, .height = 20};
    dossier.letter.pictures = &picture;
    dossier.letter.picture_count = 1;
    struct node *node = add(add(dossier.letter.root, NODE_PARAGRAPH), NODE_PICTURE);
    node->picture.alt = "A \"seal\"";
    node->picture.title = "";
    assert_html("<p><img src=\"a%20b/50%2525%231.png\" width=\"30\" height=\"20\""
                " alt=\"A &quot;seal&quot;\"></p>\n");
}

static void test_notes_link_both_ways(void **state)
{
    (void)state;
    struct node *note = node_new(arena, NODE_NOTE);
    note->number = 1;
    note->note.references = 2;
    add_paragraph(note, 0, "Said so");
    struct node *paragraph = add(dossier.letter.root, NODE_PARAGRAPH);
    for (unsigned i = 1; i <= 2; i++) {
        struct node *reference = add(paragraph, NODE_NOTE_REF);
        reference->number = 1;
        reference->note_ref.note = note;
        reference->note_ref.ordinal = i;
    }
    dossier.letter.notes = &note;
    dossier.letter.note_count = 1;
    assert_html("<p><sup><a class=\"note\" id=\"note-ref-1\" href=\"#note-1\" role=\"doc-noteref\""
                " data-number=\"1\" aria-label=\"Note 1\"></a></sup>"
                "<sup><a class=\"note\" id=\"note-ref-1-2\" href=\"#note-1\" role=\"doc-noteref\""
                " data-number=\"1\" aria-label=\"Note 1\"></a></sup></p>\n"
                "<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n"
                "<li id=\"note-1\">\n<p>Said so"
                "<a class=\"back\" href=\"#note-ref-1\" role=\"doc-backlink\""
                " aria-label=\"Back to reference 1\"></a>"
                "<a class=\"back\" href=\"#note-ref-1-2\" role=\"doc-backlink\""
                " aria-label=\"Back to reference 1 (2)\"></a></p>\n</li>\n</ol>\n</section>\n");
}

static void test_lists_and_tasks(void **state)
{
    (void)state;
    struct node *list = add(dossier.letter.root, NODE_LIST);
    list->list.ordered = true;
    list->list.tight = true;
    list->list.start = 3;
    list->list.delimiter = ')';
    add_paragraph(add(list, NODE_ITEM), 0, "three");
    list = add(dossier.letter.root, NODE_LIST);
    list->list.start = 1;
    struct node *item = add(list, NODE_ITEM);
    item->item.task = true;
    item->item.done = true;
    add_paragraph(item, 0, "did");
    assert_html(
        "<ol start=\"3\" class=\"tight parenthesis\">\n<li><p>three</p>\n</li>\n</ol>\n"
        "<ul>\n<li class=\"task\"><span class=\"done\" role=\"img\" aria-label=\"Done\"></span>"
        "<p>did</p>\n</li>\n</ul>\n");
}

static void test_tables_have_heads(void **state)
{
    (void)state;
    static const enum column_align align[] = {ALIGN_RIGHT};
    struct node *table = add(dossier.letter.root, NODE_TABLE);
    table->table.columns = 1;
    table->table.align = align;
    for (int i = 0; i < 3; i++) {
        struct node *cell = add(add(table, NODE_ROW), NODE_CELL);
        cell->cell.align = ALIGN_RIGHT;
        add_text(cell, "x");
    }
    assert_html("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"Table\">\n<table>\n"
                "<thead>\n<tr>\n<th scope=\"col\" class=\"right\">x</th>\n</tr>\n</thead>\n"
                "<tbody>\n<tr>\n<td class=\"right\">x</td>\n</tr>\n"
                "<tr>\n<td class=\"right\">x</td>\n</tr>\n</tbody>\n</table>\n</div>\n");
}

static void test_code_keeps_its_text(void **state)
{
    (void)state;
    struct node *code = add(dossier.letter.root, NODE_CODE_BLOCK);
    code->text = "\na <b>\n";
    code->length = strlen(code->text);
    code->code.info = "c\"";
    assert_html("<pre><code class=\"language-c&quot;\">\na &lt;b&gt;\n</code></pre>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_numbers_are_no_words, begin, end),
        cmocka_unit_test_setup_teardown(test_a_page_break_is_no_word, begin, end),
        cmocka_unit_test_setup_teardown(test_languages_and_directions, begin, end),
        cmocka_unit_test_setup_teardown(test_headings_leave_out_no_level, begin, end),
        cmocka_unit_test_setup_teardown(test_six_levels_are_told_apart, begin, end),
        cmocka_unit_test_setup_teardown(test_links, begin, end),
        cmocka_unit_test_setup_teardown(test_a_picture_keeps_its_name, begin, end),
        cmocka_unit_test_setup_teardown(test_notes_link_both_ways, begin, end),
        cmocka_unit_test_setup_teardown(test_lists_and_tasks, begin, end),
        cmocka_unit_test_setup_teardown(test_tables_have_heads, begin, end),
        cmocka_unit_test_setup_teardown(test_code_keeps_its_text, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
