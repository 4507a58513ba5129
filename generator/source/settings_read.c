/* SPDX-License-Identifier: ISC */
/* templates/pdf.yaml, read by the table of settings. */
#include "source/settings_read.h"

#include "source/fields.h"
#include "source/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* 200 inches, the largest page that PDF readers must take (ISO 32000-1, annex C). */
#define LENGTH_MAX 14400000
#define STYLE_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

struct reader {
    struct templates *templates;
    struct arena *arena;
    struct report *report;
    bool style; /* the file of a style */
};

static void refuse(const struct yaml *yaml, enum setting_type type, struct reader *reader)
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

static void read_length(const struct yaml *yaml, int32_t *length, struct reader *reader)
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

static void read_colour(const struct yaml *yaml, uint32_t *colour, struct reader *reader)
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
                       struct reader *reader)
{
    const char *wanted = setting_type_words(type);
    bool one = yaml->kind == YAML_SCALAR;
    if (!one && !fields_list(yaml, wanted, reader->report))
        return;
    size_t count = one;
    for (const struct yaml *item = yaml->first; item; item = item->next)
        count++;
    list->items = arena_new(reader->arena, count * sizeof *list->items);
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

static void read_paper(const struct yaml *yaml, struct paper *paper, struct reader *reader)
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

static void read_yes_no(const struct yaml *yaml, bool *answer, struct reader *reader)
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
                       int32_t *number, struct reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(type), &text, reader->report))
        return;
    if (text[0] >= least && text[0] <= most && !text[1])
        *number = text[0] - '0';
    else
        refuse(yaml, type, reader);
}

static void read_factor(const struct yaml *yaml, int32_t *thousandths, struct reader *reader)
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

static void read_notes(const struct yaml *yaml, bool *notes, struct reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_NOTES), &text, reader->report))
        return;
    *notes = !strcmp(text, "notes");
    if (!*notes && strcmp(text, "none") != 0)
        refuse(yaml, SETTING_NOTES, reader);
}

static void read_style(const struct yaml *yaml, const char **style, struct reader *reader)
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

static void read_number(const struct yaml *yaml, int32_t *number, struct reader *reader)
{
    const char *text;
    if (!fields_text(yaml, setting_type_words(SETTING_NUMBER), &text, reader->report))
        return;
    size_t digits = strspn(text, "0123456789");
    if (digits && digits < 6 && !text[digits] && atoi(text) <= SETTING_NUMBER_MAX)
        *number = (int32_t)atoi(text);
    else
        refuse(yaml, SETTING_NUMBER, reader);
}

static void read_languages(const struct yaml *yaml, struct text_list *list, struct reader *reader)
{
    const char *wanted = setting_type_words(SETTING_LANGUAGES);
    if (!fields_list(yaml, wanted, reader->report))
        return;
    size_t count = 0;
    for (const struct yaml *item = yaml->first; item; item = item->next)
        count++;
    list->items = arena_new(reader->arena, count * sizeof *list->items);
    for (const struct yaml *item = yaml->first; item; item = item->next) {
        if (fields_language(item, wanted, &list->items[list->count], reader->report))
            list->count++;
    }
}

/* A mapping of language tags to paths. */
static void read_patterns(const struct yaml *yaml, struct pattern_list *list, struct reader *reader)
{
    const char *wanted = setting_type_words(SETTING_PATTERNS);
    if (!fields_map(yaml, wanted, reader->report))
        return;
    size_t count = 0;
    for (const struct yaml *member = yaml->first; member; member = member->next)
        count++;
    list->items = arena_new(reader->arena, count * sizeof *list->items);
    for (const struct yaml *member = yaml->first; member; member = member->next) {
        const char *path;
        if (!fields_text(member, wanted, &path, reader->report))
            continue;
        bool none = !strcmp(path, "none");
        if (!fields_is_language(member->key))
            report_error(reader->report, member->key_place,
                         "\"%s\" is no language tag (BCP 47); write one such as en or en-GB",
                         member->key);
        else if (!none && path[0] != '/')
            report_error(reader->report, member->place,
                         "the file \"%s\" is not absolute; write its whole path", path);
        else
            list->items[list->count++] =
                (struct pattern_file){member->key, none ? NULL : path, member->place};
    }
}

static void read_setting(const struct setting *setting, const struct yaml *yaml,
                         struct reader *reader)
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
        read_number(yaml, value, reader);
        break;
    case SETTING_LANGUAGES:
        read_languages(yaml, value, reader);
        break;
    case SETTING_PATTERNS:
        read_patterns(yaml, value, reader);
        break;
    }
}

/* The settings as the mappings of the file hold them: "sizes.text" is "text" in "sizes". */
struct keys {
    const char **items; /* whole keys, and those of the mappings above them */
    size_t count;
};

static void list_keys(struct keys *keys, struct arena *arena)
{
    keys->items = arena_new(arena, 2 * settings_count * sizeof *keys->items);
    struct names groups = {.exact = true};
    for (size_t i = 0; i < settings_count; i++) {
        const char *key = settings_table[i].key;
        const char *dot = strchr(key, '.');
        keys->items[keys->count++] = key;
        const char *group = dot ? arena_copy(arena, key, (size_t)(dot - key)) : NULL;
        if (group && !names_add(&groups, group, (struct place){0}, 0))
            keys->items[keys->count++] = group;
    }
    names_release(&groups);
}

static bool is_group(const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 0; i < settings_count; i++) {
        if (!strncmp(settings_table[i].key, key, length) && settings_table[i].key[length] == '.')
            return true;
    }
    return false;
}

/* Reports each member that is no setting. Messages of fields_check_keys name keys as they stand in
 * their mapping, so each mapping is checked against its own. */
static void check_keys(const struct yaml *map, const char *group, const struct keys *keys,
                       struct reader *reader)
{
    size_t length = group ? strlen(group) : 0;
    const char **own = arena_new(reader->arena, keys->count * sizeof *own);
    size_t count = 0;
    for (size_t i = 0; i < keys->count; i++) {
        const char *key = keys->items[i];
        if (group && !strncmp(key, group, length) && key[length] == '.')
            own[count++] = key + length + 1;
        else if (!group && !strchr(key, '.'))
            own[count++] = key;
    }
    fields_check_keys(map, own, count, reader->report);
    for (const struct yaml *member = map->first; member && !group; member = member->next) {
        if (is_group(member->key) && fields_map(member, "a mapping", reader->report))
            check_keys(member, member->key, keys, reader);
    }
}

static void read_settings(const struct yaml *root, struct reader *reader)
{
    struct keys keys = {0};
    list_keys(&keys, reader->arena);
    check_keys(root, NULL, &keys, reader);
    for (size_t i = 0; i < settings_count; i++) {
        const struct setting *setting = &settings_table[i];
        const char *dot = strchr(setting->key, '.');
        const struct yaml *map = root;
        if (dot)
            map = yaml_get(root,
                           arena_copy(reader->arena, setting->key, (size_t)(dot - setting->key)));
        if (map && map->kind != YAML_MAP)
            continue;
        const struct yaml *yaml = map ? yaml_get(map, dot ? dot + 1 : setting->key) : NULL;
        if (yaml) {
            reader->templates->places[i] = yaml->place;
            read_setting(setting, yaml, reader);
        } else if (!reader->style) {
            report_error(reader->report, map ? map->place : root->place,
                         "\"%s\" is missing; add %s (%s)", setting->key,
                         setting_type_words(setting->type),
                         fields_uncapitalized(setting->purpose, reader->arena));
        }
    }
}

static void parse(const struct template_file *file, struct reader *reader)
{
    struct report *report = reader->report;
    struct yaml *root = yaml_parse(file->path, file->bytes, file->length, reader->arena, report);
    if (!root)
        return;
    if (root->kind != YAML_MAP) {
        report_error(report, root->place, "this is %s; write settings such as \"paper: A4\"",
                     yaml_kind_words(root));
        return;
    }
    read_settings(root, reader);
}

void settings_parse(const struct template_file *file, struct templates *templates,
                    struct arena *arena, struct report *report)
{
    struct reader reader = {templates, arena, report, false};
    templates->places = arena_new(arena, settings_count * sizeof *templates->places);
    parse(file, &reader);
}

void settings_parse_style(const struct template_file *file, struct templates *templates,
                          struct arena *arena, struct report *report)
{
    struct reader reader = {templates, arena, report, true};
    parse(file, &reader);
}

bool settings_find_style(const char *bytes, size_t length, size_t *start, size_t *end)
{
    static const char key[] = "style:";
    size_t size = sizeof key - 1;
    for (size_t at = 0; at + size <= length; at++) {
        if (memcmp(bytes + at, key, size) != 0 || (at && bytes[at - 1] != '\n'))
            continue;
        *start = *end = at + size;
        while (*end < length && !strchr("\r\n#", bytes[*end]))
            ++*end;
        return true;
    }
    return false;
}
