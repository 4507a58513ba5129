/* SPDX-License-Identifier: ISC */
/* Tokens of PDF's syntax (ISO 32000-1, 7.3), added to a buffer. */
#ifndef RENDER_PDF_TOKEN_H
#define RENDER_PDF_TOKEN_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* The longest string that PDF/A-2 allows, in bytes (ISO 19005-2, 6.1.13). */
#define TOKEN_STRING_MAX 32767u

/* A text string: as it stands where it is printable ASCII, otherwise UTF-16BE in hexadecimal. */
void token_add_text(struct buf *out, const char *utf8);
/* How many bytes the text string of a text has. */
size_t token_text_size(const char *utf8);
/* A byte string, in parentheses. */
void token_add_bytes(struct buf *out, const char *bytes, size_t length);
/* A name, with its slash. */
void token_add_name(struct buf *out, const char *name);
/* A whole number, after a space where it needs one. */
void token_add_number(struct buf *out, uint32_t number);
/* "12 0 R", the same. */
void token_add_reference(struct buf *out, uint32_t id);
/* The four numbers of a rectangle in brackets; thousandths. */
void token_add_rectangle(struct buf *out, int32_t x, int32_t y, int32_t width, int32_t height);

#endif
