/* SPDX-License-Identifier: ISC */
/* The records that templates see: the dossier, its metadata, the page and the downloads. */
#include "render/html/view.h"

#include "model/citation.h"
#include "model/description.h"
#include "model/forms.h"
#include "model/language.h"
#include "render/html/dossier_json.h"

#include <string.h>

static struct value *party(struct arena *arena, const struct party *party)
{
    if (!*party->name && !*party->office)
        return value_text(arena, "");
    struct value *record = value_record(arena);
    value_set_text(arena, record, "name", party->name);
    value_set_text(arena, record, "office", party->office);
    value_set_text(arena, record, "url", party->url);
    return record;
}

static struct value *parties(struct arena *arena, const struct party_list *list)
{
    struct value *values = value_list(arena);
    for (size_t i = 0; i < list->count; i++)
        value_add(arena, values, party(arena, &list->items[i]));
    return values;
}

/* A record of `iso` and `words`, or "" where there is no date. */
static struct value *day(struct arena *arena, const struct settings *settings, struct date date)
{
    if (!date.year)
        return value_text(arena, "");
    struct buf text = BUF_INIT;
    struct value *record = value_record(arena);
    date_append_iso(&text, date);
    value_set(arena, record, "iso", view_take(arena, &text));
    forms_append_date(&text, settings, date);
    value_set(arena, record, "words", view_take(arena, &text));
    buf_release(&text);
    return record;
}

struct value *view_languages(struct arena *arena, const struct settings *settings,
                             const struct text_list *tags)
{
    struct value *list = value_list(arena);
    struct buf name = BUF_INIT;
    for (size_t i = 0; i < tags->count; i++) {
        struct value *record = value_record(arena);
        value_set_text(arena, record, "tag", tags->items[i]);
        forms_append_language(&name, settings, tags->items[i]);
        value_set(arena, record, "name", view_take(arena, &name));
        value_set(arena, record, "more", value_bool(arena, i + 1 < tags->count));
        value_add(arena, list, record);
    }
    buf_release(&name);
    return list;
}

static struct value *field_value(struct arena *arena, const struct dossier *dossier,
                                 const struct field *field)
{
    const struct settings *settings = &dossier->templates.settings;
    const void *value = metadata_value(&dossier->metadata, field);
    switch (field->type) {
    case FIELD_IDENTIFIER:
    case FIELD_TEXT:
    case FIELD_ADDRESS:
    case FIELD_LINK:
        return value_text(arena, *(const char *const *)value);
    case FIELD_DATE:
        return day(arena, settings, *(const struct date *)value);
    case FIELD_LANGUAGES:
        return view_languages(arena, settings, value);
    case FIELD_PARTY:
        return party(arena, value);
    case FIELD_PARTIES:
        return parties(arena, value);
    }
    return value_text(arena, "");
}

static const char *field_slot(const struct field *field)
{
    switch (field->type) {
    case FIELD_IDENTIFIER:
    case FIELD_TEXT:
        return "text";
    case FIELD_ADDRESS:
    case FIELD_LINK:
        return "address";
    case FIELD_DATE:
        return "date";
    case FIELD_LANGUAGES:
        return "languages";
    case FIELD_PARTY:
        return "party";
    case FIELD_PARTIES:
        return "parties";
    }
    return "text";
}

/* Sets `metadata`, each field by its key, and `fields`, all of them in the table's order. */
static void set_metadata(struct arena *arena, struct value *view, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct settings *settings = &dossier->templates.settings;
    static const char *const slots[] = {"text", "address", "date", "languages", "party", "parties"};
    struct value *record = value_record(arena);
    struct value *fields = value_list(arena);
    struct value *none = value_text(arena, "");
    for (size_t i = 0; i < metadata_field_count; i++) {
        const struct field *field = &metadata_fields[i];
        struct value *value = field_value(arena, dossier, field);
        struct value *item = value_record(arena);
        value_set(arena, record, field->key, value);
        value_set_text(arena, item, "key", field->key);
        value_set_text(arena, item, "label", settings_field_label(settings, field));
        value_set_text(arena, item, "purpose", field->purpose);
        value_set(arena, item, "given", value_bool(arena, metadata_has(metadata, field)));
        for (size_t k = 0; k < sizeof slots / sizeof *slots; k++)
            value_set(arena, item, slots[k], strcmp(slots[k], field_slot(field)) ? none : value);
        value_add(arena, fields, item);
    }
    value_set(arena, view, "metadata", record);
    value_set(arena, view, "fields", fields);
}

static struct value *letter(struct arena *arena, const struct dossier *dossier)
{
    const struct letter *letter = &dossier->letter;
    struct value *record = value_record(arena);
    value_set_text(arena, record, "lang", letter->root->lang);
    value_set_text(arena, record, "dir", language_right_to_left(letter->root->lang) ? "rtl" : "");
    value_set(arena, record, "paragraphs", view_number(arena, dossier, letter->paragraph_count));
    value_set(arena, record, "one", value_bool(arena, letter->paragraph_count == 1));
    value_set(arena, record, "last",
              letter->paragraph_count ? value_number(arena, letter->paragraph_count)
                                      : value_text(arena, ""));
    return record;
}

struct value *view_take(struct arena *arena, struct buf *text)
{
    struct value *value =
        value_bytes(arena, arena_copy(arena, text->bytes, text->length), text->length);
    buf_clear(text);
    return value;
}

struct value *view_number(struct arena *arena, const struct dossier *dossier,
                          unsigned long long number)
{
    struct buf text = BUF_INIT;
    forms_append_number(&text, &dossier->templates.settings, number);
    struct value *value = view_take(arena, &text);
    buf_release(&text);
    return value;
}

/* The files that describe the dossier, and the citations. */
static void set_descriptions(struct arena *arena, struct value *view, const struct dossier *dossier)
{
    struct value *descriptions = value_list(arena);
    struct value *citations = value_list(arena);
    struct buf text = BUF_INIT;
    for (int i = 0; i < DESCRIPTION_COUNT; i++) {
        struct value *record = value_record(arena);
        value_set_text(arena, record, "file", description_file((enum description)i));
        value_set_text(arena, record, "name", description_name((enum description)i));
        value_set_text(arena, record, "type", description_media((enum description)i));
        value_add(arena, descriptions, record);
    }
    for (int i = 0; i < CITATION_STYLE_COUNT; i++) {
        struct value *record = value_record(arena);
        value_set_text(arena, record, "style", citation_style_name((enum citation_style)i));
        citation_append(dossier, (enum citation_style)i, &text);
        value_set(arena, record, "text", view_take(arena, &text));
        value_add(arena, citations, record);
    }
    value_set(arena, view, "descriptions", descriptions);
    value_set(arena, view, "citations", citations);
    buf_release(&text);
}

struct value *view_new(const struct dossier *dossier, struct arena *arena)
{
    struct value *view = value_record(arena);
    struct buf text = BUF_INIT;
    set_metadata(arena, view, dossier);
    value_set(arena, view, "letter", letter(arena, dossier));
    value_set(arena, view, "ledger", view_ledger(dossier, arena));
    value_set(arena, view, "enclosures", view_enclosures(dossier, arena));
    value_set_text(arena, view, "json-file", DESCRIPTION_JSON_FILE);
    value_set_text(arena, view, "ledger-csv", DESCRIPTION_LEDGER_CSV_FILE);
    value_set_text(arena, view, "ledger-json", DESCRIPTION_LEDGER_JSON_FILE);
    value_set_text(arena, view, "pdf-name", dossier->outputs.pdf_name);
    value_set_text(arena, view, "zip-name", dossier->outputs.zip_name);
    set_descriptions(arena, view, dossier);
    value_set_text(arena, view, "version", DOSSIER_VERSION);
    dossier_json_ld(dossier, &text);
    value_set(arena, view, "json-ld", view_take(arena, &text));
    buf_release(&text);
    return view;
}

void view_set_page(struct arena *arena, struct value *view, const struct dossier *dossier,
                   const char *file)
{
    static const char *const flags[] = {[SITE_INDEX] = "index",
                                        [SITE_LETTER] = "letter",
                                        [SITE_ENCLOSURES] = "enclosures",
                                        [SITE_METADATA] = "metadata"};
    struct value *page = value_record(arena);
    struct buf address = BUF_INIT;
    value_set_text(arena, page, "file", file);
    bool found = strcmp(file, VIEW_NOT_FOUND_FILE) != 0;
    bool enclosed = found;
    for (int i = 0; i < SITE_PAGE_COUNT; i++) {
        bool same = !strcmp(file, site_page_file((enum site_page)i));
        value_set(arena, page, flags[i], value_bool(arena, same));
        enclosed = enclosed && !same;
    }
    value_set(arena, page, "enclosed", value_bool(arena, enclosed));
    value_set(arena, page, "not-found", value_bool(arena, !found));
    if (*dossier->metadata.base_url && found) {
        buf_add_string(&address, dossier->metadata.base_url);
        if (strcmp(file, site_page_file(SITE_INDEX)) != 0)
            buf_add_string(&address, file);
    }
    value_set(arena, page, "address", view_take(arena, &address));
    /* A host shows that page under any address, so that its links cannot be relative. */
    value_set_text(arena, page, "root", found ? "" : dossier->metadata.base_url);
    value_set(arena, view, "page", page);
    buf_release(&address);
}

static struct value *download(struct arena *arena, const struct dossier *dossier,
                              const struct output_file *file, const char *folder, const char *name)
{
    struct value *record = value_record(arena);
    struct buf text = BUF_INIT;
    value_set_text(arena, record, "name", name);
    buf_add_format(&text, "%s%s", folder, name);
    value_set(arena, record, "href", view_take(arena, &text));
    forms_append_size(&text, &dossier->templates.settings, file->size);
    value_set(arena, record, "size", view_take(arena, &text));
    value_set(arena, record, "bytes", view_number(arena, dossier, file->size));
    digest_append_hex(&text, file->digest.sha256, DIGEST_SHA256_SIZE);
    value_set(arena, record, "sha256", view_take(arena, &text));
    buf_release(&text);
    return record;
}

void view_set_downloads(struct arena *arena, struct value *view, const struct dossier *dossier,
                        const struct output_file *pdf, const struct output_file *zip)
{
    value_set(arena, view, "pdf",
              download(arena, dossier, pdf, zip ? "" : "../", dossier->outputs.pdf_name));
    value_set(arena, view, "zip",
              zip ? download(arena, dossier, zip, "", dossier->outputs.zip_name)
                  : value_text(arena, ""));
    value_set(arena, view, "in-bundle", value_bool(arena, !zip));
}
