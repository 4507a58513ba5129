/* SPDX-License-Identifier: ISC */
/* JOB_EXTRACT of a PDF: a new one of some of its pages, with nothing of the others. */
#include "worker/answer.h"
#include "worker/copy_page.h"
#include "worker/picture_page.h"
#include "worker/work.h"

void extract_pdf(const struct job *job, const struct foreign *foreign)
{
    struct pdf pdf;
    struct pdf made;
    struct copier copier;
    struct picture_pages pictures;
    const char *why = "";
    if (!pdf_open(&pdf, job, foreign))
        return;
    pdf_new(&made);
    copier_init(&copier, &pdf, &made);
    picture_pages_init(&pictures, job, foreign, &made);
    for (uint32_t number = 0; !*why && (number = work_next_page(job, number, pdf.page_count));) {
        if (redactions_on(job->redactions, job->redaction_count, number))
            why = picture_pages_add(&pictures, &pdf, number);
        else
            why = copy_page(&copier, pdf_page(&pdf, number));
        if (*why)
            answer_failed(number, why);
        pdf_forget(&pdf);
    }
    if (!*why) {
        copy_layers(&copier);
        pdf_begin_answer(&made);
        qpdf_set_minimum_pdf_version(made.qpdf, "1.7");
        pdf_answer(&made);
    }
    picture_pages_release(&pictures);
    copier_release(&copier);
    pdf_close(&made);
    pdf_close(&pdf);
}
