/* SPDX-License-Identifier: ISC */
/* Persons and offices, as descriptions name them. */
#include "render/describe/parties.h"

#include "base/utf8.h"

#include <string.h>

void parties_append(struct buf *out, const struct party *party)
{
    bool both = *party->name && *party->office;
    buf_add_format(out, "%s%s%s", party->name, both ? ", " : "", party->office);
}

void parties_append_line(struct buf *out, const char *text)
{
    for (size_t left = strlen(text); left;) {
        size_t length;
        uint32_t character = utf8_decode(text, left, &length);
        if (character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 ||
            character == 0x2029)
            buf_add_char(out, ' ');
        else
            buf_add(out, text, length);
        text += length;
        left -= length;
    }
}
