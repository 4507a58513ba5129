/* SPDX-License-Identifier: ISC */
/* Texts of pages are written as hOCR and plainly, so that they read as what they are. */
#include "pages/hocr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct text_word words[] = {
    {.text = "R&D", .x = 1, .y = 2, .width = 3, .height = 4, .confidence = 90, .first = true},
    {.text = "<\"b\">", .x = 10, .y = 1, .width = 5, .height = 6, .confidence = WIRE_SURE},
    {.text = "next\x01line", .confidence = 0, .first = true},
    {.text = "stray", .confidence = WIRE_SURE, .first = true}};
static const uint32_t paragraphs[] = {3, 0, 1};
static const struct text_facts page = {.page = 3,
                                       .width = 100,
                                       .height = 200,
                                       .words = words,
                                       .word_count = 4,
                                       .paragraphs = paragraphs,
                                       .paragraph_count = 3};

static void as_hocr(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    hocr_add_page(&out, &page);
    assert_string_equal(
        out.bytes, "<div class=\"ocr_page\" title=\"bbox 0 0 100 200; ppageno 2\">\n"
                   "<div class=\"ocr_carea\" title=\"bbox 1 1 15 7\"><p class=\"ocr_par\""
                   " title=\"bbox 1 1 15 7\">\n"
                   "<span class=\"ocr_line\" title=\"bbox 1 1 15 7\"><span class=\"ocrx_word\""
                   " title=\"bbox 1 2 4 6; x_wconf 90\">R&amp;D</span>\n"
                   "<span class=\"ocrx_word\" title=\"bbox 10 1 15 7\">&lt;&quot;b&quot;&gt;</span>"
                   "</span>\n"
                   "<span class=\"ocr_line\"><span class=\"ocrx_word\" title=\"x_wconf 0\">nextline"
                   "</span></span>\n"
                   "</p></div>\n"
                   "<div class=\"ocr_carea\"><p class=\"ocr_par\">\n"
                   "<span class=\"ocr_line\"><span class=\"ocrx_word\">stray</span></span>\n"
                   "</p></div>\n"
                   "</div>\n");
    buf_clear(&out);
    hocr_begin(&out, "a & b");
    hocr_end(&out);
    assert_non_null(strstr(out.bytes, "<meta name=\"ocr-system\" content=\"a &amp; b\"/>"));
    buf_release(&out);
}

static void plainly(void **state)
{
    (void)state;
    static const struct text_word plain[] = {{.text = "one", .first = true},
                                             {.text = "two"},
                                             {.text = "three", .first = true},
                                             {.text = "four", .first = true}};
    static const uint32_t parts[] = {3, 1};
    const struct text_facts facts = {
        .page = 1, .words = plain, .word_count = 4, .paragraphs = parts, .paragraph_count = 2};
    struct buf out = BUF_INIT;
    hocr_add_plain(&out, &facts);
    hocr_add_plain(&out, &(struct text_facts){.page = 2});
    assert_string_equal(out.bytes, "one two\nthree\n\nfour\n\f\f");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_hocr),
        cmocka_unit_test(plainly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
