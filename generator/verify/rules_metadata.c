/* SPDX-License-Identifier: ISC */
/* XMP: what the file claims to be, and the same as Info says (PDF/A-2, 6.6; PDF/UA-1, 5 and 7.1).
 */
#include "verify/rules.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define DC "http://purl.org/dc/elements/1.1/"
#define XMP "http://ns.adobe.com/xap/1.0/"
#define PDF "http://ns.adobe.com/pdf/1.3/"
#define PDFA "http://www.aiim.org/pdfa/ns/id/"
#define PDFUA "http://www.aiim.org/pdfua/ns/id/"
#define SCHEMA "http://www.aiim.org/pdfa/ns/schema#"
#define PROPERTY "http://www.aiim.org/pdfa/ns/property#"

static void add_unescaped(struct buf *text, const char *from, size_t length)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < length; i++) {
        size_t k = 0;
        size_t count = sizeof entities / sizeof *entities;
        while (k < count && strncmp(from + i, entities[k].entity, strlen(entities[k].entity)) != 0)
            k++;
        if (k < count) {
            buf_add_char(text, entities[k].c);
            i += strlen(entities[k].entity) - 1;
        } else if (!strncmp(from + i, "&#", 2)) {
            bool hex = from[i + 2] == 'x';
            char *end;
            utf8_append(text, (uint32_t)strtoul(from + i + 2 + hex, &end, hex ? 16 : 10));
            i = (size_t)(end - from) - (*end != ';');
        } else {
            buf_add_char(text, from[i]);
        }
    }
}

/* The text between a start tag and its end tag, without the tags within. */
static void add_text(struct buf *text, const char *from, const char *end)
{
    while (from < end) {
        size_t length = strcspn(from, "<");
        if (length > (size_t)(end - from))
            length = (size_t)(end - from);
        add_unescaped(text, from, length);
        from += length;
        if (from < end)
            from += strcspn(from, ">") + 1;
    }
    size_t begin = strspn(text->bytes, " \t\r\n");
    while (text->length > begin && strchr(" \t\r\n", text->bytes[text->length - 1]))
        text->length--;
    memmove(text->bytes, text->bytes + begin, text->length - begin);
    text->length -= text->length ? begin : 0;
    if (text->length)
        text->bytes[text->length] = '\0';
}

/* The prefix that XML gives a namespace, with its colon: false where it gives none. */
static bool find_prefix(const char *xml, const char *space, struct buf *prefix)
{
    for (const char *at = xml; (at = strstr(at, "xmlns:")); at += 6) {
        size_t length = strcspn(at + 6, "= \t\r\n");
        const char *value = at + 6 + length + strspn(at + 6 + length, "= \t\r\n");
        size_t room = strlen(space);
        if ((*value == '"' || *value == '\'') && !strncmp(value + 1, space, room) &&
            value[room + 1] == *value) {
            buf_add(prefix, at + 6, length);
            buf_add_char(prefix, ':');
            return true;
        }
    }
    return false;
}

/* Appends the text of a property: an element, or an attribute of its description. */
static bool find_property(const char *xml, const char *space, const char *name, struct buf *text)
{
    struct buf tag = BUF_INIT;
    struct buf end = BUF_INIT;
    bool found = false;
    buf_add_char(&tag, '<');
    if (find_prefix(xml, space, &tag)) {
        buf_add_string(&tag, name);
        buf_add_format(&end, "</%s>", tag.bytes + 1);
        const char *at = strstr(xml, tag.bytes);
        while (at && !strchr("> \t\r\n", at[tag.length]))
            at = strstr(at + 1, tag.bytes);
        const char *from = at ? strchr(at, '>') : NULL;
        const char *to = from ? strstr(from, end.bytes) : NULL;
        tag.bytes[0] = ' ';
        buf_add_char(&tag, '=');
        if (to) {
            add_text(text, from + 1, to);
            found = true;
        } else if ((at = strstr(xml, tag.bytes)) && at[tag.length]) {
            char quote[2] = {at[tag.length], '\0'};
            add_unescaped(text, at + tag.length + 1, strcspn(at + tag.length + 1, quote));
            found = true;
        }
    }
    buf_release(&tag);
    buf_release(&end);
    return found;
}

/* A date's digits: D:20261124000000Z and 2026-11-24T00:00:00Z are the same. */
static void keep_digits(struct buf *date)
{
    size_t length = 0;
    for (size_t i = 0; i < date->length; i++) {
        if (date->bytes[i] >= '0' && date->bytes[i] <= '9')
            date->bytes[length++] = date->bytes[i];
    }
    date->length = length;
    if (date->capacity)
        date->bytes[length] = '\0';
}

static void compare_info(struct check *check, const char *xml)
{
    static const struct {
        const char *key;
        const char *space;
        const char *name;
        bool date;
    } pairs[] = {{"Title", DC, "title", false},
                 {"Author", DC, "creator", false},
                 {"Subject", DC, "description", false},
                 {"Keywords", PDF, "Keywords", false},
                 {"Creator", XMP, "CreatorTool", false},
                 {"Producer", PDF, "Producer", false},
                 {"CreationDate", XMP, "CreateDate", true},
                 {"ModDate", XMP, "ModifyDate", true}};
    const struct object *info = object_get(check->graph.trailer, "Info");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct buf said = BUF_INIT;
        struct buf same = BUF_INIT;
        const struct object *value = object_get(info, pairs[i].key);
        object_append_text(&said, value);
        find_property(xml, pairs[i].space, pairs[i].name, &same);
        if (pairs[i].date) {
            keep_digits(&said);
            keep_digits(&same);
        }
        if (value->kind != OBJECT_NULL && strcmp(said.bytes, same.bytes) != 0)
            check_say(check, info, "PDF/A-2, 6.6.3",
                      "%s of Info and %s of the metadata must be the same, not \"%s\" and \"%s\"",
                      pairs[i].key, pairs[i].name, said.bytes, same.bytes);
        buf_release(&said);
        buf_release(&same);
    }
}

static void judge_value(struct check *check, const char *xml, const char *space, const char *name,
                        const char *values, const char *clause)
{
    const struct object *metadata = object_get(check->graph.root, "Metadata");
    struct buf text = BUF_INIT;
    find_property(xml, space, name, &text);
    if (!check_is_one_of(text.bytes, values) || !text.length)
        check_say(check, metadata, clause, "%s of %s must be %s in the metadata, not \"%s\"", name,
                  space, values, text.bytes);
    buf_release(&text);
}

/* Start tags and end tags pair. */
static bool is_well_formed(const char *xml)
{
    struct buf open = BUF_INIT;
    bool ok = true;
    for (const char *at = xml; ok && (at = strchr(at, '<')); at++) {
        const char *end = strchr(at, '>');
        size_t length = strcspn(at + 1, "> \t\r\n");
        ok = end != NULL;
        if (!ok || at[1] == '?' || at[1] == '!' || end[-1] == '/')
            continue;
        if (at[1] != '/') {
            buf_add_char(&open, '<');
            buf_add(&open, at + 1, length);
            continue;
        }
        ok = open.length >= length && open.bytes[open.length - length] == '<' &&
             !strncmp(open.bytes + open.length - length + 1, at + 2, length - 1);
        if (ok)
            open.bytes[open.length -= length] = '\0';
    }
    ok = ok && !open.length;
    buf_release(&open);
    return ok;
}

static void judge_extension(struct check *check, const char *xml)
{
    struct buf space = BUF_INIT;
    struct buf name = BUF_INIT;
    find_property(xml, SCHEMA, "namespaceURI", &space);
    find_property(xml, PROPERTY, "name", &name);
    if (!strstr(space.bytes, PDFUA) || strcmp(name.bytes, "part") != 0)
        check_say(check, object_get(check->graph.root, "Metadata"), "PDF/A-2, 6.6.2.3.1",
                  "an extension schema must describe part of %s", PDFUA);
    buf_release(&space);
    buf_release(&name);
}

void rules_metadata(struct check *check)
{
    const struct object *metadata = object_get(check->graph.root, "Metadata");
    struct buf xml = BUF_INIT;
    struct buf title = BUF_INIT;
    if (!metadata->stream || !object_append_data(&check->graph, metadata, &xml)) {
        check_say(check, check->graph.root, "PDF/A-2, 6.6.2.1", "there must be metadata, XMP");
        goto out;
    }
    if (object_get(metadata, "Filter")->kind != OBJECT_NULL)
        check_say(check, metadata, "PDF/UA-1, 5", "the metadata must not be compressed");
    if (utf8_check(xml.bytes, xml.length) != xml.length || strlen(xml.bytes) != xml.length ||
        !is_well_formed(xml.bytes)) {
        check_say(check, metadata, "PDF/A-2, 6.6.2.1", "the metadata must be well-formed XML");
        goto out;
    }
    judge_value(check, xml.bytes, PDFA, "part", "2", "PDF/A-2, 6.6.4");
    judge_value(check, xml.bytes, PDFA, "conformance", "A", "PDF/A-2, 6.6.4");
    judge_value(check, xml.bytes, PDFUA, "part", "1", "PDF/UA-1, 5");
    judge_extension(check, xml.bytes);
    find_property(xml.bytes, DC, "title", &title);
    if (!title.length)
        check_say(check, metadata, "PDF/UA-1, 7.1", "the metadata must have a title, dc:title");
    compare_info(check, xml.bytes);
out:
    buf_release(&xml);
    buf_release(&title);
}
