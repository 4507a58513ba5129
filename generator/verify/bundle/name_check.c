/* SPDX-License-Identifier: ISC */
/* Names that a bundle may give its files: which of them are traps. */
#include "verify/bundle/name_check.h"

#include "base/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicase.h>
#include <uninorm.h>

enum problem {
    EMPTY,
    ABSOLUTE,
    DRIVE,
    NOT_UTF8,
    CONTROL,
    BACKSLASH,
    CLIMBS,
    DOTS,
    DEVICE,
    BIDI,
    LONG,
    WINDOWS
};

static const struct name_problem problems[] = {
    [EMPTY] = {"name-empty", "has no name", true},
    [ABSOLUTE] = {"name-absolute",
                  "has an absolute name, which would be written outside of where it is unpacked",
                  true},
    [DRIVE] = {"name-drive", "names a drive of Windows, and would be written there", true},
    [NOT_UTF8] = {"name-not-utf8",
                  "has a name that is not UTF-8: readers would show it differently", true},
    [CONTROL] = {"name-control", "has a control character in its name", true},
    [BACKSLASH] =
        {"name-backslash",
         "has a backslash in its name, which Windows takes for a folder's end: two readers "
         "would see different content",
         true},
    [CLIMBS] = {"name-climbs", "climbs with \"..\" out of where it is unpacked", true},
    [DOTS] = {"name-dots",
              "has a part of its name that is empty or \".\": readers would see different names",
              true},
    [DEVICE] = {"name-device", "has a name that opens a device on Windows", true},
    [BIDI] = {"name-bidi", "has a character in its name that makes it look like another", false},
    [LONG] = {"name-long", "has a part of its name that is longer than 255 bytes", false},
    [WINDOWS] = {"name-windows",
                 "has a name that Windows cannot hold (one of < > : \" | ? *, or a dot or a space "
                 "at the end)",
                 false},
};

/* The end of "COM1" and "LPT1": a digit, or one of ¹, ² and ³. */
static bool is_number(const char *text, size_t length)
{
    return (length == 1 && *text >= '0' && *text <= '9') ||
           (length == 2 && (!memcmp(text, "\u00B9", 2) || !memcmp(text, "\u00B2", 2) ||
                            !memcmp(text, "\u00B3", 2)));
}

static bool is_device(const char *part, size_t length)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul", "conin$", "conout$"};
    size_t stem = 0;
    while (stem < length && part[stem] != '.')
        stem++;
    while (stem && part[stem - 1] == ' ')
        stem--;
    if (stem < 3 || stem > 7)
        return false;
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        if (stem == strlen(devices[i]) && !strncasecmp(part, devices[i], stem))
            return true;
    }
    return (!strncasecmp(part, "com", 3) || !strncasecmp(part, "lpt", 3)) &&
           is_number(part + 3, stem - 3);
}

static bool is_part(const char *part, size_t length, const char *text)
{
    return length == strlen(text) && !memcmp(part, text, length);
}

/* The first part of which `is` says so. */
static bool any_part(const char *name, size_t length, bool (*is)(const char *, size_t))
{
    for (size_t start = 0, end; start <= length; start = end + 1) {
        const char *slash = memchr(name + start, '/', length - start);
        end = slash ? (size_t)(slash - name) : length;
        if (is(name + start, end - start))
            return true;
    }
    return false;
}

static bool climbs(const char *part, size_t length)
{
    return is_part(part, length, "..");
}

static bool is_dots(const char *part, size_t length)
{
    return !length || is_part(part, length, ".");
}

static bool is_long(const char *part, size_t length)
{
    (void)part;
    return length > 255;
}

static bool ends_badly(const char *part, size_t length)
{
    return length && (part[length - 1] == '.' || part[length - 1] == ' ');
}

static bool has_control(const char *name, size_t length)
{
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t character = utf8_decode(name + at, length - at, &size);
        if (character < 0x20 || (character >= 0x7F && character < 0xA0))
            return true;
    }
    return false;
}

static bool has_bidi(const char *name, size_t length)
{
    for (size_t at = 0, size; at < length; at += size) {
        if (utf8_is_bidi_control(utf8_decode(name + at, length - at, &size)))
            return true;
    }
    return false;
}

static bool has_windows(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr("<>:\"|?*", name[i]))
            return true;
    }
    return any_part(name, length, ends_badly);
}

/* Whether it is nothing but letters, digits and signs of ASCII that no system minds: so are most,
 * and only its parts are to be looked at. */
static bool is_plain(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!letter && !(c >= '-' && c <= '9') && c != '_')
            return false;
    }
    return true;
}

const struct name_problem *name_check(const char *name, size_t length)
{
    bool plain = is_plain(name, length);
    bool drive = length >= 2 && isalpha((unsigned char)name[0]) && name[1] == ':';
    const bool found[] = {
        [EMPTY] = !length,
        [ABSOLUTE] = length && name[0] == '/',
        [DRIVE] = drive,
        [NOT_UTF8] = !plain && utf8_check(name, length) != length,
        [CONTROL] = !plain && has_control(name, length),
        [BACKSLASH] = !plain && memchr(name, '\\', length) != NULL,
        [CLIMBS] = any_part(name, length, climbs),
        [DOTS] = any_part(name, length, is_dots),
        [DEVICE] = any_part(name, length, is_device),
        [BIDI] = !plain && has_bidi(name, length),
        [LONG] = any_part(name, length, is_long),
        [WINDOWS] = plain ? any_part(name, length, ends_badly) : has_windows(name, length),
    };
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        if (found[i])
            return &problems[i];
    }
    return NULL;
}

/* What HFS+ leaves out of account. */
static bool is_unseen(uint32_t character)
{
    return (character >= 0x200C && character <= 0x200F) ||
           (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x206A && character <= 0x206F) || character == 0xFEFF;
}

/* The name without unseen characters, and its parts without the dots and spaces that Windows takes
 * from their ends. */
static void strip(const char *name, struct buf *out)
{
    size_t left = strlen(name);
    for (size_t length; left; name += length, left -= length) {
        uint32_t character = utf8_decode(name, left, &length);
        if (!is_unseen(character))
            buf_add(out, name, length);
        if (left == length || name[length] == '/') {
            while (out->length && strchr(". ", out->bytes[out->length - 1]))
                out->bytes[--out->length] = '\0';
        }
    }
}

/* Whether there is nothing to fold, as in most names. */
static bool is_folded(const char *name, bool cases)
{
    for (; *name; name++) {
        bool upper = *name >= 'A' && *name <= 'Z';
        bool ends = (*name == '.' || *name == ' ') && (!name[1] || name[1] == '/');
        if (*name & 0x80 || (cases && (upper || ends)))
            return false;
    }
    return true;
}

const char *name_fold(struct arena *arena, const char *name, bool cases)
{
    size_t length = 0;
    struct buf stripped = BUF_INIT;
    if (is_folded(name, cases))
        return name;
    if (cases)
        strip(name, &stripped);
    const uint8_t *bytes = (const uint8_t *)(cases ? stripped.bytes : name);
    size_t given = strlen((const char *)bytes);
    uint8_t *folded = cases ? u8_casefold(bytes, given, NULL, UNINORM_NFC, NULL, &length)
                            : u8_normalize(UNINORM_NFC, bytes, given, NULL, &length);
    const char *kept = folded ? arena_copy(arena, folded, length) : name;
    free(folded);
    buf_release(&stripped);
    return kept;
}
