/* SPDX-License-Identifier: ISC */
/* CMaps: what the codes of a font mean (ISO 32000-1, 9.7.5 and 9.10.3). */
#ifndef RENDER_PDF_CMAP_H
#define RENDER_PDF_CMAP_H

#include "base/buf.h"
#include "render/pdf/codes.h"

#include <stdint.h>

/* The text that each code is read back as. */
void cmap_to_unicode(const struct codes *codes, struct buf *out);
/* The CID of each code. */
void cmap_encoding(const struct codes *codes, const uint32_t *cids, struct buf *out);

#endif
