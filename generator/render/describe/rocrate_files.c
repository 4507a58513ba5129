/* SPDX-License-Identifier: ISC */
/* The RO-Crate's data entities: the folders and files of the payload. */
#include "model/description.h"
#include "render/describe/rocrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SITE "data/site/"
#define ATTACHMENTS "data/attachments/"

const struct rocrate_folder rocrate_folders[] = {
    {"data/sources/", "Sources", "The letter, and what is known of it"},
    {ATTACHMENTS, "Attachments", "The manifest of the enclosed pages, and the files that are held"},
    {SITE, "Site", "The dossier as a website; of its files the main ones are described"},
    {"data/templates/", "Templates", "What site and PDF are set with"},
    {ROCRATE_SOURCE, "Source of dossier",
     "The source of the program that makes such dossiers, to be compiled; of its files the main ones"
     " are described"},
};
const size_t rocrate_folder_count = sizeof rocrate_folders / sizeof *rocrate_folders;

/* What is told of files that every dossier has, or may have. */
static const struct {
    const char *name;
    const char *description;
} known[] = {
    {"data/sources/letter.md", "The letter’s text, word for word, in Markdown"},
    {"data/sources/metadata.yaml", "What is known of the letter, in YAML"},
    {ATTACHMENTS "manifest.yaml", "The enclosures and their pages, in YAML"},
    {SITE "index.html", "The site’s first page"},
    {SITE "letter.html", "The letter in the site"},
    {SITE "enclosures.html", "The enclosed pages and their ledger in the site"},
    {SITE "metadata.html", "What is known of the letter, in the site"},
    {SITE DESCRIPTION_JSON_FILE, "All that the dossier knows, for programs"},
    {SITE DESCRIPTION_LEDGER_CSV_FILE, "The ledger of the enclosed pages, row by row, as a table"},
    {SITE DESCRIPTION_LEDGER_JSON_FILE, "The ledger of the enclosed pages, row by row, as JSON"},
    {SITE "dc.xml", "The dossier described in Dublin Core"},
    {SITE "premis.xml", "The dossier described in PREMIS 3"},
    {SITE "letter.tei.xml", "The letter with its full text in TEI P5"},
    {SITE "citation.csl.json", "The citation in CSL-JSON"},
    {SITE "citation.bib", "The citation in BibTeX"},
    {SITE "citation.ris", "The citation in RIS"},
    {ROCRATE_LICENCE, "The licence of the program"},
    {ROCRATE_SOURCE "Makefile", "How the program is compiled, by GNU make"},
    {ROCRATE_MAIN, "Where the program begins"},
    {ROCRATE_SOURCE "README.md", "What the program is, and how it is compiled and used"},
};

static const char *known_description(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!strcmp(known[i].name, name))
            return known[i].description;
    }
    return NULL;
}

static bool is_below(const char *name, const char *folder)
{
    return !strncmp(name, folder, strlen(folder));
}

bool rocrate_describes(const struct output_file *file)
{
    return (!is_below(file->name, SITE) && !is_below(file->name, ROCRATE_SOURCE)) ||
           known_description(file->name);
}

bool rocrate_has_folder(const struct rocrate *crate, const struct rocrate_folder *folder)
{
    for (size_t i = 0; i < crate->count; i++) {
        if (is_below(crate->files[i].name, folder->name) && rocrate_describes(&crate->files[i]))
            return true;
    }
    return false;
}

bool rocrate_has_file(const struct rocrate *crate, const char *name)
{
    for (size_t i = 0; i < crate->count; i++) {
        if (!strcmp(crate->files[i].name, name))
            return true;
    }
    return false;
}

bool rocrate_is_pdf(const struct output_file *file)
{
    const char *name = file->name + strlen("data/");
    size_t length = strlen(name);
    return !strchr(name, '/') && length > 4 && !strcmp(name + length - 4, ".pdf");
}

static int by_name(const void *key, const void *item)
{
    return strcmp(key, (*(struct held_file *const *)item)->name);
}

/* The held file that a file of the payload is; NULL where it is none. */
static const struct held_file *find_held(const struct rocrate *crate,
                                         const struct output_file *file)
{
    const struct ledger *ledger = &crate->dossier->ledger;
    if (!is_below(file->name, ATTACHMENTS) || !ledger->file_count)
        return NULL;
    struct held_file *const *found = bsearch(file->name + strlen(ATTACHMENTS), ledger->files,
                                             ledger->file_count, sizeof *ledger->files, by_name);
    return found ? *found : NULL;
}

const char *rocrate_file_description(const struct rocrate *crate, const struct output_file *file)
{
    const char *description = known_description(file->name);
    if (description)
        return description;
    if (find_held(crate, file))
        return "Enclosed pages, as a file that is held or an extract of one";
    if (is_below(file->name, ATTACHMENTS))
        return "What belongs to a file that is held";
    if (is_below(file->name, "data/sources/"))
        return "A picture in the letter";
    if (is_below(file->name, "data/templates/"))
        return "What site or PDF are set with";
    if (rocrate_is_pdf(file))
        return "The dossier in one PDF, for reading, printing and archives";
    return "What the dossier was made with";
}

const char *rocrate_file_media(const struct rocrate *crate, const struct output_file *file)
{
    static const struct {
        const char *end;
        const char *media;
    } media[] = {
        {".md", "text/markdown"},
        {".yaml", "application/yaml"},
        {".html", "text/html"},
        {".css", "text/css"},
        {".csv", "text/csv"},
        {".txt", "text/plain"},
        {".pdf", "application/pdf"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".xml", "application/xml"},
        {".svg", "image/svg+xml"},
        {".c", "text/x-c"},
        {".h", "text/x-c"},
        {".json", "application/json"},
    };
    const struct held_file *held = find_held(crate, file);
    size_t length = strlen(file->name);
    if (held && held->media)
        return held->media;
    for (int i = 0; i < DESCRIPTION_COUNT; i++) {
        if (is_below(file->name, SITE) &&
            !strcmp(file->name + strlen(SITE), description_file((enum description)i)))
            return description_media((enum description)i);
    }
    for (size_t i = 0; i < sizeof media / sizeof *media; i++) {
        size_t size = strlen(media[i].end);
        if (length > size && !strcmp(file->name + length - size, media[i].end))
            return media[i].media;
    }
    return "application/octet-stream";
}

void rocrate_append_path(struct buf *id, const char *path)
{
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        if (c <= 0x20 || c == 0x7F || strchr("\"%<>\\^`{|}#?[]", c))
            buf_add_format(id, "%%%02X", c);
        else
            buf_add_char(id, (char)c);
    }
}

static void add_folder(const struct rocrate *crate, const struct rocrate_folder *folder)
{
    struct json *json = crate->json;
    struct buf id = BUF_INIT;
    size_t count = 0;
    for (size_t i = 0; i < crate->count; i++)
        count +=
            is_below(crate->files[i].name, folder->name) && rocrate_describes(&crate->files[i]);
    if (!count)
        return;
    rocrate_open(json, folder->name, "Dataset", folder->title);
    json_text(json, "description", folder->description);
    if (!strcmp(folder->name, ROCRATE_SOURCE))
        rocrate_add_source(crate);
    rocrate_open_list(json, "hasPart", count);
    for (size_t i = 0; i < crate->count; i++) {
        if (!is_below(crate->files[i].name, folder->name) || !rocrate_describes(&crate->files[i]))
            continue;
        buf_clear(&id);
        rocrate_append_path(&id, crate->files[i].name);
        rocrate_ref_in(json, "hasPart", count, id.bytes);
    }
    rocrate_close_list(json, count);
    json_end_object(json);
    buf_release(&id);
}

static void add_file(const struct rocrate *crate, const struct output_file *file)
{
    struct json *json = crate->json;
    struct buf text = BUF_INIT;
    const char *name = file->name + strlen("data/");
    bool is_main = !strcmp(file->name, ROCRATE_MAIN);
    rocrate_append_path(&text, file->name);
    if (is_main)
        rocrate_open_both(json, text.bytes, "File", "SoftwareSourceCode", name);
    else if (!strcmp(file->name, ROCRATE_LICENCE))
        rocrate_open_both(json, text.bytes, "File", "CreativeWork", name);
    else
        rocrate_open(json, text.bytes, "File", name);
    json_text(json, "description", rocrate_file_description(crate, file));
    json_text(json, "encodingFormat", rocrate_file_media(crate, file));
    buf_clear(&text);
    buf_add_format(&text, "%" PRIu64, file->size);
    json_text(json, "contentSize", text.bytes);
    buf_clear(&text);
    digest_append_hex(&text, file->digest.sha256, DIGEST_SHA256_SIZE);
    json_text(json, "sha256", text.bytes);
    if (is_main)
        rocrate_add_source_main(crate);
    json_end_object(json);
    buf_release(&text);
}

void rocrate_add_files(const struct rocrate *crate)
{
    for (size_t i = 0; i < rocrate_folder_count; i++)
        add_folder(crate, &rocrate_folders[i]);
    for (size_t i = 0; i < crate->count; i++) {
        if (rocrate_describes(&crate->files[i]))
            add_file(crate, &crate->files[i]);
    }
}
