/* SPDX-License-Identifier: ISC */
/* The links and anchors of an HTML page, as a browser finds them. */
#include "verify/bundle/html_links.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct scanner {
    const char *at, *end;
    const struct html_links *links;
    struct buf value;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool starts(const struct scanner *scanner, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(scanner->end - scanner->at) >= length &&
           !strncasecmp(scanner->at, text, length);
}

/* Behind the next place of a text; the end where there is none. */
static void skip_past(struct scanner *scanner, const char *text)
{
    while (scanner->at < scanner->end && !starts(scanner, text))
        scanner->at++;
    if (scanner->at < scanner->end)
        scanner->at += strlen(text);
}

/* ---------------------------------------------------------------- Values */

/* A character reference at `at`; its length, or 0 where it is none of those that pages have. */
static size_t reference(const char *at, const char *end, struct buf *out)
{
    static const struct {
        const char *name;
        char character;
    } known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    size_t left = (size_t)(end - at);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].name);
        if (left >= length && !memcmp(at, known[i].name, length)) {
            buf_add_char(out, known[i].character);
            return length;
        }
    }
    if (left < 4 || at[1] != '#')
        return 0;
    bool hex = at[2] == 'x' || at[2] == 'X';
    size_t i = hex ? 3 : 2;
    uint32_t character = 0;
    size_t first = i;
    for (; i < left && i < first + 7; i++) {
        const char *digits = "0123456789abcdef";
        const char *digit = at[i] ? strchr(digits, at[i] | (is_letter(at[i]) ? 0x20 : 0)) : NULL;
        if (!digit || digit - digits >= (hex ? 16 : 10))
            break;
        character = character * (hex ? 16 : 10) + (uint32_t)(digit - digits);
    }
    bool good = i > first && i < left && at[i] == ';' && character && character <= 0x10FFFF &&
                !(character >= 0xD800 && character < 0xE000);
    if (good)
        utf8_append(out, character);
    return good ? i + 1 : 0;
}

static void take_value(struct scanner *scanner, const char *from, const char *end)
{
    buf_clear(&scanner->value);
    while (from < end) {
        const char *sign = memchr(from, '&', (size_t)(end - from));
        const char *stop = sign ? sign : end;
        buf_add(&scanner->value, from, (size_t)(stop - from));
        from = stop;
        size_t length = sign ? reference(from, end, &scanner->value) : 0;
        if (sign && !length)
            buf_add_char(&scanner->value, '&');
        from += sign && !length ? 1 : length;
    }
}

/* The value that begins here, where it is `wanted` in scanner->value. */
static void read_value(struct scanner *scanner, bool wanted)
{
    while (scanner->at < scanner->end && is_space(*scanner->at))
        scanner->at++;
    if (scanner->at == scanner->end)
        return;
    const char *from = scanner->at;
    bool quoted = *from == '"' || *from == '\'';
    if (quoted) {
        const char *quote = memchr(from + 1, *from, (size_t)(scanner->end - from - 1));
        scanner->at = quote ? quote : scanner->end;
        from++;
    } else {
        while (scanner->at < scanner->end && !is_space(*scanner->at) && *scanner->at != '>')
            scanner->at++;
    }
    if (wanted)
        take_value(scanner, from, scanner->at);
    scanner->at += quoted && scanner->at < scanner->end;
}

/* ---------------------------------------------------------------- Tags */

enum kind { OTHER, LINK, ANCHOR };

static enum kind kind_of(const char *name, size_t length)
{
    static const struct {
        const char *name;
        size_t length;
        enum kind kind;
    } known[] = {{"href", 4, LINK}, {"src", 3, LINK},    {"id", 2, ANCHOR},  {"name", 4, ANCHOR},
                 {"data", 4, LINK}, {"poster", 6, LINK}, {"action", 6, LINK}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (length == known[i].length && !strncasecmp(name, known[i].name, length))
            return known[i].kind;
    }
    return OTHER;
}

static void read_attribute(struct scanner *scanner)
{
    const char *from = scanner->at;
    while (scanner->at < scanner->end && !is_space(*scanner->at) && *scanner->at != '/' &&
           *scanner->at != '>' && *scanner->at != '=')
        scanner->at++;
    enum kind kind = kind_of(from, (size_t)(scanner->at - from));
    while (scanner->at < scanner->end && is_space(*scanner->at))
        scanner->at++;
    if (scanner->at == scanner->end || *scanner->at != '=')
        return;
    scanner->at++;
    buf_clear(&scanner->value);
    read_value(scanner, kind != OTHER);
    /* Nothing that holds a zero byte leads anywhere; what stands before it is taken for it. */
    if (kind == LINK)
        scanner->links->link(scanner->links->to, scanner->value.bytes);
    else if (kind == ANCHOR)
        scanner->links->anchor(scanner->links->to, scanner->value.bytes);
}

/* At the '<' of a start tag. What is in script and style is no markup. */
static void read_tag(struct scanner *scanner)
{
    bool script = starts(scanner, "<script"), style = starts(scanner, "<style");
    scanner->at++;
    while (scanner->at < scanner->end && !is_space(*scanner->at) && *scanner->at != '>' &&
           *scanner->at != '/')
        scanner->at++;
    while (scanner->at < scanner->end && *scanner->at != '>') {
        if (is_space(*scanner->at) || *scanner->at == '/' || *scanner->at == '=')
            scanner->at++;
        else
            read_attribute(scanner);
    }
    scanner->at += scanner->at < scanner->end;
    if (script || style)
        skip_past(scanner, script ? "</script" : "</style");
}

void html_links_find(const char *bytes, size_t length, const struct html_links *links)
{
    struct scanner scanner = {
        .at = bytes, .end = bytes + length, .links = links, .value = BUF_INIT};
    while (scanner.at < scanner.end) {
        const char *open = memchr(scanner.at, '<', (size_t)(scanner.end - scanner.at));
        scanner.at = open ? open : scanner.end;
        if (scanner.end - scanner.at > 1 && is_letter(scanner.at[1]))
            read_tag(&scanner);
        else if (starts(&scanner, "<!--"))
            skip_past(&scanner, "-->");
        else if (scanner.at < scanner.end)
            scanner.at++;
    }
    buf_release(&scanner.value);
}
