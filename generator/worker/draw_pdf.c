/* SPDX-License-Identifier: ISC */
/* The pages of a PDF as pictures and text, by poppler and cairo. */
#include "worker/answer.h"
#include "worker/drawn.h"
#include "worker/picture.h"
#include "worker/text.h"
#include "worker/work.h"

#include <math.h>
#include <poppler.h>

static void draw_page(void *context, const struct job *job, PopplerDocument *document,
                      uint32_t number)
{
    (void)context;
    const char *why = "it cannot be opened";
    double width = 0;
    double height = 0;
    answer_begin(number);
    PopplerPage *page = poppler_document_get_page(document, (int)number - 1);
    if (!page) {
        answer_failed(number, why);
        return;
    }
    poppler_page_get_size(page, &width, &height);
    struct plane plane;
    bool ok = false;
    if (width > 0 && height > 0 && width * 1000 < WIRE_LENGTH_MOST &&
        height * 1000 < WIRE_LENGTH_MOST)
        ok = drawn_plane(page, width, height, job->widths[PICTURE_LARGE], &plane, &why);
    else
        why = "it has no size";
    if (ok) {
        text_answer_pdf(number, page);
        if (!picture_answer(job, number, (int32_t)lround(width * 1000),
                            (int32_t)lround(height * 1000), &plane))
            answer_failed(number, "memory does not suffice to draw it");
    } else {
        answer_failed(number, why);
    }
    g_object_unref(page);
}

void draw_pdf(const struct job *job, const struct foreign *foreign)
{
    drawn_each(job, foreign, draw_page, NULL);
}
