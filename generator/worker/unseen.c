/* SPDX-License-Identifier: ISC */
/* Words as text that is not seen, over a page that is a picture. */
#include "worker/unseen.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* A TrueType face of two glyphs without a line, 500 of 1,000 units wide: its tables glyf, head,
 * hhea, hmtx, loca and maxp (ISO/IEC 14496-22), all that PDF asks for. */
static const unsigned char face[] = {
    0x00, 0x01, 0x00, 0x00, 0x00, 0x06, 0x00, 0x40, 0x00, 0x02, 0x00, 0x20, 0x67, 0x6C, 0x79, 0x66,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x6C, 0x00, 0x00, 0x00, 0x02, 0x68, 0x65, 0x61, 0x64,
    0x61, 0x0B, 0x42, 0xE4, 0x00, 0x00, 0x00, 0x70, 0x00, 0x00, 0x00, 0x36, 0x68, 0x68, 0x65, 0x61,
    0x04, 0xC4, 0x01, 0x27, 0x00, 0x00, 0x00, 0xA8, 0x00, 0x00, 0x00, 0x24, 0x68, 0x6D, 0x74, 0x78,
    0x01, 0xF4, 0x00, 0x00, 0x00, 0x00, 0x00, 0xCC, 0x00, 0x00, 0x00, 0x06, 0x6C, 0x6F, 0x63, 0x61,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xD4, 0x00, 0x00, 0x00, 0x06, 0x6D, 0x61, 0x78, 0x70,
    0x00, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00, 0xDC, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x67, 0xA2, 0x92, 0x46, 0x5F, 0x0F, 0x3C, 0xF5,
    0x00, 0x03, 0x03, 0xE8, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0x31, 0x01, 0xF4, 0x02, 0xCE, 0x00, 0x00, 0x00, 0x08,
    0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x02, 0xCE, 0xFF, 0x31,
    0x00, 0x00, 0x01, 0xF4, 0x00, 0x00, 0x00, 0x00, 0x01, 0xF4, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x01, 0xF4, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};

/* In thousandths of the font's size: how wide each character is, and how far Helvetica reaches
 * above and below the baseline, which is what readers take a word's height to be. */
#define WIDTH 500
#define ASCENT 718
#define DESCENT 207
/* Of one word, which lies are told of. */
#define CHARACTERS_MOST 1000

#define CHARACTERS 0x110000 /* of Unicode */

#define CODES_MOST 65000

/* The characters of the font: the code of each is its index + 1. */
struct codes {
    uint32_t *characters;
    uint32_t *numbers; /* by character, its code; 0 for none yet */
    size_t count, capacity;
};

/* Characters beyond those that a font can have are not known. */
static uint32_t code_of(struct codes *codes, uint32_t character)
{
    if (codes->count == CODES_MOST && !codes->numbers[character])
        character = codes->characters[0];
    if (!codes->numbers[character]) {
        codes->characters = memory_grow(codes->characters, codes->count, &codes->capacity,
                                        sizeof *codes->characters);
        codes->characters[codes->count++] = character;
        codes->numbers[character] = (uint32_t)codes->count;
    }
    return codes->numbers[character];
}

/* The characters of a word in the order in which they stand on the page: readers turn around what
 * runs from right to left. */
static size_t read_word(const char *text, uint32_t *characters)
{
    size_t left = strlen(text);
    size_t count = 0;
    bool around = false;
    while (left && count < CHARACTERS_MOST) {
        size_t length;
        uint32_t character = utf8_decode(text, left, &length);
        if (!utf8_is_bidi_control(character))
            characters[count++] = character < CHARACTERS ? character : 0xFFFD;
        around = around || utf8_runs_left(character);
        text += length;
        left -= length;
    }
    for (size_t i = 0; around && i < count / 2; i++) {
        uint32_t kept = characters[i];
        characters[i] = characters[count - 1 - i];
        characters[count - 1 - i] = kept;
    }
    return count;
}

/* Moves to where the word's baseline begins, and turns to where it runs: a, b, c, d of the matrix
 * and its origin (ISO 32000-1, 9.4.2). */
static void add_matrix(const struct text_word *word, enum heading heading, int32_t height,
                       struct buf *content)
{
    static const char *const turns[] = {"1 0 0 1", "0 -1 1 0", "-1 0 0 -1", "0 1 -1 0"};
    int64_t below =
        (int64_t)(heading % 2 ? word->width : word->height) * DESCENT / (ASCENT + DESCENT);
    int64_t left = word->x;
    int64_t bottom = (int64_t)height - word->y - word->height;
    switch (heading) {
    case HEADING_RIGHT:
        bottom += below;
        break;
    case HEADING_DOWN:
        left += below;
        bottom += word->height;
        break;
    case HEADING_LEFT:
        left += word->width;
        bottom += word->height - below;
        break;
    case HEADING_UP:
        left += word->width - below;
        break;
    }
    buf_add_format(content, "%s ", turns[heading]);
    buf_add_thousandths(content, left);
    buf_add_char(content, ' ');
    buf_add_thousandths(content, bottom);
    buf_add_string(content, " Tm ");
}

/* A word's characters are of one width; it is as long as it was by way of the scale. */
static void add_word(struct codes *codes, const struct text_word *word, enum heading heading,
                     int32_t height, struct buf *content)
{
    uint32_t characters[CHARACTERS_MOST];
    size_t count = read_word(word->text, characters);
    int64_t size = (int64_t)(heading % 2 ? word->width : word->height) * 1000 / (ASCENT + DESCENT);
    int64_t length = heading % 2 ? word->height : word->width;
    if (!count || !size)
        return;
    /* In thousandths of a percent of count × WIDTH / 1000 × size. */
    int64_t scale = length * 100 * 1000 * 1000 / ((int64_t)count * WIDTH * size);
    add_matrix(word, heading, height, content);
    buf_add_thousandths(content, scale > 0 ? scale : 1);
    buf_add_string(content, " Tz\n");
    buf_add_string(content, "/F1 ");
    buf_add_thousandths(content, size);
    buf_add_string(content, " Tf <");
    for (size_t i = 0; i < count; i++)
        buf_add_format(content, "%04x", code_of(codes, characters[i]));
    buf_add_string(content, "> Tj\n");
}

static void add_utf16(struct buf *map, uint32_t character)
{
    if (character < 0x10000)
        buf_add_format(map, "%04x", character);
    else
        buf_add_format(map, "%04x%04x", 0xD800 + ((character - 0x10000) >> 10),
                       0xDC00 + ((character - 0x10000) & 0x3FF));
}

static qpdf_oh make_stream(struct pdf *pdf, const struct buf *data)
{
    qpdf_oh null = qpdf_oh_new_null(pdf->qpdf);
    qpdf_oh stream = qpdf_oh_new_stream(pdf->qpdf);
    qpdf_oh_replace_stream_data(pdf->qpdf, stream, (const unsigned char *)data->bytes, data->length,
                                null, null);
    return stream;
}

/* Which characters the codes are (ISO 32000-1, 9.10.3). */
static qpdf_oh make_map(struct pdf *pdf, const struct codes *codes)
{
    const size_t at_once = 100; /* as many as one section may have */
    struct buf map = BUF_INIT;
    buf_add_string(&map,
                   "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                   "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                   "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
                   "1 begincodespacerange <0000> <ffff> endcodespacerange\n");
    for (size_t i = 0; i < codes->count; i++) {
        size_t left = codes->count - i;
        if (i % at_once == 0)
            buf_add_format(&map, "%zu beginbfchar\n", left < at_once ? left : at_once);
        buf_add_format(&map, "<%04zx> <", i + 1);
        add_utf16(&map, codes->characters[i]);
        buf_add_string(&map, ">\n");
        if (i % at_once == at_once - 1 || left == 1)
            buf_add_string(&map, "endbfchar\n");
    }
    buf_add_string(&map, "endcmap CMapName currentdict /CMap defineresource pop end end\n");
    qpdf_oh stream = make_stream(pdf, &map);
    buf_release(&map);
    return stream;
}

/* All codes are the second glyph. */
static qpdf_oh make_glyphs(struct pdf *pdf, const struct codes *codes)
{
    struct buf glyphs = BUF_INIT;
    buf_add(&glyphs, "\0", 2);
    for (size_t i = 0; i < codes->count; i++)
        buf_add(&glyphs, "\0\1", 2);
    qpdf_oh stream = make_stream(pdf, &glyphs);
    buf_release(&glyphs);
    return stream;
}

static qpdf_oh indirect(struct pdf *pdf, const char *text)
{
    return qpdf_make_indirect_object(pdf->qpdf, qpdf_oh_parse(pdf->qpdf, text));
}

static qpdf_oh make_font(struct pdf *pdf, const struct codes *codes)
{
    struct buf program = BUF_INIT;
    struct buf text = BUF_INIT;
    buf_add(&program, face, sizeof face);
    qpdf_oh file = make_stream(pdf, &program);
    qpdf_oh_replace_key(pdf->qpdf, qpdf_oh_get_dict(pdf->qpdf, file), "/Length1",
                        qpdf_oh_new_integer(pdf->qpdf, (long long)sizeof face));
    buf_add_format(&text,
                   "<< /Type /FontDescriptor /FontName /AAAAAA+Unseen /Flags 4 /FontBBox [0 %d %d"
                   " %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 >>",
                   -DESCENT, WIDTH, ASCENT, ASCENT, -DESCENT, ASCENT);
    qpdf_oh descriptor = indirect(pdf, text.bytes);
    qpdf_oh_replace_key(pdf->qpdf, descriptor, "/FontFile2", file);
    buf_clear(&text);
    buf_add_format(&text,
                   "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Unseen /DW %d"
                   " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
                   WIDTH);
    qpdf_oh descendant = indirect(pdf, text.bytes);
    qpdf_oh_replace_key(pdf->qpdf, descendant, "/FontDescriptor", descriptor);
    qpdf_oh_replace_key(pdf->qpdf, descendant, "/CIDToGIDMap", make_glyphs(pdf, codes));
    qpdf_oh descendants = qpdf_oh_new_array(pdf->qpdf);
    qpdf_oh_append_item(pdf->qpdf, descendants, descendant);
    qpdf_oh font = indirect(
        pdf, "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Unseen /Encoding /Identity-H >>");
    qpdf_oh_replace_key(pdf->qpdf, font, "/DescendantFonts", descendants);
    qpdf_oh_replace_key(pdf->qpdf, font, "/ToUnicode", make_map(pdf, codes));
    buf_release(&program);
    buf_release(&text);
    return font;
}

void unseen_add(struct pdf *pdf, const struct words *words, int32_t height, struct buf *content,
                qpdf_oh resources)
{
    struct codes codes = {0};
    if (!words->count)
        return;
    codes.numbers = memory_new(CHARACTERS * sizeof *codes.numbers);
    buf_add_string(content, "BT 3 Tr\n");
    for (size_t i = 0; i < words->count; i++)
        add_word(&codes, &words->list[i], words->headings[i], height, content);
    buf_add_string(content, "ET\n");
    qpdf_oh fonts = qpdf_oh_new_dictionary(pdf->qpdf);
    qpdf_oh_replace_key(pdf->qpdf, fonts, "/F1", make_font(pdf, &codes));
    qpdf_oh_replace_key(pdf->qpdf, resources, "/Font", fonts);
    free(codes.characters);
    free(codes.numbers);
}
