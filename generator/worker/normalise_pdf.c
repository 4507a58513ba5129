/* SPDX-License-Identifier: ISC */
/* Pages of a PDF as forms, upright and from the origin, ready to be laid into ours. */
#include "worker/answer.h"
#include "worker/unmark.h"
#include "worker/work.h"

#include <stdio.h>
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

/* The page as a form in its own file; 0 where its content cannot be read. */
static qpdf_oh form_of(struct pdf *pdf, qpdf_oh page, struct unmark_seen *seen)
{
    struct page_frame frame;
    struct buf stripped = BUF_INIT;
    unsigned char *content = NULL;
    size_t length = 0;
    qpdf_oh form = 0;
    qpdf_oh resources = pdf_get(pdf, page, "/Resources");
    if (pdf_frame(pdf, page, &frame) &&
        !(qpdf_oh_get_page_content_data(pdf->qpdf, page, &content, &length) & QPDF_ERRORS) &&
        unmark_content((const char *)content, length, false, &stripped) &&
        unmark_resources(pdf, resources, seen)) {
        const double box[] = {frame.left, frame.bottom, frame.right, frame.top};
        double matrix[6];
        upright(&frame, matrix);
        qpdf_oh null = qpdf_oh_new_null(pdf->qpdf);
        form = qpdf_oh_new_stream(pdf->qpdf);
        qpdf_oh_replace_stream_data(pdf->qpdf, form, (const unsigned char *)stripped.bytes,
                                    stripped.length, null, null);
        qpdf_oh dictionary = qpdf_oh_get_dict(pdf->qpdf, form);
        qpdf_oh_replace_key(pdf->qpdf, dictionary, "/Type",
                            qpdf_oh_new_name(pdf->qpdf, "/XObject"));
        qpdf_oh_replace_key(pdf->qpdf, dictionary, "/Subtype",
                            qpdf_oh_new_name(pdf->qpdf, "/Form"));
        qpdf_oh_replace_key(pdf->qpdf, dictionary, "/BBox", numbers(pdf, box, 4));
        qpdf_oh_replace_key(pdf->qpdf, dictionary, "/Matrix", numbers(pdf, matrix, 6));
        if (qpdf_oh_is_dictionary(pdf->qpdf, resources))
            qpdf_oh_replace_key(pdf->qpdf, dictionary, "/Resources", resources);
        if (pdf_has(pdf, page, "/Group"))
            qpdf_oh_replace_key(pdf->qpdf, dictionary, "/Group", pdf_get(pdf, page, "/Group"));
    }
    free(content);
    buf_release(&stripped);
    return form;
}

/* A page that holds nothing but the form, as /X1. */
static void add_page(struct pdf *made, struct pdf *pdf, qpdf_oh form)
{
    qpdf_oh copy = qpdf_oh_copy_foreign_object(made->qpdf, pdf->qpdf, form);
    qpdf_oh page = qpdf_make_indirect_object(
        made->qpdf, qpdf_oh_parse(made->qpdf, "<< /Type /Page /MediaBox [0 0 1 1] /Resources << "
                                              "/XObject << >> >> >>"));
    qpdf_oh named = pdf_get(made, pdf_get(made, page, "/Resources"), "/XObject");
    qpdf_oh_replace_key(made->qpdf, named, "/X1", copy);
    qpdf_add_page(made->qpdf, made->qpdf, page, QPDF_FALSE);
}

void normalise_pdf(const struct job *job, const struct foreign *foreign)
{
    struct pdf pdf;
    struct pdf made;
    struct unmark_seen seen = {0};
    if (!pdf_open(&pdf, job, foreign))
        return;
    pdf_new(&made);
    bool ok = true;
    for (uint32_t number = 0; ok && (number = work_next_page(job, number, pdf.page_count));) {
        qpdf_oh form = form_of(&pdf, pdf_page(&pdf, number), &seen);
        ok = form;
        if (ok)
            add_page(&made, &pdf, form);
        else
            answer_failed(number, "its content cannot be read");
        pdf_forget(&pdf);
        qpdf_oh_release_all(made.qpdf);
    }
    if (ok) {
        pdf_begin_answer(&made);
        pdf_answer(&made);
    }
    unmark_seen_release(&seen);
    pdf_close(&made);
    pdf_close(&pdf);
}
