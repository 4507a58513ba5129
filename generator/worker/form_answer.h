/* SPDX-License-Identifier: ISC */
/* Pages of a PDF answered as forms, each with what it draws that was not answered before. */
#ifndef WORKER_FORM_ANSWER_H
#define WORKER_FORM_ANSWER_H

#include "base/deflate.h"
#include "worker/pdf_file.h"

/* What was answered, and what waits to be: objects that are referred to and come next. */
struct form_answer {
    struct pdf *pdf;
    struct deflater *deflater;
    uint32_t *numbers; /* of the answered objects, by their number in the PDF; 0 for none */
    size_t number_count;
    uint32_t given; /* numbers so far */
    struct form_waiting {
        uint32_t number, generation; /* in the PDF */
    } * waiting;
    size_t waiting_count, waiting_capacity;
};

void form_answer_init(struct form_answer *answer, struct pdf *pdf);
void form_answer_release(struct form_answer *answer);
/* Answers a form, of which `dictionary` has all entries but those of its data, and all that it
 * refers to. What lies beyond pages' looks (pages, annotations, the catalog) is null. False where
 * an object cannot be read. */
bool form_answer_page(struct form_answer *answer, qpdf_oh dictionary, const struct buf *content);

#endif
