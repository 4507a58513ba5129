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

/* A bit for each table that no face is without. */
#define ALL_TABLES 0x1Fu

struct file {
    const unsigned char *bytes;
    size_t length;
};

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

static unsigned table_bit(const unsigned char *tag)
{
    static const char tags[] = "cmapheadhheahmtxmaxp";
    for (unsigned i = 0; i < 5; i++) {
        if (!memcmp(tag, tags + (size_t)i * 4, 4))
            return 1u << i;
    }
    return 0;
}

static const char *tables_fault(const struct file *file, size_t start)
{
    static const char damaged[] = "is damaged or not whole";
    if (start > file->length || file->length - start < DIRECTORY_SIZE)
        return damaged;
    unsigned count = (unsigned)(file->bytes[start + 4] << 8 | file->bytes[start + 5]);
    if (file->length - start - DIRECTORY_SIZE < (size_t)count * RECORD_SIZE)
        return damaged;
    unsigned found = 0;
    bool variable = false;
    for (unsigned i = 0; i < count; i++) {
        size_t record = start + DIRECTORY_SIZE + (size_t)i * RECORD_SIZE;
        if ((uint64_t)read32(file, record + 8) + read32(file, record + 12) > file->length)
            return damaged;
        found |= table_bit(file->bytes + record);
        variable = variable || !memcmp(file->bytes + record, "fvar", 4);
    }
    if (found != ALL_TABLES)
        return damaged;
    if (variable)
        return "is a variable font, which a PDF cannot hold";
    return NULL;
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
    return tables_fault(&file, start);
}
