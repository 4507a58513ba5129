/* SPDX-License-Identifier: ISC */
/* The letter as JSON-LD in the words of schema.org. */
#include "render/html/dossier_json.h"

#include "model/address.h"

#include <string.h>

static void write_text(struct json *json, const char *key, const char *text)
{
    if (*text)
        json_text(json, key, text);
}

static void write_date(struct json *json, const char *key, struct date date)
{
    struct buf text = BUF_INIT;
    date_append_iso(&text, date);
    json_text(json, key, text.bytes);
    buf_release(&text);
}

/* Somebody known only by an office is the office. */
static void write_party(struct json *json, const char *key, const struct party *party)
{
    json_object(json, key, true);
    json_text(json, "@type", *party->name ? "Person" : "Organization");
    json_text(json, "name", *party->name ? party->name : party->office);
    if (*party->name)
        write_text(json, "jobTitle", party->office);
    json_end_object(json);
}

/* The words of the letter stand in quotation marks, and whose words a title is in is said. */
static void write_title(struct json *json, const struct enclosure *enclosure,
                        const struct settings *settings)
{
    struct buf text = BUF_INIT;
    bool from_letter = !strcmp(enclosure->title_from, "letter");
    buf_add_format(&text, from_letter ? "“%s”" : "%s", enclosure->title);
    json_text(json, "name", text.bytes);
    json_text(json, "description",
              from_letter ? settings->words.title_from_letter
                          : settings->words.title_from_document);
    buf_release(&text);
}

static void write_languages(struct json *json, const struct text_list *languages)
{
    json_array(json, "inLanguage", true);
    for (size_t i = 0; i < languages->count; i++)
        json_text(json, NULL, languages->items[i]);
    json_end_array(json);
}

static void write_enclosures(struct json *json, const struct ledger *ledger,
                             const struct settings *settings)
{
    if (!ledger->enclosure_count)
        return;
    json_array(json, "messageAttachment", false);
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        json_object(json, NULL, true);
        json_text(json, "@type", "CreativeWork");
        json_text(json, "identifier", enclosure->id);
        write_title(json, enclosure, settings);
        if (enclosure->languages.count)
            write_languages(json, &enclosure->languages);
        json_text(json, "creativeWorkStatus", status_word(enclosure->status));
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_address(struct json *json, const char *base, const char *file)
{
    struct buf text = BUF_INIT;
    if (*base) {
        buf_add_format(&text, "%s%s", base, file);
        json_text(json, "url", text.bytes);
    }
    buf_release(&text);
}

void dossier_json_ld(const struct dossier *dossier, struct buf *out)
{
    const struct metadata *metadata = &dossier->metadata;
    struct json json;
    json_init(&json, out);
    json_object(&json, NULL, false);
    json_text(&json, "@context", "https://schema.org");
    json_text(&json, "@type", "Message");
    json_text(&json, "identifier", metadata->identifier);
    json_text(&json, "name", metadata->title);
    write_text(&json, "description", metadata->description);
    write_text(&json, "about", metadata->subject);
    write_address(&json, metadata->base_url, site_page_file(SITE_LETTER));
    write_date(&json, "dateSent", metadata->date);
    write_date(&json, "datePublished", metadata->published);
    write_languages(&json, &metadata->languages);
    write_party(&json, "sender", &metadata->sender);
    if (metadata->addressees.count) {
        json_array(&json, "toRecipient", false);
        for (size_t i = 0; i < metadata->addressees.count; i++)
            write_party(&json, NULL, &metadata->addressees.items[i]);
        json_end_array(&json);
    }
    if (*metadata->publisher) {
        json_object(&json, "publisher", true);
        json_text(&json, "@type", "Organization");
        json_text(&json, "name", metadata->publisher);
        json_end_object(&json);
    }
    write_text(&json, "version", metadata->edition);
    write_enclosures(&json, &dossier->ledger, &dossier->templates.settings);
    json_end_object(&json);
}

static void write_enclosure_of(struct json *json, const struct dossier *dossier,
                               const struct ledger_row *row)
{
    const struct enclosure *enclosure = &dossier->ledger.enclosures[row->enclosure];
    json_object(json, "isPartOf", true);
    json_text(json, "@type", "CreativeWork");
    json_text(json, "identifier", enclosure->id);
    write_title(json, enclosure, &dossier->templates.settings);
    if (enclosure->languages.count)
        write_languages(json, &enclosure->languages);
    json_end_object(json);
}

void dossier_json_ld_page(const struct dossier *dossier, const struct ledger_row *row,
                          struct buf *out)
{
    struct json json;
    struct buf name = BUF_INIT;
    json_init(&json, out);
    json_object(&json, NULL, true);
    json_text(&json, "@context", "https://schema.org");
    json_text(&json, "@type", "CreativeWork");
    ledger_append_range(&name, row->folio, row->folio);
    json_text(&json, "identifier", name.bytes);
    buf_clear(&name);
    address_append_page(&name, row->folio);
    write_address(&json, dossier->metadata.base_url, name.bytes);
    json_number(&json, "position", row->page);
    if (row->shown->store) {
        buf_clear(&name);
        buf_add_string(&name, dossier->metadata.base_url);
        address_append_picture(&name, row->folio, row->shown, PAGE_LARGE);
        json_text(&json, "image", name.bytes);
    }
    write_enclosure_of(&json, dossier, row);
    json_end_object(&json);
    buf_release(&name);
}
