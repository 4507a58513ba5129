/* SPDX-License-Identifier: ISC */
/* The fields of a frame: numbers and texts one after the other, read with every length checked. */
#include "wire/field.h"

#include "base/utf8.h"

#include <string.h>

void field_add_number(struct buf *buf, uint64_t number)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
    buf_add(buf, bytes, sizeof bytes);
}

void field_add_bytes(struct buf *buf, const void *bytes, size_t length)
{
    field_add_number(buf, length);
    buf_add(buf, bytes, length);
    buf_add_char(buf, '\0');
}

void field_add_string(struct buf *buf, const char *string)
{
    field_add_bytes(buf, string, strlen(string));
}

uint64_t field_number(struct field_reader *reader)
{
    uint64_t number = 0;
    if (reader->bad || reader->left < 8) {
        reader->bad = true;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        number |= (uint64_t)reader->bytes[i] << (8 * i);
    reader->bytes += 8;
    reader->left -= 8;
    return number;
}

uint32_t field_number_to(struct field_reader *reader, uint32_t most)
{
    uint64_t number = field_number(reader);
    if (number > most) {
        reader->bad = true;
        return 0;
    }
    return (uint32_t)number;
}

const char *field_bytes(struct field_reader *reader, size_t *length)
{
    uint64_t wanted = field_number(reader);
    *length = 0;
    if (reader->bad || wanted >= reader->left || reader->bytes[wanted] != 0) {
        reader->bad = true;
        return "";
    }
    const char *bytes = (const char *)reader->bytes;
    *length = (size_t)wanted;
    reader->bytes += wanted + 1;
    reader->left -= (size_t)wanted + 1;
    return bytes;
}

const char *field_string(struct field_reader *reader)
{
    size_t length;
    const char *bytes = field_bytes(reader, &length);
    if (reader->bad || strlen(bytes) != length || utf8_check(bytes, length) != length) {
        reader->bad = true;
        return "";
    }
    return bytes;
}
