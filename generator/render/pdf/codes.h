/* SPDX-License-Identifier: ISC */
/* The codes of one font: one for each pair of a glyph and the text that it stands for, so that é
 * and e with an accent, a hyphen and a soft hyphen are each read back as what was written. */
#ifndef RENDER_PDF_CODES_H
#define RENDER_PDF_CODES_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODES_MAX 65535u

struct code {
    uint16_t glyph;
    uint16_t length;
    int32_t width;    /* thousandths of the em */
    const char *text; /* UTF-8, not terminated */
};

/* Valid when zeroed. */
struct codes {
    struct code *items; /* [0] is .notdef, which is never shown */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* a hash table of the items */
    size_t slot_count;
    struct arena arena;
};

void codes_release(struct codes *codes);
/* The code of a pair, 0 where there are more than CODES_MAX. A new one has a copy of the text and
 * the width 0. */
size_t codes_find(struct codes *codes, uint16_t glyph, const char *text, size_t length);

#endif
