/* SPDX-License-Identifier: ISC */
/* attachments/manifest.yaml: the enclosures, what is held of them, and the files that hold it. */
#include "source/manifest_read.h"

#include "source/fields.h"
#include "source/holdings_read.h"
#include "source/manifest_check.h"
#include "source/names.h"
#include "source/parts_read.h"
#include "source/ranges.h"

#include <ctype.h>
#include <string.h>

#define STATUS_WANTED "held, withheld, not held or illegible"

struct reader {
    struct ledger *ledger;
    struct arena *arena;
    struct report *report;
    struct names ids;
    struct holdings_reader holdings;
};

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
    const struct yaml *yaml = fields_require(map, "status", STATUS_WANTED, report);
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

static void read_exception(const struct yaml *yaml, struct exception *exception,
                           struct reader *reader)
{
    static const char *const keys[] = {"pages", "status", "reason", "authority", "file"};
    *exception = (struct exception){.reason = "", .authority = "", .place = yaml->place};
    if (!fields_map(yaml, "what differs: pages and status", reader->report))
        return;
    fields_check_keys(yaml, keys, sizeof keys / sizeof *keys, reader->report);
    const struct yaml *pages = fields_require(yaml, "pages", RANGES_WANTED, reader->report);
    if (pages)
        exception->pages =
            ranges_read(pages, &exception->page_count, reader->arena, reader->report);
    read_standing(yaml, &exception->status, &exception->reason, &exception->authority,
                  reader->report);
    const struct yaml *file = yaml_get(yaml, "file");
    exception->apart = file && exception->status == STATUS_WITHHELD;
    if (exception->apart)
        holdings_read_apart(file, &reader->holdings);
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
    const struct yaml *yaml = fields_require(map, "id", wanted, reader->report);
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
    const struct yaml *title = fields_require(map, "title", "what the enclosure is called", report);
    const struct yaml *from = fields_require(map, "title-from", from_wanted, report);
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
    const struct yaml *yaml = fields_require(map, "pages", wanted, report);
    if (!yaml)
        return;
    enclosure->pages_place = yaml->place;
    if (yaml->kind != YAML_SCALAR || strcmp(yaml->text, "not stated") != 0)
        fields_number(yaml, wanted, LEDGER_PAGES_MAX, &enclosure->pages, report);
}

static void read_languages(const struct yaml *map, struct enclosure *enclosure,
                           struct reader *reader)
{
    const struct yaml *yaml = yaml_get(map, "languages");
    if (!yaml)
        return;
    enclosure->languages_place = yaml->place;
    fields_languages(yaml, &enclosure->languages, reader->arena, reader->report);
}

static void read_enclosure(const struct yaml *yaml, struct enclosure *enclosure,
                           struct reader *reader)
{
    static const char *const keys[] = {"id",    "title",  "title-from", "pages",     "file",
                                       "files", "status", "reason",     "authority", "except",
                                       "holds", "redact", "redacted",   "languages"};
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
    read_languages(yaml, enclosure, reader);
    holdings_read(yaml, enclosure, &reader->holdings);
    read_exceptions(yaml, enclosure, reader);
    parts_read(yaml, enclosure, reader->arena, reader->report);
}

static void read_root(const struct yaml *root, struct reader *reader)
{
    static const char *const keys[] = {"pages", "enclosures"};
    static const char pages_wanted[] = "the number of enclosed pages that the letter declares";
    static const char list_wanted[] = "a list of the enclosures";
    struct ledger *ledger = reader->ledger;
    fields_check_keys(root, keys, 2, reader->report);
    const struct yaml *pages = fields_require(root, "pages", pages_wanted, reader->report);
    const struct yaml *list = fields_require(root, "enclosures", list_wanted, reader->report);
    ledger->declared_place = pages ? pages->place : root->place;
    if (pages)
        fields_number(pages, pages_wanted, LEDGER_PAGES_MAX, &ledger->declared, reader->report);
    if (!list || !fields_list(list, list_wanted, reader->report))
        return;
    ledger->enclosures = arena_new(reader->arena, yaml_count(list) * sizeof *ledger->enclosures);
    for (const struct yaml *item = list->first; item; item = item->next)
        read_enclosure(item, &ledger->enclosures[ledger->enclosure_count++], reader);
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
    struct reader reader = {.ledger = ledger, .arena = arena, .report = report};
    size_t errors = report->errors;
    holdings_reader_init(&reader.holdings, ledger, gate, arena, report);
    read_root(root, &reader);
    holdings_end(&reader.holdings);
    if (report->errors == errors)
        manifest_check(ledger, report);
    names_release(&reader.ids);
    holdings_reader_release(&reader.holdings);
}
