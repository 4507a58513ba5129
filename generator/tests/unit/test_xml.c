/* SPDX-License-Identifier: ISC */
/* The writer of XML: what is escaped, what cannot stand there, where space is put in. */
#include "render/describe/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_written(struct xml *xml, struct buf *out, const char *wanted)
{
    assert_string_equal(out->bytes, wanted);
    xml_release(xml);
    buf_release(out);
}

static void texts_are_escaped(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct xml xml;
    xml_init(&xml, &out, "");
    xml_open(&xml, "a");
    xml_attribute(&xml, "b", "<\"&'\n\t\r>");
    xml_add_text(&xml, "]]> <\"&\n\t\r");
    xml_close(&xml);
    assert_written(
        &xml, &out,
        "\n<a b=\"&lt;&quot;&amp;'&#10;&#9;&#13;&gt;\">]]&gt; &lt;\"&amp;\n\t&#13;</a>\n");
}

static void no_character_stands_there_that_xml_lacks(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct xml xml;
    xml_init(&xml, &out, "");
    xml_element(&xml, "a", "\x01\x1F\xEF\xBF\xBE\xEF\xBF\xBF\x7F\xE2\x80\xA8\xF0\x9F\x98\x80");
    assert_written(&xml, &out,
                   "\n<a>\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\x7F\xE2\x80\xA8"
                   "\xF0\x9F\x98\x80</a>\n");
}

static void space_is_put_in_between_elements_alone(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct xml xml;
    xml_init(&xml, &out, XML_DECLARATION);
    xml_open(&xml, "a");
    xml_element_if(&xml, "none", "");
    xml_element(&xml, "empty", "");
    xml_open(&xml, "p");
    xml_mixed(&xml);
    xml_add_text(&xml, "x");
    xml_open(&xml, "q");
    xml_element(&xml, "r", "y");
    xml_close(&xml);
    xml_close(&xml);
    xml_open(&xml, "s");
    xml_close(&xml);
    xml_close(&xml);
    assert_written(&xml, &out,
                   XML_DECLARATION
                   "\n<a>\n  <empty></empty>\n  <p>x<q><r>y</r></q></p>\n  <s/>\n</a>\n");
}

static void html_has_elements_that_do_not_end(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct xml xml;
    xml_init(&xml, &out, XML_HTML);
    xml_open(&xml, "head");
    xml_open(&xml, "meta");
    xml_attribute(&xml, "charset", "utf-8");
    xml_close(&xml);
    xml_close(&xml);
    assert_written(&xml, &out, XML_HTML "\n<head>\n  <meta charset=\"utf-8\">\n</head>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(no_character_stands_there_that_xml_lacks),
        cmocka_unit_test(space_is_put_in_between_elements_alone),
        cmocka_unit_test(html_has_elements_that_do_not_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
