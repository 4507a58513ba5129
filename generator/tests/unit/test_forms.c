/* SPDX-License-Identifier: ISC */
/* Tests of model/forms. */
#include "model/forms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const english_months[] = {"January",   "February", "March",    "April",
                                             "May",       "June",     "July",     "August",
                                             "September", "October",  "November", "December"};
static const char *const english_sizes[] = {"bytes", "KB", "MB", "GB", "TB"};
static const char *const chinese_months[] = {"1月", "2月", "3月", "4月",  "5月",  "6月",
                                             "7月", "8月", "9月", "10月", "11月", "12月"};

static struct settings english(void)
{
    struct settings settings = {0};
    settings.forms.date = "{day} {month} {year}";
    settings.forms.months = (struct text_list){(const char **)english_months, 12};
    settings.forms.thousands = ",";
    settings.forms.decimal = ".";
    settings.forms.sizes = (struct text_list){(const char **)english_sizes, 5};
    return settings;
}

static void writes_dates(void **state)
{
    struct buf text = BUF_INIT;
    struct settings settings = english();
    (void)state;
    forms_append_date(&text, &settings, (struct date){2020, 11, 2});
    assert_string_equal(text.bytes, "2 November 2020");
    settings.forms.date = "{year}年{month}{day}日";
    settings.forms.months.items = (const char **)chinese_months;
    buf_clear(&text);
    forms_append_date(&text, &settings, (struct date){2020, 11, 2});
    assert_string_equal(text.bytes, "2020年11月2日");
    buf_release(&text);
}

static void writes_numbers(void **state)
{
    static const struct {
        unsigned long long number;
        const char *words;
    } numbers[] = {{0, "0"}, {999, "999"}, {1000, "1,000"}, {12345678, "12,345,678"}};
    struct buf text = BUF_INIT;
    struct settings settings = english();
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        buf_clear(&text);
        forms_append_number(&text, &settings, numbers[i].number);
        assert_string_equal(text.bytes, numbers[i].words);
    }
    settings.forms.thousands = "";
    buf_clear(&text);
    forms_append_number(&text, &settings, 12345);
    assert_string_equal(text.bytes, "12345");
    buf_release(&text);
}

static void writes_sizes(void **state)
{
    static const struct {
        uint64_t bytes;
        const char *words;
    } sizes[] = {{0, "0 bytes"},
                 {5, "5 bytes"},
                 {999, "999 bytes"},
                 {1000, "1 KB"},
                 {1249, "1.2 KB"},
                 {9949, "9.9 KB"},
                 {9950, "10 KB"},
                 {133212, "133 KB"},
                 {999499, "999 KB"},
                 {999500, "1 MB"},
                 {1234567, "1.2 MB"},
                 {5000000000, "5 GB"},
                 {1500000000000, "1.5 TB"},
                 {2500000000000000, "2500 TB"}};
    struct buf text = BUF_INIT;
    struct settings settings = english();
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        buf_clear(&text);
        forms_append_size(&text, &settings, sizes[i].bytes);
        assert_string_equal(text.bytes, sizes[i].words);
    }
    settings.forms.decimal = ",";
    buf_clear(&text);
    forms_append_size(&text, &settings, 1234);
    assert_string_equal(text.bytes, "1,2 KB");
    buf_release(&text);
}

static void names_languages(void **state)
{
    static struct language_name names[] = {
        {"az", "Azerbaijani"}, {"zh", "Chinese"}, {"zh-Hant", "traditional Chinese"}};
    static const struct {
        const char *tag;
        const char *words;
    } tags[] = {{"az", "Azerbaijani"},
                {"AZ", "Azerbaijani"},
                {"zh-Hans", "Chinese (zh-Hans)"},
                {"zh-hant", "traditional Chinese"},
                {"z", "z"},
                {"xx-YY", "xx-YY"}};
    struct buf text = BUF_INIT;
    struct settings settings = english();
    (void)state;
    settings.forms.languages = (struct language_list){names, 3};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        buf_clear(&text);
        forms_append_language(&text, &settings, tags[i].tag);
        assert_string_equal(text.bytes, tags[i].words);
    }
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_dates),
        cmocka_unit_test(writes_numbers),
        cmocka_unit_test(writes_sizes),
        cmocka_unit_test(names_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
