/* SPDX-License-Identifier: ISC */
/* Margin kerning: how far the signs at a line's ends stand out of it. */
#include "render/pdf/margins.h"

#include "base/utf8.h"

/* The part of a sign that stands out, in percent of its width. */
static int32_t part(uint32_t character)
{
    switch (character) {
    case '-':
    case 0x2010: /* hyphens */
    case 0x2011:
    case '.':
    case ',':
    case '\'':
    case '"':
    case 0x2018: /* quotation marks */
    case 0x2019:
    case 0x201A:
    case 0x201C:
    case 0x201D:
    case 0x201E:
        return 50;
    case ':':
    case ';':
    case 0x2013: /* a dash */
        return 30;
    default:
        return 0;
    }
}

static int32_t outside(const struct item *item, size_t glyph)
{
    const struct piece *piece = item->piece;
    size_t at = piece->glyphs[glyph].cluster, size;
    int32_t percent = part(utf8_decode(piece->text + at, piece->length - at, &size));
    return em_width(piece->glyphs[glyph].advance * percent / 100, item->size);
}

int32_t margins_left(const struct item *item)
{
    return item->kind == ITEM_TEXT && item->piece->glyph_count ? outside(item, 0) : 0;
}

int32_t margins_right(const struct item *item)
{
    if (item->ending == ENDING_HYPHEN)
        return item->hyphen * part('-') / 100;
    if (item->kind != ITEM_TEXT)
        return 0;
    size_t count = item->piece->glyph_count;
    count -= item->piece->space && count;
    return count ? outside(item, count - 1) : 0;
}
