/* SPDX-License-Identifier: ISC */
/* JOB_DRAW of a picture file: its pages upright, as pictures. They have no text of their own. */
#include "worker/answer.h"
#include "worker/picture.h"
#include "worker/raster.h"

static void draw_page(const struct job *job, const struct foreign *foreign,
                      const struct scan_page *page, uint32_t number)
{
    int32_t width = 0;
    int32_t height = 0;
    const char *why = "it has no size";
    answer_begin(number);
    PIX *pix = NULL;
    if (scan_size(page, &width, &height))
        pix = raster_page(job->type, foreign, page, job->widths[PICTURE_LARGE], &why);
    if (!pix) {
        answer_failed(number, *page->failed ? page->failed : why);
        return;
    }
    answer_text(&(struct text_facts){.page = number});
    struct plane plane;
    plane_of(&plane, pix);
    pixDestroy(&pix);
    if (!picture_answer(job, number, width, height, &plane))
        answer_failed(number, "memory does not suffice to draw it");
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
