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

static bool is_device(const char *part, size_t length)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    size_t stem = 0;
    while (stem < length && part[stem] != '.')
        stem++;
    while (stem && part[stem - 1] == ' ')
        stem--;
    if (stem != 3 && stem != 4)
        return false;
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        bool numbered = i >= 4;
        if (stem == (numbered ? 4u : 3u) && !strncasecmp(part, devices[i], 3) &&
            (!numbered || (part[3] >= '0' && part[3] <= '9')))
            return true;
    }
    return false;
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

const char *name_fold(struct arena *arena, const char *name, bool cases)
{
    size_t length = 0;
    size_t ascii = 0;
    while (name[ascii] && !(name[ascii] & 0x80) &&
           !(cases && name[ascii] >= 'A' && name[ascii] <= 'Z'))
        ascii++;
    if (!name[ascii])
        return name; /* as most are */
    const uint8_t *bytes = (const uint8_t *)name;
    uint8_t *folded = cases ? u8_casefold(bytes, strlen(name), NULL, UNINORM_NFC, NULL, &length)
                            : u8_normalize(UNINORM_NFC, bytes, strlen(name), NULL, &length);
    const char *kept = folded ? arena_copy(arena, folded, length) : name;
    free(folded);
    return kept;
}
