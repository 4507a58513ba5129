/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/missing. */
#include "render/pdf/missing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define LETTER "sources/letter.md"

static const char letter[] = "\u4E2D one\r\ntwo \u6587\rthree \u4E2D \u4E2D\n\n&#x4E2D;\n\u4E2D\n";

static void assert_place(struct missing *missing, const char *path, const struct node *node,
                         uint32_t character, const char *expected)
{
    static char settings[] = "# \u4E2D\nlanguage: en # \u20AC\n";
    struct template_file files[] = {
        {"pdf.yaml", "templates/pdf.yaml", settings, sizeof settings - 1}};
    struct dossier dossier = {
        .letter = {.source = letter},
        .metadata_source = "title: a \u4E2D\u672C\n",
        .templates = {.files = files, .count = 1},
    };
    struct report report = {0};
    missing_report(missing, &dossier, path, node, character, &report);
    struct place place = report.messages[0].place;
    char found[100];
    (void)snprintf(found, sizeof found, "%s:%u:%u", place.path, place.line, place.column);
    assert_string_equal(found, expected);
    report_release(&report);
}

static void finds_the_first_from_the_node_on(void **state)
{
    (void)state;
    struct missing missing = {0};
    struct node first = {.kind = NODE_TEXT, .line = 1, .column = 1};
    struct node third = {.kind = NODE_TEXT, .line = 3, .column = 7};
    struct node behind = {.kind = NODE_TEXT, .line = 3, .column = 8};
    assert_place(&missing, LETTER, &first, 0x4E2D, LETTER ":1:1");
    assert_place(&missing, LETTER, &third, 0x4E2D, LETTER ":3:7");
    assert_place(&missing, LETTER, &behind, 0x4E2D, LETTER ":3:9");
    assert_place(&missing, LETTER, &first, 0x4E2D, LETTER ":1:1");
    assert_place(&missing, LETTER, NULL, 0x6587, LETTER ":2:5");
}

static void names_the_node_of_an_entity(void **state)
{
    (void)state;
    struct missing missing = {0};
    struct node entity = {.kind = NODE_TEXT, .line = 5, .column = 1};
    struct node code = {.kind = NODE_CODE_BLOCK, .line = 5, .column = 1};
    assert_place(&missing, LETTER, &entity, 0x6587, LETTER ":5:1");
    assert_place(&missing, LETTER, &code, 0x4E2D, LETTER ":6:1");
}

static void looks_into_the_other_files(void **state)
{
    (void)state;
    struct missing missing = {0};
    struct node node = {.kind = NODE_TEXT, .line = 1, .column = 1};
    assert_place(&missing, "sources/metadata.yaml", NULL, 0x4E2D, "sources/metadata.yaml:1:10");
    assert_place(&missing, LETTER, &node, 0x20AC, "templates/pdf.yaml:2:16");
    assert_place(&missing, "attachments/manifest.yaml", NULL, 0x672C, "sources/metadata.yaml:1:11");
    assert_place(&missing, "sources/metadata.yaml", NULL, 0x2014, "sources/metadata.yaml:0:0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_first_from_the_node_on),
        cmocka_unit_test(names_the_node_of_an_entity),
        cmocka_unit_test(looks_into_the_other_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
