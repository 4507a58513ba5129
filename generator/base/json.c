/* SPDX-License-Identifier: ISC */
/* A writer of JSON (RFC 8259) that is also safe inside an HTML script element. */
#include "base/json.h"

#include <assert.h>
#include <string.h>

void json_init(struct json *json, struct buf *out)
{
    *json = (struct json){.out = out};
}

static void add_line(struct json *json)
{
    buf_add_char(json->out, '\n');
    for (unsigned i = 0; i < json->depth; i++)
        buf_add_string(json->out, "  ");
}

/* What ends at '<', '>' or '&' in HTML is written as an escape, so that no text can end a script
 * element. */
static void add_quoted(struct buf *out, const char *text)
{
    size_t length = strlen(text);
    size_t start = 0;
    buf_add_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && !strchr("\"\\<>&", c))
            continue;
        buf_add(out, text + start, i - start);
        start = i + 1;
        if (c == '"' || c == '\\')
            buf_add_format(out, "\\%c", c);
        else if (c == '\n')
            buf_add_string(out, "\\n");
        else if (c == '\t')
            buf_add_string(out, "\\t");
        else
            buf_add_format(out, "\\u%04x", c);
    }
    buf_add(out, text + start, length - start);
    buf_add_char(out, '"');
}

/* What stands before a member's value. */
static void begin(struct json *json, const char *key)
{
    if (json->depth) {
        bool flat = json->flat && json->depth >= json->flat;
        bool *filled = &json->filled[json->depth - 1];
        if (*filled)
            buf_add_string(json->out, flat ? ", " : ",");
        if (!flat)
            add_line(json);
        *filled = true;
    }
    if (key) {
        add_quoted(json->out, key);
        buf_add_string(json->out, ": ");
    }
}

static void begin_nested(struct json *json, const char *key, bool flat, char bracket)
{
    assert(json->depth < JSON_DEPTH_MAX);
    begin(json, key);
    buf_add_char(json->out, bracket);
    json->filled[json->depth++] = false;
    if (flat && !json->flat)
        json->flat = json->depth;
}

static void end_nested(struct json *json, char bracket)
{
    assert(json->depth > 0);
    bool flat = json->flat && json->depth >= json->flat;
    if (json->flat == json->depth)
        json->flat = 0;
    json->depth--;
    if (json->filled[json->depth] && !flat)
        add_line(json);
    buf_add_char(json->out, bracket);
    if (!json->depth)
        buf_add_char(json->out, '\n');
}

void json_object(struct json *json, const char *key, bool flat)
{
    begin_nested(json, key, flat, '{');
}

void json_array(struct json *json, const char *key, bool flat)
{
    begin_nested(json, key, flat, '[');
}

void json_end_object(struct json *json)
{
    end_nested(json, '}');
}

void json_end_array(struct json *json)
{
    end_nested(json, ']');
}

void json_text(struct json *json, const char *key, const char *text)
{
    begin(json, key);
    add_quoted(json->out, text);
}

void json_text_or_null(struct json *json, const char *key, const char *text)
{
    if (*text)
        json_text(json, key, text);
    else
        json_null(json, key);
}

void json_number(struct json *json, const char *key, unsigned long long number)
{
    begin(json, key);
    buf_add_format(json->out, "%llu", number);
}

void json_thousandths(struct json *json, const char *key, long long thousandths)
{
    begin(json, key);
    buf_add_thousandths(json->out, thousandths);
}

void json_bool(struct json *json, const char *key, bool truth)
{
    begin(json, key);
    buf_add_string(json->out, truth ? "true" : "false");
}

void json_null(struct json *json, const char *key)
{
    begin(json, key);
    buf_add_string(json->out, "null");
}
