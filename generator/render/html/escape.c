/* SPDX-License-Identifier: ISC */
/* Text made safe for its place in HTML. */
#include "render/html/escape.h"

#include <stdbool.h>
#include <string.h>

void escape_text(struct buf *out, const char *text, size_t length)
{
    static const char *const references[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        const char *reference = references[(unsigned char)text[i]];
        if (!reference)
            continue;
        buf_add(out, text + start, i - start);
        buf_add_string(out, reference);
        start = i + 1;
    }
    buf_add(out, text + start, length - start);
}

static bool is_alphanumeric(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_hexadecimal(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static void add_percent(struct buf *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    char triple[3] = {'%', digits[c >> 4], digits[c & 15]};
    buf_add(out, triple, 3);
}

void escape_address(struct buf *out, const char *address, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)address[i];
        bool escaped = c == '%' && length - i > 2 &&
                       is_hexadecimal((unsigned char)address[i + 1]) &&
                       is_hexadecimal((unsigned char)address[i + 2]);
        if (c == '&')
            buf_add_string(out, "&amp;");
        else if (c == '\'')
            buf_add_string(out, "&#39;");
        else if (escaped || is_alphanumeric(c) || (c && strchr("-._~:/?#[]@!$()*+,;=", c)))
            buf_add_char(out, (char)c);
        else
            add_percent(out, c);
    }
}

void escape_path(struct buf *out, const char *path)
{
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        if (is_alphanumeric(c) || strchr("-._~/", c))
            buf_add_char(out, *path);
        else
            add_percent(out, c);
    }
}
