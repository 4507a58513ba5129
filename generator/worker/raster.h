/* SPDX-License-Identifier: ISC */
/* The dots of a scan's page, decoded. */
#ifndef WORKER_RASTER_H
#define WORKER_RASTER_H

#include "worker/scan.h"

#include <leptonica/allheaders.h>

/* The page as it is stored, with 1, 8 or 32 bits a dot, on white paper where it is transparent.
 * Where `least` is not 0, it may come smaller, with no side below so many dots. NULL with the
 * reason in *why. The caller destroys it. */
PIX *raster_read(enum file_type type, const struct foreign *foreign, const struct scan_page *page,
                 uint32_t least, const char **why);

/* The page as it is seen: upright, with dots as wide as high, else as raster_read. */
PIX *raster_page(enum file_type type, const struct foreign *foreign, const struct scan_page *page,
                 uint32_t least, const char **why);

/* Takes the picture and returns it upright; NULL where memory does not suffice. */
PIX *raster_upright(PIX *pix, unsigned orientation);

/* Whether all dots of 32 bits are grey to the bit. */
bool raster_is_grey(PIX *pix);
/* Takes such a picture and returns it with 8 bits, in the same memory. */
PIX *raster_grey(PIX *pix);

/* A dot of `alpha` of 255 on white paper. */
l_uint32 raster_dot(unsigned red, unsigned green, unsigned blue, unsigned alpha);

/* What the formats of their own files do; as raster_read. */
PIX *raster_png(const struct foreign *foreign, const struct scan_page *page, const char **why);
PIX *raster_tiff(const struct foreign *foreign, const struct scan_page *page, const char **why);

/* The coded data of a page in black and white, as faxes have it (ITU-T T.4 and T.6). */
struct fax {
    struct buf data;
    int k;        /* as CCITTFaxDecode of PDF counts: below 0 G4, 0 G3, above 0 G3 with two
                     dimensions */
    bool aligned; /* rows begin at bytes */
    bool black_is_one;
};

/* The data as it stands in a TIFF, where it is one piece that PDF can hold too; else false. */
bool raster_take_fax(const struct foreign *foreign, const struct scan_page *page, struct fax *fax);
/* Codes a picture of one bit as G4; false where memory does not suffice. */
bool raster_code_fax(PIX *pix, struct fax *fax);

#endif
