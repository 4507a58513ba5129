/* SPDX-License-Identifier: ISC */
/* A subset of a face as a Type0 font with two-byte codes (ISO 32000-1, 9.7). */
#ifndef RENDER_PDF_EMBED_H
#define RENDER_PDF_EMBED_H

#include "render/pdf/codes.h"
#include "render/pdf/face.h"
#include "render/pdf/haru.h"

#include <hb-subset.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The objects of a font. */
enum {
    EMBED_FONT,
    EMBED_DESCENDANT,
    EMBED_DESCRIPTOR,
    EMBED_FILE,
    EMBED_TO_UNICODE,
    EMBED_MAP, /* from codes to glyphs */
    EMBED_PARTS
};

struct embed {
    const struct face *face;
    bool used;
    struct codes codes;
    bool missing; /* .notdef was to be shown */
    /* While the parts are made. */
    struct buf name;
    uint32_t *glyphs; /* by code: in the subset, or CIDs of a CID-keyed face */
    hb_blob_t *file;
};

void embed_init(struct embed *font, const struct face *face);
void embed_release(struct embed *font);
/* Reports at the face's file that it may not be embedded, or cannot be. */
void embed_check(const struct embed *font, struct report *report);

/* The code that shows a glyph and is read back as the text; *width in thousandths of the em. */
size_t embed_code(struct embed *font, uint16_t glyph, const char *text, size_t length,
                  int32_t *width);

/* Makes one of the parts: from first to last, after all codes are known. `first` is the number of
 * part 0. */
bool embed_make(struct embed *font, size_t part, uint32_t first, struct haru_object *object,
                struct error *err);

#endif
