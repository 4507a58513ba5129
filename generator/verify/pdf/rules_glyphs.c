/* SPDX-License-Identifier: ISC */
/* Font programs: of the kind that their font has, with each glyph that is shown, as wide as the
 * font says (PDF/A-2, 6.2.11; PDF/UA-1, 7.21). */
#include "verify/pdf/rules.h"
#include "verify/pdf/code_map.h"
#include "verify/pdf/encoding.h"
#include "verify/pdf/font_program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A thousandth of the em, and what a width may lose by being written in decimals. */
#define WIDTHS_DIFFER 1.001

/* A font with its program. */
struct judged {
    struct check *check;
    const struct code_map *map;
    const struct object *font; /* the descendant of a composite one */
    const char *subtype;
    struct font_program program;
    struct buf gids;   /* CIDToGIDMap, where it is a stream */
    double *widths;    /* by code */
    bool told_missing; /* each is said once, of the first code */
    bool told_notdef;
    bool told_width;
};

/* Which program a font may have under which key (ISO 32000-1, table 126). */
static const struct {
    const char *key;
    const char *subtype; /* of the stream */
    enum font_program_kind kind;
    const char *fonts;
} programs[] = {
    {"FontFile", "", FONT_PROGRAM_TYPE1, "Type1 MMType1"},
    {"FontFile2", "", FONT_PROGRAM_TRUETYPE, "TrueType CIDFontType2"},
    {"FontFile3", "Type1C", FONT_PROGRAM_CFF, "Type1 MMType1"},
    {"FontFile3", "CIDFontType0C", FONT_PROGRAM_CFF, "CIDFontType0"},
    {"FontFile3", "OpenType", FONT_PROGRAM_TRUETYPE, "TrueType CIDFontType2"},
    {"FontFile3", "OpenType", FONT_PROGRAM_OPENTYPE_CFF, "Type1 CIDFontType0"},
};

static const struct object *find_file(const struct object *font, const char **key)
{
    static const char *const keys[] = {"FontFile", "FontFile2", "FontFile3"};
    const struct object *descriptor = object_get(font, "FontDescriptor");
    for (size_t i = 0; i < 3; i++) {
        const struct object *file = object_get(descriptor, keys[i]);
        *key = keys[i];
        if (file->stream)
            return file;
    }
    return NULL;
}

static bool fits(const struct judged *judged, const struct object *file, const char *key)
{
    const char *subtype = object_get(file, "Subtype")->bytes;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        if (!strcmp(programs[i].key, key) && programs[i].kind == judged->program.kind &&
            (!*programs[i].subtype || !strcmp(programs[i].subtype, subtype)) &&
            check_is_one_of(judged->subtype, programs[i].fonts))
            return true;
    }
    return false;
}

/* Opens the program, which borrows `data`. */
static bool open_program(struct judged *judged, struct buf *data)
{
    const char *key;
    const struct object *file = find_file(judged->font, &key);
    if (!file || !object_append_data(&judged->check->graph, file, data))
        return false;
    if (!font_program_open(&judged->program, data)) {
        check_say(judged->check, file, "PDF/A-2, 6.2.11.2",
                  "the font program must be one that can be read");
        return false;
    }
    if (!fits(judged, file, key)) {
        check_say(judged->check, file, "PDF/A-2, 6.2.11.2",
                  "%s must be a font program of the kind that a %s has", key, judged->subtype);
        return false;
    }
    return true;
}

/* The CID's glyph: an index, or of a CFF program keyed by CIDs the CID itself. */
static unsigned glyph_of_cid(const struct judged *judged, unsigned cid)
{
    const unsigned char *bytes = (const unsigned char *)judged->gids.bytes;
    if (!object_get(judged->font, "CIDToGIDMap")->stream ||
        strcmp(judged->subtype, "CIDFontType2") != 0)
        return cid;
    size_t at = (size_t)cid * 2;
    return at + 1 < judged->gids.length ? (unsigned)bytes[at] << 8 | bytes[at + 1] : 0;
}

static void set_width(struct judged *judged, long long code, const struct object *width)
{
    if (code >= 0 && code < judged->map->end)
        judged->widths[code] = width->real;
}

/* W: either a first CID and the widths from it on, or a first, a last and their width. */
static void read_cid_widths(struct judged *judged)
{
    const struct object *list = object_get(judged->font, "W");
    const struct object *otherwise = object_get(judged->font, "DW");
    size_t count = list->kind == OBJECT_ARRAY ? list->count : 0;
    for (size_t i = 0; i < judged->map->end; i++)
        judged->widths[i] = otherwise->kind == OBJECT_NULL ? 1000 : otherwise->real;
    for (size_t i = 0; i + 1 < count;) {
        const struct object *second = list->items[i + 1];
        long long first = list->items[i]->number;
        if (second->kind == OBJECT_ARRAY) {
            for (size_t k = 0; k < second->count && k < CODES_MOST; k++)
                set_width(judged, first + (long long)k, second->items[k]);
            i += 2;
            continue;
        }
        long long last = second->number < judged->map->end ? second->number : judged->map->end;
        for (long long cid = first < 0 ? 0 : first; i + 2 < count && cid <= last; cid++)
            set_width(judged, cid, list->items[i + 2]);
        i += 3;
    }
}

static void read_simple_widths(struct judged *judged)
{
    const struct object *list = object_get(judged->font, "Widths");
    const struct object *descriptor = object_get(judged->font, "FontDescriptor");
    long long first = object_integer(judged->font, "FirstChar", 0);
    for (size_t i = 0; i < 256; i++)
        set_width(judged, (long long)i, object_get(descriptor, "MissingWidth"));
    for (size_t i = 0; list->kind == OBJECT_ARRAY && i < list->count && i < 256; i++)
        set_width(judged, first + (long long)i, list->items[i]);
}

static void judge_code(struct judged *judged, unsigned code)
{
    struct check *check = judged->check;
    long glyph = judged->map->wide ? (long)glyph_of_cid(judged, code)
                                   : encoding_glyph(judged->font, &judged->program, code);
    double advance = 0;
    if (glyph < 0)
        return;
    if (!glyph) {
        if (!judged->told_notdef)
            check_say(check, judged->font, "PDF/A-2, 6.2.11.8",
                      "the code %04X, which is shown, must not be that of .notdef", code);
        judged->told_notdef = true;
    } else if (!font_program_advance(&judged->program, (unsigned long)glyph, &advance)) {
        if (!judged->told_missing)
            check_say(check, judged->font, "PDF/A-2, 6.2.11.4.1",
                      "the font program must have the glyph of the code %04X, which is shown",
                      code);
        judged->told_missing = true;
    } else if (fabs(advance - judged->widths[code]) > WIDTHS_DIFFER) {
        if (!judged->told_width)
            check_say(check, judged->font, "PDF/A-2, 6.2.11.5",
                      "the width of the code %04X must be that of its glyph, %g, not %g", code,
                      advance, judged->widths[code]);
        judged->told_width = true;
    }
}

static bool is_in(const struct buf *set, unsigned cid)
{
    return cid / 8 < set->length && (unsigned char)set->bytes[cid / 8] & 0x80U >> cid % 8;
}

/* Whether the program has a CID. */
static bool has_cid(const struct judged *judged, unsigned cid)
{
    unsigned glyph = glyph_of_cid(judged, cid);
    double advance;
    return glyph && font_program_advance(&judged->program, glyph, &advance);
}

/* Each CID whose glyph draws something is in the set, and none that is not there. */
static void judge_set(struct judged *judged)
{
    const struct object *stream = object_get(object_get(judged->font, "FontDescriptor"), "CIDSet");
    struct buf set = BUF_INIT;
    long wrong = -1;
    bool cff = judged->program.kind != FONT_PROGRAM_TRUETYPE;
    size_t codes = judged->gids.length ? judged->gids.length / 2 : judged->program.count;
    if (stream->kind == OBJECT_NULL || !object_append_data(&judged->check->graph, stream, &set))
        goto out;
    for (unsigned i = 1; i < codes && i < CODES_MOST && wrong < 0; i++) {
        unsigned cid = cff ? font_program_cid(&judged->program, i) : i;
        unsigned glyph = cff ? cid : glyph_of_cid(judged, i);
        if (glyph && !is_in(&set, cid) && font_program_draws(&judged->program, glyph))
            wrong = (long)cid;
    }
    for (unsigned cid = 1; cid < set.length * 8 && cid < CODES_MOST && wrong < 0; cid++) {
        if (is_in(&set, cid) && !has_cid(judged, cid))
            wrong = (long)cid;
    }
    if (wrong >= 0)
        check_say(judged->check, stream, "PDF/A-2, 6.2.11.4.2",
                  "CIDSet must list the CIDs that the font program has, no other: CID %ld", wrong);
out:
    buf_release(&set);
}

/* A TrueType font chooses its glyphs in one way only (ISO 19005-2, 6.2.11.6). */
static void judge_truetype(struct judged *judged)
{
    const struct object *encoding = object_get(judged->font, "Encoding");
    const struct object *base =
        encoding->kind == OBJECT_NAME ? encoding : object_get(encoding, "BaseEncoding");
    unsigned glyph;
    if (!encoding_is_symbolic(judged->font)) {
        if (!check_is_one_of(base->bytes, "MacRomanEncoding WinAnsiEncoding"))
            check_say(judged->check, judged->font, "PDF/A-2, 6.2.11.6",
                      "a TrueType font that is not symbolic must have the encoding of Mac OS Roman "
                      "or Windows");
        return;
    }
    if (encoding->kind != OBJECT_NULL)
        check_say(judged->check, judged->font, "PDF/A-2, 6.2.11.6",
                  "a symbolic TrueType font must have no Encoding");
    if (judged->program.charmaps != 1 && !font_program_mapped(&judged->program, 3, 0, 0, &glyph))
        check_say(judged->check, judged->font, "PDF/A-2, 6.2.11.6",
                  "the program of a symbolic TrueType font must have one cmap, or one for symbols");
}

/* OpenType programs that are keyed by CIDs FreeType cannot ask by CID. */
static bool is_known(const struct judged *judged)
{
    const struct object *encoding = object_get(judged->map->font, "Encoding");
    bool identity =
        object_is_name(encoding, "Identity-H") || object_is_name(encoding, "Identity-V");
    bool wrapped = judged->program.kind == FONT_PROGRAM_OPENTYPE_CFF && judged->program.keyed;
    return !judged->map->wide || (identity && !wrapped);
}

static void judge_font(struct judged *judged)
{
    struct buf data = BUF_INIT;
    const struct object *gids = object_get(judged->font, "CIDToGIDMap");
    if (gids->stream && (!object_append_data(&judged->check->graph, gids, &judged->gids) ||
                         judged->gids.length % 2 || judged->gids.length > 2 * CODES_MOST))
        check_say(judged->check, gids, "PDF 1.7, 9.7.4.2",
                  "CIDToGIDMap must have two bytes for each CID");
    if (!open_program(judged, &data))
        goto out;
    if (!strcmp(judged->subtype, "TrueType"))
        judge_truetype(judged);
    if (!is_known(judged))
        goto out;
    judged->widths = memory_new(judged->map->end * sizeof *judged->widths);
    if (judged->map->wide)
        read_cid_widths(judged);
    else
        read_simple_widths(judged);
    for (unsigned code = 0; code < judged->map->end; code++) {
        if (code_map_is_shown(judged->map, code))
            judge_code(judged, code);
    }
    if (judged->map->wide)
        judge_set(judged);
out:
    free(judged->widths);
    font_program_close(&judged->program);
    buf_release(&judged->gids);
    buf_release(&data);
}

void rules_glyphs(struct check *check)
{
    for (size_t i = 0; i < check->map_count; i++) {
        const struct code_map *map = check->maps[i];
        const struct object *font = map->font;
        const struct object *inner = object_get(font, "DescendantFonts");
        if (map->wide)
            font = inner->count == 1 ? inner->items[0] : object_get(font, "\001");
        struct judged judged = {.check = check,
                                .map = map,
                                .font = font,
                                .subtype = object_get(font, "Subtype")->bytes,
                                .gids = BUF_INIT};
        if (map->shown && font->kind == OBJECT_DICTIONARY && strcmp(judged.subtype, "Type3") != 0)
            judge_font(&judged);
    }
}
