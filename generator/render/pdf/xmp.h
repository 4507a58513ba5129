/* SPDX-License-Identifier: ISC */
/* What the PDF says of itself: its information dictionary (ISO 32000-1, 14.3.3) and the same as
 * XMP. */
#ifndef RENDER_PDF_XMP_H
#define RENDER_PDF_XMP_H

#include "base/buf.h"
#include "model/claims.h"

void xmp_add_information(const struct metadata *metadata, struct buf *out);
/* The packet, which also says what standards the file follows. */
void xmp_add_packet(const struct metadata *metadata, struct claims claims, struct buf *out);

#endif
