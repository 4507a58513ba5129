/* SPDX-License-Identifier: ISC */
/* UTF-8 (RFC 3629): decoding, checking, and places in characters. */
#include "base/utf8.h"

#include <string.h>

uint32_t utf8_decode(const char *bytes, size_t remaining, size_t *length)
{
    const unsigned char *in = (const unsigned char *)bytes;
    *length = 1;
    if (in[0] < 0x80)
        return in[0];
    size_t size = in[0] >= 0xF0 ? 4 : in[0] >= 0xE0 ? 3 : 2;
    if (in[0] < 0xC2 || in[0] > 0xF4 || remaining < size)
        return UTF8_BAD;
    uint32_t character = in[0] & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((in[i] & 0xC0) != 0x80)
            return UTF8_BAD;
        character = character << 6 | (in[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (character < least[size] || character > 0x10FFFF ||
        (character >= 0xD800 && character <= 0xDFFF))
        return UTF8_BAD;
    *length = size;
    return character;
}

size_t utf8_check(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        if ((unsigned char)bytes[at] < 0x80) {
            at++;
            continue;
        }
        size_t size;
        if (utf8_decode(bytes + at, length - at, &size) == UTF8_BAD)
            return at;
        at += size;
    }
    return length;
}

size_t utf8_count(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

void utf8_append(struct buf *buf, uint32_t character)
{
    char out[4];
    size_t length;
    if (character < 0x80) {
        out[0] = (char)character;
        length = 1;
    } else if (character < 0x800) {
        out[0] = (char)(0xC0 | character >> 6);
        out[1] = (char)(0x80 | (character & 0x3F));
        length = 2;
    } else if (character < 0x10000) {
        out[0] = (char)(0xE0 | character >> 12);
        out[1] = (char)(0x80 | (character >> 6 & 0x3F));
        out[2] = (char)(0x80 | (character & 0x3F));
        length = 3;
    } else {
        out[0] = (char)(0xF0 | character >> 18);
        out[1] = (char)(0x80 | (character >> 12 & 0x3F));
        out[2] = (char)(0x80 | (character >> 6 & 0x3F));
        out[3] = (char)(0x80 | (character & 0x3F));
        length = 4;
    }
    buf_add(buf, out, length);
}

static void add_hex16(struct buf *buf, uint32_t unit)
{
    static const char digits[] = "0123456789ABCDEF";
    char out[4] = {digits[unit >> 12 & 15], digits[unit >> 8 & 15], digits[unit >> 4 & 15],
                   digits[unit & 15]};
    buf_add(buf, out, 4);
}

void utf8_append_utf16_hex(struct buf *buf, const char *bytes, size_t length)
{
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t character = utf8_decode(bytes + at, length - at, &size);
        if (character == UTF8_BAD)
            character = 0xFFFD;
        if (character >= 0x10000) {
            character -= 0x10000;
            add_hex16(buf, 0xD800 | character >> 10);
            add_hex16(buf, 0xDC00 | (character & 0x3FF));
        } else {
            add_hex16(buf, character);
        }
    }
}

bool utf8_is_bidi_control(uint32_t character)
{
    return character == 0x061C || character == 0x200E || character == 0x200F ||
           (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069);
}

bool utf8_runs_left(uint32_t character)
{
    return (character >= 0x0590 && character <= 0x08FF) ||
           (character >= 0xFB1D && character <= 0xFDFF) ||
           (character >= 0xFE70 && character <= 0xFEFE) ||
           (character >= 0x10800 && character <= 0x10FFF) ||
           (character >= 0x1E800 && character <= 0x1EFFF);
}

bool utf8_is_unseen(uint32_t character)
{
    return character == 0xAD || character == 0x034F || character == 0xFEFF ||
           (character >= 0x200B && character <= 0x200F) || utf8_is_bidi_control(character) ||
           (character >= 0x2060 && character <= 0x2064) ||
           (character >= 0xFE00 && character <= 0xFE0F) || character >= 0xE0000;
}

/* Whether YAML (1.2.2, 5.1 and 5.4) cannot hold the character as it stands, reads it as a line's
 * end in one of its versions, or an editor would not show it. */
static bool needs_escape(uint32_t character)
{
    return character < 0x20 || (character >= 0x7F && character <= 0xA0) || character == 0x2028 ||
           character == 0x2029 || character == 0xFEFF || character == 0xFFFE ||
           character == 0xFFFF || utf8_is_bidi_control(character);
}

void utf8_append_quoted(struct buf *buf, const char *text)
{
    size_t remaining = strlen(text);
    buf_add_char(buf, '"');
    while (remaining) {
        size_t length;
        uint32_t character = utf8_decode(text, remaining, &length);
        if (character == '"' || character == '\\')
            buf_add_format(buf, "\\%c", (int)character);
        else if (needs_escape(character))
            buf_add_format(buf, "\\u%04X", (unsigned)character);
        else
            buf_add(buf, text, length);
        text += length;
        remaining -= length;
    }
    buf_add_char(buf, '"');
}

struct utf8_position utf8_position(const char *text, size_t length, size_t offset)
{
    struct utf8_position position = {1, 1};
    size_t line_start = 0;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'))) {
            position.line++;
            line_start = i + 1;
        }
    }
    position.column += (unsigned)utf8_count(text + line_start, offset - line_start);
    return position;
}
