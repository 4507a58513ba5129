/* SPDX-License-Identifier: ISC */
/* The words of a content stream or a CMap (ISO 32000-1, 7.2 and 7.8.2). */
#ifndef BASE_LEXER_H
#define BASE_LEXER_H

#include "base/buf.h"

#include <stddef.h>

enum lexeme {
    LEXEME_END,
    LEXEME_NUMBER,
    LEXEME_NAME,   /* `text`, without the slash */
    LEXEME_STRING, /* `text`, the bytes that it stands for */
    LEXEME_WORD,   /* an operator, true, false, null */
    LEXEME_ARRAY,
    LEXEME_ARRAY_END,
    LEXEME_DICTIONARY,
    LEXEME_DICTIONARY_END,
    LEXEME_WRONG,
};

/* Borrows `bytes`. Start with the text initialised, release it at the end. */
struct lexer {
    const char *bytes;
    size_t length;
    size_t at;
    struct buf text;
    double number;
};

enum lexeme lexer_next(struct lexer *lexer);
/* After the operator ID of an inline image: skips its data and EI. */
void lexer_skip_image(struct lexer *lexer);

#endif
