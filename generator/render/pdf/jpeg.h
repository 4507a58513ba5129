/* SPDX-License-Identifier: ISC */
/* What PDF must know of a JPEG (ISO/IEC 10918-1) to hold it as it is. libharu takes one that is cut
 * short. */
#ifndef RENDER_PDF_JPEG_H
#define RENDER_PDF_JPEG_H

#include <stddef.h>

struct jpeg {
    unsigned width;
    unsigned height;
    unsigned components; /* 1: grey; 3: colours */
};

/* Returns what is wrong with a picture as words for a message after its name ("is cut short"), or
 * NULL. */
const char *jpeg_read(const char *bytes, size_t length, struct jpeg *jpeg);

#endif
