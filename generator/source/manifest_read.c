/* SPDX-License-Identifier: ISC */
/* attachments/manifest.yaml: the enclosures, what is held of them, and the files that hold it. */
#include "source/manifest_read.h"

#include "base/file.h"
#include "base/utf8.h"
#include "source/fields.h"
#include "source/input.h"
#include "source/manifest_check.h"
#include "source/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define STATUS_WANTED "held, withheld, not held or illegible"
#define RANGES_WANTED "pages such as 12-14 16"
#define FILE_WANTED "the name of a file in attachments/"

struct reader {
    struct ledger *ledger;
    struct gate *gate;
    struct arena *arena;
    struct report *report;
    struct names ids;
    struct names files;    /* that ship; value: their enclosure */
    struct names withheld; /* that do not */
};

/* A member that must be there; NULL where that was reported. */
static const struct yaml *require(const struct yaml *map, const char *key, const char *wanted,
                                  struct report *report)
{
    const struct yaml *member = yaml_get(map, key);
    if (!member)
        report_error(report, map->place, "\"%s\" is missing; add %s", key, wanted);
    return member;
}

/* One of the words; false where something was reported. */
static bool read_word(const struct yaml *yaml, const char *const *words, size_t count,
                      const char *wanted, const char **word, struct report *report)
{
    if (!fields_text(yaml, wanted, word, report))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(*word, words[i]))
            return true;
    }
    report_error(report, yaml->place, "unknown %s \"%s\"; write %s", yaml->key, *word, wanted);
    return false;
}

static bool read_status(const struct yaml *map, enum status *status, struct report *report)
{
    const char *words[STATUS_COUNT];
    const char *word;
    for (int i = 0; i < STATUS_COUNT; i++)
        words[i] = status_word((enum status)i);
    const struct yaml *yaml = require(map, "status", STATUS_WANTED, report);
    return yaml && read_word(yaml, words, STATUS_COUNT, STATUS_WANTED, &word, report) &&
           status_parse(word, status);
}

static void read_optional_text(const struct yaml *map, const char *key, const char **text,
                               struct report *report)
{
    const struct yaml *yaml = yaml_get(map, key);
    *text = "";
    if (yaml)
        fields_text(yaml, "a text of one line, or take it away", text, report);
}

/* Status, reason and authority, which an enclosure and an exception have alike. */
static void read_standing(const struct yaml *map, enum status *status, const char **reason,
                          const char **authority, struct report *report)
{
    bool known = read_status(map, status, report);
    read_optional_text(map, "reason", reason, report);
    read_optional_text(map, "authority", authority, report);
    if (!known || *status != STATUS_WITHHELD)
        return;
    if (!yaml_get(map, "reason"))
        report_error(report, map->place,
                     "\"reason\" is missing where pages are withheld; say why they are");
    if (!yaml_get(map, "authority"))
        report_error(report, map->place,
                     "\"authority\" is missing where pages are withheld; say who decided it");
}

static bool read_page(const char **at, unsigned *page)
{
    unsigned long value = 0;
    const char *start = *at;
    for (; isdigit((unsigned char)**at); ++*at) {
        if (value <= LEDGER_PAGES_MAX)
            value = value * 10 + (unsigned long)(**at - '0');
    }
    *page = (unsigned)value;
    return *at > start && value;
}

/* One range from *at on; false where something was reported. */
static bool read_range(const char **at, struct page_range *range, struct report *report)
{
    const char *start = *at;
    bool ok = read_page(at, &range->first);
    range->last = range->first;
    if (ok && **at == '-') {
        ++*at;
        ok = read_page(at, &range->last);
    }
    size_t length = strcspn(start, " ,");
    if (!ok || start + length != *at) {
        report_error(report, range->place, "\"%.*s\" is not a range of pages; write %s",
                     (int)length, start, RANGES_WANTED);
        *at = start + length;
        return false;
    }
    if (range->first > range->last)
        report_error(report, range->place,
                     "the range %.*s is upside down; write the lower page first", (int)length,
                     start);
    else if (range->last > LEDGER_PAGES_MAX)
        report_error(report, range->place, "%.*s is above %u, the most there can be; correct it",
                     (int)length, start, LEDGER_PAGES_MAX);
    else
        return true;
    return false;
}

static struct page_range *read_ranges(const struct yaml *yaml, size_t *count, struct reader *reader)
{
    const char *text;
    *count = 0;
    if (!fields_text(yaml, RANGES_WANTED, &text, reader->report))
        return NULL;
    struct page_range *ranges = NULL;
    size_t capacity = 0;
    size_t errors = reader->report->errors;
    const char *at = text;
    while (*(at += strspn(at, " ,"))) {
        struct page_range range = {0, 0, yaml->place};
        if (yaml->verbatim)
            range.place.column += yaml->inset + (unsigned)utf8_count(text, (size_t)(at - text));
        if (!read_range(&at, &range, reader->report))
            continue;
        ranges = memory_grow(ranges, *count, &capacity, sizeof *ranges);
        ranges[(*count)++] = range;
    }
    if (!*count && reader->report->errors == errors)
        report_error(reader->report, yaml->place, "\"%s\" names no page; write %s", text,
                     RANGES_WANTED);
    struct page_range *kept =
        (struct page_range *)(void *)arena_copy(reader->arena, ranges, *count * sizeof *ranges);
    free(ranges);
    return kept;
}

/* A path in attachments/. One that is withheld is only noted, so that it cannot ship under another
 * status. */
static bool read_file_name(const struct yaml *yaml, bool withheld, const char **name,
                           struct reader *reader)
{
    if (!fields_text(yaml, FILE_WANTED, name, reader->report))
        return false;
    /* Also of what is withheld: "./a.pdf" would be another name of a.pdf. */
    const char *problem = file_path_problem(*name, strlen(*name));
    if (problem) {
        report_error(reader->report, yaml->place, "the path \"%s\" %s; write %s", *name, problem,
                     FILE_WANTED);
        return false;
    }
    if (withheld) {
        names_add(&reader->withheld, *name, yaml->place, 0);
        gate_add(reader->gate, *name, yaml->place);
        return false;
    }
    input_check_bag_name(*name, yaml->place, reader->report);
    const struct name *earlier = names_add(&reader->files, *name, yaml->place, 0);
    if (!earlier)
        return true;
    if (!strcmp(earlier->text, *name))
        report_error(reader->report, yaml->place,
                     "the file \"%s\" is named in line %u already; name each file once", *name,
                     earlier->place.line);
    else
        report_error(
            reader->report, yaml->place,
            "the name \"%s\" differs from \"%s\" in line %u only in letter case or in how its characters are coded; rename one file",
            *name, earlier->text, earlier->place.line);
    return false;
}

/* An item of `files`: a name, or a name and what it holds. */
static bool read_file(const struct yaml *yaml, bool withheld, struct held_file *file,
                      struct reader *reader)
{
    static const char *const keys[] = {"file", "holds", "without"};
    *file = (struct held_file){.place = yaml->place};
    if (yaml->kind != YAML_MAP)
        return read_file_name(yaml, withheld, &file->name, reader);
    fields_check_keys(yaml, keys, sizeof keys / sizeof *keys, reader->report);
    const struct yaml *name = require(yaml, "file", FILE_WANTED, reader->report);
    const struct yaml *holds = yaml_get(yaml, "holds");
    const struct yaml *without = yaml_get(yaml, "without");
    if (holds)
        file->holds = read_ranges(holds, &file->holds_count, reader);
    if (without)
        file->without = read_ranges(without, &file->without_count, reader);
    if (!name)
        return false;
    file->place = name->place;
    return read_file_name(name, withheld, &file->name, reader);
}

static void read_files(const struct yaml *map, struct enclosure *enclosure, struct reader *reader)
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
        enclosure->files = arena_new(reader->arena, sizeof *enclosure->files);
        enclosure->file_count = read_file(one, withheld, &enclosure->files[0], reader);
    }
    if (!many || !fields_list(many, "a list of files in attachments/", reader->report))
        return;
    enclosure->files = arena_new(reader->arena, yaml_count(many) * sizeof *enclosure->files);
    for (const struct yaml *item = many->first; item; item = item->next)
        enclosure->file_count +=
            read_file(item, withheld, &enclosure->files[enclosure->file_count], reader);
}

static void read_exception(const struct yaml *yaml, struct exception *exception,
                           struct reader *reader)
{
    static const char *const keys[] = {"pages", "status", "reason", "authority", "file"};
    *exception = (struct exception){.reason = "", .authority = "", .place = yaml->place};
    if (!fields_map(yaml, "what differs: pages and status", reader->report))
        return;
    fields_check_keys(yaml, keys, sizeof keys / sizeof *keys, reader->report);
    const struct yaml *pages = require(yaml, "pages", RANGES_WANTED, reader->report);
    if (pages)
        exception->pages = read_ranges(pages, &exception->page_count, reader);
    read_standing(yaml, &exception->status, &exception->reason, &exception->authority,
                  reader->report);
    const struct yaml *file = yaml_get(yaml, "file");
    const char *name;
    exception->apart = file && exception->status == STATUS_WITHHELD;
    if (exception->apart)
        read_file_name(file, true, &name, reader);
    else if (file)
        report_error(reader->report, file->key_place,
                     "\"file\" stands under \"except\" only where pages are withheld; name the file"
                     " under \"files\" of the enclosure");
}

static void read_exceptions(const struct yaml *map, struct enclosure *enclosure,
                            struct reader *reader)
{
    const struct yaml *list = yaml_get(map, "except");
    if (!list || !fields_list(list, "a list of what differs, by pages", reader->report))
        return;
    struct exception *exceptions = arena_new(reader->arena, yaml_count(list) * sizeof *exceptions);
    size_t count = 0;
    for (const struct yaml *item = list->first; item; item = item->next)
        read_exception(item, &exceptions[count++], reader);
    enclosure->exceptions = exceptions;
    enclosure->exception_count = count;
}

static void read_id(const struct yaml *map, struct enclosure *enclosure, struct reader *reader)
{
    static const char wanted[] = "a short name of letters, digits and \"-\"";
    const struct yaml *yaml = require(map, "id", wanted, reader->report);
    const char *id;
    if (!yaml || !fields_text(yaml, wanted, &id, reader->report))
        return;
    for (const char *c = id; *c; c++) {
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || isdigit((unsigned char)*c) ||
              *c == '-')) {
            report_error(reader->report, yaml->place,
                         "the id \"%s\" holds other characters; write %s", id, wanted);
            return;
        }
    }
    const struct name *earlier = names_add(&reader->ids, id, yaml->place, 0);
    if (earlier)
        report_error(reader->report, yaml->place,
                     strcmp(earlier->text, id) ? "the id %s differs only in letter case from %s in"
                                                 " line %u; give each enclosure an id of its own"
                                               : "the id %s is that of %s in line %u already; give"
                                                 " each enclosure an id of its own",
                     id, earlier->text, earlier->place.line);
    enclosure->id = id;
}

static void read_titles(const struct yaml *map, struct enclosure *enclosure, struct report *report)
{
    static const char *const sources[] = {"letter", "document"};
    static const char from_wanted[] =
        "letter, where the title is in the letter's words, or document, where it is the document's own";
    const struct yaml *title = require(map, "title", "what the enclosure is called", report);
    const struct yaml *from = require(map, "title-from", from_wanted, report);
    if (title) {
        enclosure->title_place = title->place;
        fields_text(title, "what the enclosure is called", &enclosure->title, report);
    }
    if (from)
        read_word(from, sources, 2, from_wanted, &enclosure->title_from, report);
}

static void read_pages(const struct yaml *map, struct enclosure *enclosure, struct report *report)
{
    static const char wanted[] = "a number of pages, or: not stated";
    const struct yaml *yaml = require(map, "pages", wanted, report);
    if (!yaml)
        return;
    enclosure->pages_place = yaml->place;
    if (yaml->kind != YAML_SCALAR || strcmp(yaml->text, "not stated") != 0)
        fields_number(yaml, wanted, LEDGER_PAGES_MAX, &enclosure->pages, report);
}

static void read_enclosure(const struct yaml *yaml, struct enclosure *enclosure,
                           struct reader *reader)
{
    static const char *const keys[] = {"id",     "title",  "title-from", "pages",  "file", "files",
                                       "status", "reason", "authority",  "except", "holds"};
    *enclosure = (struct enclosure){.id = "",
                                    .title = "",
                                    .title_from = "letter",
                                    .reason = "",
                                    .authority = "",
                                    .place = yaml->place,
                                    .title_place = yaml->place,
                                    .pages_place = yaml->place};
    if (!fields_map(yaml, "an enclosure: id, title, title-from, pages and status", reader->report))
        return;
    fields_check_keys(yaml, keys, sizeof keys / sizeof *keys, reader->report);
    read_id(yaml, enclosure, reader);
    read_titles(yaml, enclosure, reader->report);
    read_pages(yaml, enclosure, reader->report);
    read_standing(yaml, &enclosure->status, &enclosure->reason, &enclosure->authority,
                  reader->report);
    read_files(yaml, enclosure, reader);
    read_exceptions(yaml, enclosure, reader);
}

static void read_root(const struct yaml *root, struct reader *reader)
{
    static const char *const keys[] = {"pages", "enclosures"};
    static const char pages_wanted[] = "the number of enclosed pages that the letter declares";
    static const char list_wanted[] = "a list of the enclosures";
    struct ledger *ledger = reader->ledger;
    fields_check_keys(root, keys, 2, reader->report);
    const struct yaml *pages = require(root, "pages", pages_wanted, reader->report);
    const struct yaml *list = require(root, "enclosures", list_wanted, reader->report);
    ledger->declared_place = pages ? pages->place : root->place;
    if (pages)
        fields_number(pages, pages_wanted, LEDGER_PAGES_MAX, &ledger->declared, reader->report);
    if (!list || !fields_list(list, list_wanted, reader->report))
        return;
    ledger->enclosures = arena_new(reader->arena, yaml_count(list) * sizeof *ledger->enclosures);
    for (const struct yaml *item = list->first; item; item = item->next)
        read_enclosure(item, &ledger->enclosures[ledger->enclosure_count++], reader);
}

/* What is withheld under one name must not ship under another status. */
static void check_gate(const struct ledger *ledger, const struct reader *reader)
{
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        for (size_t k = 0; k < enclosure->file_count; k++) {
            const struct held_file *file = &enclosure->files[k];
            const struct name *withheld = names_find(&reader->withheld, file->name);
            if (withheld)
                report_error(reader->report, file->place,
                             "the file \"%s\" is withheld in line %u and would be published here;"
                             " name it in one place only",
                             file->name, withheld->place.line);
        }
    }
}

void manifest_parse(const char *bytes, size_t length, struct ledger *ledger, struct gate *gate,
                    struct arena *arena, struct report *report)
{
    struct yaml *root = yaml_parse(MANIFEST_PATH, bytes, length, arena, report);
    if (!root)
        return;
    if (root->kind != YAML_MAP) {
        report_error(report, root->place, "this is %s; write \"pages: …\" and \"enclosures: …\"",
                     yaml_kind_words(root));
        return;
    }
    struct reader reader = {.ledger = ledger,
                            .gate = gate,
                            .arena = arena,
                            .report = report,
                            .files = {.files = true},
                            .withheld = {.files = true}};
    size_t errors = report->errors;
    /* Its canonical form ships under this name. */
    names_add(&reader.files, MANIFEST_NAME, (struct place){MANIFEST_PATH, 1, 1}, 0);
    read_root(root, &reader);
    check_gate(ledger, &reader);
    if (report->errors == errors)
        manifest_check(ledger, report);
    names_release(&reader.ids);
    names_release(&reader.files);
    names_release(&reader.withheld);
}
