/* SPDX-License-Identifier: ISC */
/* A plain text beside a file: form feeds part its pages, empty lines its paragraphs. */
#include "worker/beside.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static bool is_blank(const char *bytes, const char *end)
{
    while (bytes < end && strchr(" \t\r\n", *bytes))
        bytes++;
    return bytes == end;
}

/* The next of them, or the end. */
static const char *find(const char *bytes, const char *end, char c)
{
    const char *found = memchr(bytes, c, (size_t)(end - bytes));
    return found ? found : end;
}

static void read_page(struct beside *beside, const char *bytes, const char *end)
{
    const struct beside_box nowhere = {.known = false};
    while (bytes < end) {
        const char *line = find(bytes, end, '\n');
        if (is_blank(bytes, line))
            beside_break_paragraph(beside);
        beside_break_line(beside);
        beside_add_line(beside, bytes, (size_t)(line - bytes), &nowhere, WIRE_SURE);
        bytes = line + 1;
    }
}

void beside_plain(struct beside *beside, const char *bytes, size_t length)
{
    const struct beside_box nowhere = {.known = false};
    const char *start = bytes;
    const char *end = bytes + length;
    if (length >= 3 && !memcmp(bytes, BYTE_ORDER_MARK, 3))
        bytes += 3;
    for (;;) {
        const char *stop = find(bytes, end, '\f');
        /* Programs end each page so, the last one too. */
        if (stop == end && bytes > start && is_blank(bytes, end))
            return;
        beside_begin_page(beside, (size_t)(bytes - start), &nowhere, -1, 0);
        read_page(beside, bytes, stop);
        if (stop == end)
            return;
        bytes = stop + 1;
    }
}
