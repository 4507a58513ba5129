/* SPDX-License-Identifier: ISC */
/* The values of templates/pdf.yaml, each by its type. */
#include "source/settings_value.h"

#include "model/forms.h"
#include "source/fields.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* 200 inches, the largest page that PDF readers must take (ISO 32000-1, annex C). */
#define LENGTH_MAX 14400000
#define STYLE_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

static void refuse(const struct yaml *yaml, enum setting_type type, struct settings_reader *reader)
{
    report_error(reader->report, yaml->place, "\"%s\" cannot be \"%s\"; write %s", yaml->key,
                 yaml->text, setting_type_words(type));
}

/* Digits with at most four decimals, in ten-thousandths; false where it is something else or too
 * much. */
static bool read_decimal(const char **at, long long *value)
{
    const char *start = *at;
    *value = 0;
    for (; isdigit((unsigned char)**at) && *value < LENGTH_MAX; ++*at)
        *value = *value * 10 + (**at - '0');
    if (*at == start || isdigit((unsigned char)**at))
        return false;
    int decimals = 0;
    if (**at == '.') {
        for (++*at; isdigit((unsigned char)**at) && decimals < 4; ++*at, decimals++)
            *value = *value * 10 + (**at - '0');
        if (!decimals || isdigit((unsigned char)**at))
            return false;
    }
    for (; decimals < 4; decimals++)
        *value *= 10;
    return true;
}

static void read_length(const struct yaml *yaml, int32_t *length, struct settings_reader *reader)
{
    /* Thousandths of a point as a fraction of the unit: an inch is 72 points and 25.4 millimetres.
     */
    static const struct {
        const char *name;
        long long numerator;
        long long denominator;
    } units[] = {{"pt", 1000, 1}, {"mm", 360000, 127}, {"cm", 3600000, 127}, {"in", 72000, 1}};
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_LENGTH), &text, reader->report))
        return;
    const char *at = text;
    long long value;
    bool ok = read_decimal(&at, &value);
    at += strspn(at, " ");
    for (size_t i = 0; ok && i < sizeof units / sizeof *units; i++) {
        if (strcmp(at, units[i].name) != 0)
            continue;
        long long divisor = units[i].denominator * 10000;
        long long thousandths = (value * units[i].numerator + divisor / 2) / divisor;
        if (thousandths > LENGTH_MAX) {
            report_error(reader->report, yaml->place,
                         "\"%s\" is above 200 in, the most that a page can be; make it less",
                         yaml->key);
            return;
        }
        *length = (int32_t)thousandths;
        return;
    }
    refuse(yaml, SETTING_LENGTH, reader);
}

static void read_colour(const struct yaml *yaml, uint32_t *colour, struct settings_reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_COLOUR), &text, reader->report))
        return;
    if (text[0] == '#' && strlen(text) == 7 && strspn(text + 1, "0123456789abcdefABCDEF") == 6)
        *colour = (uint32_t)strtoul(text + 1, NULL, 16);
    else
        refuse(yaml, SETTING_COLOUR, reader);
}

/* One text, or a list of them. */
static void read_texts(const struct yaml *yaml, enum setting_type type, struct text_list *list,
                       struct settings_reader *reader)
{
    const char *wanted = setting_type_words(type);
    bool one = yaml->kind == YAML_SCALAR;
    if (!one && !fields_list(yaml, wanted, reader->report))
        return;
    list->items = arena_new(reader->arena, (one + yaml_count(yaml)) * sizeof *list->items);
    for (const struct yaml *item = one ? yaml : yaml->first; item; item = one ? NULL : item->next) {
        const char *text;
        if (!fields_text(item, wanted, &text, reader->report))
            continue;
        if (type == SETTING_FOLDERS && text[0] != '/')
            report_error(reader->report, item->place,
                         "the folder \"%s\" is not absolute; write its whole path", text);
        else if (type == SETTING_FILES && strchr(text, '/'))
            report_error(reader->report, item->place,
                         "\"%s\" is a path; write the file's name, and its folder under"
                         " \"folders\"",
                         text);
        else
            list->items[list->count++] = text;
    }
}

static void read_paper(const struct yaml *yaml, struct paper *paper, struct settings_reader *reader)
{
    static const struct paper papers[] = {
        {"A4", 595276, 841890}, {"Letter", 612000, 792000}, {"Legal", 612000, 1008000}};
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_PAPER), &text, reader->report))
        return;
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        if (!strcmp(text, papers[i].name)) {
            *paper = papers[i];
            return;
        }
    }
    refuse(yaml, SETTING_PAPER, reader);
}

static void read_yes_no(const struct yaml *yaml, bool *answer, struct settings_reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_YES_NO), &text, reader->report))
        return;
    if (!strcmp(text, "true") || !strcmp(text, "false"))
        *answer = text[0] == 't';
    else
        refuse(yaml, SETTING_YES_NO, reader);
}

/* One digit in a range. */
static void read_digit(const struct yaml *yaml, enum setting_type type, char least, char most,
                       int32_t *number, struct settings_reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(type), &text, reader->report))
        return;
    if (text[0] >= least && text[0] <= most && !text[1])
        *number = text[0] - '0';
    else
        refuse(yaml, type, reader);
}

static void read_factor(const struct yaml *yaml, int32_t *thousandths,
                        struct settings_reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_FACTOR), &text, reader->report))
        return;
    const char *at = text;
    long long value;
    if (read_decimal(&at, &value) && !*at && value >= 10000 && value <= 100000)
        *thousandths = (int32_t)((value + 5) / 10);
    else
        refuse(yaml, SETTING_FACTOR, reader);
}

static void read_notes(const struct yaml *yaml, bool *notes, struct settings_reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_NOTES), &text, reader->report))
        return;
    *notes = !strcmp(text, "notes");
    if (!*notes && strcmp(text, "none") != 0)
        refuse(yaml, SETTING_NOTES, reader);
}

static void read_misfits(const struct yaml *yaml, bool *as_is, struct settings_reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_MISFITS), &text, reader->report))
        return;
    *as_is = !strcmp(text, "as-is");
    if (!*as_is && strcmp(text, "pictures") != 0)
        refuse(yaml, SETTING_MISFITS, reader);
}

static void read_style(const struct yaml *yaml, const char **style, struct settings_reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_STYLE), &text, reader->report))
        return;
    if (reader->style)
        report_error(reader->report, yaml->place,
                     "a style names no other; take away \"style\" here");
    else if (!*text || text[strspn(text, STYLE_CHARACTERS)])
        refuse(yaml, SETTING_STYLE, reader);
    else
        *style = text;
}

static void read_number(const struct yaml *yaml, enum setting_type type, int32_t least,
                        int32_t most, int32_t *number, struct settings_reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(type), &text, reader->report))
        return;
    size_t digits = strspn(text, "0123456789");
    bool whole = digits && digits < 6 && !text[digits];
    if (whole && atoi(text) >= least && atoi(text) <= most)
        *number = (int32_t)atoi(text);
    else
        refuse(yaml, type, reader);
}

static void read_languages(const struct yaml *yaml, struct text_list *list,
                           struct settings_reader *reader)
{
    const char *wanted = setting_type_words(SETTING_LANGUAGES);
    if (!fields_list(yaml, wanted, reader->report))
        return;
    list->items = arena_new(reader->arena, yaml_count(yaml) * sizeof *list->items);
    for (const struct yaml *item = yaml->first; item; item = item->next) {
        if (fields_language(item, wanted, &list->items[list->count], reader->report))
            list->count++;
    }
}

static bool check_tag(const struct yaml *member, struct settings_reader *reader)
{
    if (fields_is_language(member->key))
        return true;
    report_error(reader->report, member->key_place,
                 "\"%s\" is no language tag (BCP 47); write one such as en or en-GB", member->key);
    return false;
}

/* A mapping of language tags to paths. */
static void read_patterns(const struct yaml *yaml, struct pattern_list *list,
                          struct settings_reader *reader)
{
    const char *wanted = setting_type_words(SETTING_PATTERNS);
    if (!fields_map(yaml, wanted, reader->report))
        return;
    list->items = arena_new(reader->arena, yaml_count(yaml) * sizeof *list->items);
    for (const struct yaml *member = yaml->first; member; member = member->next) {
        const char *path;
        if (!fields_text(member, wanted, &path, reader->report))
            continue;
        bool none = !strcmp(path, "none");
        if (!check_tag(member, reader))
            continue;
        if (!none && path[0] != '/')
            report_error(reader->report, member->place,
                         "the file \"%s\" is not absolute; write its whole path", path);
        else
            list->items[list->count++] =
                (struct pattern_file){member->key, none ? NULL : path, member->place};
    }
}

/* What a date is made of; the rest of the form stands between. */
static void read_date_form(const struct yaml *yaml, const char **form,
                           struct settings_reader *reader)
{
    static const char *const parts[] = {FORMS_DAY, FORMS_MONTH, FORMS_YEAR};
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_DATE_FORM), &text, reader->report))
        return;
    bool good = true;
    size_t count = sizeof parts / sizeof *parts, braces = 0;
    for (const char *at = text; *at; at++)
        braces += *at == '{' || *at == '}';
    for (size_t i = 0; i < count; i++)
        good = good && strstr(text, parts[i]);
    if (good && braces == 2 * count)
        *form = text;
    else
        refuse(yaml, SETTING_DATE_FORM, reader);
}

static void read_separator(const struct yaml *yaml, const char **separator,
                           struct settings_reader *reader)
{
    const char *text;
    if (fields_text(yaml, setting_type_words(SETTING_SEPARATOR), &text, reader->report))
        *separator = strcmp(text, "none") != 0 ? text : "";
}

static void read_list(const struct yaml *yaml, enum setting_type type, size_t count,
                      struct text_list *list, struct settings_reader *reader)
{
    const char *wanted = setting_type_words(type);
    if (!fields_list(yaml, wanted, reader->report))
        return;
    size_t items = 0;
    list->items = arena_new(reader->arena, count * sizeof *list->items);
    list->count = 0;
    for (const struct yaml *item = yaml->first; item; item = item->next, items++) {
        if (items < count && fields_text(item, wanted, &list->items[list->count], reader->report))
            list->count++;
    }
    if (items != count)
        report_error(reader->report, yaml->place, "\"%s\" has %zu items; write %s", yaml->key,
                     items, wanted);
}

static void read_names(const struct yaml *yaml, struct language_list *list,
                       struct settings_reader *reader)
{
    const char *wanted = setting_type_words(SETTING_NAMES);
    if (!fields_map(yaml, wanted, reader->report))
        return;
    list->items = arena_new(reader->arena, yaml_count(yaml) * sizeof *list->items);
    list->count = 0;
    for (const struct yaml *member = yaml->first; member; member = member->next) {
        const char *name;
        if (check_tag(member, reader) && fields_text(member, wanted, &name, reader->report))
            list->items[list->count++] = (struct language_name){member->key, name};
    }
}

void settings_value_read(const struct setting *setting, const struct yaml *yaml,
                         struct settings_reader *reader)
{
    void *value = (char *)&reader->templates->settings + setting->offset;
    switch (setting->type) {
    case SETTING_LENGTH:
        read_length(yaml, value, reader);
        break;
    case SETTING_COLOUR:
        read_colour(yaml, value, reader);
        break;
    case SETTING_FILES:
    case SETTING_FOLDERS:
        read_texts(yaml, setting->type, value, reader);
        break;
    case SETTING_TEXT:
        fields_text(yaml, setting_type_words(setting->type), value, reader->report);
        break;
    case SETTING_STYLE:
        read_style(yaml, value, reader);
        break;
    case SETTING_LANGUAGE:
        fields_language(yaml, setting_type_words(setting->type), value, reader->report);
        break;
    case SETTING_PAPER:
        read_paper(yaml, value, reader);
        break;
    case SETTING_LEVEL:
        read_digit(yaml, setting->type, '0', '6', value, reader);
        break;
    case SETTING_SIDES:
        read_digit(yaml, setting->type, '1', '2', value, reader);
        break;
    case SETTING_FACTOR:
        read_factor(yaml, value, reader);
        break;
    case SETTING_NOTES:
        read_notes(yaml, value, reader);
        break;
    case SETTING_YES_NO:
        read_yes_no(yaml, value, reader);
        break;
    case SETTING_NUMBER:
        read_number(yaml, setting->type, 0, SETTING_NUMBER_MAX, value, reader);
        break;
    case SETTING_COUNT:
        read_number(yaml, setting->type, 1, SETTING_NUMBER_MAX, value, reader);
        break;
    case SETTING_QUALITY:
        read_number(yaml, setting->type, 1, 100, value, reader);
        break;
    case SETTING_LANGUAGES:
        read_languages(yaml, value, reader);
        break;
    case SETTING_PATTERNS:
        read_patterns(yaml, value, reader);
        break;
    case SETTING_DATE_FORM:
        read_date_form(yaml, value, reader);
        break;
    case SETTING_SEPARATOR:
        read_separator(yaml, value, reader);
        break;
    case SETTING_MONTHS:
        read_list(yaml, setting->type, 12, value, reader);
        break;
    case SETTING_SIZES:
        read_list(yaml, setting->type, 5, value, reader);
        break;
    case SETTING_NAMES:
        read_names(yaml, value, reader);
        break;
    case SETTING_MISFITS:
        read_misfits(yaml, value, reader);
        break;
    }
}
