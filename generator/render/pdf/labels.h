/* SPDX-License-Identifier: ISC */
/* Page labels (ISO 32000-1, 12.4.2): every page is called in the reader's window what is printed on
 * it. */
#ifndef RENDER_PDF_LABELS_H
#define RENDER_PDF_LABELS_H

#include "render/pdf/haru.h"
#include "render/pdf/ids.h"
#include "render/pdf/layout.h"

struct labels;
/* Borrows the layout until the document is saved. */
struct labels *labels_new(const struct layout *layout);
void labels_free(struct labels *labels);
void labels_add(struct labels *labels, struct haru *haru, struct ids *ids);

#endif
