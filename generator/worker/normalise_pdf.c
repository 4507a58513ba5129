/* SPDX-License-Identifier: ISC */
/* Pages of a PDF as forms, upright and from the origin, ready to be laid into ours. */
#include "worker/answer.h"
#include "worker/form_answer.h"
#include "worker/unmark.h"
#include "worker/work.h"

#include <stdlib.h>

/* Digits after the point: a millionth of a point is seen by nobody. */
#define DECIMALS 6

static qpdf_oh numbers(struct pdf *pdf, const double *values, size_t count)
{
    qpdf_oh array = qpdf_oh_new_array(pdf->qpdf);
    for (size_t i = 0; i < count; i++)
        qpdf_oh_append_item(pdf->qpdf, array,
                            qpdf_oh_new_real_from_double(pdf->qpdf, values[i], DECIMALS));
    return array;
}

/* What turns and moves the page's user space so that it is seen upright from the origin, in points.
 */
static void upright(const struct page_frame *frame, double matrix[6])
{
    static const double turns[4][4] = {{1, 0, 0, 1}, {0, -1, 1, 0}, {-1, 0, 0, -1}, {0, 1, -1, 0}};
    const double *turn = turns[frame->turned / 90];
    for (int i = 0; i < 4; i++)
        matrix[i] = turn[i] * frame->unit;
    /* The corner of the page that comes to the origin. */
    double corner_x = frame->turned == 180 || frame->turned == 90 ? frame->right : frame->left;
    double corner_y = frame->turned == 180 || frame->turned == 270 ? frame->top : frame->bottom;
    matrix[4] = -(corner_x * matrix[0] + corner_y * matrix[2]);
    matrix[5] = -(corner_x * matrix[1] + corner_y * matrix[3]);
}

/* Answers the page as a form; false where it cannot be read. */
static bool send_form(struct form_answer *answer, uint32_t number, struct unmark_seen *seen)
{
    struct pdf *pdf = answer->pdf;
    qpdf_oh page = pdf_page(pdf, number);
    struct page_frame frame;
    struct buf stripped = BUF_INIT;
    unsigned char *content = NULL;
    size_t length = 0;
    qpdf_oh resources = pdf_get(pdf, page, "/Resources");
    bool ok = pdf_frame(pdf, page, &frame) &&
              !(qpdf_oh_get_page_content_data(pdf->qpdf, page, &content, &length) & QPDF_ERRORS) &&
              unmark_content((const char *)content, length, false, &stripped) &&
              unmark_resources(pdf, resources, seen);
    free(content);
    if (ok) {
        const double box[] = {frame.left, frame.bottom, frame.right, frame.top};
        double matrix[6];
        upright(&frame, matrix);
        qpdf_oh form = qpdf_oh_new_dictionary(pdf->qpdf);
        qpdf_oh_replace_key(pdf->qpdf, form, "/Type", qpdf_oh_new_name(pdf->qpdf, "/XObject"));
        qpdf_oh_replace_key(pdf->qpdf, form, "/Subtype", qpdf_oh_new_name(pdf->qpdf, "/Form"));
        qpdf_oh_replace_key(pdf->qpdf, form, "/BBox", numbers(pdf, box, 4));
        qpdf_oh_replace_key(pdf->qpdf, form, "/Matrix", numbers(pdf, matrix, 6));
        if (qpdf_oh_is_dictionary(pdf->qpdf, resources))
            qpdf_oh_replace_key(pdf->qpdf, form, "/Resources", resources);
        if (pdf_has(pdf, page, "/Group"))
            qpdf_oh_replace_key(pdf->qpdf, form, "/Group", pdf_get(pdf, page, "/Group"));
        ok = form_answer_page(answer, form, &stripped);
    }
    buf_release(&stripped);
    return ok;
}

void normalise_pdf(const struct job *job, const struct foreign *foreign)
{
    struct pdf pdf;
    struct form_answer answer;
    struct unmark_seen seen = {0};
    if (!pdf_open(&pdf, job, foreign))
        return;
    form_answer_init(&answer, &pdf);
    bool ok = true;
    for (uint32_t number = 0; ok && (number = work_next_page(job, number, pdf.page_count));) {
        ok = send_form(&answer, number, &seen);
        if (!ok)
            answer_failed(number, "its content cannot be read");
        pdf_forget(&pdf);
    }
    unmark_seen_release(&seen);
    form_answer_release(&answer);
    pdf_close(&pdf);
}
