/* SPDX-License-Identifier: ISC */
/* Words as text that is not seen, over a page that is a picture. */
#ifndef WORKER_UNSEEN_H
#define WORKER_UNSEEN_H

#include "worker/pdf_file.h"
#include "worker/text.h"

/* Appends content that sets the words where they stand on a page that is `height` thousandths of a
 * point high, and adds the font that it names, /F1, to the resources: its glyphs are empty, and
 * each code has its character. */
void unseen_add(struct pdf *pdf, const struct words *words, int32_t height, struct buf *content,
                qpdf_oh resources);

#endif
