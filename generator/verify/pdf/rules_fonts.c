/* SPDX-License-Identifier: ISC */
/* Fonts: embedded as subsets, and each code with its text (PDF/A-2, 6.2.11; PDF/UA-1, 7.21). */
#include "verify/pdf/rules.h"
#include "verify/pdf/code_map.h"

#include <string.h>

/* A text that is none: U+0000, U+FEFF or U+FFFE, at the end of a range anywhere in it. */
static bool is_forbidden(const struct code_range *range)
{
    bool found = false;
    for (size_t i = 0; i + 1 < range->length && !found; i += 2) {
        unsigned unit =
            (unsigned)(unsigned char)range->text[i] << 8 | (unsigned char)range->text[i + 1];
        unsigned last = i + 3 < range->length ? unit : unit + range->last - range->first;
        found = !unit || (unit <= 0xFEFF && last >= 0xFEFF) || (unit <= 0xFFFE && last >= 0xFFFE);
    }
    return found;
}

static void judge_texts(struct check *check, const struct code_map *map)
{
    const struct object *font = map->font;
    if (!map->has_texts && (check->own || !map->is_latin))
        check_say(check, font, "PDF/A-2, 6.2.11.7.2",
                  "the font must tell the text of its codes, in ToUnicode");
    for (size_t i = 0; i < map->count; i++) {
        if (is_forbidden(&map->ranges[i]))
            check_say(check, font, "PDF/A-2, 6.2.11.7.2",
                      "ToUnicode must not map the code %04X to U+0000, U+FEFF or U+FFFE",
                      map->ranges[i].first);
    }
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
    if (!tagged && check->own && !check->encloses)
        check_say(check, font, "PDF 1.7, 9.6.4",
                  "the font %s must be a subset, its name begin with six capitals and a plus sign",
                  name);
    if (file && strcmp(object_get(descriptor, "FontName")->bytes, name) != 0)
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
    /* Others may name one of ISO 32000-1's, table 118. */
    const struct object *encoding = object_get(font, "Encoding");
    if (check->own && !encoding->stream && !object_is_name(encoding, "Identity-H") &&
        !object_is_name(encoding, "Identity-V"))
        check_say(check, font, "PDF/A-2, 6.2.11.3.3",
                  "the encoding must be embedded, or Identity-H or Identity-V");
}

/* Those that the pages show, which may stand in their resources, and those that are objects. */
void rules_fonts(struct check *check)
{
    for (size_t i = 0; i < check->graph.object_count; i++) {
        const struct object *font = check->graph.objects[i];
        if (object_is_name(object_get(font, "Type"), "Font") &&
            strncmp(object_get(font, "Subtype")->bytes, "CIDFont", 7) != 0)
            code_map_of(check, font);
    }
    for (size_t i = 0; i < check->map_count; i++) {
        const struct object *font = check->maps[i]->font;
        const struct object *subtype = object_get(font, "Subtype");
        if (object_is_name(subtype, "Type0"))
            judge_composite(check, font);
        else if (!object_is_name(subtype, "Type3"))
            judge_descriptor(check, font);
        judge_texts(check, check->maps[i]);
    }
}
