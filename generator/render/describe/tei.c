/* SPDX-License-Identifier: ISC */
/* The letter in TEI P5: who wrote to whom, when, and the full text. */
#include "model/citation.h"
#include "model/forms.h"
#include "render/describe/describe.h"
#include "render/describe/parties.h"
#include "render/describe/tei_text.h"
#include "render/describe/xml.h"

#include <string.h>

static void add_paragraph(struct xml *xml, const char *text)
{
    xml_element_if(xml, "p", text);
}

static void add_date(struct xml *xml, const struct settings *settings, struct date date)
{
    struct buf text = BUF_INIT;
    date_append_iso(&text, date);
    xml_open(xml, "date");
    xml_attribute(xml, "when", text.bytes);
    buf_clear(&text);
    forms_append_date(&text, settings, date);
    xml_add_text(xml, text.bytes);
    xml_close(xml);
    buf_release(&text);
}

/* A person with the office, or the office alone. */
static void add_party(struct xml *xml, const struct party *party)
{
    xml_open(xml, *party->name ? "persName" : "orgName");
    if (*party->sort)
        xml_attribute(xml, "key", party->sort);
    bool both = *party->name && *party->office;
    if (!both && *party->url)
        xml_attribute(xml, "ref", party->url);
    xml_mixed(xml);
    xml_add_text(xml, metadata_called(party));
    if (both) {
        xml_add_text(xml, ", ");
        xml_open(xml, "roleName");
        if (*party->url)
            xml_attribute(xml, "ref", party->url);
        xml_add_text(xml, party->office);
        xml_close(xml);
    }
    xml_close(xml);
}

static void add_title(struct xml *xml, const struct metadata *metadata)
{
    xml_open(xml, "titleStmt");
    xml_element(xml, "title", metadata->title);
    xml_open(xml, "author");
    add_party(xml, &metadata->sender);
    xml_close(xml);
    xml_close(xml);
    if (*metadata->edition) {
        xml_open(xml, "editionStmt");
        xml_element(xml, "edition", metadata->edition);
        xml_close(xml);
    }
}

static void add_availability(struct xml *xml, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    bool stated = *metadata->licence || *metadata->rights;
    xml_open(xml, "availability");
    if (!stated)
        xml_attribute(xml, "status", "unknown");
    if (*metadata->licence) {
        xml_open(xml, "licence");
        xml_attribute(xml, "target", metadata->licence);
        xml_add_text(xml, metadata->licence);
        xml_close(xml);
    }
    add_paragraph(xml, metadata->rights);
    if (!stated)
        add_paragraph(xml, dossier->templates.settings.words.not_stated);
    xml_close(xml);
}

static void add_address(struct xml *xml, const char *type, const char *text)
{
    if (!*text)
        return;
    xml_open(xml, "idno");
    xml_attribute(xml, "type", type);
    xml_add_text(xml, text);
    xml_close(xml);
}

static void add_publication(struct xml *xml, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct settings *settings = &dossier->templates.settings;
    xml_open(xml, "publicationStmt");
    xml_element(xml, "publisher",
                *metadata->publisher ? metadata->publisher : settings->words.not_stated);
    add_date(xml, settings, metadata->published);
    xml_element(xml, "idno", metadata->identifier);
    add_address(xml, "DOI", citation_doi(metadata));
    add_address(xml, "URL", citation_url(metadata));
    add_availability(xml, dossier);
    xml_close(xml);
}

/* The enclosures, each with whose words its title is in, and what became of it. */
static void add_enclosures(struct xml *xml, const struct dossier *dossier)
{
    const struct ledger *ledger = &dossier->ledger;
    const struct settings *settings = &dossier->templates.settings;
    if (!ledger->enclosure_count)
        return;
    xml_open(xml, "notesStmt");
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        bool from_letter = !strcmp(enclosure->title_from, "letter");
        struct buf text = BUF_INIT;
        buf_add_format(&text, ", %s (%s)",
                       from_letter ? settings->words.title_from_letter
                                   : settings->words.title_from_document,
                       settings_status_word(settings, enclosure->status));
        xml_open(xml, "note");
        xml_attribute(xml, "type", "enclosure");
        xml_attribute(xml, "n", enclosure->id);
        xml_mixed(xml);
        xml_element(xml, from_letter ? "q" : "title", enclosure->title);
        xml_add_text(xml, text.bytes);
        xml_close(xml);
        buf_release(&text);
    }
    xml_close(xml);
}

static void add_source(struct xml *xml, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    xml_open(xml, "sourceDesc");
    if (*metadata->holder || *metadata->shelfmark) {
        xml_open(xml, "msDesc");
        xml_open(xml, "msIdentifier");
        xml_element_if(xml, "repository", metadata->holder);
        xml_element_if(xml, "idno", metadata->shelfmark);
        xml_close(xml);
        if (*metadata->provenance) {
            xml_open(xml, "history");
            xml_element(xml, "provenance", metadata->provenance);
            xml_close(xml);
        }
        xml_close(xml);
    } else {
        add_paragraph(xml, *metadata->provenance ? metadata->provenance
                                                 : dossier->templates.settings.words.not_stated);
    }
    xml_close(xml);
}

static void add_encoding(struct xml *xml, const struct settings *settings)
{
    xml_open(xml, "encodingDesc");
    xml_open(xml, "projectDesc");
    add_paragraph(xml, settings->words.about);
    xml_close(xml);
    xml_open(xml, "appInfo");
    xml_open(xml, "application");
    xml_attribute(xml, "ident", "dossier");
    xml_attribute(xml, "version", DOSSIER_VERSION);
    xml_element(xml, "label", "dossier");
    xml_close(xml);
    xml_close(xml);
    xml_close(xml);
}

static void add_correspondence(struct xml *xml, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    xml_open(xml, "correspDesc");
    xml_open(xml, "correspAction");
    xml_attribute(xml, "type", "sent");
    add_party(xml, &metadata->sender);
    xml_element_if(xml, "placeName", metadata->place);
    add_date(xml, &dossier->templates.settings, metadata->date);
    xml_close(xml);
    if (metadata->addressees.count) {
        xml_open(xml, "correspAction");
        xml_attribute(xml, "type", "received");
        for (size_t i = 0; i < metadata->addressees.count; i++)
            add_party(xml, &metadata->addressees.items[i]);
        xml_close(xml);
    }
    if (*metadata->in_reply_to) {
        xml_open(xml, "correspContext");
        xml_open(xml, "ref");
        xml_attribute(xml, "type", "replyTo");
        xml_add_text(xml, metadata->in_reply_to);
        xml_close(xml);
        xml_close(xml);
    }
    xml_close(xml);
}

static void add_profile(struct xml *xml, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    struct buf name = BUF_INIT;
    xml_open(xml, "profileDesc");
    if (*metadata->description) {
        xml_open(xml, "abstract");
        add_paragraph(xml, metadata->description);
        xml_close(xml);
    }
    xml_open(xml, "langUsage");
    for (size_t i = 0; i < metadata->languages.count; i++) {
        xml_open(xml, "language");
        xml_attribute(xml, "ident", metadata->languages.items[i]);
        buf_clear(&name);
        forms_append_language(&name, &dossier->templates.settings, metadata->languages.items[i]);
        xml_add_text(xml, name.bytes);
        xml_close(xml);
    }
    xml_close(xml);
    if (*metadata->subject) {
        xml_open(xml, "textClass");
        xml_open(xml, "keywords");
        xml_element(xml, "term", metadata->subject);
        xml_close(xml);
        xml_close(xml);
    }
    add_correspondence(xml, dossier);
    xml_close(xml);
    buf_release(&name);
}

void describe_tei(const struct dossier *dossier, struct buf *out)
{
    const struct settings *settings = &dossier->templates.settings;
    struct xml xml;
    xml_init(&xml, out, XML_DECLARATION);
    xml_open(&xml, "TEI");
    xml_attribute(&xml, "xmlns", "http://www.tei-c.org/ns/1.0");
    xml_open(&xml, "teiHeader");
    xml_attribute(&xml, "xml:lang", settings->language);
    xml_open(&xml, "fileDesc");
    add_title(&xml, &dossier->metadata);
    add_publication(&xml, dossier);
    add_enclosures(&xml, dossier);
    add_source(&xml, dossier);
    xml_close(&xml);
    add_encoding(&xml, settings);
    add_profile(&xml, dossier);
    xml_close(&xml);
    tei_text(&xml, dossier);
    xml_close(&xml);
    xml_release(&xml);
}
