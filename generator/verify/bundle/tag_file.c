/* SPDX-License-Identifier: ISC */
/* The lines of a bag's tag files (RFC 8493, 2.1 and 2.2), as they stand in the file. */
#include "verify/bundle/tag_file.h"

#include <string.h>

static void end_line(struct tag_lines *lines)
{
    lines->number++;
    lines->take(lines->to, lines->line.bytes, lines->line.length, lines->number);
    buf_clear(&lines->line);
}

static void add(struct tag_lines *lines, const char *bytes, size_t length)
{
    size_t room = TAG_LINE_MAX - lines->line.length;
    if (length > room) {
        lines->too_long = true;
        length = room;
    }
    if (length)
        buf_add(&lines->line, bytes, length);
}

bool tag_lines_feed(void *to, const void *bytes, size_t length)
{
    struct tag_lines *lines = to;
    const char *at = bytes;
    const char *end = at + length;
    while (at < end) {
        if (lines->after_cr && *at == '\n') {
            lines->after_cr = false;
            at++;
            continue;
        }
        lines->after_cr = false;
        const char *stop = at;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        add(lines, at, (size_t)(stop - at));
        if (stop < end) {
            lines->after_cr = *stop == '\r';
            end_line(lines);
            stop++;
        }
        at = stop;
    }
    return true;
}

void tag_lines_end(struct tag_lines *lines)
{
    if (lines->line.length)
        end_line(lines);
    buf_release(&lines->line);
}

/* ---------------------------------------------------------------- Manifests */

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* Of each byte, what it is as a hexadecimal digit, and one more; 0 where it is none. */
static const uint8_t digit_values[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16};

static int digit(char c)
{
    return digit_values[(unsigned char)c] - 1;
}

static enum manifest_problem read_digest(const char *digits, size_t length, enum hash hash,
                                         uint8_t *digest)
{
    unsigned upper = 0;
    unsigned lower = 0;
    if (length != hash_size(hash) * 2)
        return MANIFEST_NO_DIGEST;
    for (size_t i = 0; i < length; i += 2) {
        int high = digit(digits[i]), low = digit(digits[i + 1]);
        if (high < 0 || low < 0)
            return MANIFEST_NO_DIGEST;
        for (size_t k = i; k < i + 2; k++) {
            upper |= digits[k] >= 'A' && digits[k] <= 'F';
            lower |= digits[k] >= 'a';
        }
        digest[i / 2] = (uint8_t)(high << 4 | low);
    }
    return upper && lower ? MANIFEST_MIXED_CASE : MANIFEST_GOOD;
}

enum manifest_problem manifest_line_read(char *line, size_t length, enum hash hash, struct buf *raw,
                                         struct manifest_line *out)
{
    size_t digits = 0;
    while (digits < length && !is_space(line[digits]))
        digits++;
    if (!digits || digits == length || strlen(line) != length)
        return MANIFEST_NO_LINE;
    enum manifest_problem problem = read_digest(line, digits, hash, out->digest);
    size_t at = digits;
    while (is_space(line[at]))
        at++;
    out->starred = line[at] == '*';
    out->path = line + at + (out->starred ? 1 : 0);
    out->as_read = NULL;
    if (problem == MANIFEST_GOOD && !*out->path)
        problem = MANIFEST_NO_PATH;
    if (strchr(out->path, '%')) {
        buf_clear(raw);
        buf_add_string(raw, out->path);
        if (path_decode(out->path))
            out->as_read = raw->bytes;
    }
    return problem;
}

bool path_decode(char *path)
{
    bool decoded = false;
    char *to = path;
    for (const char *at = path; *at; at++) {
        int high = *at == '%' ? digit(at[1]) : -1;
        int low = high >= 0 ? digit(at[2]) : -1;
        int value = low >= 0 ? high * 16 + low : -1;
        if (value == '\n' || value == '\r' || value == '%') {
            *to++ = (char)value;
            at += 2;
            decoded = true;
        } else {
            *to++ = *at;
        }
    }
    *to = '\0';
    return decoded;
}

/* ---------------------------------------------------------------- The others */

static char *trim(char *text)
{
    while (is_space(*text))
        text++;
    size_t length = strlen(text);
    while (length && is_space(text[length - 1]))
        text[--length] = '\0';
    return text;
}

bool element_read(char *line, char **label, char **value)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return false;
    *colon = '\0';
    *label = trim(line);
    *value = trim(colon + 1);
    return **label;
}

bool fetch_line_read(char *line, char **address, char **path)
{
    char *at = trim(line);
    *address = at;
    at += strcspn(at, " \t");
    if (!*at)
        return false;
    *at++ = '\0';
    at += strspn(at, " \t");
    size_t length = strspn(at, "0123456789");
    if (!length && *at == '-')
        length = 1;
    if (!length || !is_space(at[length]))
        return false;
    *path = trim(at + length);
    path_decode(*path);
    return **path;
}
