/* SPDX-License-Identifier: ISC */
/* UTF-8 (RFC 3629): decoding, checking, and places in characters. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the character at `bytes` (at least one byte must remain) and sets *length to its bytes, 1
 * to 4. A malformed sequence, a surrogate or an overlong form gives UTF8_BAD with *length 1. */
#define UTF8_BAD 0xFFFFFFFFu
uint32_t utf8_decode(const char *bytes, size_t remaining, size_t *length);

/* The offset of the first byte that is not UTF-8, or `length` where all is well. */
size_t utf8_check(const char *bytes, size_t length);

/* How many characters `length` bytes of valid UTF-8 hold. */
size_t utf8_count(const char *bytes, size_t length);

void utf8_append(struct buf *buf, uint32_t character);
/* Big-endian UTF-16 as hexadecimal digits, as PDF strings and CMaps want it. */
void utf8_append_utf16_hex(struct buf *buf, const char *bytes, size_t length);

/* The bidi controls U+061C, U+200E, U+200F, U+202A–202E, U+2066–2069. */
bool utf8_is_bidi_control(uint32_t character);
/* Whether it is of a script that runs from right to left: of the blocks that Unicode keeps for
 * those. */
bool utf8_runs_left(uint32_t character);

/* Characters that show nothing of themselves, such as a soft hyphen, joiners and variation
 * selectors; spaces are none of them. */
bool utf8_is_unseen(uint32_t character);

/* A text in double quotes, as YAML (1.2.2, 7.3.1) reads it; what YAML cannot hold as it stands, or
 * no editor shows, is escaped. */
void utf8_append_quoted(struct buf *buf, const char *text);

/* Line and column (from 1, in characters) of a byte offset in a text, which need not be terminated.
 * Lines end at LF, CR LF or CR. */
struct utf8_position {
    unsigned line;
    unsigned column;
};
struct utf8_position utf8_position(const char *text, size_t length, size_t offset);

#endif
