/* SPDX-License-Identifier: ISC */
/* What the PDF says of itself: its information dictionary (ISO 32000-1, 14.3.3) and the same as
 * XMP. */
#ifndef RENDER_PDF_XMP_H
#define RENDER_PDF_XMP_H

#include "base/buf.h"
#include "model/metadata.h"

void xmp_add_information(const struct metadata *metadata, struct buf *out);
/* The packet, which also claims PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1). */
void xmp_add_packet(const struct metadata *metadata, struct buf *out);

#endif
