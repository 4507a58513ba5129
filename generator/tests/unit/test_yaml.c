/* SPDX-License-Identifier: ISC */
/* Tests of source/yaml. What is wrong in YAML is told by the cases of the program. */
#include "source/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct report report;
    struct yaml *root;
};

static void parse(struct fixture *fixture, const char *text)
{
    *fixture = (struct fixture){0};
    fixture->root = yaml_parse("x.yaml", text, strlen(text), &fixture->arena, &fixture->report);
}

static void release(struct fixture *fixture)
{
    arena_release(&fixture->arena);
    report_release(&fixture->report);
}

static void assert_place(struct place place, unsigned line, unsigned column)
{
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void knows_the_place_of_everything(void **state)
{
    struct fixture f;
    (void)state;
    parse(&f,
          "é: {ü: \"b\", c: }\r\nlist:\r\n  - 'x'\r\n  -\r\n  - - y\r\nlast: >\r\n  a\r\n  b\r\n");
    assert_non_null(f.root);
    const struct yaml *map = yaml_get(f.root, "é");
    assert_int_equal(map->kind, YAML_MAP);
    assert_place(map->place, 1, 4);
    assert_place(yaml_get(map, "ü")->key_place, 1, 5);
    assert_place(yaml_get(map, "ü")->place, 1, 8);
    assert_false(yaml_get(map, "ü")->plain);
    assert_true(yaml_is_empty(yaml_get(map, "c")));
    const struct yaml *list = yaml_get(f.root, "list");
    assert_int_equal(list->kind, YAML_LIST);
    assert_place(list->first->place, 3, 5);
    assert_true(yaml_is_empty(list->first->next));
    assert_place(list->first->next->place, 4, 3);
    assert_place(list->last->first->place, 5, 7);
    assert_string_equal(yaml_get(f.root, "last")->text, "a b");
    assert_null(yaml_get(f.root, "no"));
    release(&f);
}

static void keeps_scalars_as_they_are_written(void **state)
{
    struct fixture f;
    (void)state;
    parse(&f, "a: 1.10\nb: yes\nc: 2020-11-12\nd: ~\ne: '~'\nf: x # y\n");
    assert_non_null(f.root);
    assert_string_equal(yaml_get(f.root, "a")->text, "1.10");
    assert_string_equal(yaml_get(f.root, "b")->text, "yes");
    assert_string_equal(yaml_get(f.root, "c")->text, "2020-11-12");
    assert_true(yaml_is_empty(yaml_get(f.root, "d")));
    assert_false(yaml_is_empty(yaml_get(f.root, "e")));
    assert_string_equal(yaml_get(f.root, "f")->text, "x");
    release(&f);
}

static void takes_a_file_of_nothing(void **state)
{
    struct fixture f;
    (void)state;
    parse(&f, "# only a comment\n");
    assert_non_null(f.root);
    assert_true(yaml_is_empty(f.root));
    release(&f);
}

static void takes_the_depth_that_it_says(void **state)
{
    char text[2 * YAML_DEPTH_MAX + 3] = "";
    struct fixture f;
    (void)state;
    memset(text, '[', YAML_DEPTH_MAX);
    memset(text + YAML_DEPTH_MAX, ']', YAML_DEPTH_MAX);
    parse(&f, text);
    assert_non_null(f.root);
    release(&f);
    memset(text, '[', YAML_DEPTH_MAX + 1);
    memset(text + YAML_DEPTH_MAX + 1, ']', YAML_DEPTH_MAX + 1);
    parse(&f, text);
    assert_null(f.root);
    assert_int_equal(f.report.errors, 1);
    release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_place_of_everything),
        cmocka_unit_test(keeps_scalars_as_they_are_written),
        cmocka_unit_test(takes_a_file_of_nothing),
        cmocka_unit_test(takes_the_depth_that_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
