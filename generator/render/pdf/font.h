/* SPDX-License-Identifier: ISC */
/* The fonts of the PDF, and pieces of text in their codes. */
#ifndef RENDER_PDF_FONT_H
#define RENDER_PDF_FONT_H

#include "render/pdf/haru.h"
#include "render/pdf/shape.h"

#include <stdbool.h>
#include <stdint.h>

struct font_set;
/* Borrows the faces and what is shown of them until the document is saved. */
struct font_set *font_set_new(const struct face_set *faces);
void font_set_free(struct font_set *set);

/* Says that a face is used; a face that cannot be embedded is reported, once. */
void font_set_use(struct font_set *set, const struct face *face, struct report *report);

/* Adds the fonts of the faces in use to the document: after all that shows text, when it is known
 * what is shown. */
void font_set_add(struct font_set *set, struct haru *haru);
/* Adds the entries of a resource dictionary: "/F0 12 0 R". */
void font_set_add_resources(const struct font_set *set, struct buf *out);

/* Adds a piece as elements of an open TJ array. *adjust is the adjustment, in thousandths of the em
 * to the left, that is due before it, and becomes the one that is due after it for the pen to have
 * moved by just the piece's width. A soft hyphen is read back as U+00AD whatever the piece's text.
 * `size` is in thousandths of a point. */
void font_set_show(struct font_set *set, const struct piece *piece, bool soft_hyphen, int32_t size,
                   int32_t *adjust, struct buf *out);

/* The font of words that are not seen, among the resources and as it is named in content. */
#define FONT_UNSEEN "/FU"
/* Says that there are such words, which need the face of the text. */
void font_set_use_unseen(struct font_set *set, const struct face *face, struct report *report);
/* Adds a text and a space as what stands between the parentheses of a string. Returns the width of
 * the text in thousandths of the em. What no text may have is left out. */
int64_t font_set_show_unseen(struct font_set *set, const char *text, struct buf *out);

#endif
