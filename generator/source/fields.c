/* SPDX-License-Identifier: ISC */
/* Values out of YAML, each checked, with a message that says what was wanted. */
#include "source/fields.h"

#include "base/nearest.h"
#include "model/language.h"
#include "source/names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* How a message speaks of a value. */
static const char *name_of(const struct yaml *yaml, struct buf *name)
{
    if (yaml->key)
        buf_add_format(name, "\"%s\"", yaml->key);
    else
        buf_add_string(name, "this");
    return name->bytes;
}

static bool fail(const struct yaml *yaml, const char *problem, const char *wanted,
                 struct report *report)
{
    struct buf name = BUF_INIT;
    report_error(report, yaml->place, "%s %s; write %s", name_of(yaml, &name), problem, wanted);
    buf_release(&name);
    return false;
}

static bool is_kind(const struct yaml *yaml, enum yaml_kind kind, const char *wanted,
                    struct report *report)
{
    if (yaml->refused)
        return false;
    if (yaml_is_empty(yaml))
        return fail(yaml, "is empty", wanted, report);
    if (yaml->kind == kind)
        return true;
    struct buf problem = BUF_INIT;
    buf_add_format(&problem, "is %s", yaml_kind_words(yaml));
    fail(yaml, problem.bytes, wanted, report);
    buf_release(&problem);
    return false;
}

bool fields_text(const struct yaml *yaml, const char *wanted, const char **text,
                 struct report *report)
{
    if (!is_kind(yaml, YAML_SCALAR, wanted, report))
        return false;
    if (strpbrk(yaml->text, "\r\n"))
        return fail(yaml, "has more than one line", wanted, report);
    if (strspn(yaml->text, " \t") == strlen(yaml->text))
        return fail(yaml, "has no words", wanted, report);
    *text = yaml->text;
    return true;
}

bool fields_date(const struct yaml *yaml, const char *wanted, struct date *date,
                 struct report *report)
{
    const char *text;
    if (!fields_text(yaml, wanted, &text, report))
        return false;
    if (date_parse(text, date))
        return true;
    size_t shape = 0;
    for (const char *c = text; *c && (isdigit((unsigned char)*c) || *c == '-'); c++)
        shape++;
    bool looks_right = shape == 10 && !text[10] && text[4] == '-' && text[7] == '-';
    report_error(report, yaml->place, "%s %s; write %s", text,
                 looks_right ? "is a day that does not exist" : "is not a date", wanted);
    return false;
}

bool fields_is_language(const char *tag)
{
    size_t primary = strcspn(tag, "-");
    bool language = primary == 2 || primary == 3;
    bool private = primary == 1 && (*tag == 'x' || *tag == 'X');
    return (language || private) && language_well_formed(tag);
}

bool fields_language(const struct yaml *yaml, const char *wanted, const char **tag,
                     struct report *report)
{
    if (!fields_text(yaml, wanted, tag, report))
        return false;
    if (fields_is_language(*tag))
        return true;
    report_error(report, yaml->place, "\"%s\" is no language tag (BCP 47); write %s", *tag, wanted);
    return false;
}

void fields_languages(const struct yaml *yaml, struct text_list *list, struct arena *arena,
                      struct report *report)
{
    if (!fields_list(yaml, field_type_words(FIELD_LANGUAGES), report))
        return;
    const char **items = arena_new(arena, yaml_count(yaml) * sizeof *items);
    size_t errors = report->errors;
    size_t count = 0;
    for (const struct yaml *item = yaml->first; item; item = item->next) {
        const char *tag;
        if (!fields_language(item, "one such as en, az or sr-Latn", &tag, report))
            continue;
        size_t same = 0;
        while (same < count && strcasecmp(items[same], tag) != 0)
            same++;
        if (same < count)
            report_error(report, item->place,
                         "the language \"%s\" stands in the list twice; keep one", tag);
        else
            items[count++] = tag;
    }
    if (report->errors == errors)
        *list = (struct text_list){items, count};
}

bool fields_number(const struct yaml *yaml, const char *wanted, unsigned most, unsigned *number,
                   struct report *report)
{
    const char *text;
    if (!fields_text(yaml, wanted, &text, report))
        return false;
    unsigned long value = 0;
    const char *at = text;
    for (; isdigit((unsigned char)*at) && value <= most; at++)
        value = value * 10 + (unsigned long)(*at - '0');
    if (value > most) {
        report_error(report, yaml->place, "%s is above %u, the most there can be; write %s", text,
                     most, wanted);
        return false;
    }
    if (*at || !value) {
        report_error(report, yaml->place, "\"%s\" is not a whole number from 1; write %s", text,
                     wanted);
        return false;
    }
    *number = (unsigned)value;
    return true;
}

bool fields_map(const struct yaml *yaml, const char *wanted, struct report *report)
{
    return is_kind(yaml, YAML_MAP, wanted, report) &&
           (yaml->first || fail(yaml, "is empty", wanted, report));
}

bool fields_list(const struct yaml *yaml, const char *wanted, struct report *report)
{
    return is_kind(yaml, YAML_LIST, wanted, report) &&
           (yaml->first || fail(yaml, "is empty", wanted, report));
}

const struct yaml *fields_require(const struct yaml *map, const char *key, const char *wanted,
                                  struct report *report)
{
    const struct yaml *member = yaml_get(map, key);
    if (!member)
        report_error(report, map->place, "\"%s\" is missing; add %s", key, wanted);
    return member;
}

bool fields_check_keys(const struct yaml *map, const char *const *keys, size_t count,
                       struct report *report)
{
    bool ok = true;
    struct names known = {.exact = true};
    for (size_t i = 0; i < count; i++)
        names_add(&known, keys[i], (struct place){0}, i);
    for (const struct yaml *member = map->first; member; member = member->next) {
        if (names_find(&known, member->key))
            continue;
        const char *nearest = nearest_word(member->key, keys, count);
        if (map->flow && member->kind == YAML_SCALAR && !*member->text)
            report_error(
                report, member->key_place,
                "a comma ends a text within { }, so that \"%s\" is taken for a key; put the whole"
                " text in quotes",
                member->key);
        else if (nearest)
            report_error(report, member->key_place,
                         "unknown key \"%s\"; write \"%s\", or take it away", member->key, nearest);
        else
            report_error(report, member->key_place, "unknown key \"%s\"; take it away",
                         member->key);
        ok = false;
    }
    names_release(&known);
    return ok;
}

const char *fields_uncapitalized(const char *text, struct arena *arena)
{
    char *copy = arena_string(arena, text);
    *copy = (char)tolower((unsigned char)*copy);
    return copy;
}
