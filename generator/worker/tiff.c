/* SPDX-License-Identifier: ISC */
/* The directories of a TIFF (TIFF 6.0, and BigTIFF), which is also how EXIF tells what it tells of
 * a JPEG. Nothing is decoded, and no offset or count is believed. */
#include "worker/tiff.h"

#include <string.h>

enum tag {
    TAG_SUBFILE = 254,
    TAG_WIDTH = 256,
    TAG_HEIGHT = 257,
    TAG_BITS = 258,
    TAG_STRIP_OFFSETS = 273,
    TAG_ORIENTATION = 274,
    TAG_SAMPLES = 277,
    TAG_STRIP_LENGTHS = 279,
    TAG_ACROSS = 282,
    TAG_UP = 283,
    TAG_UNIT = 296,
    TAG_TILE_OFFSETS = 324,
    TAG_TILE_LENGTHS = 325,
};

#define UNIT_NONE 1
#define UNIT_CENTIMETRE 3

static bool has(const struct tiff *tiff, uint64_t at, uint64_t count)
{
    return at <= tiff->length && count <= tiff->length - at;
}

/* The caller has seen that it is there. */
static uint64_t number(const struct tiff *tiff, size_t at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | tiff->bytes[tiff->big_endian ? at + i : at + size - 1 - i];
    return value;
}

bool tiff_open(struct tiff *tiff, const void *bytes, size_t length, uint64_t *directory)
{
    *tiff = (struct tiff){.bytes = bytes, .length = length};
    if (length < 8 || (memcmp(bytes, "II", 2) != 0 && memcmp(bytes, "MM", 2) != 0))
        return false;
    tiff->big_endian = tiff->bytes[0] == 'M';
    uint64_t version = number(tiff, 2, 2);
    tiff->big = version == 43;
    if ((version != 42 && !tiff->big) || (tiff->big && length < 16))
        return false;
    *directory = tiff->big ? number(tiff, 8, 8) : number(tiff, 4, 4);
    return true;
}

uint64_t tiff_value(const struct tiff *tiff, const struct tiff_entry *entry, uint64_t index)
{
    if (!entry->size || index >= entry->count)
        return 0;
    return number(tiff, entry->at + (size_t)index * entry->size, entry->size > 8 ? 8 : entry->size);
}

static double ratio_of(const struct tiff *tiff, const struct tiff_entry *entry)
{
    if (!entry->size || !entry->count)
        return 0;
    double above = (double)number(tiff, entry->at, 4);
    double below = (double)number(tiff, entry->at + 4, 4);
    return below > 0 ? above / below : 0;
}

static void read_entry(const struct tiff *tiff, size_t at, struct tiff_entry *entry)
{
    static const uint8_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    size_t word = tiff->big ? 8 : 4;
    uint64_t type = number(tiff, at + 2, 2);
    *entry = (struct tiff_entry){.tag = (unsigned)number(tiff, at, 2),
                                 .type = (unsigned)type,
                                 .count = number(tiff, at + 4, word)};
    size_t size = type < sizeof sizes ? sizes[type] : 0;
    entry->outside = size && entry->count > tiff->length / size;
    if (!size || entry->outside)
        return;
    uint64_t from = at + 4 + word;
    if (entry->count * size > word)
        from = number(tiff, (size_t)from, word);
    entry->outside = !has(tiff, from, entry->count * size);
    if (entry->outside)
        return;
    entry->size = size;
    entry->at = (size_t)from;
}

/* Whether the last strip or tile ends within the file. */
static bool is_whole(const struct tiff *tiff, const struct tiff_entry *offsets,
                     const struct tiff_entry *lengths)
{
    if (!offsets->tag)
        return true;
    if (!offsets->size || !offsets->count || (lengths->tag && !lengths->size))
        return false;
    return has(tiff, tiff_value(tiff, offsets, offsets->count - 1),
               tiff_value(tiff, lengths, offsets->count - 1));
}

static void take(const struct tiff *tiff, struct tiff_page *page, const struct tiff_entry *entry,
                 unsigned *unit)
{
    uint64_t value = tiff_value(tiff, entry, 0);
    switch (entry->tag) {
    case TAG_SUBFILE:
        page->reduced = value & 1;
        break;
    case TAG_WIDTH:
        page->width = value;
        break;
    case TAG_HEIGHT:
        page->height = value;
        break;
    case TAG_BITS:
        page->bits = value;
        break;
    case TAG_ORIENTATION:
        page->orientation = value <= 8 ? (unsigned)value : 0;
        break;
    case TAG_SAMPLES:
        page->samples = value;
        break;
    case TAG_ACROSS:
        page->cut = page->cut || entry->outside;
        page->across = entry->size == 8 ? ratio_of(tiff, entry) : 0;
        break;
    case TAG_UP:
        page->cut = page->cut || entry->outside;
        page->up = entry->size == 8 ? ratio_of(tiff, entry) : 0;
        break;
    case TAG_UNIT:
        *unit = (unsigned)(value & 0xFF);
        break;
    default:
        break;
    }
}

size_t tiff_entry_count(const struct tiff *tiff, uint64_t directory)
{
    size_t head = tiff->big ? 8 : 2;
    size_t size = tiff->big ? 20 : 12;
    if (!has(tiff, directory, head))
        return 0;
    uint64_t count = number(tiff, (size_t)directory, head);
    if (count > tiff->length / size || !has(tiff, directory + head, count * size))
        return 0;
    return (size_t)count;
}

void tiff_entry(const struct tiff *tiff, uint64_t directory, size_t index, struct tiff_entry *entry)
{
    size_t head = tiff->big ? 8 : 2;
    size_t size = tiff->big ? 20 : 12;
    read_entry(tiff, (size_t)directory + head + index * size, entry);
}

bool tiff_next(const struct tiff *tiff, uint64_t *directory, struct tiff_page *page)
{
    size_t head = tiff->big ? 8 : 2;
    size_t entry_size = tiff->big ? 20 : 12;
    size_t word = tiff->big ? 8 : 4;
    struct tiff_entry strips[2] = {{0}, {0}};
    struct tiff_entry tiles[2] = {{0}, {0}};
    unsigned unit = 2;
    *page = (struct tiff_page){.bits = 1, .samples = 1, .orientation = 1};
    if (!has(tiff, *directory, head))
        return false;
    size_t at = (size_t)*directory;
    uint64_t count = number(tiff, at, head);
    at += head;
    if (count > tiff->length / entry_size || !has(tiff, at, count * entry_size))
        return false;
    for (uint64_t i = 0; i < count; i++, at += entry_size) {
        struct tiff_entry entry;
        read_entry(tiff, at, &entry);
        take(tiff, page, &entry, &unit);
        if (entry.tag == TAG_STRIP_OFFSETS || entry.tag == TAG_STRIP_LENGTHS)
            strips[entry.tag == TAG_STRIP_LENGTHS] = entry;
        else if (entry.tag == TAG_TILE_OFFSETS || entry.tag == TAG_TILE_LENGTHS)
            tiles[entry.tag == TAG_TILE_LENGTHS] = entry;
    }
    double scale = unit == UNIT_CENTIMETRE ? 2.54 : unit == UNIT_NONE ? 0 : 1;
    page->across *= scale;
    page->up *= scale;
    page->cut = page->cut || !is_whole(tiff, &strips[0], &strips[1]) ||
                !is_whole(tiff, &tiles[0], &tiles[1]);
    /* The last directory of a file that is cut off may lack the link to a next one. */
    *directory = has(tiff, at, word) ? number(tiff, at, word) : 0;
    return true;
}
