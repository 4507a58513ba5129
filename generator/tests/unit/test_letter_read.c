/* SPDX-License-Identifier: ISC */
/* Tests of reading letters: the words stay as they are, and every place is where the words stand.
 */
#include "base/utf8.h"
#include "source/letter_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct dossier dossier;
    struct report report;
    struct input input;
    struct error err;
};

static void parse(struct fixture *f, const char *text)
{
    *f = (struct fixture){.err = ERROR_INIT};
    input_set(&f->input, LETTER_PATH, text, strlen(text));
    assert_true(letter_parse(&f->input, ".", &f->dossier, &f->report, &f->err));
}

static void release(struct fixture *f)
{
    input_release(&f->input);
    dossier_release(&f->dossier);
    report_release(&f->report);
    error_release(&f->err);
}

static void assert_words(const char *text, const char *expected)
{
    struct fixture f;
    struct buf words = BUF_INIT;
    parse(&f, text);
    if (f.report.count)
        fail_msg("%s", f.report.messages[0].text);
    node_words(f.dossier.letter.root, &words);
    while (words.length && words.bytes[words.length - 1] == ' ')
        words.bytes[--words.length] = '\0';
    assert_string_equal(words.bytes, expected);
    buf_release(&words);
    release(&f);
}

static void marks_leave_one_space_between_words(void **state)
{
    (void)state;
    assert_words("a <!-- page break --> b", "a b");
    assert_words("a<!-- page break --> b", "a b");
    assert_words("a <!-- page break -->b", "a b");
    assert_words("a<!-- page break -->b", "ab");
    assert_words("a <!-- page break -->\nb", "a b");
    assert_words("a<!-- page break -->\nb", "a b");
    assert_words("a <!-- page break --> <!-- page break --> b", "a b");
    assert_words("*a* <!-- page break --> *b*", "a b");
    assert_words("a *<!-- page break --> b*", "a b");
    assert_words("a <!-- page break -->\n\nb", "a b");
    assert_words("# <!-- page break --> a", "a");
    assert_words("a <!-- language fr --> b <!-- /language --> c", "a b c");
    assert_words("a <!-- language fr -->b<!-- /language --> c", "a b c");
    assert_words("a<!-- language fr -->b<!-- /language -->c", "abc");
}

static void words_stay_as_they_stand(void **state)
{
    (void)state;
    assert_words("\"straight\" 'quotes' -- and --- dots...",
                 "\"straight\" 'quotes' -- and --- dots...");
    assert_words("Red Cross ; a  b", "Red Cross ; a  b");
    assert_words("~5 to ~6 and 2*3*4_5_6", "~5 to ~6 and 234_5_6");
    assert_words("a &amp; b &lt; c \\* d", "a & b < c * d");
    assert_words("- [x] done\n- [ ] not", "done not");
}

/* Every text whose words come from the source as they are stands where its place says. */
static void assert_places(const char *text)
{
    struct fixture f;
    parse(&f, text);
    if (f.report.errors)
        fail_msg("%s", f.report.messages[0].text);
    size_t roots = f.dossier.letter.note_count + 1;
    for (size_t i = 0; i < roots; i++) {
        struct walk walk = walk_start(i ? f.dossier.letter.notes[i - 1] : f.dossier.letter.root);
        while (walk_next(&walk)) {
            const struct node *node = walk.node;
            bool words = node->kind == NODE_TEXT || node->kind == NODE_CODE;
            if (!words)
                continue;
            size_t at = input_line(&f.input, node->line);
            for (unsigned column = 1; column < node->column; column++) {
                size_t length;
                utf8_decode(text + at, strlen(text) - at, &length);
                at += length;
            }
            at += node->kind == NODE_TEXT ? strspn(text + at, " \\") : 0;
            const char *start = node->text + strspn(node->text, " ");
            if (*start && text[at] != *start)
                fail_msg("%u:%u of \"%s\" is not where \"%s\" stands", node->line, node->column,
                         text, node->text);
        }
    }
    release(&f);
}

static void places_are_where_the_words_stand(void **state)
{
    (void)state;
    assert_places("é *ü* **ö** `ß` ~~ä~~ é\né *ü* [ö](#p1) x");
    assert_places("   a *b*\n      c *d*  \n e\\\n f *g*");
    assert_places("> é *a*\n> b *c*\n>   d *e*\nf *g*\n> > h *i*\n> j *k*\nl *m*");
    assert_places("- é *a*\n  b *c*\n\n  d *e*\n   - f *g*\n h *i*\n1) j *k*\n   l *m*");
    assert_places("Heading *é* x\nmore *y*\n=====\n\n## é *a* ##\n\n   ### b *c*");
    assert_places("é | *a* | `b`\n--|--|--\n*c* | é | d\n | e *f* | [g](#p1)");
    assert_places("before *a*\nand *b*\n| é | *c* |\n|---|---|\n| d | *e* |");
    assert_places("[a]: https://example.org/\n[b]: https://example.org/\nc *d*\ne *f* [a] [b]");
    assert_places("x `a\nb` c *d*\ne `f\n  g\nh` i *j*\nk *l*");
    assert_places("x [a\nb](#p1) c *d*\ne *f\ng* h **i\n*j\nk* l** m");
    assert_places("t[^a].\n\n[^a]: é *b*\n    c *d*\n\n    e *f*\n    g");
    assert_places(
        "é www.example.org. b *c*\nd www.example.org e\nhttps://example.org/ a@example.org *f*");
    assert_places("\xEF\xBB\xBF*a* é *b*\nc *d*");
    assert_places("a\r\nb *c*\r\n\r\n> d *e*\r\n> f *g*");
    assert_places("a\rb *c*\r\r- d *e*\r  f *g*");
    assert_places("é <!-- page break --> b *c*\nd <!-- language fr --> e *f* <!-- /language --> g");
}

static void a_letter_is_read_twice_alike(void **state)
{
    struct buf first = BUF_INIT, second = BUF_INIT;
    struct fixture f;
    (void)state;
    parse(&f, "| a | b |\n|---|---|\n| ~~c~~ | www.example.org |\n");
    dossier_dump(&f.dossier, &first);
    release(&f);
    parse(&f, "| a | b |\n|---|---|\n| ~~c~~ | www.example.org |\n");
    dossier_dump(&f.dossier, &second);
    release(&f);
    assert_string_equal(first.bytes, second.bytes);
    buf_release(&first);
    buf_release(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_leave_one_space_between_words),
        cmocka_unit_test(words_stay_as_they_stand),
        cmocka_unit_test(places_are_where_the_words_stand),
        cmocka_unit_test(a_letter_is_read_twice_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
