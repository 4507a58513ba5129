/* SPDX-License-Identifier: ISC */
/* The data by which tesseract reads pages in the languages of their enclosure or of the letter. */
#include "pages/ocr_data.h"

#include "base/file.h"
#include "model/ocr_language.h"

#define METADATA_PATH "sources/metadata.yaml"

/* A list of languages that is being looked up. */
struct look_up {
    const struct ocr_data_set *set;
    struct place place;
    struct buf names, digests;
    struct error *err;
};

void ocr_data_init(struct ocr_data_set *set, struct dossier *dossier, const char *folder,
                   struct report *report)
{
    size_t count = dossier->ledger.enclosure_count + 1;
    *set = (struct ocr_data_set){.dossier = dossier, .folder = folder, .report = report};
    set->entries = arena_new(&dossier->arena, count * sizeof(struct ocr_data *));
}

static void report_missing(const struct look_up *look_up, const char *tag, const char *name)
{
    struct buf package = BUF_INIT;
    buf_add_string(&package, name);
    for (char *at = package.bytes; *at; at++)
        *at = *at == '_' ? '-' : *at;
    report_error(look_up->set->report, look_up->place,
                 "tesseract has no data for the language %s in %s; type: make deps-ocr"
                 " OCR_LANGUAGES=%s",
                 tag, look_up->set->folder, package.bytes);
    buf_release(&package);
}

/* False with *err where a file is there and cannot be read. */
static bool add_language(struct look_up *look_up, const char *tag)
{
    const char *name = ocr_language(tag);
    struct buf file = BUF_INIT;
    struct digest digest;
    uint64_t size;
    if (!name) {
        report_warning(look_up->set->report, look_up->place,
                       "tesseract does not know the language %s; words in it are read as if they"
                       " were of the others",
                       tag);
        return true;
    }
    buf_add_format(&file, "%s.traineddata", name);
    enum file_result result =
        file_digest(look_up->set->folder, file.bytes, &size, &digest, look_up->err);
    buf_release(&file);
    if (result == FILE_FAILED)
        return false;
    if (result != FILE_OK) {
        report_missing(look_up, tag, name);
        return true;
    }
    buf_add_format(&look_up->names, "%s%s", look_up->names.length ? "+" : "", name);
    digest_append_hex(&look_up->digests, digest.sha256, sizeof digest.sha256);
    return true;
}

/* What tells how a page is turned, where that is installed. */
static bool add_orientation(struct look_up *look_up)
{
    struct digest digest;
    uint64_t size;
    enum file_result result =
        file_digest(look_up->set->folder, "osd.traineddata", &size, &digest, look_up->err);
    if (result == FILE_OK)
        digest_append_hex(&look_up->digests, digest.sha256, sizeof digest.sha256);
    return result != FILE_FAILED;
}

static const struct ocr_data *find(const struct ocr_data_set *set, const struct text_list *tags,
                                   struct place place, struct error *err)
{
    struct look_up look_up = {
        .set = set, .place = place, .names = BUF_INIT, .digests = BUF_INIT, .err = err};
    struct arena *arena = &set->dossier->arena;
    struct ocr_data *data = NULL;
    size_t errors = set->report->errors;
    bool ok = true;
    for (size_t i = 0; i < tags->count && ok; i++)
        ok = add_language(&look_up, tags->items[i]);
    ok = ok && add_orientation(&look_up);
    if (ok) {
        data = arena_new(arena, sizeof *data);
        data->languages = arena_string(arena, look_up.names.bytes);
        data->digest = arena_string(arena, look_up.digests.bytes);
    }
    if (ok && !look_up.names.length && set->report->errors == errors)
        report_error(set->report, place,
                     "tesseract knows none of the languages; have another program read the pages,"
                     " and put its hOCR, ALTO or plain text beside the files");
    buf_release(&look_up.names);
    buf_release(&look_up.digests);
    return data;
}

static bool has_page(const struct enclosure *enclosure, const struct held_file *file, unsigned page)
{
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        if (holding->file != file)
            continue;
        if (!holding->pages_count)
            return true;
        for (size_t k = 0; k < holding->pages_count; k++) {
            if (holding->pages[k].first <= page && page <= holding->pages[k].last)
                return true;
        }
    }
    return false;
}

const struct ocr_data *ocr_data_find(struct ocr_data_set *set, const struct held_file *file,
                                     unsigned page, struct error *err)
{
    const struct ledger *ledger = &set->dossier->ledger;
    const struct text_list *tags = &set->dossier->metadata.languages;
    struct place place = {METADATA_PATH, 0, 0};
    size_t entry = ledger->enclosure_count;
    for (size_t i = 0; i < ledger->enclosure_count && entry == ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        if (!enclosure->languages.count || !has_page(enclosure, file, page))
            continue;
        tags = &enclosure->languages;
        place = enclosure->languages_place;
        entry = i;
    }
    if (!set->entries[entry])
        set->entries[entry] = find(set, tags, place, err);
    return set->entries[entry];
}
