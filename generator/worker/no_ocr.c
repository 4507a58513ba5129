/* SPDX-License-Identifier: ISC */
/* JOB_OCR where tesseract is not linked: page-worker does without it. */
#include "worker/answer.h"
#include "worker/work.h"

void ocr(const struct job *job, const struct foreign *foreign)
{
    (void)job;
    (void)foreign;
    answer_failed(0, "this program recognises no text");
}
