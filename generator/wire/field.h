/* SPDX-License-Identifier: ISC */
/* The fields of a frame: numbers and texts one after the other, read with every length checked. */
#ifndef WIRE_FIELD_H
#define WIRE_FIELD_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Eight bytes, little-endian. */
void field_add_number(struct buf *buf, uint64_t number);
/* A length, the bytes, and a zero that closes them. */
void field_add_bytes(struct buf *buf, const void *bytes, size_t length);
void field_add_string(struct buf *buf, const char *string);

/* Once a field does not fit, `bad` is set and all that follow are 0 or empty. */
struct field_reader {
    const uint8_t *bytes;
    size_t left;
    bool bad;
};

uint64_t field_number(struct field_reader *reader);
/* A number from 0 to `most`; a larger one is bad. */
uint32_t field_number_to(struct field_reader *reader, uint32_t most);
/* Borrowed from the frame, terminated. */
const char *field_bytes(struct field_reader *reader, size_t *length);
/* The same for a text: bytes with a zero among them, or that are not UTF-8, are bad. Never NULL. */
const char *field_string(struct field_reader *reader);

#endif
