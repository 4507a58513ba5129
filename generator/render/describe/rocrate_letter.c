/* SPDX-License-Identifier: ISC */
/* The RO-Crate's entities of the letter, its enclosures, persons and offices. */
#include "render/describe/rocrate.h"

#include "model/description.h"

#include <string.h>

#define OFFICE_OF "-office"
#define CONTACT "#contact"

/* A person with the office, or the office alone. The address is the office's where there is one. */
static void add_party(struct json *json, const char *id, const struct party *party)
{
    struct buf office = BUF_INIT;
    bool both = *party->name && *party->office;
    buf_add_format(&office, "%s" OFFICE_OF, id);
    rocrate_open(json, id, *party->name ? "Person" : "Organization", metadata_called(party));
    if (both) {
        json_text(json, "jobTitle", party->office);
        rocrate_ref(json, "affiliation", office.bytes);
    } else {
        rocrate_text(json, "url", party->url);
    }
    json_end_object(json);
    if (both) {
        rocrate_open(json, office.bytes, "Organization", party->office);
        rocrate_text(json, "url", party->url);
        json_end_object(json);
    }
    buf_release(&office);
}

/* Where who publishes can be reached, as far as the metadata know: on the web. */
static void add_publisher(const struct rocrate *crate)
{
    const struct metadata *metadata = &crate->dossier->metadata;
    const struct settings *settings = &crate->dossier->templates.settings;
    bool reached = *metadata->publisher_url;
    rocrate_open(crate->json, ROCRATE_PUBLISHER, "Organization", metadata->publisher);
    rocrate_text(crate->json, "url", metadata->publisher_url);
    if (reached)
        rocrate_ref(crate->json, "contactPoint", CONTACT);
    json_end_object(crate->json);
    if (reached) {
        rocrate_open(crate->json, CONTACT, "ContactPoint", settings->words.publisher_url);
        json_text(crate->json, "url", metadata->publisher_url);
        json_end_object(crate->json);
    }
}

void rocrate_add_parties(const struct rocrate *crate)
{
    const struct metadata *metadata = &crate->dossier->metadata;
    struct buf id = BUF_INIT;
    add_party(crate->json, ROCRATE_SENDER, &metadata->sender);
    for (size_t i = 0; i < metadata->addressees.count; i++) {
        buf_clear(&id);
        rocrate_append_addressee(&id, i);
        add_party(crate->json, id.bytes, &metadata->addressees.items[i]);
    }
    if (*metadata->publisher)
        add_publisher(crate);
    if (*metadata->place) {
        rocrate_open(crate->json, "#place", "Place", metadata->place);
        json_end_object(crate->json);
    }
    if (*metadata->holder) {
        rocrate_open(crate->json, "#holder", "ArchiveOrganization", metadata->holder);
        json_end_object(crate->json);
    }
    buf_release(&id);
}

/* Where the letter's text stands in the bundle. */
static void add_encodings(const struct rocrate *crate)
{
    struct json *json = crate->json;
    struct buf id = BUF_INIT;
    json_array(json, "encoding", false);
    rocrate_ref(json, NULL, "data/sources/letter.md");
    buf_add_format(&id, "data/site/%s", site_page_file(SITE_LETTER));
    rocrate_ref(json, NULL, id.bytes);
    buf_clear(&id);
    buf_add_format(&id, "data/site/%s", description_file(DESCRIPTION_TEI));
    rocrate_ref(json, NULL, id.bytes);
    for (size_t i = 0; i < crate->count; i++) {
        if (rocrate_is_pdf(&crate->files[i]))
            rocrate_ref(json, NULL, crate->files[i].name);
    }
    json_end_array(json);
    buf_release(&id);
}

static void add_recipients(const struct rocrate *crate)
{
    size_t count = crate->dossier->metadata.addressees.count;
    struct buf id = BUF_INIT;
    rocrate_open_list(crate->json, "recipient", count);
    for (size_t i = 0; i < count; i++) {
        buf_clear(&id);
        rocrate_append_addressee(&id, i);
        rocrate_ref_in(crate->json, "recipient", count, id.bytes);
    }
    rocrate_close_list(crate->json, count);
    buf_release(&id);
}

static void add_attachments(const struct rocrate *crate)
{
    const struct ledger *ledger = &crate->dossier->ledger;
    struct buf id = BUF_INIT;
    rocrate_open_list(crate->json, "messageAttachment", ledger->enclosure_count);
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        buf_clear(&id);
        rocrate_append_enclosure(&id, &ledger->enclosures[i]);
        rocrate_ref_in(crate->json, "messageAttachment", ledger->enclosure_count, id.bytes);
    }
    rocrate_close_list(crate->json, ledger->enclosure_count);
    buf_release(&id);
}

/* Each file once, however much of it the enclosure has. */
static void add_holdings(struct json *json, const struct enclosure *enclosure)
{
    struct buf id = BUF_INIT;
    size_t count = 0;
    for (size_t i = 0; i < enclosure->holding_count; i++)
        count += !i || enclosure->holdings[i].file != enclosure->holdings[i - 1].file;
    rocrate_open_list(json, "hasPart", count);
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        if (i && enclosure->holdings[i].file == enclosure->holdings[i - 1].file)
            continue;
        buf_clear(&id);
        buf_add_string(&id, "data/attachments/");
        rocrate_append_path(&id, enclosure->holdings[i].file->name);
        rocrate_ref_in(json, "hasPart", count, id.bytes);
    }
    rocrate_close_list(json, count);
    buf_release(&id);
}

/* Whose words a title is in is said; those of the letter stand in quotation marks. */
static void add_enclosure(const struct rocrate *crate, const struct enclosure *enclosure)
{
    const struct settings *settings = &crate->dossier->templates.settings;
    struct json *json = crate->json;
    bool from_letter = !strcmp(enclosure->title_from, "letter");
    struct buf id = BUF_INIT;
    struct buf text = BUF_INIT;
    rocrate_append_enclosure(&id, enclosure);
    buf_add_format(&text, from_letter ? "“%s”" : "%s", enclosure->title);
    rocrate_open(json, id.bytes, "CreativeWork", text.bytes);
    json_text(json, "identifier", enclosure->id);
    buf_clear(&text);
    buf_add_format(
        &text, "%s %s. %s: %s.", settings->words.enclosure, enclosure->id, settings->words.title,
        from_letter ? settings->words.title_from_letter : settings->words.title_from_document);
    if (enclosure->first_folio) {
        buf_add_format(&text, " %s: ", settings->words.folios);
        ledger_append_range(&text, enclosure->first_folio, enclosure->last_folio);
        buf_add_char(&text, '.');
    }
    if (*enclosure->reason)
        buf_add_format(&text, " %s: %s", settings->words.reason, enclosure->reason);
    if (*enclosure->authority)
        buf_add_format(&text, " %s: %s", settings->words.authority, enclosure->authority);
    json_text(json, "description", text.bytes);
    rocrate_add_languages(json, &enclosure->languages);
    json_text(json, "creativeWorkStatus", status_word(enclosure->status));
    add_holdings(json, enclosure);
    json_end_object(json);
    buf_release(&id);
    buf_release(&text);
}

/* What holds the letter itself makes it a part of an archive. */
static void open_letter(struct json *json, const struct metadata *metadata)
{
    bool archived = *metadata->holder || *metadata->shelfmark;
    if (archived)
        rocrate_open_both(json, ROCRATE_LETTER, "Message", "ArchiveComponent", metadata->title);
    else
        rocrate_open(json, ROCRATE_LETTER, "Message", metadata->title);
    if (*metadata->holder)
        rocrate_ref(json, "holdingArchive", "#holder");
    rocrate_text(json, "itemLocation", metadata->shelfmark);
}

static void add_letter(const struct rocrate *crate)
{
    const struct metadata *metadata = &crate->dossier->metadata;
    const struct settings *settings = &crate->dossier->templates.settings;
    struct json *json = crate->json;
    struct buf text = BUF_INIT;
    open_letter(json, metadata);
    buf_add_format(&text, "%s: %s", settings->words.provenance,
                   *metadata->provenance ? metadata->provenance : settings->words.not_stated);
    json_text(json, "description", text.bytes);
    rocrate_text(json, "about", metadata->subject);
    rocrate_text(json, "identifier", metadata->reference);
    rocrate_text(json, "citation", metadata->in_reply_to);
    rocrate_date(json, "dateSent", metadata->date);
    if (*metadata->place)
        rocrate_ref(json, "locationCreated", "#place");
    rocrate_ref(json, "sender", ROCRATE_SENDER);
    add_recipients(crate);
    add_encodings(crate);
    add_attachments(crate);
    json_end_object(json);
    buf_release(&text);
}

void rocrate_add_letter(const struct rocrate *crate)
{
    const struct ledger *ledger = &crate->dossier->ledger;
    add_letter(crate);
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        add_enclosure(crate, &ledger->enclosures[i]);
}
