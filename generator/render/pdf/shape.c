/* SPDX-License-Identifier: ISC */
/* Shaping: pieces of text to glyphs, by HarfBuzz, each distinct piece once. */
#include "render/pdf/shape.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "render/pdf/scripts.h"

#include <stdlib.h>
#include <string.h>

/* Where none is set HarfBuzz would take the locale's. */
#define NO_LANGUAGE "und"

struct entry {
    struct piece piece; /* first */
    hb_language_t lang;
    uint32_t hash;
};

struct shaper {
    struct entry **table; /* open addressing; `slots` is a power of two */
    size_t slots;
    size_t count;
    const char *lang_tag; /* the last one asked for, and what it is to HarfBuzz */
    hb_language_t lang;
    hb_buffer_t *buffer;
    struct arena arena;
};

struct shaper *shaper_new(void)
{
    struct shaper *shaper = memory_new(sizeof *shaper);
    shaper->slots = 2048;
    shaper->table = memory_new(shaper->slots * sizeof *shaper->table);
    shaper->buffer = hb_buffer_create();
    shaper->lang = hb_language_from_string(NO_LANGUAGE, -1);
    return shaper;
}

void shaper_free(struct shaper *shaper)
{
    if (!shaper)
        return;
    hb_buffer_destroy(shaper->buffer);
    free(shaper->table);
    arena_release(&shaper->arena);
    free(shaper);
}

/* Eight bytes at a time: each word of the text is looked up. Nothing depends on the order of the
 * table. */
static uint32_t hash_of(const struct face *face, const char *text, size_t length)
{
    uint64_t hash = face->index + length;
    for (size_t at = 0; at < length; at += sizeof hash) {
        uint64_t bytes = 0;
        memcpy(&bytes, text + at, length - at < sizeof bytes ? length - at : sizeof bytes);
        hash = (hash ^ bytes) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return (uint32_t)hash;
}

static hb_language_t language(struct shaper *shaper, const char *tag)
{
    if (tag != shaper->lang_tag) {
        shaper->lang_tag = tag;
        shaper->lang = hb_language_from_string(tag ? tag : NO_LANGUAGE, -1);
    }
    return shaper->lang;
}

static void double_table(struct shaper *shaper)
{
    size_t slots = shaper->slots * 2;
    struct entry **table = memory_new(slots * sizeof *table);
    for (size_t i = 0; i < shaper->slots; i++) {
        if (!shaper->table[i])
            continue;
        size_t at = shaper->table[i]->hash & (slots - 1);
        while (table[at])
            at = (at + 1) & (slots - 1);
        table[at] = shaper->table[i];
    }
    free(shaper->table);
    shaper->table = table;
    shaper->slots = slots;
}

/* A position in the face's units as thousandths of its em, half away from zero. */
static int16_t thousandths(hb_position_t position, int32_t units)
{
    int64_t value = (int64_t)position * 1000;
    value = (value < 0 ? value - units / 2 : value + units / 2) / units;
    return (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
}

/* HarfBuzz takes the vowel am of Thai and Lao apart, in two glyphs around the tone marks, of which
 * neither is the character: where the face's own glyph can stand for both it does. Returns how many
 * glyphs are left. */
static unsigned join_am(const struct piece *piece, struct glyph *glyphs, unsigned count)
{
    static const uint32_t vowels[][3] = {{0x0E33, 0x0E4D, 0x0E32}, {0x0EB3, 0x0ECD, 0x0EB2}};
    hb_codepoint_t am, ring, aa;
    for (size_t k = 0; k < 2; k++) {
        const uint32_t *vowel = vowels[k];
        if (!hb_font_get_nominal_glyph(piece->face->font, vowel[0], &am) ||
            !hb_font_get_nominal_glyph(piece->face->font, vowel[1], &ring) ||
            !hb_font_get_nominal_glyph(piece->face->font, vowel[2], &aa))
            continue;
        for (unsigned i = 0, open = count; i < count; i++) {
            if (glyphs[i].id == ring && !glyphs[i].advance)
                open = i;
            if (glyphs[i].id != aa || open >= i || glyphs[open].cluster != glyphs[i].cluster)
                continue;
            glyphs[i].id = (uint16_t)am;
            memmove(&glyphs[open], &glyphs[open + 1], (--count - open) * sizeof *glyphs);
            i--;
            open = count;
        }
    }
    return count;
}

static bool has_am(const char *text)
{
    return strstr(text, "\u0E33") || strstr(text, "\u0EB3");
}

static void take_glyphs(struct shaper *shaper, struct piece *piece)
{
    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(shaper->buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(shaper->buffer, &count);
    struct glyph *glyphs = arena_new(&shaper->arena, (count + 1) * sizeof *glyphs);
    int32_t units = piece->face->units;
    for (unsigned i = 0; i < count; i++) {
        glyphs[i].id = (uint16_t)infos[i].codepoint;
        glyphs[i].cluster = (uint16_t)infos[i].cluster;
        glyphs[i].advance = thousandths(positions[i].x_advance, units);
        glyphs[i].x_offset = thousandths(positions[i].x_offset, units);
        glyphs[i].y_offset = thousandths(positions[i].y_offset, units);
        /* Read from right to left, lam comes before the alef that is set into it at the very same
         * place: text that is extracted by place needs a difference. */
        if (piece->rtl && !glyphs[i].advance && !glyphs[i].x_offset)
            glyphs[i].x_offset = -1;
        piece->width += glyphs[i].advance;
    }
    if ((unsigned char)*piece->text >= 0xE0 && has_am(piece->text))
        count = join_am(piece, glyphs, count);
    piece->glyphs = glyphs;
    piece->glyph_count = (uint16_t)count;
    if (count && piece->text[piece->length - 1] == ' ')
        piece->space = glyphs[piece->rtl ? 0 : count - 1].advance;
}

static void shape(struct shaper *shaper, struct piece *piece, hb_language_t lang)
{
    /* Without the list a HarfBuzz built with Graphite would set some faces otherwise than one
     * without. */
    static const char *const shapers[] = {"ot", NULL};
    hb_buffer_t *buffer = shaper->buffer;
    hb_buffer_clear_contents(buffer);
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_buffer_add_utf8(buffer, piece->text, piece->length, 0, piece->length);
    hb_buffer_set_language(buffer, lang);
    hb_buffer_set_direction(buffer, piece->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    if (!piece->rtl && (unsigned char)*piece->text < 0x80)
        hb_buffer_set_script(buffer, HB_SCRIPT_LATIN);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape_full(piece->face->font, buffer, NULL, 0, shapers);
    take_glyphs(shaper, piece);
}

/* Whether a text has letters from right to left, none of which begins with a lower byte. */
static bool is_right_to_left(const char *text, size_t length)
{
    for (size_t i = 0, size; i < length; i++) {
        if ((unsigned char)text[i] >= 0xD6 &&
            scripts_may_be_right_to_left(utf8_decode(text + i, length - i, &size)))
            return true;
    }
    return false;
}

static const struct piece *find(struct shaper *shaper, const struct face *face, hb_language_t lang,
                                const char *text, size_t length, bool rtl)
{
    uint32_t hash = hash_of(face, text, length);
    size_t at = hash & (shaper->slots - 1);
    for (; shaper->table[at]; at = (at + 1) & (shaper->slots - 1)) {
        const struct entry *entry = shaper->table[at];
        if (entry->hash == hash && entry->piece.face == face && entry->lang == lang &&
            entry->piece.rtl == rtl && entry->piece.length == length &&
            !memcmp(entry->piece.text, text, length))
            return &entry->piece;
    }
    struct entry *entry = arena_new(&shaper->arena, sizeof *entry);
    entry->hash = hash;
    entry->lang = lang;
    entry->piece.face = face;
    entry->piece.text = arena_copy(&shaper->arena, text, length);
    entry->piece.length = (uint16_t)length;
    entry->piece.rtl = rtl;
    shape(shaper, &entry->piece, lang);
    shaper->table[at] = entry;
    if (++shaper->count * 2 > shaper->slots)
        double_table(shaper);
    return &entry->piece;
}

const struct piece *shaper_piece(struct shaper *shaper, const struct face *face, const char *lang,
                                 const char *text, size_t length)
{
    return find(shaper, face, language(shaper, lang), text, length, is_right_to_left(text, length));
}

const struct piece *shaper_part(struct shaper *shaper, const struct piece *piece, size_t start,
                                size_t length, bool rtl)
{
    /* Each piece is the first member of its entry. */
    const struct entry *entry = (const struct entry *)(const void *)piece;
    return find(shaper, piece->face, entry->lang, piece->text + start, length, rtl);
}

int32_t em_width(int32_t thousandths_of_em, int32_t size)
{
    int64_t product = (int64_t)thousandths_of_em * size;
    return (int32_t)((product < 0 ? product - 500 : product + 500) / 1000);
}

int32_t piece_width(const struct piece *piece, int32_t size)
{
    return em_width(piece->width, size);
}
