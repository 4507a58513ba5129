/* SPDX-License-Identifier: ISC */
/* A writer of XML 1.0 in UTF-8. */
#include "render/describe/xml.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct xml_element {
    const char *name;
    bool holds_elements;
};

void xml_init(struct xml *xml, struct buf *out, const char *head)
{
    *xml = (struct xml){.out = out, .html = !strcmp(head, XML_HTML)};
    buf_add_string(out, head);
}

void xml_release(struct xml *xml)
{
    free(xml->open);
    memset(xml, 0, sizeof *xml);
}

static void add_line(struct xml *xml)
{
    if (xml->mixed)
        return;
    buf_add_char(xml->out, '\n');
    for (size_t i = 0; i < xml->depth; i++)
        buf_add_string(xml->out, "  ");
}

static void end_tag(struct xml *xml)
{
    if (xml->unended)
        buf_add_char(xml->out, '>');
    xml->unended = false;
}

void xml_open(struct xml *xml, const char *name)
{
    end_tag(xml);
    if (xml->depth)
        xml->open[xml->depth - 1].holds_elements = true;
    add_line(xml);
    buf_add_format(xml->out, "<%s", name);
    xml->open = memory_grow(xml->open, xml->depth, &xml->capacity, sizeof *xml->open);
    xml->open[xml->depth++] = (struct xml_element){name, false};
    xml->unended = true;
}

static bool is_char(uint32_t character)
{
    return character >= 0x20 ? character != 0xFFFE && character != 0xFFFF
                             : character == '\t' || character == '\n' || character == '\r';
}

/* Line breaks and tabs stay what they are only as references in an attribute, as does CR anywhere.
 */
static void add_escaped(struct buf *out, const char *text, bool attribute)
{
    size_t left = strlen(text);
    while (left) {
        size_t length;
        uint32_t character = utf8_decode(text, left, &length);
        if (character == '&')
            buf_add_string(out, "&amp;");
        else if (character == '<')
            buf_add_string(out, "&lt;");
        else if (character == '>')
            buf_add_string(out, "&gt;");
        else if (attribute && character == '"')
            buf_add_string(out, "&quot;");
        else if (character == '\r' || (attribute && (character == '\n' || character == '\t')))
            buf_add_format(out, "&#%u;", (unsigned)character);
        else if (is_char(character) && character != UTF8_BAD)
            buf_add(out, text, length);
        else
            utf8_append(out, 0xFFFD);
        text += length;
        left -= length;
    }
}

void xml_attribute(struct xml *xml, const char *name, const char *text)
{
    assert(xml->unended);
    buf_add_format(xml->out, " %s=\"", name);
    add_escaped(xml->out, text, true);
    buf_add_char(xml->out, '"');
}

void xml_mixed(struct xml *xml)
{
    if (!xml->mixed)
        xml->mixed = xml->depth;
}

void xml_add_text(struct xml *xml, const char *text)
{
    end_tag(xml);
    add_escaped(xml->out, text, false);
}

void xml_close(struct xml *xml)
{
    assert(xml->depth > 0);
    const struct xml_element *element = &xml->open[--xml->depth];
    if (xml->unended) {
        buf_add_string(xml->out, xml->html ? ">" : "/>");
        xml->unended = false;
    } else {
        if (element->holds_elements)
            add_line(xml);
        buf_add_format(xml->out, "</%s>", element->name);
    }
    if (xml->mixed > xml->depth)
        xml->mixed = 0;
    if (!xml->depth)
        buf_add_char(xml->out, '\n');
}

void xml_element(struct xml *xml, const char *name, const char *text)
{
    xml_open(xml, name);
    xml_add_text(xml, text);
    xml_close(xml);
}

void xml_element_if(struct xml *xml, const char *name, const char *text)
{
    if (*text)
        xml_element(xml, name, text);
}
