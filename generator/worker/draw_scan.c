/* SPDX-License-Identifier: ISC */
/* JOB_DRAW of a picture file: its pages upright, as pictures. They have no text of their own. */
#include "worker/answer.h"
#include "worker/picture.h"
#include "worker/raster.h"
#include "worker/text.h"

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

static void draw_page(const struct job *job, const struct foreign *foreign,
                      const struct scan_page *page, uint32_t number)
{
    int32_t width = 0;
    int32_t height = 0;
    const char *why = "it has no size";
    answer_begin(number);
    PIX *pix = NULL;
    if (scan_size(page, &width, &height))
        pix = raster_read(job->type, foreign, page, job->widths[PICTURE_LARGE], &why);
    if (!pix) {
        answer_failed(number, *page->failed ? page->failed : why);
        return;
    }
    pix = reduce(pix, job->widths[PICTURE_LARGE]);
    pix = pix ? raster_upright(pix, page->orientation) : NULL;
    pix = pix ? stretch(pix, width, height) : NULL;
    text_answer_none(number);
    if (!pix || !picture_answer(job, number, width, height, pix))
        answer_failed(number, "memory does not suffice to draw it");
    pixDestroy(&pix);
}

void draw_scan(const struct job *job, const struct foreign *foreign)
{
    struct scan scan;
    scan_read(&scan, job->type, foreign);
    if (*scan.failed || !scan.count)
        answer_failed(0, *scan.failed ? scan.failed : "has no pages");
    for (uint32_t page = 0; (page = work_next_page(job, page, (uint32_t)scan.count));)
        draw_page(job, foreign, &scan.pages[page - 1], page);
    scan_release(&scan);
}
