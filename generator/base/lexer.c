/* SPDX-License-Identifier: ISC */
/* The words of a content stream or a CMap (ISO 32000-1, 7.2 and 7.8.2). */
#include "base/lexer.h"

#include <stdbool.h>
#include <string.h>

static bool is_space(char c)
{
    return c == '\0' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_delimiter(char c)
{
    return c && strchr("()<>[]{}/%", c);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void skip_space(struct lexer *lexer)
{
    while (lexer->at < lexer->length) {
        char c = lexer->bytes[lexer->at];
        if (c == '%') {
            while (lexer->at < lexer->length && !strchr("\r\n", lexer->bytes[lexer->at]))
                lexer->at++;
        } else if (is_space(c)) {
            lexer->at++;
        } else {
            return;
        }
    }
}

static enum lexeme read_hex(struct lexer *lexer)
{
    int high = -1;
    while (lexer->at < lexer->length) {
        char c = lexer->bytes[lexer->at++];
        int digit = hex_digit(c);
        if (c == '>') {
            if (high >= 0)
                buf_add_char(&lexer->text, (char)(high << 4));
            return LEXEME_STRING;
        }
        if (digit < 0 && !is_space(c))
            return LEXEME_WRONG;
        if (digit >= 0 && high >= 0)
            buf_add_char(&lexer->text, (char)(high << 4 | digit));
        if (digit >= 0)
            high = high >= 0 ? -1 : digit;
    }
    return LEXEME_WRONG;
}

static void read_escape(struct lexer *lexer)
{
    static const char from[] = "nrtbf";
    static const char to[] = "\n\r\t\b\f";
    char c = lexer->at < lexer->length ? lexer->bytes[lexer->at++] : '\\';
    const char *known = c ? strchr(from, c) : NULL;
    if (known) {
        buf_add_char(&lexer->text, to[known - from]);
    } else if (c >= '0' && c <= '7') {
        int code = c - '0';
        for (int i = 0; i < 2 && lexer->at < lexer->length && lexer->bytes[lexer->at] >= '0' &&
                        lexer->bytes[lexer->at] <= '7';
             i++)
            code = code * 8 + lexer->bytes[lexer->at++] - '0';
        buf_add_char(&lexer->text, (char)code);
    } else if (c == '\r' && lexer->at < lexer->length && lexer->bytes[lexer->at] == '\n') {
        lexer->at++;
    } else if (c != '\n' && c != '\r') {
        buf_add_char(&lexer->text, c);
    }
}

static enum lexeme read_literal(struct lexer *lexer)
{
    for (size_t depth = 1; lexer->at < lexer->length;) {
        char c = lexer->bytes[lexer->at++];
        if (c == '\\') {
            read_escape(lexer);
            continue;
        }
        depth += c == '(';
        depth -= c == ')';
        if (!depth)
            return LEXEME_STRING;
        buf_add_char(&lexer->text, c);
    }
    return LEXEME_WRONG;
}

static enum lexeme read_name(struct lexer *lexer)
{
    while (lexer->at < lexer->length && !is_space(lexer->bytes[lexer->at]) &&
           !is_delimiter(lexer->bytes[lexer->at])) {
        char c = lexer->bytes[lexer->at++];
        if (c == '#' && lexer->at + 1 < lexer->length) {
            int high = hex_digit(lexer->bytes[lexer->at]);
            int low = hex_digit(lexer->bytes[lexer->at + 1]);
            if (high >= 0 && low >= 0) {
                c = (char)(high * 16 + low);
                lexer->at += 2;
            }
        }
        buf_add_char(&lexer->text, c);
    }
    return LEXEME_NAME;
}

/* Reads digits by hand: strtod follows the locale. */
static bool read_number(struct lexer *lexer)
{
    const char *c = lexer->text.bytes;
    bool negative = *c == '-';
    double scale = 0;
    size_t digits = 0;
    lexer->number = 0;
    for (c += *c == '-' || *c == '+'; *c; c++) {
        if (*c == '.' && scale == 0) {
            scale = 1;
        } else if (*c >= '0' && *c <= '9') {
            lexer->number = lexer->number * 10 + (*c - '0');
            scale *= 10;
            digits++;
        } else {
            return false;
        }
    }
    if (scale > 1)
        lexer->number /= scale;
    if (negative)
        lexer->number = -lexer->number;
    return digits > 0;
}

static enum lexeme read_word(struct lexer *lexer)
{
    while (lexer->at < lexer->length && !is_space(lexer->bytes[lexer->at]) &&
           !is_delimiter(lexer->bytes[lexer->at]))
        buf_add_char(&lexer->text, lexer->bytes[lexer->at++]);
    return read_number(lexer) ? LEXEME_NUMBER : LEXEME_WORD;
}

enum lexeme lexer_next(struct lexer *lexer)
{
    buf_clear(&lexer->text);
    skip_space(lexer);
    if (lexer->at == lexer->length)
        return LEXEME_END;
    char c = lexer->bytes[lexer->at];
    bool twice = lexer->at + 1 < lexer->length && lexer->bytes[lexer->at + 1] == c;
    if (!is_delimiter(c))
        return read_word(lexer);
    lexer->at += (c == '<' || c == '>') && twice ? 2 : 1;
    switch (c) {
    case '(':
        return read_literal(lexer);
    case '<':
        return twice ? LEXEME_DICTIONARY : read_hex(lexer);
    case '>':
        return twice ? LEXEME_DICTIONARY_END : LEXEME_WRONG;
    case '/':
        return read_name(lexer);
    case '[':
        return LEXEME_ARRAY;
    case ']':
        return LEXEME_ARRAY_END;
    default:
        return LEXEME_WRONG;
    }
}

void lexer_skip_image(struct lexer *lexer)
{
    for (; lexer->at + 2 < lexer->length; lexer->at++) {
        const char *at = lexer->bytes + lexer->at;
        if (is_space(at[0]) && at[1] == 'E' && at[2] == 'I' &&
            (lexer->at + 3 == lexer->length || is_space(at[3]))) {
            lexer->at += 3;
            return;
        }
    }
    lexer->at = lexer->length;
}
