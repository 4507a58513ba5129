/* SPDX-License-Identifier: ISC */
/* Fonts: embedded as subsets, and each code with its text (PDF/A-2, 6.2.11; PDF/UA-1, 7.21). */
#include "verify/rules.h"
#include "base/lexer.h"

#include <string.h>

#define CODES 65536

/* UTF-16BE of a CMap as UTF-8. */
static const char *cmap_text(struct check *check, const char *bytes, size_t length, unsigned more)
{
    struct buf utf16 = BUF_INIT;
    struct buf text = BUF_INIT;
    buf_add(&utf16, "\xFE\xFF", 2);
    buf_add(&utf16, bytes, length);
    if (length >= 2) {
        unsigned last = (unsigned char)utf16.bytes[utf16.length - 2] << 8 |
                        (unsigned char)utf16.bytes[utf16.length - 1];
        last += more;
        utf16.bytes[utf16.length - 2] = (char)(last >> 8);
        utf16.bytes[utf16.length - 1] = (char)last;
    }
    struct object string = {.bytes = utf16.bytes, .length = utf16.length};
    object_append_text(&text, &string);
    const char *copy = arena_copy(&check->arena, text.bytes, text.length);
    buf_release(&utf16);
    buf_release(&text);
    return copy;
}

static unsigned code_of(const struct buf *text)
{
    unsigned code = 0;
    for (size_t i = 0; i < text->length && i < 2; i++)
        code = code << 8 | (unsigned char)text->bytes[i];
    return code;
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
            for (unsigned code = first; code <= last; code++)
                map->texts[code] =
                    cmap_text(check, lexer->text.bytes, lexer->text.length, code - first);
            continue;
        }
        for (unsigned code = first; kind == LEXEME_ARRAY && lexer_next(lexer) == LEXEME_STRING;
             code++) {
            if (code <= last)
                map->texts[code] = cmap_text(check, lexer->text.bytes, lexer->text.length, 0);
        }
    }
}

static void read_characters(struct check *check, struct code_map *map, struct lexer *lexer)
{
    while (lexer_next(lexer) == LEXEME_STRING) {
        unsigned code = code_of(&lexer->text);
        if (lexer_next(lexer) != LEXEME_STRING)
            return;
        map->texts[code] = cmap_text(check, lexer->text.bytes, lexer->text.length, 0);
    }
}

static void read_cmap(struct check *check, struct code_map *map, const struct object *stream)
{
    struct buf data = BUF_INIT;
    if (object_append_data(&check->graph, stream, &data)) {
        struct lexer lexer = {data.bytes, data.length, 0, BUF_INIT, 0};
        map->texts = arena_new(&check->arena, CODES * sizeof *map->texts);
        for (enum lexeme kind; (kind = lexer_next(&lexer)) != LEXEME_END;) {
            if (kind == LEXEME_WORD && !strcmp(lexer.text.bytes, "beginbfchar"))
                read_characters(check, map, &lexer);
            else if (kind == LEXEME_WORD && !strcmp(lexer.text.bytes, "beginbfrange"))
                read_ranges(check, map, &lexer);
        }
        buf_release(&lexer.text);
    }
    buf_release(&data);
}

struct code_map *rules_fonts_map(struct check *check, const struct object *font)
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
                             .wide = object_is_name(object_get(font, "Subtype"), "Type0")};
    map->told = arena_new(&check->arena, CODES * sizeof *map->told);
    read_cmap(check, map, object_get(font, "ToUnicode"));
    return map;
}

static void judge_descriptor(struct check *check, const struct object *font)
{
    const struct object *descriptor = object_get(font, "FontDescriptor");
    const char *name = object_get(font, "BaseFont")->bytes;
    const struct object *file = NULL;
    static const char *const keys[] = {"FontFile", "FontFile2", "FontFile3"};
    for (size_t i = 0; i < 3; i++) {
        const struct object *found = object_get(descriptor, keys[i]);
        file = found->stream ? found : file;
    }
    struct buf data = BUF_INIT;
    if (!file || !object_append_data(&check->graph, file, &data) || !data.length)
        check_say(check, font, "PDF/A-2, 6.2.11.4.1", "the font %s must be embedded", name);
    buf_release(&data);
    bool tagged = strlen(name) > 7 && name[6] == '+';
    for (size_t i = 0; i < 6 && tagged; i++)
        tagged = name[i] >= 'A' && name[i] <= 'Z';
    if (!tagged)
        check_say(check, font, "PDF 1.7, 9.6.4",
                  "the font %s must be a subset, its name begin with six capitals and a plus sign",
                  name);
    if (strcmp(object_get(descriptor, "FontName")->bytes, name) != 0)
        check_say(check, descriptor, "PDF 1.7, 9.8.1", "FontName must be the font's BaseFont, %s",
                  name);
}

static void judge_composite(struct check *check, const struct object *font)
{
    const struct object *list = object_get(font, "DescendantFonts");
    const struct object *inner = list->count == 1 ? list->items[0] : object_get(font, "\001");
    const struct object *map = object_get(inner, "CIDToGIDMap");
    if (list->count != 1)
        check_say(check, font, "PDF 1.7, 9.7.6.1", "a composite font must have one descendant");
    else if (object_is_name(object_get(inner, "Subtype"), "CIDFontType2") && !map->stream &&
             !object_is_name(map, "Identity"))
        check_say(check, inner, "PDF/A-2, 6.2.11.3.2", "CIDToGIDMap must be a stream or Identity");
    if (list->count == 1)
        judge_descriptor(check, inner);
    const struct object *encoding = object_get(font, "Encoding");
    if (!encoding->stream && !object_is_name(encoding, "Identity-H") &&
        !object_is_name(encoding, "Identity-V"))
        check_say(check, font, "PDF/A-2, 6.2.11.3.3",
                  "the encoding must be embedded, or Identity-H or Identity-V");
}

void rules_fonts(struct check *check)
{
    for (size_t i = 0; i < check->graph.object_count; i++) {
        const struct object *font = check->graph.objects[i];
        const struct object *subtype = object_get(font, "Subtype");
        if (!object_is_name(object_get(font, "Type"), "Font") ||
            !strncmp(subtype->bytes, "CIDFont", 7))
            continue;
        if (object_is_name(subtype, "Type0"))
            judge_composite(check, font);
        else if (!object_is_name(subtype, "Type3"))
            judge_descriptor(check, font);
        if (!rules_fonts_map(check, font)->texts)
            check_say(check, font, "PDF/A-2, 6.2.11.7.2",
                      "the font must tell the text of its codes, in ToUnicode");
    }
}
