/* SPDX-License-Identifier: ISC */
/* Where a line may end inside a word: the line breaking classes of Unicode (UAX 14), by
 * libunistring. */
#include "render/pdf/breaks.h"

#include <string.h>
#include <unilbrk.h>

bool breaks_possible(uint32_t character)
{
    if (character < 0x80)
        return character == '-' || character == '/' || character == '?' || character == '|' ||
               character == '}' || character == '!';
    if (character < 0x0700) /* letters of alphabets with spaces, and Latin-1 signs */
        return character == 0xAD || character == 0x058A || character == 0xB4;
    /* Quotation marks, and the dots of an ellipsis, cling to what they stand at. */
    return !(character >= 0x2018 && character <= 0x201F) && character != 0x2026 &&
           character != 0x2019;
}

void breaks_find(const char *word, size_t length, char *before)
{
    u8_possible_linebreaks((const uint8_t *)word, length, "UTF-8", before);
    for (size_t i = 0; i < length; i++) {
        /* libunistring 1.0 knows no LB29: "e.g." would break. */
        bool infix = i && strchr(".,:;", word[i - 1]) && (unsigned char)word[i] < 0xE2;
        before[i] = before[i] == UC_BREAK_POSSIBLE && !infix;
    }
}

bool breaks_clings_left(uint32_t character)
{
    if (character < 0x80)
        return character && strchr(";:!?,.)]}%", (int)character);
    return character == 0xBB || character == 0x2019 || character == 0x201D || character == 0x2026 ||
           character == 0x203A || character == 0x2013 || character == 0x2014;
}

bool breaks_clings_right(uint32_t character)
{
    if (character < 0x80)
        return character == '(' || character == '[' || character == '{';
    return character == 0xAB || character == 0xBF || character == 0xA1 || character == 0x2018 ||
           character == 0x201C || character == 0x201E || character == 0x2039;
}
