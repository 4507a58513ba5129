/* SPDX-License-Identifier: ISC */
/* Links in the footer to the pages before and after. */
#ifndef RENDER_PDF_NEIGHBOURS_H
#define RENDER_PDF_NEIGHBOURS_H

#include "render/pdf/compose.h"

/* Adds them to the pages of the layout, once all are made. What is seen is an artifact; for each
 * there is a Link, after all else in the document, that says where it leads. */
void neighbours_add(struct composer *composer, uint32_t document);

#endif
