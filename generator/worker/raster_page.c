/* SPDX-License-Identifier: ISC */
/* The dots of a scan's page as it is seen: upright, and as wide as high. */
#include "worker/raster.h"

#include <math.h>

/* Sides that differ by less from what the resolutions say are left as they are. */
#define STRETCH_LEAST 0.01

/* Takes the picture; one that is far larger than what is asked for is made smaller before it is
 * turned, which takes memory. */
static PIX *reduce(PIX *pix, uint32_t least)
{
    l_int32 shorter = pixGetWidth(pix) < pixGetHeight(pix) ? pixGetWidth(pix) : pixGetHeight(pix);
    float part = (float)least / (float)shorter;
    if (pixGetDepth(pix) == 1 || part > 0.5F)
        return pix;
    PIX *smaller = pixScale(pix, part, part);
    pixDestroy(&pix);
    return smaller;
}

/* Takes the picture; faxes have other resolutions across than down, and screens have not. */
static PIX *stretch(PIX *pix, int32_t width, int32_t height)
{
    double rows = pixGetWidth(pix) * (double)height / width;
    if (fabs(rows - pixGetHeight(pix)) <= STRETCH_LEAST * rows || rows > WIRE_PIXELS_MOST)
        return pix;
    PIX *grey = pixGetDepth(pix) == 1 ? pixConvert1To8(NULL, pix, 255, 0) : pixClone(pix);
    pixDestroy(&pix);
    if (grey)
        pix = pixScaleToSize(grey, pixGetWidth(grey), rows < 1 ? 1 : (l_int32)lround(rows));
    pixDestroy(&grey);
    return pix;
}

PIX *raster_page(enum file_type type, const struct foreign *foreign, const struct scan_page *page,
                 uint32_t least, const char **why)
{
    int32_t width = 0;
    int32_t height = 0;
    *why = "it has no size";
    if (!scan_size(page, &width, &height))
        return NULL;
    PIX *pix = raster_read(type, foreign, page, least, why);
    if (!pix)
        return NULL;
    *why = "memory does not suffice to draw it";
    pix = least ? reduce(pix, least) : pix;
    pix = pix ? raster_upright(pix, page->orientation) : NULL;
    return pix ? stretch(pix, width, height) : NULL;
}
