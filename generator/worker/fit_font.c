/* SPDX-License-Identifier: ISC */
/* The fonts of a foreign PDF, and whether text that they show may stand in a PDF/A-2a and PDF/UA-1
 * file (ISO 19005-2, 6.2.11; ISO 14289-1, 7.21). */
#include "worker/fit_font.h"

#include "base/lexer.h"
#include "worker/fit_glyphs.h"

#include <stdlib.h>
#include <string.h>

#define SYMBOLIC 4

static size_t codes_of(const struct font *font)
{
    return font->wide ? 65536 : 256;
}

void fonts_release(struct fonts *fonts)
{
    free(fonts->fonts);
    arena_release(&fonts->arena);
    *fonts = (struct fonts){0};
}

/* ---------------------------------------------------------------- What codes mean */

/* 6.2.11.7.2: what stands for no character is no meaning; nor is what Unicode leaves to private
 * use, where nothing else says what it is. */
static bool is_meaning(uint32_t unit)
{
    return unit && unit != 0xFEFF && unit != 0xFFFE && !(unit >= 0xE000 && unit <= 0xF8FF);
}

static uint32_t big_endian(const struct buf *text)
{
    uint32_t number = 0;
    for (size_t i = 0; i < text->length && i < 2; i++)
        number = number << 8 | (uint8_t)text->bytes[i];
    return number;
}

static void map(struct font *font, uint32_t code, bool meaning)
{
    if (code < codes_of(font) && meaning)
        font->mapped[code / 8] |= (uint8_t)(1u << code % 8);
}

/* The words between beginbfchar or beginbfrange and their end. */
static void read_section(struct lexer *lexer, struct font *font, bool ranges)
{
    uint32_t numbers[3] = {0};
    size_t count = 0;
    size_t wanted = ranges ? 3 : 2;
    bool array = false;
    enum lexeme lexeme;
    while ((lexeme = lexer_next(lexer)) != LEXEME_END && lexeme != LEXEME_WORD) {
        array = (array || lexeme == LEXEME_ARRAY) && lexeme != LEXEME_ARRAY_END;
        if (array && lexeme == LEXEME_STRING && count == 2 && numbers[0] <= numbers[1])
            map(font, numbers[0]++, is_meaning(big_endian(&lexer->text)));
        else if (!array && lexeme == LEXEME_STRING)
            numbers[count++] = lexer->text.length ? big_endian(&lexer->text) : 0;
        else if (lexeme == LEXEME_ARRAY_END)
            count = 0;
        if (count < wanted)
            continue;
        count = 0;
        if (!ranges)
            map(font, numbers[0], is_meaning(numbers[1]));
        for (uint32_t i = 0; ranges && numbers[0] + i <= numbers[1] && i < 65536; i++)
            map(font, numbers[0] + i, is_meaning(numbers[2] + i));
    }
}

static void read_map(struct font *font, const struct buf *data)
{
    struct lexer lexer = {.bytes = data->bytes, .length = data->length, .text = BUF_INIT};
    enum lexeme lexeme;
    while ((lexeme = lexer_next(&lexer)) != LEXEME_END) {
        if (lexeme != LEXEME_WORD)
            continue;
        if (!strcmp(lexer.text.bytes, "beginbfchar"))
            read_section(&lexer, font, false);
        else if (!strcmp(lexer.text.bytes, "beginbfrange"))
            read_section(&lexer, font, true);
    }
    buf_release(&lexer.text);
}

/* 6.2.11.7.2, of level A: a ToUnicode map, or an encoding whose characters are known. */
static void read_meanings(struct font *font, struct pdf *pdf, qpdf_oh dictionary)
{
    struct buf data = BUF_INIT;
    qpdf_oh encoding = pdf_get(pdf, dictionary, "/Encoding");
    if (pdf_has(pdf, dictionary, "/ToUnicode")) {
        if (pdf_data(pdf, pdf_get(pdf, dictionary, "/ToUnicode"), &data))
            read_map(font, &data);
        buf_release(&data);
        return;
    }
    bool known = pdf_is_name(pdf, encoding, "/WinAnsiEncoding") ||
                 pdf_is_name(pdf, encoding, "/MacRomanEncoding");
    if (!font->wide && known)
        memset(font->mapped, 0xFF, codes_of(font) / 8);
    else
        font->misfit = "does not say which characters it shows";
}

/* ---------------------------------------------------------------- The font's dictionaries */

static const char *judge_composite(struct pdf *pdf, qpdf_oh font, qpdf_oh descendant)
{
    qpdf_oh encoding = pdf_get(pdf, font, "/Encoding");
    qpdf_oh map = pdf_get(pdf, descendant, "/CIDToGIDMap");
    bool is_truetype = pdf_is_name(pdf, pdf_get(pdf, descendant, "/Subtype"), "/CIDFontType2");
    if (!pdf_is_name(pdf, encoding, "/Identity-H") && !pdf_is_name(pdf, encoding, "/Identity-V"))
        return "has an encoding that is not looked into";
    if (is_truetype && !pdf_is_name(pdf, map, "/Identity") && !qpdf_oh_is_stream(pdf->qpdf, map))
        return "does not say which glyphs it shows";
    if (!pdf_has(pdf, descendant, "/CIDSystemInfo"))
        return "does not say which characters it has";
    return NULL;
}

/* 6.2.11.6 and 7.21.6: what is no symbol has one of two encodings, a symbol has none. */
static const char *judge_simple(struct pdf *pdf, qpdf_oh font, qpdf_oh descriptor)
{
    double first = pdf_number(pdf, font, "/FirstChar", -1);
    double last = pdf_number(pdf, font, "/LastChar", -1);
    bool symbolic = (unsigned)pdf_number(pdf, descriptor, "/Flags", 0) & SYMBOLIC;
    qpdf_oh encoding = pdf_get(pdf, font, "/Encoding");
    if (first < 0 || last < first || last > 255 ||
        (double)pdf_count(pdf, pdf_get(pdf, font, "/Widths")) < last - first + 1)
        return "does not say how wide its characters are";
    if (!pdf_is_name(pdf, pdf_get(pdf, font, "/Subtype"), "/TrueType"))
        return NULL;
    bool known = pdf_is_name(pdf, encoding, "/WinAnsiEncoding") ||
                 pdf_is_name(pdf, encoding, "/MacRomanEncoding");
    if (symbolic ? pdf_has(pdf, font, "/Encoding") : !known)
        return "has an encoding that is not looked into";
    return NULL;
}

static qpdf_oh program_of(struct pdf *pdf, qpdf_oh descriptor)
{
    static const char *const keys[] = {"/FontFile", "/FontFile2", "/FontFile3"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        qpdf_oh program = pdf_get(pdf, descriptor, keys[i]);
        if (qpdf_oh_is_stream(pdf->qpdf, program))
            return program;
    }
    return qpdf_oh_new_null(pdf->qpdf);
}

static void read_font(struct font *font, struct fonts *fonts, struct pdf *pdf, qpdf_oh dictionary)
{
    qpdf_oh subtype = pdf_get(pdf, dictionary, "/Subtype");
    qpdf_oh name = pdf_get(pdf, dictionary, "/BaseFont");
    qpdf_oh carrier = dictionary;
    font->name = "without a name";
    if (qpdf_oh_is_name(pdf->qpdf, name))
        font->name = arena_string(&fonts->arena, qpdf_oh_get_name(pdf->qpdf, name) + 1);
    font->wide = pdf_is_name(pdf, subtype, "/Type0");
    font->embedded = pdf_is_name(pdf, subtype, "/Type3");
    if (font->embedded) {
        font->misfit = "draws its characters by content of their own (Type 3)";
        return;
    }
    font->mapped = arena_new(&fonts->arena, codes_of(font) / 8);
    font->drawn = arena_new(&fonts->arena, codes_of(font) / 8);
    if (font->wide && pdf_count(pdf, pdf_get(pdf, dictionary, "/DescendantFonts")))
        carrier =
            qpdf_oh_get_array_item(pdf->qpdf, pdf_get(pdf, dictionary, "/DescendantFonts"), 0);
    qpdf_oh descriptor = pdf_get(pdf, carrier, "/FontDescriptor");
    qpdf_oh program = program_of(pdf, descriptor);
    font->embedded = qpdf_oh_is_stream(pdf->qpdf, program);
    read_meanings(font, pdf, dictionary);
    if (!font->embedded || font->misfit)
        return;
    font->misfit = font->wide ? judge_composite(pdf, dictionary, carrier)
                              : judge_simple(pdf, dictionary, descriptor);
    if (!font->misfit)
        fit_glyphs(font, pdf, dictionary, carrier, program);
}

const struct font *fonts_get(struct fonts *fonts, struct pdf *pdf, qpdf_oh dictionary)
{
    int id = qpdf_oh_get_object_id(pdf->qpdf, dictionary);
    for (size_t i = 0; i < fonts->count && id > 0; i++) {
        if (fonts->fonts[i]->id == id)
            return fonts->fonts[i];
    }
    struct font *font = arena_new(&fonts->arena, sizeof *font);
    font->id = id;
    read_font(font, fonts, pdf, dictionary);
    fonts->fonts = memory_grow(fonts->fonts, fonts->count, &fonts->capacity, sizeof(struct font *));
    fonts->fonts[fonts->count++] = font;
    return font;
}

static bool has_bit(const uint8_t *bits, size_t code)
{
    return bits[code / 8] >> code % 8 & 1;
}

bool font_has_meaning(const struct font *font, size_t code)
{
    return has_bit(font->mapped, code);
}

const char *font_misfit(const struct font *font, const struct buf *text, bool seen)
{
    size_t width = font->wide ? 2 : 1;
    if (seen && !font->embedded)
        return "is not embedded";
    if (font->misfit)
        return font->misfit;
    if (text->length % width)
        return "shows half a character";
    for (size_t i = 0; i < text->length; i += width) {
        uint32_t code = (uint8_t)text->bytes[i];
        if (font->wide)
            code = code << 8 | (uint8_t)text->bytes[i + 1];
        if (!font_has_meaning(font, code))
            return "shows a character that it does not name";
        if (seen && !has_bit(font->drawn, code))
            return "lacks a character that it shows, or states another width for it";
    }
    return NULL;
}
