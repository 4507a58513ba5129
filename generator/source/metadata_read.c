/* SPDX-License-Identifier: ISC */
/* sources/metadata.yaml, read by the table of fields. */
#include "source/metadata_read.h"

#include "base/file.h"
#include "source/fields.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Leaves room for ".pdf" and ".zip" in a name of 255 bytes. */
#define IDENTIFIER_LENGTH_MAX 200

struct reader {
    struct metadata *metadata;
    struct arena *arena;
    struct report *report;
};

void metadata_clear(struct metadata *metadata)
{
    memset(metadata, 0, sizeof *metadata);
    metadata->sender = (struct party){"", "", "", ""};
    for (size_t i = 0; i < metadata_field_count; i++) {
        const struct field *field = &metadata_fields[i];
        if (field->type == FIELD_TEXT || field->type == FIELD_IDENTIFIER ||
            field->type == FIELD_ADDRESS || field->type == FIELD_LINK)
            *(const char **)((char *)metadata + field->offset) = "";
    }
}

static void read_identifier(const struct yaml *yaml, const char **identifier, struct report *report)
{
    const char *text;
    if (!fields_text(yaml, field_type_words(FIELD_IDENTIFIER), &text, report))
        return;
    const char *problem = NULL;
    for (const char *c = text; *c && !problem; c++) {
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || isdigit((unsigned char)*c) ||
              strchr("-._", *c)))
            problem = "holds other characters";
    }
    size_t length = strlen(text);
    if (!problem && (*text == '.' || *text == '-'))
        problem = "does not begin with a letter or a digit";
    if (!problem && length > IDENTIFIER_LENGTH_MAX)
        problem = "has more than 200 characters";
    if (!problem)
        problem = file_path_problem(text, length);
    if (!problem)
        *identifier = text;
    else
        report_error(report, yaml->place, "the identifier \"%s\" %s; write %s", text, problem,
                     field_type_words(FIELD_IDENTIFIER));
}

/* One of FIELD_ADDRESS is that of a folder, to which names are added. */
static bool read_address(const struct yaml *yaml, enum field_type type, const char **address,
                         struct report *report)
{
    const char *text;
    if (!fields_text(yaml, field_type_words(type), &text, report))
        return false;
    bool folder = type == FIELD_ADDRESS;
    size_t length = strlen(text);
    size_t scheme = !strncmp(text, "https://", 8) ? 8 : !strncmp(text, "http://", 7) ? 7 : 0;
    bool well_formed = scheme && length > scheme + 1 && !strchr("/?#", text[scheme]) &&
                       !strpbrk(text, " \t\"<>\\^`{|}");
    if (folder)
        well_formed = well_formed && text[length - 1] == '/' && !strpbrk(text, "?#");
    if (well_formed)
        *address = text;
    else
        report_error(report, yaml->place, "\"%s\" is no such address; write %s", text,
                     field_type_words(type));
    return well_formed;
}

static bool read_party(const struct yaml *yaml, struct party *party, struct report *report)
{
    static const char *const keys[] = {"name", "office", "sort", "url"};
    const char *wanted = field_type_words(FIELD_PARTY);
    if (!fields_map(yaml, wanted, report))
        return false;
    bool ok = fields_check_keys(yaml, keys, 4, report);
    struct party read = {"", "", "", ""};
    const struct yaml *name = yaml_get(yaml, "name");
    const struct yaml *office = yaml_get(yaml, "office");
    const struct yaml *sort = yaml_get(yaml, "sort");
    const struct yaml *url = yaml_get(yaml, "url");
    if (name)
        ok = fields_text(name, "a name, or take it away", &read.name, report) && ok;
    if (office)
        ok = fields_text(office, "an office, or take it away", &read.office, report) && ok;
    if (sort)
        ok = fields_text(sort, "a name such as \"Smith, A.\", or take it away", &read.sort,
                         report) &&
             ok;
    if (url)
        ok = read_address(url, FIELD_LINK, &read.url, report) && ok;
    if (ok && !name && !office) {
        report_error(report, yaml->place, "neither a name nor an office stands here; add one");
        ok = false;
    }
    if (ok)
        *party = read;
    return ok;
}

static void read_parties(const struct yaml *yaml, struct party_list *list, struct reader *reader)
{
    if (!fields_list(yaml, field_type_words(FIELD_PARTIES), reader->report))
        return;
    list->items = arena_new(reader->arena, yaml_count(yaml) * sizeof *list->items);
    for (const struct yaml *item = yaml->first; item; item = item->next) {
        if (read_party(item, &list->items[list->count], reader->report))
            list->count++;
    }
}

static void read_field(const struct field *field, const struct yaml *yaml, struct reader *reader)
{
    void *value = (char *)reader->metadata + field->offset;
    switch (field->type) {
    case FIELD_IDENTIFIER:
        read_identifier(yaml, value, reader->report);
        break;
    case FIELD_TEXT:
        fields_text(yaml, field_type_words(field->type), value, reader->report);
        break;
    case FIELD_DATE:
        fields_date(yaml, field_type_words(field->type), value, reader->report);
        break;
    case FIELD_LANGUAGES:
        fields_languages(yaml, value, reader->arena, reader->report);
        break;
    case FIELD_PARTY:
        read_party(yaml, value, reader->report);
        break;
    case FIELD_PARTIES:
        read_parties(yaml, value, reader);
        break;
    case FIELD_ADDRESS:
    case FIELD_LINK:
        read_address(yaml, field->type, value, reader->report);
        break;
    }
}

static void check_published(const struct yaml *root, const struct metadata *metadata,
                            struct report *report)
{
    const struct yaml *published = yaml_get(root, "published");
    if (published && metadata->date.year && metadata->published.year &&
        date_compare(metadata->published, metadata->date) < 0)
        report_error(
            report, published->place,
            "the letter would be published before its own date, %s; correct one of the two",
            yaml_get(root, "date")->text);
}

static void read_fields(const struct yaml *root, struct reader *reader)
{
    const char **keys = arena_new(reader->arena, metadata_field_count * sizeof *keys);
    for (size_t i = 0; i < metadata_field_count; i++)
        keys[i] = metadata_fields[i].key;
    fields_check_keys(root, keys, metadata_field_count, reader->report);
    for (size_t i = 0; i < metadata_field_count; i++) {
        const struct field *field = &metadata_fields[i];
        const struct yaml *yaml = yaml_get(root, field->key);
        if (yaml) {
            reader->metadata->places[i] = yaml->place;
            read_field(field, yaml, reader);
        } else if (field->required) {
            report_error(reader->report, root->place, "\"%s\" is missing; add %s (%s)", field->key,
                         field_type_words(field->type),
                         fields_uncapitalized(field->purpose, reader->arena));
        }
    }
    check_published(root, reader->metadata, reader->report);
}

void metadata_parse(const char *bytes, size_t length, struct metadata *metadata,
                    struct arena *arena, struct report *report)
{
    metadata_clear(metadata);
    struct yaml *root = yaml_parse(METADATA_PATH, bytes, length, arena, report);
    if (!root)
        return;
    struct reader reader = {metadata, arena, report};
    metadata->places = arena_new(arena, metadata_field_count * sizeof *metadata->places);
    if (root->kind == YAML_MAP || yaml_is_empty(root))
        read_fields(root, &reader);
    else
        report_error(report, root->place, "this is %s; write fields such as \"title: …\"",
                     yaml_kind_words(root));
}
