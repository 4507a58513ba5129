/* SPDX-License-Identifier: ISC */
/* Tokens of PDF's syntax (ISO 32000-1, 7.3), added to a buffer. */
#include "render/pdf/token.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

static bool is_plain(const char *text)
{
    for (; *text; text++) {
        if (*text < ' ' || *text > '~')
            return false;
    }
    return true;
}

void token_add_text(struct buf *out, const char *utf8)
{
    if (is_plain(utf8)) {
        token_add_bytes(out, utf8, strlen(utf8));
        return;
    }
    buf_add_string(out, "<FEFF");
    utf8_append_utf16_hex(out, utf8, strlen(utf8));
    buf_add_char(out, '>');
}

size_t token_text_size(const char *utf8)
{
    if (is_plain(utf8))
        return strlen(utf8);
    size_t size = 2;
    for (const char *at = utf8; *at; at++) {
        /* Four-byte sequences are surrogate pairs, all others one unit. */
        if (((unsigned char)*at & 0xC0) != 0x80)
            size += (unsigned char)*at >= 0xF0 ? 4 : 2;
    }
    return size;
}

void token_add_bytes(struct buf *out, const char *bytes, size_t length)
{
    buf_reserve(out, length + 2);
    buf_add_char(out, '(');
    size_t plain = 0;
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        if (c != '(' && c != ')' && c != '\\' && c != '\r')
            continue;
        buf_add(out, bytes + plain, i - plain);
        plain = i + 1;
        buf_add_char(out, '\\');
        /* A reader takes a carriage return in a string for a line feed. */
        buf_add_char(out, c == '\r' ? 'r' : c);
    }
    buf_add(out, bytes + plain, length - plain);
    buf_add_char(out, ')');
}

void token_add_name(struct buf *out, const char *name)
{
    buf_add_char(out, '/');
    for (; *name; name++) {
        if (*name > ' ' && *name <= '~' && !strchr("#()<>[]{}/%", *name))
            buf_add_char(out, *name);
        else
            buf_add_format(out, "#%02X", (unsigned char)*name);
    }
}

void token_add_number(struct buf *out, uint32_t number)
{
    char last = out->length ? out->bytes[out->length - 1] : ' ';
    if (!strchr(" \n[]()<>", last))
        buf_add_char(out, ' ');
    buf_add_number(out, number);
}

void token_add_reference(struct buf *out, uint32_t id)
{
    token_add_number(out, id);
    buf_add(out, " 0 R", 4);
}

void token_add_rectangle(struct buf *out, int32_t x, int32_t y, int32_t width, int32_t height)
{
    buf_add_char(out, '[');
    buf_add_thousandths(out, x);
    buf_add_char(out, ' ');
    buf_add_thousandths(out, y);
    buf_add_char(out, ' ');
    buf_add_thousandths(out, (long long)x + width);
    buf_add_char(out, ' ');
    buf_add_thousandths(out, (long long)y + height);
    buf_add_char(out, ']');
}
