/* SPDX-License-Identifier: ISC */
/* Dublin Core in XML: the elements and terms of DCMI, as its guidelines of 2003 write them. */
#include "model/citation.h"
#include "render/describe/describe.h"
#include "render/describe/parties.h"
#include "render/describe/xml.h"

#include <string.h>

/* An element whose text has a form of its own: an encoding scheme. */
static void add_typed(struct xml *xml, const char *name, const char *scheme, const char *text)
{
    if (!*text)
        return;
    xml_open(xml, name);
    xml_attribute(xml, "xsi:type", scheme);
    xml_add_text(xml, text);
    xml_close(xml);
}

static void add_date(struct xml *xml, const char *name, struct date date)
{
    struct buf text = BUF_INIT;
    date_append_iso(&text, date);
    add_typed(xml, name, "dcterms:W3CDTF", text.bytes);
    buf_release(&text);
}

static void add_party(struct xml *xml, const char *name, const struct party *party)
{
    struct buf text = BUF_INIT;
    parties_append(&text, party);
    xml_element_if(xml, name, text.bytes);
    buf_release(&text);
}

/* "Enclosure A: “a report”, in the words of the letter (not held)" */
static void add_enclosure(struct xml *xml, const struct settings *settings,
                          const struct enclosure *enclosure)
{
    struct buf text = BUF_INIT;
    bool from_letter = !strcmp(enclosure->title_from, "letter");
    buf_add_format(&text, "%s %s: ", settings->words.enclosure, enclosure->id);
    buf_add_format(&text, from_letter ? "“%s”, %s" : "%s, %s", enclosure->title,
                   from_letter ? settings->words.title_from_letter
                               : settings->words.title_from_document);
    buf_add_format(&text, " (%s)", settings_status_word(settings, enclosure->status));
    xml_element(xml, "dcterms:hasPart", text.bytes);
    buf_release(&text);
}

static void add_addresses(struct xml *xml, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    struct buf text = BUF_INIT;
    xml_element(xml, "dc:identifier", metadata->identifier);
    add_typed(xml, "dc:identifier", "dcterms:URI", metadata->permanent_url);
    add_typed(xml, "dc:identifier", "dcterms:URI", metadata->base_url);
    if (*metadata->base_url) {
        buf_add_format(&text, "%s%s", metadata->base_url, site_page_file(SITE_LETTER));
        add_typed(xml, "dcterms:hasFormat", "dcterms:URI", text.bytes);
        buf_clear(&text);
        buf_add_format(&text, "%s%s", metadata->base_url, dossier->outputs.pdf_name);
        add_typed(xml, "dcterms:hasFormat", "dcterms:URI", text.bytes);
    }
    buf_release(&text);
}

static void add_holding(struct xml *xml, const struct metadata *metadata)
{
    struct buf text = BUF_INIT;
    bool both = *metadata->holder && *metadata->shelfmark;
    buf_add_format(&text, "%s%s%s", metadata->holder, both ? ", " : "", metadata->shelfmark);
    xml_element_if(xml, "dc:source", text.bytes);
    buf_release(&text);
}

static void add_rights(struct xml *xml, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    bool stated = *metadata->rights || *metadata->licence;
    xml_element_if(xml, "dc:rights", metadata->rights);
    add_typed(xml, "dcterms:license", "dcterms:URI", metadata->licence);
    if (!stated)
        xml_element(xml, "dc:rights", dossier->templates.settings.words.not_stated);
}

static void add_citation(struct xml *xml, const struct dossier *dossier)
{
    struct buf text = BUF_INIT;
    citation_append(dossier, CITATION_CHICAGO, &text);
    xml_element(xml, "dcterms:bibliographicCitation", text.bytes);
    buf_release(&text);
}

static void open_root(struct xml *xml)
{
    xml_open(xml, "metadata");
    xml_attribute(xml, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    xml_attribute(xml, "xmlns:dcterms", "http://purl.org/dc/terms/");
    xml_attribute(xml, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xml_attribute(xml, "xsi:schemaLocation",
                  "http://purl.org/dc/terms/ "
                  "https://www.dublincore.org/schemas/xmls/qdc/2008/02/11/dcterms.xsd");
}

void describe_dublin_core(const struct dossier *dossier, struct buf *out)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct ledger *ledger = &dossier->ledger;
    struct xml xml;
    xml_init(&xml, out, XML_DECLARATION);
    open_root(&xml);
    xml_element(&xml, "dc:title", metadata->title);
    add_party(&xml, "dc:creator", &metadata->sender);
    for (size_t i = 0; i < metadata->addressees.count; i++)
        add_party(&xml, "dcterms:audience", &metadata->addressees.items[i]);
    xml_element_if(&xml, "dc:publisher", metadata->publisher);
    add_date(&xml, "dcterms:created", metadata->date);
    add_date(&xml, "dcterms:issued", metadata->published);
    add_typed(&xml, "dc:type", "dcterms:DCMIType", "Text");
    for (size_t i = 0; i < metadata->languages.count; i++)
        add_typed(&xml, "dc:language", "dcterms:RFC4646", metadata->languages.items[i]);
    xml_element_if(&xml, "dc:subject", metadata->subject);
    xml_element_if(&xml, "dc:description", metadata->description);
    xml_element_if(&xml, "dcterms:references", metadata->in_reply_to);
    add_addresses(&xml, dossier);
    add_holding(&xml, metadata);
    xml_element_if(&xml, "dcterms:provenance", metadata->provenance);
    add_rights(&xml, dossier);
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        add_enclosure(&xml, &dossier->templates.settings, &ledger->enclosures[i]);
    add_citation(&xml, dossier);
    xml_close(&xml);
    xml_release(&xml);
}
