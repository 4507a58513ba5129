/* SPDX-License-Identifier: ISC */
/* Whether a JPEG (ISO/IEC 10918-1) is whole and of a kind that PDF knows. libharu takes one that is
 * cut short. */
#include "render/pdf/jpeg.h"

#include <stdbool.h>

enum {
    BASELINE = 0xC0,
    PROGRESSIVE = 0xC2,
    HUFFMAN_TABLES = 0xC4,
    EXTENSION = 0xC8,
    ARITHMETIC_TABLES = 0xCC,
    LAST_FRAME = 0xCF,
    START = 0xD8,
    END = 0xD9,
    SCAN = 0xDA
};

static const char cut_short[] = "is cut short";

static unsigned read16(const unsigned char *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static bool is_frame(unsigned marker)
{
    return marker >= BASELINE && marker <= LAST_FRAME && marker != HUFFMAN_TABLES &&
           marker != EXTENSION && marker != ARITHMETIC_TABLES;
}

/* A frame header: precision, lines, columns, components. Four colours have no meaning under an RGB
 * output intent (ISO 19005-2, 6.2.4.3). */
static const char *read_frame(unsigned marker, const unsigned char *bytes, size_t size,
                              struct jpeg *jpeg)
{
    if (size < 8)
        return "is damaged";
    *jpeg = (struct jpeg){read16(bytes + 5), read16(bytes + 3), bytes[7]};
    if (marker > PROGRESSIVE || bytes[2] != 8)
        return "is of a kind of JPEG that PDF does not know";
    if (jpeg->components == 4)
        return "is in four printing colours (CMYK)";
    if (!jpeg->width || !jpeg->height || (jpeg->components != 1 && jpeg->components != 3))
        return "is damaged";
    return NULL;
}

/* Past the entropy-coded data of a scan: to the next marker that is neither a stuffed zero nor a
 * restart. */
static size_t skip_scan(const unsigned char *bytes, size_t length, size_t at)
{
    for (; at + 1 < length; at++) {
        if (bytes[at] == 0xFF && bytes[at + 1] && (bytes[at + 1] < 0xD0 || bytes[at + 1] > 0xD7))
            break;
    }
    return at;
}

const char *jpeg_read(const char *picture, size_t length, struct jpeg *jpeg)
{
    const unsigned char *bytes = (const unsigned char *)picture;
    bool frame = false, scan = false;
    if (length < 4 || bytes[0] != 0xFF || bytes[1] != START)
        return "is not a JPEG";
    for (size_t at = 2; at + 1 < length;) {
        unsigned marker = bytes[at + 1];
        if (bytes[at] != 0xFF)
            return "is damaged";
        if (marker == END)
            return frame && scan ? NULL : cut_short;
        if (at + 4 > length)
            break;
        size_t size = read16(bytes + at + 2);
        if (size < 2 || size > length - at - 2)
            break;
        const char *problem =
            is_frame(marker) ? read_frame(marker, bytes + at + 2, size, jpeg) : NULL;
        if (problem)
            return problem;
        frame = frame || is_frame(marker);
        at += size + 2;
        if (marker == SCAN) {
            scan = true;
            at = skip_scan(bytes, length, at);
        }
    }
    return cut_short;
}
