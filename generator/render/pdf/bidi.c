/* SPDX-License-Identifier: ISC */
/* Text of both directions (Unicode Standard Annex 9, by FriBidi): the levels of a paragraph's
 * items, and the order in which those of a line are seen. */
#include "render/pdf/bidi.h"

#include "base/utf8.h"

#include <fribidi.h>
#include <stdlib.h>
#include <string.h>

/* What stands for a picture or a number that is not known yet. */
#define OBJECT 0xFFFCu

/* ---- levels of a paragraph ---- */

struct paragraph {
    FriBidiChar *characters;
    FriBidiLevel *levels;
    size_t count;
};

static size_t count_bytes(const struct item *items, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += items[i].kind == ITEM_TEXT ? items[i].piece->length : 1u;
    return bytes;
}

static void gather(struct paragraph *paragraph, const struct item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].kind == ITEM_PICTURE || items[i].kind == ITEM_FOLIO)
            paragraph->characters[paragraph->count++] = OBJECT;
        if (items[i].kind != ITEM_TEXT)
            continue;
        const struct piece *piece = items[i].piece;
        for (size_t at = 0, size; at < piece->length; at += size)
            paragraph->characters[paragraph->count++] =
                utf8_decode(piece->text + at, piece->length - at, &size);
    }
}

static void find_levels(struct paragraph *paragraph, bool rtl)
{
    FriBidiStrIndex count = (FriBidiStrIndex)paragraph->count;
    FriBidiCharType *types = memory_new(paragraph->count * sizeof *types);
    FriBidiBracketType *brackets = memory_new(paragraph->count * sizeof *brackets);
    FriBidiParType base = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    fribidi_get_bidi_types(paragraph->characters, count, types);
    fribidi_get_bracket_types(paragraph->characters, count, types, brackets);
    if (!fribidi_get_par_embedding_levels_ex(types, brackets, count, &base, paragraph->levels))
        memory_fail();
    free(types);
    free(brackets);
}

/* The part of a text item that begins at byte `start` and is of one level and one kind: words or
 * space. Returns where it ends; *at goes along the levels. */
static size_t next_part(const struct piece *piece, size_t start, const FriBidiLevel *levels,
                        size_t *at)
{
    FriBidiLevel level = levels[*at];
    bool space = piece->text[start] == ' ';
    size_t end = start, size;
    while (end < piece->length && levels[*at] == level && (piece->text[end] == ' ') == space) {
        utf8_decode(piece->text + end, piece->length - end, &size);
        end += size;
        ++*at;
    }
    return end;
}

static void add_parts(struct items *items, const struct item *whole, const FriBidiLevel *levels,
                      size_t *at)
{
    const struct piece *piece = whole->piece;
    for (size_t start = 0, end; start < piece->length; start = end) {
        uint8_t level = (uint8_t)levels[*at];
        end = next_part(piece, start, levels, at);
        items_add_part(items, whole, start, end - start, level);
    }
}

void bidi_resolve(struct items *items, size_t first)
{
    size_t count = items->count - first;
    if (!count)
        return;
    struct item *old = memory_new(count * sizeof *old);
    memcpy(old, &items->items[first], count * sizeof *old);
    size_t most = count_bytes(old, count);
    struct paragraph paragraph = {
        .characters = memory_new(most * sizeof *paragraph.characters),
        .levels = memory_new((most + 1) * sizeof *paragraph.levels),
    };
    gather(&paragraph, old, count);
    if (paragraph.count)
        find_levels(&paragraph, items->rtl);
    items->count = first;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (old[i].kind == ITEM_TEXT) {
            add_parts(items, &old[i], paragraph.levels, &at);
            continue;
        }
        old[i].level = (uint8_t)paragraph.levels[at];
        at += old[i].kind != ITEM_PAGE_BREAK;
        items_append(items, &old[i]);
    }
    free(old);
    free(paragraph.characters);
    free(paragraph.levels);
}

/* ---- the order of a line ---- */

static void reverse(size_t *order, size_t first, size_t end)
{
    for (; first + 1 < end; first++) {
        size_t swapped = order[first];
        order[first] = order[--end];
        order[end] = swapped;
    }
}

void bidi_order(const struct item *items, size_t first, size_t end, bool rtl, size_t *order)
{
    size_t count = end - first, trailing = count;
    unsigned most = rtl;
    for (size_t i = 0; i < count; i++) {
        order[i] = first + i;
        if (items[first + i].level > most)
            most = items[first + i].level;
    }
    while (trailing && items[first + trailing - 1].kind == ITEM_TEXT &&
           !items[first + trailing - 1].width)
        trailing--;
    for (unsigned level = most; level > 0; level--) {
        for (size_t i = 0; i < count; i++) {
            size_t start = i;
            while (i < count && (i < trailing ? items[first + i].level : (unsigned)rtl) >= level)
                i++;
            reverse(order, start, i);
        }
    }
}
