/* SPDX-License-Identifier: ISC */
/* Pages of a PDF in another, with nothing of the pages around them. */
#ifndef WORKER_COPY_PAGE_H
#define WORKER_COPY_PAGE_H

#include "worker/copy.h"

/* Adds a copy of a page without its annotations, thumbnail, threads and place in any tree. Returns
 * why it could not, or "". */
const char *copy_page(struct copier *copier, qpdf_oh page);
/* After all pages: which layers are seen (ISO 32000-1, 8.11.4.3), so that they look as before. */
void copy_layers(struct copier *copier);

#endif
