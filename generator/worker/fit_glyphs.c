/* SPDX-License-Identifier: ISC */
/* The glyphs of an embedded font program: which codes of the font have one, as wide as the PDF
 * states (ISO 19005-2, 6.2.11.4.1 and 6.2.11.5; ISO 14289-1, 7.21.4.1 and 7.21.5). */
#include "worker/fit_glyphs.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of a thousandth of the em: what both standards allow, and what rounding the program's units adds.
 */
#define WIDTH_TOLERANCE 1.5

/* A font states each width once; more of them are not read, and so do not fit. */
#define WIDTHS_MOST 200000

#define SYMBOLS_FIRST 0xF000

struct glyphs {
    struct font *font;
    struct pdf *pdf;
    FT_Face face;
    double *widths; /* as stated, for each code; negative where none is */
    size_t codes;
    size_t left; /* of WIDTHS_MOST */
};

static void judge(struct glyphs *glyphs, size_t code, FT_UInt glyph)
{
    double stated = glyphs->widths[code];
    if (!glyph || stated < 0 ||
        FT_Load_Glyph(glyphs->face, glyph, FT_LOAD_NO_SCALE | FT_LOAD_IGNORE_TRANSFORM) != 0)
        return;
    double em = glyphs->face->units_per_EM ? glyphs->face->units_per_EM : 1000;
    double has = (double)glyphs->face->glyph->metrics.horiAdvance * 1000 / em;
    if (fabs(has - stated) <= WIDTH_TOLERANCE)
        glyphs->font->drawn[code / 8] |= (uint8_t)(1u << code % 8);
}

/* ---------------------------------------------------------------- Composite fonts */

static void set_width(struct glyphs *glyphs, double code, qpdf_oh width)
{
    double number;
    if (code >= 0 && code < (double)glyphs->codes &&
        qpdf_oh_get_value_as_number(glyphs->pdf->qpdf, width, &number))
        glyphs->widths[(size_t)code] = number;
}

/* ISO 32000-1, 9.7.4.3: "first [width …]", or "first last width". */
static void read_wide_widths(struct glyphs *glyphs, qpdf_oh carrier)
{
    struct pdf *pdf = glyphs->pdf;
    qpdf_oh array = pdf_get(pdf, carrier, "/W");
    double otherwise = pdf_number(pdf, carrier, "/DW", 1000);
    size_t count = pdf_count(pdf, array);
    for (size_t code = 0; code < glyphs->codes; code++)
        glyphs->widths[code] = otherwise;
    for (size_t i = 0; i + 1 < count;) {
        double first = 0;
        double last = 0;
        qpdf_oh second = qpdf_oh_get_array_item(pdf->qpdf, array, (int)i + 1);
        qpdf_oh_get_value_as_number(pdf->qpdf, qpdf_oh_get_array_item(pdf->qpdf, array, (int)i),
                                    &first);
        if (qpdf_oh_is_array(pdf->qpdf, second)) {
            size_t widths = pdf_count(pdf, second);
            for (size_t j = 0; j < widths; j++)
                set_width(glyphs, first + (double)j,
                          qpdf_oh_get_array_item(pdf->qpdf, second, (int)j));
            i += 2;
            continue;
        }
        if (i + 2 >= count)
            return;
        qpdf_oh_get_value_as_number(pdf->qpdf, second, &last);
        qpdf_oh width = qpdf_oh_get_array_item(pdf->qpdf, array, (int)i + 2);
        for (size_t code = (size_t)fmin(fmax(first, 0), 65536);
             code < glyphs->codes && (double)code <= last && glyphs->left; code++, glyphs->left--)
            set_width(glyphs, (double)code, width);
        i += 3;
    }
}

/* Of a CFF with CIDs of its own FreeType takes a CID for a glyph; of any other the CID is the
 * glyph's number, unless a map says otherwise. */
static void judge_wide(struct glyphs *glyphs, qpdf_oh carrier)
{
    struct pdf *pdf = glyphs->pdf;
    struct buf map = BUF_INIT;
    qpdf_oh stream = pdf_get(pdf, carrier, "/CIDToGIDMap");
    bool mapped = qpdf_oh_is_stream(pdf->qpdf, stream) && pdf_data(pdf, stream, &map);
    read_wide_widths(glyphs, carrier);
    for (size_t code = 0; code < glyphs->codes; code++) {
        FT_UInt glyph = (FT_UInt)code;
        if (mapped)
            glyph = 2 * code + 1 < map.length ? (FT_UInt)(uint8_t)map.bytes[2 * code] << 8 |
                                                    (uint8_t)map.bytes[2 * code + 1]
                                              : 0;
        if (font_has_meaning(glyphs->font, code))
            judge(glyphs, code, glyph);
    }
    buf_release(&map);
}

/* ---------------------------------------------------------------- Simple fonts */

static void read_widths(struct glyphs *glyphs, qpdf_oh dictionary)
{
    struct pdf *pdf = glyphs->pdf;
    qpdf_oh array = pdf_get(pdf, dictionary, "/Widths");
    double first = pdf_number(pdf, dictionary, "/FirstChar", 0);
    size_t count = pdf_count(pdf, array);
    for (size_t code = 0; code < glyphs->codes; code++)
        glyphs->widths[code] = -1;
    for (size_t i = 0; i < count; i++)
        set_width(glyphs, first + (double)i, qpdf_oh_get_array_item(pdf->qpdf, array, (int)i));
}

/* Windows' code page 1252 and Mac OS Roman from 0x80 on (ISO 32000-1, annex D.2). */
static const uint16_t win_ansi[] = {0x20AC, 0x2022, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x2022, 0x017D, 0x2022,
                                    0x2022, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x2022, 0x017E, 0x0178};
static const uint16_t mac_roman[] = {
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4, 0x00E3,
    0x00E5, 0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF, 0x00F1, 0x00F3,
    0x00F2, 0x00F4, 0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020, 0x00B0, 0x00A2, 0x00A3,
    0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4, 0x00A8, 0,      0x00C6, 0x00D8,
    0,      0x00B1, 0,      0,      0x00A5, 0x00B5, 0,      0,      0,      0,      0,      0x00AA,
    0x00BA, 0,      0x00E6, 0x00F8, 0x00BF, 0x00A1, 0x00AC, 0,      0x0192, 0,      0,      0x00AB,
    0x00BB, 0x2026, 0x0020, 0x00C0, 0x00C3, 0x00D5, 0x0152, 0x0153, 0x2013, 0x2014, 0x201C, 0x201D,
    0x2018, 0x2019, 0x00F7, 0,      0x00FF, 0x0178, 0x2044, 0x00A4, 0x2039, 0x203A, 0xFB01, 0xFB02,
    0x2021, 0x00B7, 0x201A, 0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1, 0x00CB, 0x00C8, 0x00CD, 0x00CE,
    0x00CF, 0x00CC, 0x00D3, 0x00D4, 0,      0x00D2, 0x00DA, 0x00DB, 0x00D9, 0x0131, 0x02C6, 0x02DC,
    0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD, 0x02DB, 0x02C7};

enum encoding { ENCODING_OWN, ENCODING_WIN, ENCODING_MAC };

static uint32_t character_of(enum encoding encoding, size_t code)
{
    if (encoding == ENCODING_WIN)
        return code == 0x7F ? 0x2022 : code >= 0x80 && code < 0xA0 ? win_ansi[code - 0x80] : code;
    return code >= 0x80 ? mac_roman[code - 0x80] : code;
}

static enum encoding base_encoding(struct pdf *pdf, qpdf_oh encoding)
{
    if (qpdf_oh_is_dictionary(pdf->qpdf, encoding))
        encoding = pdf_get(pdf, encoding, "/BaseEncoding");
    if (pdf_is_name(pdf, encoding, "/WinAnsiEncoding"))
        return ENCODING_WIN;
    return pdf_is_name(pdf, encoding, "/MacRomanEncoding") ? ENCODING_MAC : ENCODING_OWN;
}

/* The glyphs that the font program itself gives to codes. */
static FT_UInt own_glyph(FT_Face face, size_t code)
{
    FT_UInt glyph = FT_Get_Char_Index(face, code);
    return glyph ? glyph : FT_Get_Char_Index(face, SYMBOLS_FIRST + code);
}

/* The charmap that is not Unicode's: a symbol's, or the one in which the font was made. */
static bool select_own(FT_Face face)
{
    static const FT_Encoding wanted[] = {FT_ENCODING_MS_SYMBOL, FT_ENCODING_ADOBE_CUSTOM,
                                         FT_ENCODING_ADOBE_STANDARD, FT_ENCODING_APPLE_ROMAN};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (!FT_Select_Charmap(face, wanted[i]))
            return true;
    }
    return false;
}

static void judge_encoded(struct glyphs *glyphs, enum encoding encoding, FT_UInt *chosen)
{
    bool own = encoding == ENCODING_OWN;
    if (own ? !select_own(glyphs->face) : FT_Select_Charmap(glyphs->face, FT_ENCODING_UNICODE) != 0)
        return;
    for (size_t code = 0; code < glyphs->codes; code++) {
        uint32_t character = own ? 0 : character_of(encoding, code);
        chosen[code] = own         ? own_glyph(glyphs->face, code)
                       : character ? FT_Get_Char_Index(glyphs->face, character)
                                   : 0;
    }
}

/* ISO 32000-1, 9.6.6.1: a code, then the names of it and those that follow. */
static void read_differences(struct glyphs *glyphs, qpdf_oh encoding, FT_UInt *chosen)
{
    struct pdf *pdf = glyphs->pdf;
    qpdf_oh differences = pdf_get(pdf, encoding, "/Differences");
    size_t count = pdf_count(pdf, differences);
    long long code = 0;
    for (size_t i = 0; i < count; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(pdf->qpdf, differences, (int)i);
        if (qpdf_oh_get_value_as_longlong(pdf->qpdf, item, &code))
            continue;
        if (code >= 0 && code < 256 && qpdf_oh_is_name(pdf->qpdf, item)) {
            const char *name = qpdf_oh_get_name(pdf->qpdf, item) + 1;
            chosen[code++] = FT_Get_Name_Index(glyphs->face, name);
        }
    }
}

static void judge_narrow(struct glyphs *glyphs, qpdf_oh dictionary)
{
    struct pdf *pdf = glyphs->pdf;
    FT_UInt chosen[256] = {0};
    qpdf_oh encoding = pdf_get(pdf, dictionary, "/Encoding");
    read_widths(glyphs, dictionary);
    judge_encoded(glyphs, base_encoding(pdf, encoding), chosen);
    read_differences(glyphs, encoding, chosen);
    for (size_t code = 0; code < glyphs->codes; code++)
        judge(glyphs, code, chosen[code]);
}

void fit_glyphs(struct font *font, struct pdf *pdf, qpdf_oh dictionary, qpdf_oh carrier,
                qpdf_oh program)
{
    struct glyphs glyphs = {
        .font = font, .pdf = pdf, .codes = font->wide ? 65536 : 256, .left = WIDTHS_MOST};
    struct buf data = BUF_INIT;
    FT_Library library;
    if (FT_Init_FreeType(&library)) {
        font->misfit = "cannot be looked into";
        return;
    }
    if (!pdf_data(pdf, program, &data) ||
        FT_New_Memory_Face(library, (const FT_Byte *)data.bytes, (FT_Long)data.length, 0,
                           &glyphs.face)) {
        font->misfit = "is damaged";
    } else {
        glyphs.widths = memory_new(glyphs.codes * sizeof *glyphs.widths);
        if (font->wide)
            judge_wide(&glyphs, carrier);
        else
            judge_narrow(&glyphs, dictionary);
        free(glyphs.widths);
        FT_Done_Face(glyphs.face);
    }
    FT_Done_FreeType(library);
    buf_release(&data);
}
