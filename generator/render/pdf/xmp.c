/* SPDX-License-Identifier: ISC */
/* What the PDF says of itself: its information dictionary (ISO 32000-1, 14.3.3) and the same as
 * XMP. */
#include "render/pdf/xmp.h"

#include "model/dossier.h"
#include "render/pdf/token.h"

#define PRODUCER "dossier " DOSSIER_VERSION

static const char *author(const struct metadata *metadata)
{
    return *metadata->sender.name ? metadata->sender.name : metadata->sender.office;
}

static const char *description(const struct metadata *metadata)
{
    return *metadata->description ? metadata->description : metadata->subject;
}

static void add_entry(struct buf *out, const char *key, const char *text)
{
    if (!*text)
        return;
    buf_add_format(out, "/%s", key);
    token_add_text(out, text);
    buf_add_char(out, '\n');
}

void xmp_add_information(const struct metadata *metadata, struct buf *out)
{
    struct date date = metadata->published;
    add_entry(out, "Title", metadata->title);
    add_entry(out, "Author", author(metadata));
    add_entry(out, "Subject", description(metadata));
    add_entry(out, "Creator", PRODUCER);
    add_entry(out, "Producer", PRODUCER);
    buf_add_format(out, "/CreationDate(D:%04d%02d%02d000000Z)/ModDate(D:%04d%02d%02d000000Z)",
                   date.year, date.month, date.day, date.year, date.month, date.day);
}

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '&')
            buf_add_string(out, "&amp;");
        else if (*text == '<')
            buf_add_string(out, "&lt;");
        else if (*text == '>')
            buf_add_string(out, "&gt;");
        else
            buf_add_char(out, *text);
    }
}

static void add_property(struct buf *out, const char *name, const char *text)
{
    if (!*text)
        return;
    buf_add_format(out, "<%s>", name);
    add_escaped(out, text);
    buf_add_format(out, "</%s>\n", name);
}

/* A property that is a list of `kind` Seq or Bag. */
static void add_list(struct buf *out, const char *name, const char *kind, const char *const *items,
                     size_t count)
{
    if (!count || !*items[0])
        return;
    buf_add_format(out, "<%s><rdf:%s>", name, kind);
    for (size_t i = 0; i < count; i++) {
        buf_add_string(out, "<rdf:li>");
        add_escaped(out, items[i]);
        buf_add_string(out, "</rdf:li>");
    }
    buf_add_format(out, "</rdf:%s></%s>\n", kind, name);
}

/* A property that may be given in several languages. */
static void add_alternatives(struct buf *out, const char *name, const char *text)
{
    if (!*text)
        return;
    buf_add_format(out, "<%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
    add_escaped(out, text);
    buf_add_format(out, "</rdf:li></rdf:Alt></%s>\n", name);
}

static void add_date(struct buf *out, const char *name, struct date date)
{
    buf_add_format(out, "<%s>%04d-%02d-%02dT00:00:00Z</%s>\n", name, date.year, date.month,
                   date.day, name);
}

/* PDF/A wants every schema that it does not know explained (ISO 19005-2, 6.6.2.3.3). */
static const char extension[] =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n";

void xmp_add_packet(const struct metadata *metadata, struct claims claims, struct buf *out)
{
    const char *writer = author(metadata), *publisher = metadata->publisher;
    buf_add_string(
        out,
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
        " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
        " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
        " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n");
    add_property(out, "dc:format", "application/pdf");
    add_property(out, "dc:identifier", metadata->identifier);
    add_alternatives(out, "dc:title", metadata->title);
    add_list(out, "dc:creator", "Seq", &writer, 1);
    add_alternatives(out, "dc:description", description(metadata));
    add_list(out, "dc:publisher", "Bag", &publisher, 1);
    add_alternatives(out, "dc:rights", metadata->rights);
    add_list(out, "dc:language", "Bag", metadata->languages.items, metadata->languages.count);
    add_date(out, "xmp:CreateDate", metadata->published);
    add_date(out, "xmp:ModifyDate", metadata->published);
    add_date(out, "xmp:MetadataDate", metadata->published);
    add_property(out, "xmp:CreatorTool", PRODUCER);
    add_property(out, "pdf:Producer", PRODUCER);
    if (claims.a)
        buf_add_string(
            out, "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n");
    if (claims.ua)
        buf_add_string(out, "<pdfuaid:part>1</pdfuaid:part>\n");
    buf_add_string(out, "</rdf:Description>\n");
    if (claims.a && claims.ua)
        buf_add_string(out, extension);
    buf_add_string(out, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
}
