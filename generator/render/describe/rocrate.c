/* SPDX-License-Identifier: ISC */
/* The RO-Crate 1.2 of the bundle: the graph's root, and the files that hold it. */
#include "render/describe/rocrate.h"

#include "render/describe/describe.h"

#include <string.h>

#define CONTEXT "https://w3id.org/ro/crate/1.2/context"
#define SPECIFICATION "https://w3id.org/ro/crate/1.2"

void rocrate_ref(struct json *json, const char *key, const char *id)
{
    json_object(json, key, true);
    json_text(json, "@id", id);
    json_end_object(json);
}

void rocrate_open(struct json *json, const char *id, const char *type, const char *name)
{
    json_object(json, NULL, false);
    json_text(json, "@id", id);
    json_text(json, "@type", type);
    json_text(json, "name", name);
}

void rocrate_open_both(struct json *json, const char *id, const char *type, const char *also,
                       const char *name)
{
    json_object(json, NULL, false);
    json_text(json, "@id", id);
    json_array(json, "@type", true);
    json_text(json, NULL, type);
    json_text(json, NULL, also);
    json_end_array(json);
    json_text(json, "name", name);
}

void rocrate_text(struct json *json, const char *key, const char *text)
{
    if (*text)
        json_text(json, key, text);
}

void rocrate_date(struct json *json, const char *key, struct date date)
{
    struct buf text = BUF_INIT;
    date_append_iso(&text, date);
    json_text(json, key, text.bytes);
    buf_release(&text);
}

void rocrate_append_enclosure(struct buf *id, const struct enclosure *enclosure)
{
    buf_add_format(id, "#enclosure-%s", enclosure->id);
}

void rocrate_append_addressee(struct buf *id, size_t index)
{
    buf_add_format(id, "#addressee-%zu", index + 1);
}

void rocrate_open_list(struct json *json, const char *key, size_t count)
{
    if (count > 1)
        json_array(json, key, false);
}

void rocrate_ref_in(struct json *json, const char *key, size_t count, const char *id)
{
    rocrate_ref(json, count > 1 ? NULL : key, id);
}

void rocrate_close_list(struct json *json, size_t count)
{
    if (count > 1)
        json_end_array(json);
}

static void add_descriptor(struct json *json)
{
    rocrate_open(json, ROCRATE_FILE, "CreativeWork", "RO-Crate metadata of the dossier");
    rocrate_ref(json, "conformsTo", SPECIFICATION);
    rocrate_ref(json, "about", "./");
    json_end_object(json);
}

static bool is_in_folder(const struct output_file *file)
{
    for (size_t i = 0; i < rocrate_folder_count; i++) {
        if (!strncmp(file->name, rocrate_folders[i].name, strlen(rocrate_folders[i].name)))
            return true;
    }
    return false;
}

static bool is_part(const struct output_file *file)
{
    return rocrate_describes(file) && !is_in_folder(file);
}

/* The folders, and the files that are in none of them. */
static void add_parts(const struct rocrate *crate)
{
    struct json *json = crate->json;
    struct buf id = BUF_INIT;
    size_t count = 0;
    for (size_t i = 0; i < rocrate_folder_count; i++)
        count += rocrate_has_folder(crate, &rocrate_folders[i]);
    for (size_t i = 0; i < crate->count; i++)
        count += is_part(&crate->files[i]);
    rocrate_open_list(json, "hasPart", count);
    for (size_t i = 0; i < rocrate_folder_count; i++) {
        if (rocrate_has_folder(crate, &rocrate_folders[i]))
            rocrate_ref_in(json, "hasPart", count, rocrate_folders[i].name);
    }
    for (size_t i = 0; i < crate->count; i++) {
        if (!is_part(&crate->files[i]))
            continue;
        buf_clear(&id);
        rocrate_append_path(&id, crate->files[i].name);
        rocrate_ref_in(json, "hasPart", count, id.bytes);
    }
    rocrate_close_list(json, count);
    buf_release(&id);
}

static size_t identifier_count(const struct metadata *metadata)
{
    return *metadata->permanent_url ? 2 : 1;
}

void rocrate_add_languages(struct json *json, const struct text_list *languages)
{
    if (languages->count > 1)
        json_array(json, "inLanguage", true);
    for (size_t i = 0; i < languages->count; i++)
        json_text(json, languages->count > 1 ? NULL : "inLanguage", languages->items[i]);
    if (languages->count > 1)
        json_end_array(json);
}

static void add_root(const struct rocrate *crate)
{
    const struct metadata *metadata = &crate->dossier->metadata;
    struct json *json = crate->json;
    size_t identifiers = identifier_count(metadata);
    rocrate_open(json, "./", "Dataset", metadata->title);
    json_text(json, "description",
              *metadata->description ? metadata->description
                                     : crate->dossier->templates.settings.words.about);
    rocrate_date(json, "datePublished", metadata->published);
    rocrate_ref(json, "license", *metadata->licence ? metadata->licence : ROCRATE_NO_LICENCE);
    rocrate_open_list(json, "identifier", identifiers);
    rocrate_ref_in(json, "identifier", identifiers, "#identifier");
    if (identifiers > 1)
        rocrate_ref_in(json, "identifier", identifiers, "#permanent-url");
    rocrate_close_list(json, identifiers);
    rocrate_text(json, "url", metadata->base_url);
    rocrate_text(json, "version", metadata->edition);
    rocrate_ref(json, "author", ROCRATE_SENDER);
    if (*metadata->publisher)
        rocrate_ref(json, "publisher", ROCRATE_PUBLISHER);
    rocrate_add_languages(json, &metadata->languages);
    rocrate_ref(json, "mainEntity", ROCRATE_LETTER);
    rocrate_ref(json, "mentions", ROCRATE_BUILD);
    add_parts(crate);
    json_end_object(json);
}

static void add_identifier(struct json *json, const char *id, const char *name, const char *value)
{
    rocrate_open(json, id, "PropertyValue", name);
    json_text(json, "value", value);
    json_end_object(json);
}

static void add_identifiers(const struct rocrate *crate)
{
    const struct metadata *metadata = &crate->dossier->metadata;
    const struct settings *settings = &crate->dossier->templates.settings;
    add_identifier(crate->json, "#identifier", settings->words.identifier, metadata->identifier);
    if (*metadata->permanent_url)
        add_identifier(crate->json, "#permanent-url", settings->words.permanent_url,
                       metadata->permanent_url);
}

/* The licence, of which nothing is known but its address, or that none is stated. */
static void add_licence(const struct rocrate *crate)
{
    const struct metadata *metadata = &crate->dossier->metadata;
    const struct settings *settings = &crate->dossier->templates.settings;
    const char *unstated = settings->words.not_stated;
    bool stated = *metadata->licence;
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s: %s. %s: %s", settings->words.licence,
                   stated ? metadata->licence : unstated, settings->words.rights,
                   *metadata->rights ? metadata->rights : unstated);
    rocrate_open(crate->json, stated ? metadata->licence : ROCRATE_NO_LICENCE, "CreativeWork",
                 stated ? metadata->licence : unstated);
    json_text(crate->json, "description", text.bytes);
    json_end_object(crate->json);
    buf_release(&text);
}

static void add_graph(const struct rocrate *crate)
{
    struct json *json = crate->json;
    json_object(json, NULL, false);
    json_text(json, "@context", CONTEXT);
    json_array(json, "@graph", false);
    add_descriptor(json);
    add_root(crate);
    add_identifiers(crate);
    add_licence(crate);
    rocrate_add_parties(crate);
    rocrate_add_letter(crate);
    rocrate_add_files(crate);
    rocrate_add_build(crate);
    json_end_array(json);
    json_end_object(json);
}

void describe_crate(const struct dossier *dossier, const struct output_file *payload, size_t count,
                    struct variants *tags)
{
    struct buf text = BUF_INIT;
    struct json json;
    json_init(&json, &text);
    const struct rocrate crate = {&json, dossier, payload, count};
    add_graph(&crate);
    variants_add(tags, ROCRATE_FILE, &text);
    buf_clear(&text);
    rocrate_preview(&crate, &text);
    variants_add(tags, ROCRATE_PREVIEW, &text);
    buf_release(&text);
}
