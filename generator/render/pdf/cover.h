/* SPDX-License-Identifier: ISC */
/* The face for each character of a paragraph, and a message for one that no face has. */
#ifndef RENDER_PDF_COVER_H
#define RENDER_PDF_COVER_H

#include "render/pdf/items.h"

/* The face for a character after one in the face `before` (or NULL). One that shows nothing, or
 * combines, stays in that face where it can. */
const struct face *cover_face(struct items *items, const struct run *run, const struct face *before,
                              uint32_t character);

#endif
