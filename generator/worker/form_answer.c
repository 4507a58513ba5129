/* SPDX-License-Identifier: ISC */
/* Pages of a PDF answered as forms, each with what it draws that was not answered before. */
#include "worker/form_answer.h"

#include "wire/form.h"
#include "worker/answer.h"
#include "worker/copy.h"

#include <stdlib.h>
#include <string.h>

void form_answer_init(struct form_answer *answer, struct pdf *pdf)
{
    *answer = (struct form_answer){.pdf = pdf, .deflater = deflater_new(DEFLATE_SMALL)};
}

void form_answer_release(struct form_answer *answer)
{
    deflater_free(answer->deflater);
    free(answer->numbers);
    free(answer->waiting);
}

static uint32_t refer(void *context, uint32_t number, uint32_t generation)
{
    struct form_answer *answer = context;
    if (number >= answer->number_count) {
        size_t count = ((size_t)number + 1) * 2;
        answer->numbers = memory_resize(answer->numbers, count * sizeof *answer->numbers);
        memset(answer->numbers + answer->number_count, 0,
               (count - answer->number_count) * sizeof *answer->numbers);
        answer->number_count = count;
    }
    if (!answer->numbers[number]) {
        answer->waiting = memory_grow(answer->waiting, answer->waiting_count,
                                      &answer->waiting_capacity, sizeof *answer->waiting);
        answer->waiting[answer->waiting_count++] = (struct form_waiting){number, generation};
        answer->numbers[number] = ++answer->given;
    }
    return answer->numbers[number];
}

/* An object as the parent prints it. */
static bool send(struct form_answer *answer, enum form_role role, qpdf_oh value, const void *data,
                 size_t length)
{
    struct buf tokens = BUF_INIT;
    struct buf frames = BUF_INIT;
    const struct form_referrer referrer = {refer, answer};
    const char *syntax = qpdf_oh_unparse_resolved(answer->pdf->qpdf, value);
    bool ok = syntax && form_add_syntax(&tokens, syntax, &referrer);
    if (ok) {
        form_add_object(&frames, role, &tokens, length);
        answer_frames(&frames);
        answer_bytes(data, length);
    }
    buf_release(&tokens);
    buf_release(&frames);
    return ok;
}

/* A stream of this data, which is compressed here. */
static bool send_deflated(struct form_answer *answer, enum form_role role, qpdf_oh dictionary,
                          const void *bytes, size_t length)
{
    qpdf_data qpdf = answer->pdf->qpdf;
    struct buf packed = BUF_INIT;
    deflater_add_zlib(answer->deflater, bytes, length, &packed);
    qpdf_oh_replace_key(qpdf, dictionary, "/Filter", qpdf_oh_new_name(qpdf, "/FlateDecode"));
    qpdf_oh_remove_key(qpdf, dictionary, "/DecodeParms");
    bool ok = send(answer, role, dictionary, packed.bytes, packed.length);
    buf_release(&packed);
    return ok;
}

/* What is deflated, or coded as pictures only are, stays as it is; PDF/A does not know all other
 * codings (ISO 19005-2, 6.1.7.2). */
static bool send_stream(struct form_answer *answer, qpdf_oh stream)
{
    qpdf_data qpdf = answer->pdf->qpdf;
    qpdf_oh dictionary = qpdf_oh_get_dict(qpdf, stream);
    qpdf_oh filter = pdf_get(answer->pdf, stream, "/Filter");
    bool kept = pdf_is_name(answer->pdf, filter, "/FlateDecode");
    unsigned char *bytes = NULL;
    size_t length = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    bool ok = !(qpdf_oh_get_stream_data(qpdf, stream, kept ? qpdf_dl_none : qpdf_dl_generalized,
                                        &decoded, &bytes, &length) &
                QPDF_ERRORS);
    /* What took the place of a stream's own data stands in memory. */
    if (ok && !pdf_has(answer->pdf, stream, "/Filter")) {
        qpdf_oh null = qpdf_oh_new_null(qpdf);
        qpdf_oh_replace_stream_data(qpdf, stream, (const unsigned char *)"", 0, null, null);
    }
    qpdf_oh_remove_key(qpdf, dictionary, "/Length");
    if (ok && decoded && !kept)
        ok = send_deflated(answer, FORM_STREAM, dictionary, bytes, length);
    else
        ok = ok && send(answer, FORM_STREAM, dictionary, bytes, length);
    free(bytes);
    return ok;
}

static bool send_waiting(struct form_answer *answer, const struct form_waiting *waiting)
{
    struct pdf *pdf = answer->pdf;
    qpdf_oh mark = pdf_mark(pdf);
    qpdf_oh object =
        qpdf_get_object_by_id(pdf->qpdf, (int)waiting->number, (int)waiting->generation);
    if (copier_is_foreign(pdf, object))
        object = qpdf_oh_new_null(pdf->qpdf);
    bool ok = qpdf_oh_is_stream(pdf->qpdf, object) ? send_stream(answer, object)
                                                   : send(answer, FORM_VALUE, object, "", 0);
    pdf_release(pdf, mark);
    return ok;
}

bool form_answer_page(struct form_answer *answer, qpdf_oh dictionary, const struct buf *content)
{
    answer->given++;
    bool ok = send_deflated(answer, FORM_PAGE, dictionary, content->bytes, content->length);
    /* Those that are sent let others wait. */
    for (size_t i = 0; ok && i < answer->waiting_count; i++) {
        const struct form_waiting waiting = answer->waiting[i];
        ok = send_waiting(answer, &waiting);
    }
    answer->waiting_count = 0;
    return ok;
}
