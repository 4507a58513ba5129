/* SPDX-License-Identifier: ISC */
/* The files that the manifest names, and what the enclosures have of them. */
#include "source/holdings_read.h"

#include "base/file.h"
#include "source/fields.h"
#include "source/input.h"
#include "source/manifest_read.h"
#include "source/ranges.h"

#include <stdlib.h>
#include <string.h>

#define FILE_WANTED "the name of a file in attachments/"
#define PASSWORD_WANTED "the path of a file in the dossier's folder that holds the password"

void holdings_reader_init(struct holdings_reader *reader, struct ledger *ledger, struct gate *gate,
                          struct arena *arena, struct report *report)
{
    *reader = (struct holdings_reader){.ledger = ledger,
                                       .gate = gate,
                                       .arena = arena,
                                       .report = report,
                                       .names = {.files = true},
                                       .withheld = {.files = true}};
    /* Its canonical form ships under this name. */
    names_add(&reader->names, MANIFEST_NAME, (struct place){MANIFEST_PATH, 1, 1}, SIZE_MAX);
}

void holdings_reader_release(struct holdings_reader *reader)
{
    names_release(&reader->names);
    names_release(&reader->withheld);
    free(reader->files);
}

/* A path in attachments/; false where it is none, which was reported. */
static bool read_path(const struct yaml *yaml, const char **name, struct report *report)
{
    if (!fields_text(yaml, FILE_WANTED, name, report))
        return false;
    /* Also of what is withheld: "./a.pdf" would be another name of a.pdf. */
    const char *problem = file_path_problem(*name, strlen(*name));
    if (problem)
        report_error(report, yaml->place, "the path \"%s\" %s; write %s", *name, problem,
                     FILE_WANTED);
    return !problem;
}

/* One that is withheld is only noted, so that it cannot ship under another status. */
void holdings_read_apart(const struct yaml *yaml, struct holdings_reader *reader)
{
    const char *name;
    if (!read_path(yaml, &name, reader->report))
        return;
    names_add(&reader->withheld, name, yaml->place, 0);
    gate_add(reader->gate, name, yaml->place);
}

static struct held_file *add_file(const char *name, struct place place,
                                  struct holdings_reader *reader)
{
    struct held_file *file = arena_new(reader->arena, sizeof *file);
    *file = (struct held_file){.name = name, .place = place};
    reader->files =
        memory_grow(reader->files, reader->count, &reader->capacity, sizeof(struct held_file *));
    reader->files[reader->count++] = file;
    return file;
}

/* The file of this name, which others may have named; NULL where something was reported. */
static struct held_file *find_file(const struct yaml *yaml, struct holdings_reader *reader)
{
    const char *name;
    if (!read_path(yaml, &name, reader->report))
        return NULL;
    input_check_bag_name(name, yaml->place, reader->report);
    const struct name *earlier = names_add(&reader->names, name, yaml->place, reader->count);
    if (!earlier)
        return add_file(name, yaml->place, reader);
    if (strcmp(earlier->text, name) != 0)
        report_error(
            reader->report, yaml->place,
            "the name \"%s\" differs from \"%s\" in line %u only in letter case or in how its characters are coded; rename one file",
            name, earlier->text, earlier->place.line);
    else if (earlier->value == SIZE_MAX)
        report_error(reader->report, yaml->place,
                     "\"%s\" is the manifest itself and no file that it can name; name another",
                     name);
    else
        return reader->files[earlier->value];
    return NULL;
}

/* What opens the file, once of all that name it. */
static void read_password_file(const struct yaml *yaml, struct held_file *file,
                               struct holdings_reader *reader)
{
    const char *path;
    if (!fields_text(yaml, PASSWORD_WANTED, &path, reader->report))
        return;
    const char *problem = file_path_problem(path, strlen(path));
    if (problem)
        report_error(reader->report, yaml->place, "the path \"%s\" %s; write %s", path, problem,
                     PASSWORD_WANTED);
    else if (file->password_file && strcmp(file->password_file, path) != 0)
        report_error(reader->report, yaml->place,
                     "the password of \"%s\" is in \"%s\" by line %u already; name one file",
                     file->name, file->password_file, file->password_place.line);
    else if (!file->password_file)
        file->password_file = path;
    else
        return;
    file->password_place = yaml->place;
}

/* An item of `files`: a name, or a name and what is held of it. */
static bool read_holding(const struct yaml *yaml, bool withheld, struct holding *holding,
                         struct holdings_reader *reader)
{
    static const char *const keys[] = {"file", "holds", "pages", "password-file", "without"};
    const struct yaml *name = yaml;
    *holding = (struct holding){.place = yaml->place};
    if (yaml->kind == YAML_MAP) {
        fields_check_keys(yaml, keys, sizeof keys / sizeof *keys, reader->report);
        name = fields_require(yaml, "file", FILE_WANTED, reader->report);
        const struct yaml *holds = yaml_get(yaml, "holds");
        const struct yaml *pages = yaml_get(yaml, "pages");
        const struct yaml *without = yaml_get(yaml, "without");
        if (holds)
            holding->holds =
                ranges_read(holds, &holding->holds_count, reader->arena, reader->report);
        if (pages)
            holding->pages =
                ranges_read(pages, &holding->pages_count, reader->arena, reader->report);
        if (without)
            holding->without =
                ranges_read(without, &holding->without_count, reader->arena, reader->report);
    }
    if (!name)
        return false;
    holding->place = name->place;
    if (withheld)
        holdings_read_apart(name, reader);
    else
        holding->file = find_file(name, reader);
    const struct yaml *password = yaml->kind == YAML_MAP ? yaml_get(yaml, "password-file") : NULL;
    if (password && holding->file)
        read_password_file(password, holding->file, reader);
    return holding->file;
}

void holdings_read(const struct yaml *map, struct enclosure *enclosure,
                   struct holdings_reader *reader)
{
    const struct yaml *one = yaml_get(map, "file");
    const struct yaml *many = yaml_get(map, "files");
    bool withheld = enclosure->status == STATUS_WITHHELD;
    const struct yaml *holds = yaml_get(map, "holds");
    if (holds)
        report_error(reader->report, holds->key_place,
                     "\"holds\" belongs to a file under \"files\"; write"
                     " files: [{file: \"%s\", holds: %s}]",
                     one && *one->text ? one->text : "report.pdf",
                     *holds->text ? holds->text : "1-11 15-71");
    if (one && many) {
        report_error(reader->report, many->key_place,
                     "both \"file\" and \"files\" stand here; list all under \"files\"");
        return;
    }
    if (one) {
        enclosure->holdings = arena_new(reader->arena, sizeof *enclosure->holdings);
        enclosure->holding_count = read_holding(one, withheld, &enclosure->holdings[0], reader);
    }
    if (!many || !fields_list(many, "a list of files in attachments/", reader->report))
        return;
    enclosure->holdings = arena_new(reader->arena, yaml_count(many) * sizeof *enclosure->holdings);
    for (const struct yaml *item = many->first; item; item = item->next)
        enclosure->holding_count +=
            read_holding(item, withheld, &enclosure->holdings[enclosure->holding_count], reader);
}

/* ---------------------------------------------------------------- All of them together */

static int compare_places(struct place a, struct place b)
{
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return (a.column > b.column) - (a.column < b.column);
}

/* By file, and then as they stand in the manifest. */
static int compare_holdings(const void *a, const void *b)
{
    const struct holding *const *one = a;
    const struct holding *const *other = b;
    int order = strcmp((*one)->file->name, (*other)->file->name);
    return order ? order : compare_places((*one)->place, (*other)->place);
}

/* By the first page, and then as they stand in the manifest. */
static int compare_ranges(const void *a, const void *b)
{
    const struct page_range *one = a;
    const struct page_range *other = b;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return compare_places(one->place, other->place);
}

/* No page of a file belongs to two. */
static void check_overlaps(const struct holding *const *holdings, size_t count,
                           struct report *report)
{
    struct arena arena = ARENA_INIT;
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += holdings[i]->pages_count;
    struct page_range *ranges = arena_new(&arena, (total + 1) * sizeof *ranges);
    total = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < holdings[i]->pages_count; k++)
            ranges[total++] = holdings[i]->pages[k];
    }
    qsort(ranges, total, sizeof *ranges, compare_ranges);
    const struct page_range *widest = ranges;
    for (size_t i = 1; i < total; i++) {
        const struct page_range *range = &ranges[i];
        if (range->first <= widest->last) {
            bool later = compare_places(range->place, widest->place) > 0;
            const struct page_range *here = later ? range : widest;
            const struct page_range *there = later ? widest : range;
            report_error(report, here->place,
                         "page %u of \"%s\" is named twice, here and at %u:%u; name it once",
                         range->first, holdings[0]->file->name, there->place.line,
                         there->place.column);
        }
        widest = range->last > widest->last ? range : widest;
    }
    arena_release(&arena);
}

/* Where a file is named more than once, each time says which of its pages are meant. */
static void check_named(const struct holding *const *holdings, size_t count, struct report *report)
{
    for (size_t i = 0; i < count && count > 1; i++) {
        if (!holdings[i]->pages_count)
            report_error(report, holdings[i]->place,
                         "the file \"%s\" is named in line %u too; say which of its pages are"
                         " meant here, such as files: [{file: \"%s\", pages: 1-20}]",
                         holdings[i]->file->name, holdings[i ? 0 : 1]->place.line,
                         holdings[i]->file->name);
    }
}

/* What is withheld under one name must not ship under another status. */
static void check_gate(const struct holding *holding, const struct holdings_reader *reader)
{
    const struct name *withheld = names_find(&reader->withheld, holding->file->name);
    if (withheld)
        report_error(reader->report, holding->place,
                     "the file \"%s\" is withheld in line %u and would be published here;"
                     " name it in one place only",
                     holding->file->name, withheld->place.line);
}

void holdings_end(struct holdings_reader *reader)
{
    struct arena arena = ARENA_INIT;
    struct ledger *ledger = reader->ledger;
    size_t count = 0;
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        count += ledger->enclosures[i].holding_count;
    const struct holding **all = arena_new(&arena, (count + 1) * sizeof *all);
    count = 0;
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        for (size_t k = 0; k < ledger->enclosures[i].holding_count; k++) {
            all[count] = &ledger->enclosures[i].holdings[k];
            check_gate(all[count++], reader);
        }
    }
    qsort(all, count, sizeof *all, compare_holdings);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && all[next]->file == all[i]->file;)
            next++;
        check_named(&all[i], next - i, reader->report);
        check_overlaps(&all[i], next - i, reader->report);
    }
    ledger->file_count = reader->count;
    ledger->files = arena_new(reader->arena, (reader->count + 1) * sizeof(struct held_file *));
    for (size_t i = 0; i < reader->count; i++)
        ledger->files[i] = reader->files[i];
    ledger_sort_files(ledger);
    arena_release(&arena);
}
