/* SPDX-License-Identifier: ISC */
/* XMP: what the file claims to be, and the same as Info says (PDF/A-2, 6.6; PDF/UA-1, 5 and 7.1).
 */
#include "verify/pdf/rules.h"

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

/* The next item of a list, <rdf:li> by whatever prefix: its text, and the place after it in *next.
 * NULL where there is none before `end`. */
static const char *next_item(const char *from, const char *end, size_t *length, const char **next)
{
    for (const char *at = from; (at = strchr(at, '<')) && at < end; at++) {
        size_t name = strcspn(at, "> \t\r\n");
        const char *text = strchr(at, '>');
        const char *to = text ? strchr(text, '<') : NULL;
        if (name < 4 || at[1] == '/' || strncmp(at + name - 3, ":li", 3) != 0 || !to || to > end)
            continue;
        *length = text[-1] == '/' ? 0 : (size_t)(to - text - 1);
        *next = to;
        return text + 1;
    }
    return NULL;
}

/* The text between a start tag and its end tag: of a list that of its items, where they are
 * alternatives that of the first. Its spaces are part of it. */
static void add_text(struct buf *text, const char *from, const char *end)
{
    const char *list = strchr(from, '<');
    bool alternatives = list && list < end && !strncmp(list + strcspn(list, ":> "), ":Alt", 4);
    size_t length;
    const char *item = next_item(from, end, &length, &list);
    if (!item)
        add_unescaped(text, from, (size_t)(end - from));
    for (size_t count = 0; item; item = next_item(list, end, &length, &list)) {
        if (count++)
            buf_add_string(text, ", ");
        add_unescaped(text, item, length);
        if (alternatives)
            return;
    }
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

/* The value of an attribute in its quotes, or NULL. */
static const char *find_attribute(const char *xml, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = xml; (at = strstr(at, name)); at += length) {
        const char *value = at + length + strspn(at + length, " \t\r\n");
        if (at == xml || !strchr(" \t\r\n", at[-1]) || *value != '=')
            continue;
        value += 1 + strspn(value + 1, " \t\r\n");
        if (*value == '"' || *value == '\'')
            return value;
    }
    return NULL;
}

/* The element of this name from `at` on, and where its end tag stands: NULL where there is none. */
static const char *find_element(const char *at, const char *name, const char **to)
{
    struct buf tag = BUF_INIT;
    struct buf end = BUF_INIT;
    buf_add_format(&tag, "<%s", name);
    buf_add_format(&end, "</%s>", name);
    at = strstr(at, tag.bytes);
    while (at && !strchr("/> \t\r\n", at[tag.length]))
        at = strstr(at + 1, tag.bytes);
    const char *text = at ? strchr(at, '>') : NULL;
    if (text && text[-1] == '/')
        *to = text;
    else
        *to = text ? strstr(text, end.bytes) : NULL;
    buf_release(&tag);
    buf_release(&end);
    return *to == text || !*to ? *to : text + 1;
}

/* Appends the text of a property that stands at `at` or after it: an element, or an attribute of
 * its description. Gives the place where it ends, or NULL. */
static const char *find_property(const char *xml, const char *at, const char *space,
                                 const char *name, struct buf *text)
{
    struct buf tag = BUF_INIT;
    const char *end = NULL;
    if (find_prefix(xml, space, &tag)) {
        buf_add_string(&tag, name);
        const char *from = find_element(at, tag.bytes, &end);
        if (from) {
            add_text(text, from, end);
        } else if ((from = find_attribute(at, tag.bytes))) {
            const char quote[2] = {*from, '\0'};
            size_t length = strcspn(from + 1, quote);
            add_unescaped(text, from + 1, length);
            end = from + 1 + length;
        }
    }
    buf_release(&tag);
    return end;
}

/* A date's digits: D:20261124000000Z, 2026-11-24T00:00:00Z and 2026-11-24T00:00:00+00:00 are the
 * same. */
static void keep_digits(struct buf *date)
{
    size_t length = 0;
    for (size_t i = 0; i < date->length; i++) {
        if (date->bytes[i] >= '0' && date->bytes[i] <= '9')
            date->bytes[length++] = date->bytes[i];
    }
    if (length == 18 && !memcmp(date->bytes + 14, "0000", 4))
        length = 14;
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
        find_property(xml, xml, pairs[i].space, pairs[i].name, &same);
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
    find_property(xml, xml, space, name, &text);
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

/* One of the schemas that are described is that of PDF/UA, with its property. */
static void judge_extension(struct check *check, const char *xml)
{
    struct buf space = BUF_INIT;
    struct buf name = BUF_INIT;
    const char *at = xml;
    while ((at = find_property(xml, at, SCHEMA, "namespaceURI", &space)) &&
           strcmp(space.bytes, PDFUA) != 0)
        buf_clear(&space);
    while (at && (at = find_property(xml, at, PROPERTY, "name", &name)) &&
           strcmp(name.bytes, "part") != 0)
        buf_clear(&name);
    if (!at)
        check_say(check, object_get(check->graph.root, "Metadata"), "PDF/A-2, 6.6.2.3.1",
                  "an extension schema must describe part of %s", PDFUA);
    buf_release(&space);
    buf_release(&name);
}

/* Whether the metadata have the property, whatever its value. */
static bool has_property(const char *xml, const char *space, const char *name)
{
    struct buf text = BUF_INIT;
    bool has = find_property(xml, xml, space, name, &text);
    buf_release(&text);
    return has;
}

void rules_claims(struct check *check)
{
    const struct object *metadata = object_get(check->graph.root, "Metadata");
    struct buf xml = BUF_INIT;
    bool ok = metadata->stream && object_append_data(&check->graph, metadata, &xml) && xml.length;
    bool archive = ok && has_property(xml.bytes, PDFA, "part");
    bool accessible = ok && has_property(xml.bytes, PDFUA, "part");
    if (archive || accessible || (ok && check->own)) {
        check->claims_a = archive;
        check->claims_ua = accessible;
    }
    if (!check->claims_a && !check->claims_ua)
        report_warning(check->report, (struct place){check->path, 0, 0},
                       "it claims neither PDF/A-2a nor PDF/UA-1; only what every PDF must keep is"
                       " looked at");
    buf_release(&xml);
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
    if (check->claims_ua)
        judge_extension(check, xml.bytes);
    find_property(xml.bytes, xml.bytes, DC, "title", &title);
    if (!title.length)
        check_say(check, metadata, "PDF/UA-1, 7.1", "the metadata must have a title, dc:title");
    compare_info(check, xml.bytes);
out:
    buf_release(&xml);
    buf_release(&title);
}
