/* SPDX-License-Identifier: ISC */
/* The CIDs of a CID-keyed CFF face (Adobe Technical Note 5176), which its subsets keep. */
#ifndef RENDER_PDF_CFF_H
#define RENDER_PDF_CFF_H

#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Valid when zeroed. */
struct cff_cids {
    uint16_t *cids; /* by glyph */
    size_t count;
};

/* False where the face is not CID-keyed: its glyphs have names. */
bool cff_read_cids(hb_face_t *face, struct cff_cids *cids);
void cff_cids_release(struct cff_cids *cids);
/* UINT32_MAX where the face does not tell. */
uint32_t cff_cid(const struct cff_cids *cids, uint16_t glyph);

#endif
