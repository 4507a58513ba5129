/* SPDX-License-Identifier: ISC */
/* What a font file is before it is used: TrueType or OpenType, alone or in a collection, whole. */
#include "render/pdf/font_file.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Sizes of the OpenType specification's headers: table directory, a record in it, collection. */
#define DIRECTORY_SIZE 12u
#define RECORD_SIZE 16u
#define COLLECTION_SIZE 12u

/* Of the tables head and cmap. */
#define HEAD_SIZE 54u
#define HHEA_VERSION 0x00010000
#define HEAD_MAGIC 0x5F0F3CF5u
#define HHEA_SIZE 36u
#define ENCODING_SIZE 8u

static const char damaged[] = "is damaged or not whole";

struct file {
    const unsigned char *bytes;
    size_t length;
};

/* A face's tables that are looked at, each as a file of its own; no bytes where it is not there. */
struct tables {
    struct file cmap, head, hhea, hmtx, maxp, loca, glyf;
    bool variable;
};

static uint32_t read16(const struct file *file, size_t at)
{
    return at + 2 > file->length ? 0 : (uint32_t)file->bytes[at] << 8 | file->bytes[at + 1];
}

static uint32_t read32(const struct file *file, size_t at)
{
    if (at + 4 > file->length)
        return 0;
    const unsigned char *bytes = file->bytes + at;
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool begins(const struct file *file, const char *magic, size_t size)
{
    return file->length >= size && !memcmp(file->bytes, magic, size);
}

/* Formats that are told by their first bytes, and cannot be used. */
static const char *foreign_fault(const struct file *file)
{
    if (begins(file, "wOFF", 4) || begins(file, "wOF2", 4))
        return "is a font for the web (WOFF)";
    if (begins(file, "%!", 2) || begins(file, "\x80\x01", 2))
        return "is a Type 1 font";
    if (begins(file, "\0\1\0\0", 4) || begins(file, "true", 4) || begins(file, "OTTO", 4) ||
        begins(file, "ttcf", 4))
        return NULL;
    return "is no font file";
}

/* Where the table directory of a face is; 0 may be one, SIZE_MAX is none. */
static size_t directory(const struct file *file, unsigned number)
{
    if (!begins(file, "ttcf", 4))
        return number ? SIZE_MAX : 0;
    if (number >= read32(file, 8))
        return SIZE_MAX;
    size_t entry = COLLECTION_SIZE + (size_t)number * 4;
    return entry + 4 > file->length ? file->length : read32(file, entry);
}

static void keep_table(struct tables *tables, const char *tag, struct file table)
{
    const struct {
        const char *tag;
        struct file *table;
    } kept[] = {
        {"cmap", &tables->cmap}, {"head", &tables->head}, {"hhea", &tables->hhea},
        {"hmtx", &tables->hmtx}, {"maxp", &tables->maxp}, {"loca", &tables->loca},
        {"glyf", &tables->glyf},
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (!memcmp(tag, kept[i].tag, 4))
            *kept[i].table = table;
    }
    tables->variable = tables->variable || !memcmp(tag, "fvar", 4);
}

/* False where a table reaches beyond the file. */
static bool read_tables(const struct file *file, size_t start, struct tables *tables)
{
    if (start > file->length || file->length - start < DIRECTORY_SIZE)
        return false;
    size_t count = read16(file, start + 4);
    if (file->length - start - DIRECTORY_SIZE < count * RECORD_SIZE)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t record = start + DIRECTORY_SIZE + i * RECORD_SIZE;
        size_t offset = read32(file, record + 8), length = read32(file, record + 12);
        if (offset > file->length || length > file->length - offset)
            return false;
        keep_table(tables, (const char *)file->bytes + record,
                   (struct file){file->bytes + offset, length});
    }
    return true;
}

/* Each glyph's outlines stand in the table glyf, after those of the glyph before. */
static bool check_outlines(const struct tables *tables, size_t glyphs)
{
    size_t size = read16(&tables->head, 50) ? 4 : 2, before = 0;
    if (!tables->glyf.bytes)
        return true;
    if (tables->loca.length < (glyphs + 1) * size)
        return false;
    for (size_t i = 0; i <= glyphs; i++) {
        size_t at = size == 4 ? read32(&tables->loca, i * 4) : read16(&tables->loca, i * 2) * 2;
        if (at < before || at > tables->glyf.length)
            return false;
        before = at;
    }
    return true;
}

/* What the tables that no face is without say of one another. */
static bool check_tables(const struct tables *tables)
{
    uint32_t units = read16(&tables->head, 18);
    size_t glyphs = read16(&tables->maxp, 4), metrics = read16(&tables->hhea, 34);
    return tables->cmap.bytes && tables->head.length >= HEAD_SIZE &&
           read32(&tables->head, 12) == HEAD_MAGIC && units >= 16 && units <= 16384 &&
           tables->hhea.length >= HHEA_SIZE && read32(&tables->hhea, 0) == HHEA_VERSION &&
           metrics && metrics <= glyphs && tables->hmtx.length >= metrics * 4 &&
           check_outlines(tables, glyphs);
}

/* A symbol font would show its signs for letters, and an old one nothing. */
static bool has_unicode(const struct file *cmap)
{
    size_t count = read16(cmap, 2);
    for (size_t i = 0; i < count; i++) {
        size_t record = 4 + i * ENCODING_SIZE;
        uint32_t platform = read16(cmap, record), encoding = read16(cmap, record + 2);
        if (record + ENCODING_SIZE <= cmap->length &&
            (platform == 0 || (platform == 3 && (encoding == 1 || encoding == 10))))
            return true;
    }
    return false;
}

const char *font_file_fault(const char *bytes, size_t length, unsigned number)
{
    struct file file = {(const unsigned char *)bytes, length};
    const char *fault = foreign_fault(&file);
    if (fault)
        return fault;
    size_t start = directory(&file, number);
    if (start == SIZE_MAX)
        return "holds no face of that number, counted from #0";
    struct tables tables = {0};
    if (!read_tables(&file, start, &tables) || !check_tables(&tables))
        return damaged;
    if (tables.variable)
        return "is a variable font, which a PDF cannot hold";
    if (!has_unicode(&tables.cmap))
        return "has signs for no characters of Unicode, as symbol fonts do";
    return NULL;
}
