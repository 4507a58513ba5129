/* SPDX-License-Identifier: ISC */
/* The codes of one font: one for each pair of a glyph and the text that it stands for, so that é
 * and e with an accent, a hyphen and a soft hyphen are each read back as what was written. */
#include "render/pdf/codes.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_FIRST ((size_t)256)

void codes_release(struct codes *codes)
{
    free(codes->items);
    free(codes->slots);
    arena_release(&codes->arena);
    memset(codes, 0, sizeof *codes);
}

/* FNV-1a */
static uint32_t hash(uint16_t glyph, const char *text, size_t length)
{
    uint32_t value = (2166136261u ^ glyph) * 16777619u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)text[i]) * 16777619u;
    return value;
}

/* The slot of a pair, or the empty one where it belongs. */
static uint32_t *find_slot(struct codes *codes, uint16_t glyph, const char *text, size_t length)
{
    size_t at = hash(glyph, text, length) % codes->slot_count;
    for (; codes->slots[at]; at = (at + 1) % codes->slot_count) {
        const struct code *code = &codes->items[codes->slots[at]];
        if (code->glyph == glyph && code->length == length && !memcmp(code->text, text, length))
            break;
    }
    return &codes->slots[at];
}

static void grow(struct codes *codes)
{
    free(codes->slots);
    codes->slot_count = codes->slot_count ? codes->slot_count * 2 : SLOTS_FIRST;
    codes->slots = memory_new(codes->slot_count * sizeof *codes->slots);
    for (size_t i = 1; i < codes->count; i++) {
        const struct code *code = &codes->items[i];
        *find_slot(codes, code->glyph, code->text, code->length) = (uint32_t)i;
    }
}

static void add(struct codes *codes, struct code code)
{
    codes->items = memory_grow(codes->items, codes->count, &codes->capacity, sizeof *codes->items);
    codes->items[codes->count++] = code;
}

size_t codes_find(struct codes *codes, uint16_t glyph, const char *text, size_t length)
{
    if (!codes->count)
        add(codes, (struct code){0});
    if (codes->count * 2 >= codes->slot_count)
        grow(codes);
    uint32_t *slot = find_slot(codes, glyph, text, length);
    size_t code = *slot;
    if (code)
        return code;
    if (codes->count > CODES_MAX)
        return 0;
    *slot = (uint32_t)codes->count;
    add(codes, (struct code){.glyph = glyph,
                             .length = (uint16_t)length,
                             .text = arena_copy(&codes->arena, text, length)});
    return codes->count - 1;
}
