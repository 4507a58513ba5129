/* SPDX-License-Identifier: ISC */
/* PREMIS 3.0: the dossier and its files, what the build did with them, and the rights. */
#include "render/describe/describe.h"
#include "render/describe/xml.h"

#include <inttypes.h>
#include <string.h>

/* Files are called what they are in the bundle. */
#define PATH_TYPE "path in the bundle"
#define LOCAL_TYPE "local"
#define PROGRAM "dossier"
#define LETTER_PATH "data/sources/letter.md"

struct writer {
    struct xml xml;
    const struct dossier *dossier;
    const char *dossier_id;
};

/* "objectIdentifier" of objectIdentifierType and objectIdentifierValue, and the like. */
static void add_identifier(struct writer *writer, const char *what, const char *type,
                           const char *value)
{
    struct xml *xml = &writer->xml;
    struct buf whole = BUF_INIT, type_name = BUF_INIT, value_name = BUF_INIT;
    buf_add_format(&whole, "%sIdentifier", what);
    buf_add_format(&type_name, "%sIdentifierType", what);
    buf_add_format(&value_name, "%sIdentifierValue", what);
    xml_open(xml, whole.bytes);
    xml_element(xml, type_name.bytes, type);
    xml_element(xml, value_name.bytes, value);
    xml_close(xml);
    buf_release(&whole);
    buf_release(&type_name);
    buf_release(&value_name);
}

static void open_object(struct writer *writer, const char *kind, const char *type,
                        const char *value)
{
    xml_open(&writer->xml, "object");
    xml_attribute(&writer->xml, "xsi:type", kind);
    add_identifier(writer, "object", type, value);
}

static void add_property(struct writer *writer, const char *type, const char *value)
{
    if (!*value)
        return;
    xml_open(&writer->xml, "significantProperties");
    xml_element(&writer->xml, "significantPropertiesType", type);
    xml_element(&writer->xml, "significantPropertiesValue", value);
    xml_close(&writer->xml);
}

static void add_fixity(struct writer *writer, const char *algorithm, const uint8_t *bytes,
                       size_t length)
{
    struct buf hex = BUF_INIT;
    digest_append_hex(&hex, bytes, length);
    xml_open(&writer->xml, "fixity");
    xml_element(&writer->xml, "messageDigestAlgorithm", algorithm);
    xml_element(&writer->xml, "messageDigest", hex.bytes);
    xml_close(&writer->xml);
    buf_release(&hex);
}

static void add_relationship(struct writer *writer, const char *how, const char *type,
                             const char *value)
{
    xml_open(&writer->xml, "relationship");
    xml_element(&writer->xml, "relationshipType", "structural");
    xml_element(&writer->xml, "relationshipSubType", how);
    add_identifier(writer, "relatedObject", type, value);
    xml_close(&writer->xml);
}

static void add_file(struct writer *writer, const char *path, uint64_t size,
                     const struct digest *digest, const char *media, const char *kind)
{
    struct xml *xml = &writer->xml;
    struct buf text = BUF_INIT;
    open_object(writer, "file", PATH_TYPE, path);
    add_property(writer, "content", kind);
    xml_open(xml, "objectCharacteristics");
    add_fixity(writer, "SHA-256", digest->sha256, DIGEST_SHA256_SIZE);
    add_fixity(writer, "SHA-512", digest->sha512, DIGEST_SHA512_SIZE);
    buf_add_format(&text, "%" PRIu64, size);
    xml_element(xml, "size", text.bytes);
    xml_open(xml, "format");
    xml_open(xml, "formatDesignation");
    xml_element(xml, "formatName", media);
    xml_close(xml);
    xml_close(xml);
    xml_close(xml);
    add_relationship(writer, "is part of", LOCAL_TYPE, writer->dossier_id);
    xml_close(xml);
    buf_release(&text);
}

static void add_pages(struct writer *writer, const struct enclosure *enclosure)
{
    struct buf text = BUF_INIT;
    if (enclosure->pages)
        buf_add_format(&text, "%u", enclosure->pages);
    add_property(writer, "pages",
                 enclosure->pages ? text.bytes
                                  : writer->dossier->templates.settings.words.not_stated);
    buf_clear(&text);
    if (enclosure->first_folio)
        ledger_append_range(&text, enclosure->first_folio, enclosure->last_folio);
    add_property(writer, "folios", text.bytes);
    buf_release(&text);
}

static void file_path(const struct held_file *file, struct buf *path)
{
    buf_clear(path);
    buf_add_format(path, "data/attachments/%s", file->name);
}

static void add_enclosure(struct writer *writer, const struct enclosure *enclosure)
{
    const struct settings *settings = &writer->dossier->templates.settings;
    bool from_letter = !strcmp(enclosure->title_from, "letter");
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s/%s", writer->dossier_id, enclosure->id);
    open_object(writer, "intellectualEntity", LOCAL_TYPE, text.bytes);
    add_property(writer, "title", enclosure->title);
    add_property(writer, "source of the title",
                 from_letter ? settings->words.title_from_letter
                             : settings->words.title_from_document);
    add_property(writer, "status", status_word(enclosure->status));
    add_property(writer, "reason", enclosure->reason);
    add_property(writer, "authority", enclosure->authority);
    add_pages(writer, enclosure);
    add_relationship(writer, "is part of", LOCAL_TYPE, writer->dossier_id);
    const struct held_file *last = NULL;
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct held_file *file = enclosure->holdings[i].file;
        file_path(file, &text);
        if (file != last)
            add_relationship(writer, "has part", PATH_TYPE, text.bytes);
        last = file;
    }
    xml_close(&writer->xml);
    buf_release(&text);
}

/* The dossier, and each enclosure whether it is held or not, as what somebody speaks of. */
static void add_entities(struct writer *writer)
{
    const struct metadata *metadata = &writer->dossier->metadata;
    const struct ledger *ledger = &writer->dossier->ledger;
    open_object(writer, "intellectualEntity", LOCAL_TYPE, writer->dossier_id);
    if (*metadata->permanent_url)
        add_identifier(writer, "object", "URL", metadata->permanent_url);
    add_property(writer, "title", metadata->title);
    xml_close(&writer->xml);
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        add_enclosure(writer, &ledger->enclosures[i]);
}

static void add_files(struct writer *writer, const struct output_file *pdf)
{
    const struct dossier *dossier = writer->dossier;
    const struct ledger *ledger = &dossier->ledger;
    struct buf path = BUF_INIT;
    struct digest digest;
    digest_of(dossier->letter.source, dossier->letter.length, &digest);
    add_file(writer, LETTER_PATH, dossier->letter.length, &digest, "text/markdown",
             "the letter's text");
    for (size_t i = 0; i < ledger->file_count; i++) {
        const struct held_file *file = ledger->files[i];
        file_path(file, &path);
        add_file(writer, path.bytes, file->size, &file->digest,
                 file->media ? file->media : "application/octet-stream", "enclosed pages");
    }
    if (pdf) {
        buf_clear(&path);
        buf_add_format(&path, "data/%s", dossier->outputs.pdf_name);
        add_file(writer, path.bytes, pdf->size, &pdf->digest, "application/pdf",
                 "the dossier as PDF");
    }
    buf_release(&path);
}

static void open_event(struct writer *writer, const char *id, const char *type, const char *detail)
{
    struct xml *xml = &writer->xml;
    struct buf date = BUF_INIT;
    date_append_iso(&date, writer->dossier->metadata.published);
    xml_open(xml, "event");
    add_identifier(writer, "event", LOCAL_TYPE, id);
    xml_element(xml, "eventType", type);
    xml_element(xml, "eventDateTime", date.bytes);
    xml_open(xml, "eventDetailInformation");
    xml_element(xml, "eventDetail", detail);
    xml_close(xml);
    buf_release(&date);
}

static void add_outcome(struct writer *writer, const char *note)
{
    xml_open(&writer->xml, "eventOutcomeInformation");
    xml_element(&writer->xml, "eventOutcome", "success");
    xml_open(&writer->xml, "eventOutcomeDetail");
    xml_element(&writer->xml, "eventOutcomeDetailNote", note);
    xml_close(&writer->xml);
    xml_close(&writer->xml);
}

/* Who did it and to what. */
static void close_event(struct writer *writer)
{
    struct xml *xml = &writer->xml;
    xml_open(xml, "linkingAgentIdentifier");
    xml_element(xml, "linkingAgentIdentifierType", LOCAL_TYPE);
    xml_element(xml, "linkingAgentIdentifierValue", PROGRAM);
    xml_element(xml, "linkingAgentRole", "executing program");
    xml_close(xml);
    add_identifier(writer, "linkingObject", LOCAL_TYPE, writer->dossier_id);
    xml_close(xml);
}

/* "89 pages declared: 0 held, 0 withheld, 89 not held, 0 illegible" */
static void add_count(struct writer *writer)
{
    const struct ledger *ledger = &writer->dossier->ledger;
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%zu pages:", ledger->row_count);
    for (int i = 0; i < STATUS_COUNT; i++)
        buf_add_format(&text, "%s %u %s", i ? "," : "", ledger->counts[i],
                       status_word((enum status)i));
    add_outcome(writer, text.bytes);
    buf_release(&text);
}

/* Only what the build does. It reads no clock: all is of the day of publication. */
static void add_events(struct writer *writer)
{
    open_event(
        writer, "creation", "creation",
        "the site, the PDF and the bundle were made of the letter and what is held; the date "
        "is the dossier's day of publication");
    close_event(writer);
    open_event(writer, "digests", "message digest calculation",
               "SHA-256 and SHA-512 of each file were calculated");
    close_event(writer);
    if (!writer->dossier->ledger.row_count)
        return;
    open_event(writer, "accounting", "validation",
               "the enclosed pages were counted: each is held, withheld, not held or illegible");
    add_count(writer);
    close_event(writer);
}

static void add_agents(struct writer *writer)
{
    const struct metadata *metadata = &writer->dossier->metadata;
    struct xml *xml = &writer->xml;
    xml_open(xml, "agent");
    add_identifier(writer, "agent", LOCAL_TYPE, PROGRAM);
    xml_element(xml, "agentName", PROGRAM);
    xml_element(xml, "agentType", "software");
    xml_element(xml, "agentVersion", DOSSIER_VERSION);
    xml_close(xml);
    if (*metadata->publisher) {
        bool has_url = *metadata->publisher_url;
        xml_open(xml, "agent");
        add_identifier(writer, "agent", has_url ? "URL" : LOCAL_TYPE,
                       has_url ? metadata->publisher_url : "publisher");
        xml_element(xml, "agentName", metadata->publisher);
        xml_element(xml, "agentNote", "publisher of the dossier");
        xml_close(xml);
    }
}

static void add_rights(struct writer *writer)
{
    const struct metadata *metadata = &writer->dossier->metadata;
    const char *unstated = writer->dossier->templates.settings.words.not_stated;
    struct xml *xml = &writer->xml;
    xml_open(xml, "rights");
    xml_open(xml, "rightsStatement");
    add_identifier(writer, "rightsStatement", LOCAL_TYPE, "rights");
    xml_element(xml, "rightsBasis", *metadata->licence ? "license" : "other");
    if (*metadata->licence) {
        xml_open(xml, "licenseInformation");
        add_identifier(writer, "licenseDocumentation", "URL", metadata->licence);
        xml_element_if(xml, "licenseNote", metadata->rights);
        xml_close(xml);
    } else {
        xml_open(xml, "otherRightsInformation");
        xml_element(xml, "otherRightsBasis", *metadata->rights ? metadata->rights : unstated);
        xml_close(xml);
    }
    add_identifier(writer, "linkingObject", LOCAL_TYPE, writer->dossier_id);
    xml_close(xml);
    xml_close(xml);
}

void describe_premis(const struct dossier *dossier, const struct output_file *pdf, struct buf *out)
{
    struct writer writer = {.dossier = dossier, .dossier_id = dossier->metadata.identifier};
    struct xml *xml = &writer.xml;
    xml_init(xml, out, XML_DECLARATION);
    xml_open(xml, "premis");
    xml_attribute(xml, "xmlns", "http://www.loc.gov/premis/v3");
    xml_attribute(xml, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xml_attribute(xml, "xsi:schemaLocation",
                  "http://www.loc.gov/premis/v3 https://www.loc.gov/standards/premis/premis.xsd");
    xml_attribute(xml, "version", "3.0");
    add_entities(&writer);
    add_files(&writer, pdf);
    add_events(&writer);
    add_agents(&writer);
    add_rights(&writer);
    xml_close(xml);
    xml_release(xml);
}
