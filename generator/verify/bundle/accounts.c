/* SPDX-License-Identifier: ISC */
/* Whether all pages of a dossier are accounted for, and all that it promises is in the bundle. */
#include "verify/bundle/bundle_check.h"

#include <string.h>
#include <strings.h>

#define SITE "data/site/"
#define DOSSIER SITE "dossier.json"
#define LEDGER SITE "ledger.json"
#define STATUS_COUNT 4

#define BAD(code, path, ...) verdict_bad(&bundle->verdict, SECTION_LEDGER, code, path, __VA_ARGS__)

static const char *const statuses[STATUS_COUNT] = {"held", "withheld", "not held", "illegible"};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* "folder/name" in the bag; NULL where no such file is there. */
static const struct item *find(struct bundle *bundle, const char *folder, const char *name)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s%s", folder, name);
    const struct item *item = container_find(&bundle->container, path.bytes);
    buf_release(&path);
    return item && !item->folder ? item : NULL;
}

static void need(struct bundle *bundle, const char *folder, const char *name, const char *what)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s%s", folder, name);
    if (!*name)
        BAD("not-promised", DOSSIER, "does not tell the name of %s", what);
    else if (!find(bundle, folder, name))
        BAD("promised", path.bytes, "is not there: the dossier promises %s of that name", what);
    buf_release(&path);
}

/* The same for each name of a list. */
static void need_each(struct bundle *bundle, const char *folder, const json_t *names,
                      const char *what)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        need(bundle, folder, name ? name : "", what);
    }
}

/* ---------------------------------------------------------------- Rows */

static void check_row(struct bundle *bundle, const json_t *row, size_t number, const json_t *files)
{
    struct buf folio = BUF_INIT;
    const char *status = text_of(row, "status");
    const char *file = text_of(row, "file");
    buf_add_format(&folio, "E%zu", number);
    if (strcmp(text_of(row, "folio"), folio.bytes) != 0)
        BAD("folio", LEDGER, "has \"%s\" where %s is due", text_of(row, "folio"), folio.bytes);
    need(bundle, SITE, text_of(row, "address"), "a page");
    /* One that cannot be read may be in a file. */
    if (*file && (!strcmp(status, statuses[1]) || !strcmp(status, statuses[2])))
        BAD("row-file", LEDGER, "has a file for %s, which is %s", folio.bytes, status);
    if (*file && !json_object_get(files, file))
        BAD("row-file", LEDGER, "has %s in the file %s, which no enclosure has", folio.bytes, file);
    need_each(bundle, SITE, json_object_get(row, "pictures"), "a picture");
    buf_release(&folio);
}

static void check_counts(struct bundle *bundle, const json_t *ledger, const size_t *counted,
                         size_t rows)
{
    const json_t *told = json_object_get(ledger, "counts");
    json_int_t pages = json_integer_value(json_object_get(ledger, "pages"));
    json_int_t sum = 0;
    for (int i = 0; i < STATUS_COUNT; i++) {
        json_int_t count = json_integer_value(json_object_get(told, statuses[i]));
        sum += count;
        if (count != (json_int_t)counted[i])
            BAD("counts", DOSSIER, "counts %lld pages as %s, and the ledger has %zu",
                (long long)count, statuses[i], counted[i]);
    }
    if (pages != sum || pages != (json_int_t)rows)
        BAD("accounted-for", DOSSIER,
            "declares %lld pages, of which %lld are held, withheld, not held or illegible; the "
            "ledger has %zu",
            (long long)pages, (long long)sum, rows);
    verdict_say(&bundle->verdict, SECTION_LEDGER,
                "%lld pages = %zu held + %zu withheld + %zu not held + %zu illegible",
                (long long)pages, counted[0], counted[1], counted[2], counted[3]);
}

static void check_rows(struct bundle *bundle, const json_t *rows, const json_t *files)
{
    size_t counted[STATUS_COUNT] = {0};
    const json_t *ledger = json_object_get(bundle->dossier, "ledger");
    for (size_t number = 1; number <= json_array_size(rows); number++) {
        const json_t *row = json_array_get(rows, number - 1);
        int i = 0;
        while (i < STATUS_COUNT && strcmp(text_of(row, "status"), statuses[i]) != 0)
            i++;
        if (i < STATUS_COUNT)
            counted[i]++;
        else
            BAD("status", LEDGER, "has the status \"%s\", which is none", text_of(row, "status"));
        check_row(bundle, row, number, files);
    }
    check_counts(bundle, ledger, counted, json_array_size(rows));
    const json_t *told = json_object_get(ledger, "rows");
    if (told && !json_equal((json_t *)(uintptr_t)told, (json_t *)(uintptr_t)rows))
        BAD("ledgers-differ", LEDGER, "has other rows than dossier.json");
}

/* ---------------------------------------------------------------- Files */

static bool is_sha256(const struct item *item, const char *told)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < sizeof item->sha256; i++)
        buf_add_format(&text, "%02x", item->sha256[i]);
    bool same = !strcasecmp(told, text.bytes);
    buf_release(&text);
    return same;
}

static void check_file(struct bundle *bundle, const json_t *file)
{
    const char *name = text_of(file, "name");
    const struct item *item = find(bundle, "data/attachments/", name);
    need(bundle, "data/attachments/", name, "an enclosed file");
    if (!item)
        return;
    if (json_integer_value(json_object_get(file, "size")) != (json_int_t)item->size ||
        !is_sha256(item, text_of(file, "sha256")))
        BAD("file-differs", item->name, "is not the file that dossier.json tells of");
}

/* The files of all enclosures, by name. */
static json_t *collect_files(struct bundle *bundle)
{
    json_t *files = json_object();
    const json_t *enclosures = json_object_get(bundle->dossier, "enclosures");
    for (size_t i = 0; i < json_array_size(enclosures); i++) {
        const json_t *held = json_object_get(json_array_get(enclosures, i), "files");
        for (size_t k = 0; k < json_array_size(held); k++) {
            json_t *file = json_array_get(held, k);
            if (json_object_get(files, text_of(file, "name")))
                continue;
            json_object_set(files, text_of(file, "name"), file);
            check_file(bundle, file);
        }
    }
    return files;
}

static void check_letter(struct bundle *bundle)
{
    const json_t *letter = json_object_get(bundle->dossier, "letter");
    const struct item *source = find(bundle, "data/sources/", "letter.md");
    need(bundle, "data/sources/", "letter.md", "the letter");
    need(bundle, "data/sources/", "metadata.yaml", "what is known of it");
    if (source && !is_sha256(source, text_of(letter, "source-sha256")))
        BAD("file-differs", source->name, "is not the letter that dossier.json tells of");
    need_each(bundle, "data/sources/", json_object_get(letter, "pictures"), "a picture");
}

static void check_outputs(struct bundle *bundle)
{
    const json_t *outputs = json_object_get(bundle->dossier, "outputs");
    need_each(bundle, SITE, json_object_get(outputs, "pages"), "a page");
    need(bundle, SITE, text_of(outputs, "ledger-csv"), "the ledger");
    need(bundle, SITE, text_of(outputs, "ledger-json"), "the ledger");
    need(bundle, "data/", text_of(outputs, "pdf"), "a PDF");
}

static void check_identifier(struct bundle *bundle)
{
    const char *identifier = text_of(json_object_get(bundle->dossier, "metadata"), "identifier");
    if (bundle->bag.identifier && strcmp(bundle->bag.identifier, identifier) != 0)
        BAD("identifier", "bag-info.txt", "names another dossier, %s, than dossier.json, %s",
            bundle->bag.identifier, identifier);
}

void accounts_check(struct bundle *bundle)
{
    struct item *item = container_find(&bundle->container, DOSSIER);
    if (!item || item->folder) {
        if (bundle->bag.own)
            BAD("no-dossier", DOSSIER,
                "is not there, and bag-info.txt says that this is a dossier");
        verdict_say(&bundle->verdict, SECTION_LEDGER,
                    bundle->bag.own ? "none" : "none: this bag is no dossier");
        return;
    }
    bundle->dossier = bundle_json(bundle, SECTION_LEDGER, item);
    item = container_find(&bundle->container, LEDGER);
    json_t *rows = item && !item->folder ? bundle_json(bundle, SECTION_LEDGER, item) : NULL;
    if (bundle->dossier) {
        json_t *files = collect_files(bundle);
        check_outputs(bundle);
        check_letter(bundle);
        check_identifier(bundle);
        if (json_is_array(rows))
            check_rows(bundle, rows, files);
        else if (rows)
            BAD("no-rows", LEDGER, "is no list of pages");
        json_decref(files);
    }
    json_decref(rows);
}
