/* SPDX-License-Identifier: ISC */
/* The jobs of a worker, each on one foreign file that is mapped into memory. */
#include "worker/work.h"

#include "worker/answer.h"

typedef void work(const struct job *job, const struct foreign *foreign);

/* Each kind of job on a PDF, and on pictures. */
static work *const works[JOB_COUNT][2] = {
    [JOB_INSPECT] = {inspect_pdf, inspect_scan},
    [JOB_DRAW] = {draw_pdf, draw_scan},
    [JOB_NORMALISE] = {normalise_pdf, normalise_scan},
    [JOB_EXTRACT] = {extract_pdf, extract_scan},
    [JOB_OCR] = {ocr, ocr},
};

void work_run(const struct job *job, const struct foreign *foreign)
{
    work *todo = works[job->kind][job->type == FILE_TYPE_PDF ? 0 : 1];
    if (job->kind == JOB_TRY)
        try_what(job);
    else if (job->kind == JOB_TEXT)
        beside(job, foreign);
    else if (job->type == FILE_TYPE_OTHER || !todo)
        answer_failed(0, "is no kind of file that can be looked into");
    else
        todo(job, foreign);
}

uint32_t work_next_page(const struct job *job, uint32_t page, uint32_t page_count)
{
    uint32_t next = 0;
    if (!job->span_count)
        return page < page_count ? page + 1 : 0;
    for (size_t i = 0; i < job->span_count; i++) {
        uint32_t first = job->spans[i].first > page ? job->spans[i].first : page + 1;
        if (first <= job->spans[i].last && first <= page_count && (!next || first < next))
            next = first;
    }
    return next;
}
