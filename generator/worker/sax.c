/* SPDX-License-Identifier: ISC */
/* XML and HTML as their elements come, by libxml2. */
#include "worker/sax.h"

#include "base/memory.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <strings.h>

/* No text of a page needs more. */
#define DEPTH_MOST 200
/* At once, so that libxml2 keeps no copy of the whole. */
#define PIECE 65536
/* The first bytes tell XML from HTML. */
#define HEAD 1000

struct reading {
    const struct sax_handler *handler;
    xmlParserCtxtPtr parser;
    const char *bytes;
    size_t length;
    size_t depth;
    struct buf *why;
    size_t *offset;
    bool failed;
    xmlEntity entity; /* the last one asked for, with its text */
    xmlChar entity_text[8];
};

static size_t here(const struct reading *reading)
{
    long at = xmlByteConsumed(reading->parser);
    return at < 0 ? 0 : (size_t)at < reading->length ? (size_t)at : reading->length;
}

/* The tag that the parser is in, or has just read. */
static size_t tag_before(const struct reading *reading)
{
    size_t at = here(reading);
    while (at && reading->bytes[at - 1] != '<')
        at--;
    return at ? at - 1 : 0;
}

static void fail(struct reading *reading, size_t offset, const char *why)
{
    if (!reading->failed) {
        *reading->offset = offset;
        buf_add_string(reading->why, why);
    }
    reading->failed = true;
    xmlStopParser(reading->parser);
}

static void take_open(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct reading *reading = context;
    const char *local = strchr((const char *)name, ':');
    if (reading->failed)
        return;
    if (++reading->depth > DEPTH_MOST) {
        fail(reading, tag_before(reading), "elements are nested more than 200 deep");
        return;
    }
    reading->handler->open(reading->handler->context, local ? local + 1 : (const char *)name,
                           (const char *const *)attributes, tag_before(reading));
}

static void take_close(void *context, const xmlChar *name)
{
    struct reading *reading = context;
    (void)name;
    if (reading->failed || !reading->depth)
        return;
    reading->depth--;
    reading->handler->close(reading->handler->context);
}

static void take_text(void *context, const xmlChar *bytes, int length)
{
    struct reading *reading = context;
    if (!reading->failed && length > 0)
        reading->handler->text(reading->handler->context, (const char *)bytes, (size_t)length);
}

/* Entities of XML, and the names that HTML has for characters; no others are known. */
static xmlEntityPtr take_entity(void *context, const xmlChar *name)
{
    struct reading *reading = context;
    xmlEntityPtr known = xmlGetPredefinedEntity(name);
    const htmlEntityDesc *character = known ? NULL : htmlEntityLookup(name);
    if (!known && !character) {
        struct buf text = BUF_INIT;
        buf_add_format(&text, "names a character &%.40s; that is not known", (const char *)name);
        fail(reading, here(reading), text.bytes);
        buf_release(&text);
    }
    if (!character)
        return known;
    int length = xmlCopyChar(0, reading->entity_text, (int)character->value);
    reading->entity_text[length] = 0;
    reading->entity = (xmlEntity){.type = XML_ENTITY_DECL,
                                  .name = name,
                                  .orig = reading->entity_text,
                                  .content = reading->entity_text,
                                  .length = length,
                                  .etype = XML_INTERNAL_PREDEFINED_ENTITY};
    return &reading->entity;
}

static void take_declaration(void *context, const xmlChar *name, int type, const xmlChar *public,
                             const xmlChar *system, xmlChar *content)
{
    struct reading *reading = context;
    (void)name;
    (void)type;
    (void)public;
    (void)system;
    (void)content;
    fail(reading, tag_before(reading), "declares entities of its own, which no text needs");
}

/* Of HTML all errors are mended, of XML none. */
static void take_error(void *context, const char *format, ...)
{
    struct reading *reading = context;
    const xmlError *error = reading->parser ? xmlCtxtGetLastError(reading->parser) : NULL;
    (void)format;
    if (!error || error->level != XML_ERR_FATAL || reading->failed)
        return;
    struct buf text = BUF_INIT;
    const char *said = error->message ? error->message : "";
    buf_add_format(&text, "is not whole XML (%.*s)", (int)strcspn(said, "\n"), said);
    fail(reading, here(reading), text.bytes);
    buf_release(&text);
}

/* A document type has libxml2 begin a document of its own, which stays with the parser. */
static void free_parser(xmlParserCtxtPtr parser)
{
    xmlFreeDoc(parser->myDoc);
    parser->myDoc = NULL;
    xmlFreeParserCtxt(parser);
}

static bool is_xml(const char *bytes, size_t length)
{
    size_t most = length < HEAD ? length : HEAD;
    char head[HEAD + 1];
    memcpy(head, bytes, most);
    head[most] = '\0';
    return strstr(head, "<?xml") || strstr(head, "xmlns");
}

static void parse_xml(struct reading *reading, xmlSAXHandler *sax)
{
    size_t at = reading->length < 4 ? reading->length : 4;
    reading->parser = xmlCreatePushParserCtxt(sax, reading, reading->bytes, (int)at, NULL);
    if (!reading->parser)
        memory_fail();
    /* What it says of its encoding is not true: it is UTF-8. */
    xmlCtxtUseOptions(reading->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    while (at < reading->length && !reading->failed) {
        size_t now = reading->length - at < PIECE ? reading->length - at : PIECE;
        xmlParseChunk(reading->parser, reading->bytes + at, (int)now, 0);
        at += now;
    }
    if (!reading->failed)
        xmlParseChunk(reading->parser, NULL, 0, 1);
    if (!reading->failed && !reading->parser->wellFormed)
        fail(reading, reading->length, "is not whole XML");
    free_parser(reading->parser);
}

/* HTML needs no end tags, so that one that is cut would read as whole. */
static bool is_ended(const char *bytes, size_t length)
{
    static const char end[] = "</html>";
    while (length && strchr(" \t\r\n", bytes[length - 1]))
        length--;
    return length >= sizeof end - 1 &&
           !strncasecmp(bytes + length - (sizeof end - 1), end, sizeof end - 1);
}

static void parse_html(struct reading *reading, xmlSAXHandler *sax)
{
    if (reading->length > INT32_MAX) {
        *reading->offset = 0;
        reading->failed = true;
        buf_add_string(reading->why, "has more than 2 GB");
        return;
    }
    reading->parser = htmlCreateMemoryParserCtxt(reading->bytes, (int)reading->length);
    if (!reading->parser)
        memory_fail();
    htmlCtxtUseOptions(reading->parser, HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(reading->parser, XML_CHAR_ENCODING_UTF8);
    xmlSAXHandlerPtr own = reading->parser->sax;
    reading->parser->sax = sax;
    reading->parser->userData = reading;
    htmlParseDocument(reading->parser);
    reading->parser->sax = own;
    if (!reading->failed && !is_ended(reading->bytes, reading->length))
        fail(reading, reading->length, "is cut short: it does not end with </html>");
    free_parser(reading->parser);
}

bool sax_read(const char *bytes, size_t length, const struct sax_handler *handler, size_t *offset,
              struct buf *why)
{
    struct reading reading = {
        .handler = handler, .bytes = bytes, .length = length, .why = why, .offset = offset};
    xmlSAXHandler sax = {.startElement = take_open,
                         .endElement = take_close,
                         .characters = take_text,
                         .ignorableWhitespace = take_text,
                         .cdataBlock = take_text,
                         .getEntity = take_entity,
                         .entityDecl = take_declaration,
                         .error = take_error,
                         .fatalError = take_error,
                         .initialized = 1};
    if (!length) {
        *offset = 0;
        buf_add_string(why, "is empty");
        return false;
    }
    xmlInitParser();
    if (is_xml(bytes, length))
        parse_xml(&reading, &sax);
    else
        parse_html(&reading, &sax);
    while (!reading.failed && reading.depth)
        take_close(&reading, NULL);
    return !reading.failed;
}

const char *sax_attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        if (!strcmp(attributes[i], name))
            return attributes[i + 1];
    }
    return NULL;
}
