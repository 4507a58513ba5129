/* SPDX-License-Identifier: ISC */
/* The CIDs of a CID-keyed CFF face (Adobe Technical Note 5176), which its subsets keep. */
#include "render/pdf/cff.h"

#include "base/memory.h"

#include <stdlib.h>

/* Operators of a top dictionary; those of two bytes begin with 12. */
#define OPERATOR_CHARSET 15
#define OPERATOR_ESCAPE 12
#define OPERATOR_ROS (OPERATOR_ESCAPE << 8 | 30)

/* Bytes of the table from `at` on; reading past the end gives zeros and sets `at` past the end. */
struct reader {
    const unsigned char *bytes;
    size_t length;
    size_t at;
};

static uint32_t take(struct reader *reader, unsigned size)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < size; i++, reader->at++)
        value = value << 8 | (reader->at < reader->length ? reader->bytes[reader->at] : 0);
    return value;
}

/* Goes past an INDEX; tells where its first item begins and ends. */
static void take_index(struct reader *reader, size_t *first, size_t *end)
{
    size_t count = take(reader, 2);
    *first = *end = reader->at;
    if (!count)
        return;
    unsigned size = take(reader, 1) & 7;
    size_t offsets = reader->at, data = offsets + (count + 1) * size - 1;
    *first = data + take(reader, size);
    *end = data + take(reader, size);
    reader->at = offsets + count * size;
    reader->at = data + take(reader, size);
}

/* One operand of a dictionary; a real number gives 0, none is wanted here. */
static uint32_t take_operand(struct reader *reader, unsigned first)
{
    if (first == 28)
        return take(reader, 2);
    if (first == 29)
        return take(reader, 4);
    if (first == 30) {
        unsigned pair = 0;
        while (reader->at < reader->length && (pair & 15) != 15 && pair >> 4 != 15)
            pair = take(reader, 1);
        return 0;
    }
    if (first >= 247)
        return first < 251 ? (first - 247) * 256 + take(reader, 1) + 108 : (take(reader, 1), 0);
    return first >= 32 ? first - 139 : 0;
}

/* Where the charset stands; 0 where the face is not CID-keyed. */
static size_t find_charset(struct reader reader, size_t end)
{
    uint32_t operand = 0;
    size_t charset = 0;
    bool keyed = false;
    while (reader.at < end && reader.at < reader.length) {
        unsigned byte = take(&reader, 1);
        if (byte > 21) {
            operand = take_operand(&reader, byte);
            continue;
        }
        unsigned operator= byte == OPERATOR_ESCAPE ? byte << 8 | take(&reader, 1) : byte;
        keyed = keyed || operator== OPERATOR_ROS;
        if (operator== OPERATOR_CHARSET)
            charset = operand;
    }
    return keyed ? charset : 0;
}

static void read_charset(struct reader reader, struct cff_cids *cids)
{
    unsigned format = take(&reader, 1);
    for (size_t glyph = 1; glyph < cids->count && reader.at < reader.length;) {
        uint32_t cid = take(&reader, 2);
        uint32_t more = format == 0 ? 0 : take(&reader, format == 1 ? 1 : 2);
        for (uint32_t i = 0; i <= more && glyph < cids->count; i++)
            cids->cids[glyph++] = (uint16_t)(cid + i);
    }
}

bool cff_read_cids(hb_face_t *face, struct cff_cids *cids)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
    unsigned length;
    struct reader reader = {.bytes = (const unsigned char *)hb_blob_get_data(blob, &length)};
    reader.length = length;
    reader.at = length > 2 ? reader.bytes[2] : 0; /* the header's size */
    size_t first, end;
    take_index(&reader, &first, &end); /* names */
    take_index(&reader, &first, &end); /* top dictionaries */
    size_t charset = find_charset((struct reader){reader.bytes, length, first}, end);
    if (charset) {
        cids->count = hb_face_get_glyph_count(face);
        cids->cids = memory_new(cids->count * sizeof *cids->cids);
        read_charset((struct reader){reader.bytes, length, charset}, cids);
    }
    hb_blob_destroy(blob);
    return charset != 0;
}

void cff_cids_release(struct cff_cids *cids)
{
    free(cids->cids);
    *cids = (struct cff_cids){0};
}

uint32_t cff_cid(const struct cff_cids *cids, uint16_t glyph)
{
    return glyph < cids->count ? cids->cids[glyph] : UINT32_MAX;
}
