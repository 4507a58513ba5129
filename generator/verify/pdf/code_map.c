/* SPDX-License-Identifier: ISC */
/* What a font's codes stand for, by its ToUnicode, and which of them are shown. */
#include "verify/pdf/code_map.h"

#include "base/lexer.h"

#include <stdlib.h>
#include <string.h>

#define FLAG_NONSYMBOLIC 32

static unsigned code_of(const struct buf *text)
{
    unsigned code = 0;
    for (size_t i = 0; i < text->length && i < 2; i++)
        code = code << 8 | (unsigned char)text->bytes[i];
    return code;
}

static void add_range(struct check *check, struct code_map *map, unsigned first, unsigned last,
                      const struct buf *text)
{
    char *string = arena_new(&check->arena, text->length + 2);
    memcpy(string, "\xFE\xFF", 2);
    if (text->length)
        memcpy(string + 2, text->bytes, text->length);
    map->ranges = memory_grow(map->ranges, map->count, &map->capacity, sizeof *map->ranges);
    map->ranges[map->count] = (struct code_range){.first = first,
                                                  .last = last,
                                                  .order = map->count,
                                                  .text = string + 2,
                                                  .length = text->length};
    map->count++;
}

/* The lines of beginbfrange up to its end: <first> <last> <text>, or a list of texts. */
static void read_ranges(struct check *check, struct code_map *map, struct lexer *lexer)
{
    while (lexer_next(lexer) == LEXEME_STRING) {
        unsigned first = code_of(&lexer->text);
        if (lexer_next(lexer) != LEXEME_STRING)
            return;
        unsigned last = code_of(&lexer->text);
        enum lexeme kind = lexer_next(lexer);
        if (kind == LEXEME_STRING) {
            add_range(check, map, first, last, &lexer->text);
            continue;
        }
        for (unsigned code = first; kind == LEXEME_ARRAY && lexer_next(lexer) == LEXEME_STRING;
             code++) {
            if (code <= last)
                add_range(check, map, code, code, &lexer->text);
        }
    }
}

static void read_characters(struct check *check, struct code_map *map, struct lexer *lexer)
{
    while (lexer_next(lexer) == LEXEME_STRING) {
        unsigned code = code_of(&lexer->text);
        if (lexer_next(lexer) != LEXEME_STRING)
            return;
        add_range(check, map, code, code, &lexer->text);
    }
}

static int compare_ranges(const void *a, const void *b)
{
    const struct code_range *one = a;
    const struct code_range *other = b;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return one->order < other->order ? -1 : 1;
}

static void read_cmap(struct check *check, struct code_map *map, const struct object *stream)
{
    struct buf data = BUF_INIT;
    map->has_texts = object_append_data(&check->graph, stream, &data);
    struct lexer lexer = {data.bytes, data.length, 0, BUF_INIT, 0};
    for (enum lexeme kind; map->has_texts && (kind = lexer_next(&lexer)) != LEXEME_END;) {
        if (kind == LEXEME_WORD && !strcmp(lexer.text.bytes, "beginbfchar"))
            read_characters(check, map, &lexer);
        else if (kind == LEXEME_WORD && !strcmp(lexer.text.bytes, "beginbfrange"))
            read_ranges(check, map, &lexer);
    }
    if (map->count)
        qsort(map->ranges, map->count, sizeof *map->ranges, compare_ranges);
    for (size_t i = 0; i < map->count; i++) {
        unsigned before = i ? map->ranges[i - 1].reach : 0;
        map->ranges[i].reach = before > map->ranges[i].last ? before : map->ranges[i].last;
    }
    buf_release(&lexer.text);
    buf_release(&data);
}

/* The codes of a font with one of the Latin encodings, or of a Type 1 font that is not symbolic,
 * have a text without ToUnicode (ISO 19005-2, 6.2.11.7.2). */
static bool is_latin(const struct object *font)
{
    const struct object *encoding = object_get(font, "Encoding");
    const struct object *flags = object_get(object_get(font, "FontDescriptor"), "Flags");
    if (encoding->kind == OBJECT_NAME)
        return check_is_one_of(encoding->bytes,
                               "MacRomanEncoding MacExpertEncoding WinAnsiEncoding");
    return object_is_name(object_get(font, "Subtype"), "Type1") && flags->kind == OBJECT_INTEGER &&
           flags->number & FLAG_NONSYMBOLIC;
}

struct code_map *code_map_of(struct check *check, const struct object *font)
{
    for (size_t i = 0; i < check->map_count; i++) {
        if (check->maps[i]->font == font)
            return check->maps[i];
    }
    check->maps =
        memory_grow(check->maps, check->map_count, &check->map_capacity, sizeof(struct code_map *));
    struct code_map *map = arena_new(&check->arena, sizeof *map);
    check->maps[check->map_count++] = map;
    *map = (struct code_map){.font = font,
                             .is_latin = is_latin(font),
                             .wide = object_is_name(object_get(font, "Subtype"), "Type0")};
    read_cmap(check, map, object_get(font, "ToUnicode"));
    return map;
}

void code_map_release(struct code_map *map)
{
    free(map->ranges);
}

/* The range that holds a code; of several that begins last. */
static const struct code_range *find_range(const struct code_map *map, unsigned code)
{
    size_t low = 0;
    for (size_t high = map->count; low < high;) {
        size_t middle = (low + high) / 2;
        if (map->ranges[middle].first <= code)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low && map->ranges[low - 1].reach >= code; low--) {
        if (map->ranges[low - 1].last >= code)
            return &map->ranges[low - 1];
    }
    return NULL;
}

bool code_map_text(const struct code_map *map, unsigned code, struct buf *text)
{
    const struct code_range *range = find_range(map, code);
    if (!range || range->length < 2)
        return false;
    struct object string = {.bytes = range->text - 2, .length = range->length + 2};
    if (code == range->first) {
        object_append_text(text, &string);
        return true;
    }
    struct buf utf16 = BUF_INIT;
    buf_add(&utf16, string.bytes, string.length);
    unsigned char *unit = (unsigned char *)utf16.bytes + utf16.length - 2;
    unsigned last = ((unsigned)unit[0] << 8 | unit[1]) + code - range->first;
    unit[0] = (unsigned char)(last >> 8);
    unit[1] = (unsigned char)last;
    string.bytes = utf16.bytes;
    object_append_text(text, &string);
    buf_release(&utf16);
    return true;
}

static bool set(unsigned char *bits, unsigned code)
{
    unsigned char bit = (unsigned char)(1U << (code & 7));
    bool before = bits[code >> 3] & bit;
    bits[code >> 3] |= bit;
    return !before;
}

void code_map_show(struct check *check, struct code_map *map, unsigned code)
{
    if (!map->shown) {
        size_t size = (map->wide ? CODES_MOST : 256) / 8;
        map->shown = arena_new(&check->arena, size);
        map->told = arena_new(&check->arena, size);
    }
    set(map->shown, code);
    map->end = code < map->end ? map->end : code + 1;
}

bool code_map_is_shown(const struct code_map *map, unsigned code)
{
    return code < map->end && map->shown[code >> 3] & 1U << (code & 7);
}

bool code_map_tell(struct code_map *map, unsigned code)
{
    return set(map->told, code);
}
