/* SPDX-License-Identifier: ISC */
/* The texts of pages written as hOCR 1.2, always in one form, or plainly. */
#ifndef PAGES_HOCR_H
#define PAGES_HOCR_H

#include "base/buf.h"
#include "wire/job.h"

/* `system` is what read the text; the pages come in their order. A page's box is `width` times
 * `height` of its words' units; 0: none of them has a place. */
void hocr_begin(struct buf *out, const char *system);
void hocr_add_page(struct buf *out, const struct text_facts *page);
void hocr_end(struct buf *out);

/* A page as plain text, ended by a form feed. */
void hocr_add_plain(struct buf *out, const struct text_facts *page);

#endif
