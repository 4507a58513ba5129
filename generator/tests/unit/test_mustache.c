/* SPDX-License-Identifier: ISC */
/* Our subset of Mustache: what it makes of templates, and where it says that they are wrong. */
#include "render/html/mustache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct arena arena;
static struct report report;
static struct buf out;

static int begin(void **state)
{
    (void)state;
    arena = (struct arena)ARENA_INIT;
    report = (struct report){0};
    buf_init(&out);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_release(&arena);
    report_release(&report);
    buf_release(&out);
    return 0;
}

/* A view with something of everything. */
static struct value *make_view(void)
{
    struct value *view = value_record(&arena);
    struct value *letter = value_record(&arena);
    struct value *list = value_list(&arena);
    value_set_text(&arena, letter, "title", "A & B");
    value_set_text(&arena, letter, "empty", "");
    value_set(&arena, view, "letter", letter);
    static const char *const words[] = {"one", "two"};
    for (size_t i = 0; i < 2; i++) {
        struct value *item = value_record(&arena);
        value_set_text(&arena, item, "word", words[i]);
        value_add(&arena, list, item);
    }
    value_set(&arena, view, "items", list);
    value_set(&arena, view, "none", value_list(&arena));
    value_set(&arena, view, "yes", value_bool(&arena, true));
    value_set(&arena, view, "no", value_bool(&arena, false));
    value_set_text(&arena, view, "word", "outer");
    value_set_text(&arena, view, "html", "<b>\"it's\"</b>");
    struct value *tags = value_list(&arena);
    value_add(&arena, tags, value_text(&arena, "en"));
    value_add(&arena, tags, value_text(&arena, "az"));
    value_set(&arena, view, "tags", tags);
    return view;
}

/* Renders `page` with a partial `part`. */
static bool render(const char *page, const char *part)
{
    struct template_file files[] = {
        {"site/page.html", "templates/site/page.html", page, strlen(page)},
        {"site/part.html", "templates/site/part.html", part ? part : "", part ? strlen(part) : 0}};
    struct templates templates = {.files = files, .count = part ? 2 : 1};
    return mustache_render(&templates, "page.html", make_view(), &out, &report);
}

static void assert_gives(const char *page, const char *expected)
{
    buf_clear(&out);
    assert_true(render(page, NULL));
    assert_string_equal(out.bytes, expected);
    assert_int_equal(report.count, 0);
}

static void assert_fails(const char *page, const char *part, unsigned line, unsigned column,
                         const char *text)
{
    assert_false(render(page, part));
    assert_int_equal(report.errors, 1);
    assert_int_equal(report.messages[0].place.line, line);
    assert_int_equal(report.messages[0].place.column, column);
    assert_non_null(strstr(report.messages[0].text, text));
    report_release(&report);
    buf_clear(&out);
}

static void test_values(void **state)
{
    (void)state;
    assert_gives("", "");
    assert_gives("plain } text { {", "plain } text { {");
    assert_gives("{{word}} {{ word }}", "outer outer");
    assert_gives("{{letter.title}}", "A &amp; B");
    assert_gives("{{html}}", "&lt;b&gt;&quot;it&#39;s&quot;&lt;/b&gt;");
    assert_gives("{{{html}}}{{& html }}", "<b>\"it's\"</b><b>\"it's\"</b>");
    assert_gives("a{{! gone\n over lines }}b", "ab");
}

static void test_sections(void **state)
{
    (void)state;
    assert_gives("{{#items}}<{{word}}>{{/items}}", "<one><two>");
    assert_gives("{{#tags}}[{{.}}]{{/tags}}", "[en][az]");
    assert_gives("{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^no}}not{{/no}}{{^yes}}x{{/yes}}", "ynot");
    assert_gives("{{#none}}x{{/none}}{{^none}}nothing{{/none}}", "nothing");
    assert_gives("{{#letter}}{{title}}, {{word}}{{/letter}}", "A &amp; B, outer");
    assert_gives("{{#letter.empty}}x{{/letter.empty}}{{^letter.empty}}e{{/letter.empty}}", "e");
    assert_gives("{{#word}}<{{.}}>{{/word}}", "<outer>");
    assert_gives("{{#items}}{{#letter}}{{word}}{{/letter}}{{/items}}", "onetwo");
}

static void test_standalone_lines_leave_nothing(void **state)
{
    (void)state;
    assert_gives("a\n{{#yes}}\nb\n{{/yes}}\nc\n", "a\nb\nc\n");
    assert_gives("a\r\n  {{#yes}}  \r\nb\r\n\t{{/yes}}\r\nc", "a\r\nb\r\nc");
    assert_gives("  {{! note }}\nx", "x");
    assert_gives("{{#yes}}\nx\n  {{/yes}}", "x\n");
    assert_gives("a {{#yes}}\nb{{/yes}}\n", "a \nb\n");
    assert_gives("{{#yes}} {{/yes}}\n", " \n");
    assert_gives("  {{word}}\n", "  outer\n");
    assert_gives("a\n{{!x}} {{!y}}\nb", "a\n \nb");
}

static void test_partials(void **state)
{
    (void)state;
    assert_true(render("<\n  {{>part}}\n{{#items}}{{> part }}{{/items}}>", "[{{word}}]\n"));
    assert_string_equal(out.bytes, "<\n[outer]\n[one][two]>");
}

static void test_a_partial_may_hold_itself_where_it_ends(void **state)
{
    (void)state;
    struct value *view = value_record(&arena);
    struct value *inner = NULL;
    for (int i = 0; i < 3; i++) {
        struct value *record = value_record(&arena);
        value_set(&arena, record, "inner", inner ? inner : value_text(&arena, ""));
        inner = record;
    }
    value_set(&arena, view, "inner", inner);
    struct template_file file = {"site/page.html", "page.html", "({{#inner}}{{>page}}{{/inner}})",
                                 31};
    struct templates templates = {.files = &file, .count = 1};
    assert_true(mustache_render(&templates, "page.html", view, &out, &report));
    assert_string_equal(out.bytes, "(((())))");
}

static void test_errors_name_their_place(void **state)
{
    (void)state;
    assert_fails("a\n  {{letter.nothing}}", NULL, 2, 3, "letter.nothing");
    assert_fails("ə{{nothing}}", NULL, 1, 2, "nothing");
    assert_fails("{{#items}}{{nothing}}{{/items}}", NULL, 1, 11, "nothing");
    assert_fails("{{^nothing}}{{/nothing}}", NULL, 1, 1, "nothing");
    assert_fails("{{word.more}}", NULL, 1, 1, "word.more");
    assert_fails("{{items}}", NULL, 1, 1, "list");
    assert_fails("{{letter}}", NULL, 1, 1, "record");
    assert_fails("x\n{{#yes}}\n", NULL, 2, 1, "never closed");
    assert_fails("{{/yes}}", NULL, 1, 1, "closes no section");
    assert_fails("{{#yes}}{{/no}}", NULL, 1, 9, "{{/yes}}");
    assert_fails("{{yes", NULL, 1, 1, "never closed");
    assert_fails("{{{word}}", NULL, 1, 1, "}}}");
    assert_fails("{{}}", NULL, 1, 1, "name");
    assert_fails("{{a b}}", NULL, 1, 1, "name");
    assert_fails("{{a..b}}", NULL, 1, 1, "name");
    assert_fails("{{=<% %>=}}", NULL, 1, 1, "braces");
    assert_fails("{{<parent}}", NULL, 1, 1, "inheritance");
    assert_fails("{{>missing}}", NULL, 1, 1, "site/missing.html");
    assert_fails("{{>../page}}", NULL, 1, 1, "partial's name");
    assert_fails("{{>part}}", "\n{{nothing}}", 2, 1, "nothing");
    assert_fails("{{>part}}", "{{#yes}}", 1, 1, "never closed");
}

static void test_endless_partials_are_stopped(void **state)
{
    (void)state;
    assert_fails("{{>page}}{{>page}}", NULL, 1, 1, "100 deep");
}

static void test_check_needs_no_view(void **state)
{
    (void)state;
    const char *page = "{{whatever}}{{>part}}{{>missing}}\n{{#a}}";
    struct template_file files[] = {{"site/page.html", "page.html", page, strlen(page)},
                                    {"site/part.html", "part.html", "", 0}};
    struct templates templates = {.files = files, .count = 2};
    mustache_check(&templates, &files[0], &report);
    assert_int_equal(report.errors, 2);
    assert_non_null(strstr(report.messages[0].text, "{{#a}}"));
    assert_non_null(strstr(report.messages[1].text, "missing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_values, begin, end),
        cmocka_unit_test_setup_teardown(test_sections, begin, end),
        cmocka_unit_test_setup_teardown(test_standalone_lines_leave_nothing, begin, end),
        cmocka_unit_test_setup_teardown(test_partials, begin, end),
        cmocka_unit_test_setup_teardown(test_a_partial_may_hold_itself_where_it_ends, begin, end),
        cmocka_unit_test_setup_teardown(test_errors_name_their_place, begin, end),
        cmocka_unit_test_setup_teardown(test_endless_partials_are_stopped, begin, end),
        cmocka_unit_test_setup_teardown(test_check_needs_no_view, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
