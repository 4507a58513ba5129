/* SPDX-License-Identifier: ISC */
/* JOB_INSPECT of a picture file: how many pages it has, and each page. */
#include "worker/answer.h"
#include "worker/scan.h"

static void inspect_page(const struct scan_page *page, uint32_t number)
{
    struct page_facts facts = {
        .page = number,
        .turned = scan_turn(page->orientation),
        .dpi = scan_dpi(page),
        /* The PDF that holds it is ours, and so is what it says of itself. */
        .fits_a = true,
        .fits_ua = true,
        .fits_form = true,
        .misfit = "",
    };
    if (*page->failed) {
        answer_failed(number, page->failed);
        return;
    }
    if (!scan_size(page, &facts.width, &facts.height)) {
        answer_failed(number, "is larger than 35 metres, or has no size");
        return;
    }
    answer_page(&facts);
    if (*page->repaired)
        answer_finding(FINDING_REPAIRED, number, page->repaired);
}

void inspect_scan(const struct job *job, const struct foreign *foreign)
{
    struct scan scan;
    scan_read(&scan, job->type, foreign);
    if (scan.count)
        answer_file(&(struct file_facts){job->type, (uint32_t)scan.count, false, ""});
    if (*scan.failed)
        answer_failed(0, scan.failed);
    else if (!scan.count)
        answer_failed(0, "has no pages");
    for (uint32_t page = 0; (page = work_next_page(job, page, (uint32_t)scan.count));)
        inspect_page(&scan.pages[page - 1], page);
    scan_release(&scan);
}
