/* SPDX-License-Identifier: ISC */
/* The glyph that a simple font's code chooses (ISO 32000-1, 9.6.6). */
#include "verify/pdf/encoding.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FLAG_SYMBOLIC 4

bool encoding_is_symbolic(const struct object *font)
{
    return object_integer(object_get(font, "FontDescriptor"), "Flags", 0) & FLAG_SYMBOLIC;
}

/* The name that Differences give a code, or NULL. */
static const char *difference(const struct object *encoding, unsigned code)
{
    const struct object *list = object_get(encoding, "Differences");
    long long at = -1;
    const char *name = NULL;
    for (size_t i = 0; list->kind == OBJECT_ARRAY && i < list->count; i++) {
        const struct object *item = list->items[i];
        if (item->kind == OBJECT_INTEGER)
            at = item->number;
        else if (item->kind == OBJECT_NAME && at++ == code)
            name = item->bytes;
    }
    return name;
}

/* The character of a name that tells it itself, or 0. */
static unsigned long character_of(const char *name)
{
    char *end;
    if (name[0] && !name[1])
        return (unsigned char)name[0];
    if (!strcmp(name, "space"))
        return ' ';
    if (strncmp(name, "uni", 3) != 0 || strlen(name) != 7)
        return 0;
    unsigned long character = strtoul(name + 3, &end, 16);
    return *end ? 0 : character;
}

/* WinAnsiEncoding; what it leaves free is a bullet. */
static unsigned long win_ansi(unsigned code)
{
    static const uint16_t special[32] = {
        0x20AC, 0x2022, 0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
        0x2039, 0x152,  0x2022, 0x17D,  0x2022, 0x2022, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x2022, 0x17E,  0x178};
    if (code >= 0x80 && code < 0xA0)
        return special[code - 0x80];
    return code == 0xA0 ? ' ' : code == 0xAD ? '-' : code == 0x7F ? 0x2022 : code;
}

static long symbolic(const struct font_program *program, unsigned code)
{
    unsigned glyph = 0;
    for (unsigned high = 0xF000; high <= 0xF200; high += 0x100) {
        if (font_program_mapped(program, 3, 0, high | code, &glyph) && glyph)
            return (long)glyph;
    }
    if (font_program_mapped(program, 3, 0, code, &glyph) && glyph)
        return (long)glyph;
    font_program_mapped(program, 1, 0, code, &glyph);
    return (long)glyph;
}

static long by_name(const struct font_program *program, const char *name)
{
    unsigned glyph = font_program_named(program, name);
    bool type1 = program->kind != FONT_PROGRAM_TRUETYPE;
    if (glyph || type1 || !strcmp(name, ".notdef"))
        return (long)glyph;
    unsigned long character = character_of(name);
    if (!character || !font_program_mapped(program, 3, 1, character, &glyph))
        return -1;
    return glyph ? (long)glyph : -1;
}

long encoding_glyph(const struct object *font, const struct font_program *program, unsigned code)
{
    const struct object *encoding = object_get(font, "Encoding");
    bool truetype = object_is_name(object_get(font, "Subtype"), "TrueType");
    const struct object *base =
        encoding->kind == OBJECT_NAME ? encoding : object_get(encoding, "BaseEncoding");
    const char *name = difference(encoding, code);
    unsigned glyph = 0;
    if (truetype && encoding_is_symbolic(font))
        return symbolic(program, code);
    if (name)
        return by_name(program, name);
    if (object_is_name(base, "MacRomanEncoding") &&
        font_program_mapped(program, 1, 0, code, &glyph))
        return (long)glyph;
    bool ascii = code >= 0x20 && code < 0x7F && code != '\'' && code != '`';
    if ((object_is_name(base, "WinAnsiEncoding") || (base->kind == OBJECT_NAME && ascii)) &&
        font_program_unicode(program, win_ansi(code), &glyph))
        return (long)glyph;
    if (!truetype && base->kind == OBJECT_NULL && program_built_in(program, code, &glyph))
        return (long)glyph;
    return -1;
}
