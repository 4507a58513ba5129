/* SPDX-License-Identifier: ISC */
/* templates/pdf.yaml, read by the table of settings. */
#include "source/settings_read.h"

#include "source/fields.h"
#include "source/names.h"
#include "source/settings_value.h"

#include <stdlib.h>
#include <string.h>

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
                       struct settings_reader *reader)
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

static void read_settings(const struct yaml *root, struct settings_reader *reader)
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
            settings_value_read(setting, yaml, reader);
        } else if (!reader->style) {
            report_error(reader->report, map ? map->place : root->place,
                         "\"%s\" is missing; add %s (%s)", setting->key,
                         setting_type_words(setting->type),
                         fields_uncapitalized(setting->purpose, reader->arena));
        }
    }
}

static void parse(const struct template_file *file, struct settings_reader *reader)
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
    struct settings_reader reader = {templates, arena, report, false};
    templates->places = arena_new(arena, settings_count * sizeof *templates->places);
    parse(file, &reader);
}

void settings_parse_style(const struct template_file *file, struct templates *templates,
                          struct arena *arena, struct report *report)
{
    struct settings_reader reader = {templates, arena, report, true};
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
