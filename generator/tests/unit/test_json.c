/* SPDX-License-Identifier: ISC */
/* The writer of JSON. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_shapes(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct json json;
    json_init(&json, &out);
    json_object(&json, NULL, false);
    json_text(&json, "a", "b");
    json_text_or_null(&json, "none", "");
    json_array(&json, "list", false);
    json_object(&json, NULL, true);
    json_number(&json, "n", 18446744073709551615ULL);
    json_array(&json, "m", true);
    json_bool(&json, NULL, true);
    json_bool(&json, NULL, false);
    json_end_array(&json);
    json_end_object(&json);
    json_object(&json, NULL, true);
    json_end_object(&json);
    json_end_array(&json);
    json_array(&json, "empty", false);
    json_end_array(&json);
    json_end_object(&json);
    assert_string_equal(out.bytes, "{\n"
                                   "  \"a\": \"b\",\n"
                                   "  \"none\": null,\n"
                                   "  \"list\": [\n"
                                   "    {\"n\": 18446744073709551615, \"m\": [true, false]},\n"
                                   "    {}\n"
                                   "  ],\n"
                                   "  \"empty\": []\n"
                                   "}\n");
    buf_release(&out);
}

static void test_texts_are_safe_in_json_and_in_html(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct json json;
    json_init(&json, &out);
    json_text(&json, NULL, "\"\\/\n\t\x01 ə </script>&");
    assert_string_equal(out.bytes, "\"\\\"\\\\/\\n\\t\\u0001 ə \\u003c/script\\u003e\\u0026\"");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_texts_are_safe_in_json_and_in_html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
