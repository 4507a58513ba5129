/* SPDX-License-Identifier: ISC */
/* A foreign PDF, opened through qpdf: its objects, its pages and their boxes. */
#include "worker/pdf_file.h"

#include "base/utf8.h"
#include "worker/answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of many repairs of one file, a message names the first. */
#define REPAIRS_NAMED 2

/* qpdf names a failed allocation by the C++ exception alone. */
static const char *explain(const char *detail)
{
    if (!detail || !*detail)
        return "cannot be read";
    return strstr(detail, "bad_alloc") ? "takes more memory than a worker is given" : detail;
}

const char *pdf_error(struct pdf *pdf)
{
    if (!qpdf_has_error(pdf->qpdf))
        return "";
    qpdf_error error = qpdf_get_error(pdf->qpdf);
    return explain(qpdf_get_error_message_detail(pdf->qpdf, error));
}

static bool asks_for_password(struct pdf *pdf, qpdf_error error)
{
    return error && qpdf_get_error_code(pdf->qpdf, error) == qpdf_e_password;
}

/* Answers why the file cannot be read. */
static bool refuse(struct pdf *pdf, qpdf_error error, const char *password)
{
    if (asks_for_password(pdf, error))
        answer_finding(FINDING_PASSWORD, 0, *password ? "the given one is wrong" : "");
    else
        answer_failed(0, error ? explain(qpdf_get_error_message_detail(pdf->qpdf, error))
                               : "cannot be read");
    pdf_close(pdf);
    return false;
}

/* What is wrong, or NULL. */
static qpdf_error read_with(struct pdf *pdf, const struct foreign *foreign, const char *password)
{
    pdf_close(pdf);
    *pdf = (struct pdf){.qpdf = qpdf_init(), .closed = password != NULL};
    qpdf_silence_errors(pdf->qpdf);
    qpdf_set_suppress_warnings(pdf->qpdf, QPDF_TRUE);
    qpdf_read_memory(pdf->qpdf, "file", foreign->bytes, foreign->length, password);
    return qpdf_get_error(pdf->qpdf);
}

/* In Latin-1, as the older revisions of encryption have it (PDFDocEncoding, ISO 32000-1, D.2);
 * false where it cannot be. */
static bool in_latin(const char *password, struct buf *latin)
{
    const char *end = password + strlen(password);
    for (size_t length; password < end; password += length) {
        uint32_t character = utf8_decode(password, (size_t)(end - password), &length);
        if (character > 0xFF)
            return false;
        buf_add_char(latin, (char)character);
    }
    return true;
}

/* The password is tried only where the file does not open without one. */
static qpdf_error read_file(struct pdf *pdf, const struct foreign *foreign, const char *password)
{
    struct buf latin = BUF_INIT;
    qpdf_error error = read_with(pdf, foreign, NULL);
    if (*password && asks_for_password(pdf, error))
        error = read_with(pdf, foreign, password);
    if (*password && asks_for_password(pdf, error) && in_latin(password, &latin))
        error = read_with(pdf, foreign, latin.bytes);
    buf_release(&latin);
    return error;
}

bool pdf_open(struct pdf *pdf, const struct job *job, const struct foreign *foreign)
{
    *pdf = (struct pdf){0};
    qpdf_error error = read_file(pdf, foreign, job->password);
    if (error)
        return refuse(pdf, error, job->password);
    int count = qpdf_get_num_pages(pdf->qpdf);
    if (count < 0 || (qpdf_push_inherited_attributes_to_page(pdf->qpdf) & QPDF_ERRORS))
        return refuse(pdf, qpdf_get_error(pdf->qpdf), job->password);
    if ((unsigned)count > WIRE_PAGES_MOST) {
        answer_failed(0, "has more than a million pages");
        pdf_close(pdf);
        return false;
    }
    pdf->page_count = (uint32_t)count;
    return true;
}

bool pdf_rewrite(struct pdf *pdf, const char **bytes, size_t *length)
{
    qpdf_init_write_memory(pdf->qpdf);
    qpdf_set_preserve_encryption(pdf->qpdf, QPDF_FALSE);
    qpdf_set_static_ID(pdf->qpdf, QPDF_TRUE);
    if (qpdf_write(pdf->qpdf) & QPDF_ERRORS)
        return false;
    *bytes = (const char *)qpdf_get_buffer(pdf->qpdf);
    *length = qpdf_get_buffer_length(pdf->qpdf);
    return true;
}

bool pdf_bytes(struct pdf *pdf, const struct foreign *foreign, const char **bytes, size_t *length)
{
    *bytes = foreign->bytes;
    *length = foreign->length;
    return !pdf->closed || pdf_rewrite(pdf, bytes, length);
}

void pdf_close(struct pdf *pdf)
{
    if (pdf->qpdf)
        qpdf_cleanup(&pdf->qpdf);
}

void pdf_new(struct pdf *pdf)
{
    *pdf = (struct pdf){.qpdf = qpdf_init()};
    qpdf_silence_errors(pdf->qpdf);
    qpdf_empty_pdf(pdf->qpdf);
}

void pdf_begin_answer(struct pdf *pdf)
{
    qpdf_init_write_memory(pdf->qpdf);
    qpdf_set_deterministic_ID(pdf->qpdf, QPDF_TRUE);
    qpdf_set_object_stream_mode(pdf->qpdf, qpdf_o_generate);
}

void pdf_answer(struct pdf *pdf)
{
    if (qpdf_write(pdf->qpdf) & QPDF_ERRORS)
        answer_failed(0, pdf_error(pdf));
    else
        answer_bytes(qpdf_get_buffer(pdf->qpdf), qpdf_get_buffer_length(pdf->qpdf));
}

void pdf_forget(struct pdf *pdf)
{
    qpdf_oh_release_all(pdf->qpdf);
    while (qpdf_has_error(pdf->qpdf))
        qpdf_get_error(pdf->qpdf);
}

/* qpdf numbers its handles upwards, and takes a number that is not in use for nothing. */
qpdf_oh pdf_mark(struct pdf *pdf)
{
    return qpdf_oh_new_null(pdf->qpdf);
}

void pdf_release(struct pdf *pdf, qpdf_oh mark)
{
    for (qpdf_oh handle = qpdf_oh_new_null(pdf->qpdf); handle >= mark; handle--)
        qpdf_oh_release(pdf->qpdf, handle);
}

bool pdf_repaired(struct pdf *pdf, struct buf *words)
{
    size_t count = 0;
    for (; qpdf_more_warnings(pdf->qpdf); count++) {
        qpdf_error warning = qpdf_next_warning(pdf->qpdf);
        if (count >= REPAIRS_NAMED)
            continue;
        const char *detail = qpdf_get_error_message_detail(pdf->qpdf, warning);
        unsigned long long at = qpdf_get_error_file_position(pdf->qpdf, warning);
        buf_add_format(words, "%s%s", count ? "; " : "", detail && *detail ? detail : "damaged");
        if (at)
            buf_add_format(words, " (at byte %llu)", at);
    }
    if (count > REPAIRS_NAMED)
        buf_add_format(words, "; and %zu more", count - REPAIRS_NAMED);
    return count > 0;
}

qpdf_oh pdf_get(struct pdf *pdf, qpdf_oh object, const char *key)
{
    if (qpdf_oh_is_stream(pdf->qpdf, object))
        object = qpdf_oh_get_dict(pdf->qpdf, object);
    if (!qpdf_oh_is_dictionary(pdf->qpdf, object))
        return qpdf_oh_new_null(pdf->qpdf);
    return qpdf_oh_get_key(pdf->qpdf, object, key);
}

bool pdf_has(struct pdf *pdf, qpdf_oh object, const char *key)
{
    return !qpdf_oh_is_null(pdf->qpdf, pdf_get(pdf, object, key));
}

bool pdf_is_name(struct pdf *pdf, qpdf_oh object, const char *name)
{
    return qpdf_oh_is_name_and_equals(pdf->qpdf, object, name);
}

double pdf_number(struct pdf *pdf, qpdf_oh object, const char *key, double otherwise)
{
    double number = otherwise;
    qpdf_oh value = pdf_get(pdf, object, key);
    if (!qpdf_oh_get_value_as_number(pdf->qpdf, value, &number))
        return otherwise;
    return number;
}

size_t pdf_count(struct pdf *pdf, qpdf_oh array)
{
    if (!qpdf_oh_is_array(pdf->qpdf, array))
        return 0;
    int count = qpdf_oh_get_array_n_items(pdf->qpdf, array);
    return count > 0 ? (size_t)count : 0;
}

const char **pdf_keys(struct pdf *pdf, qpdf_oh object, struct arena *arena, size_t *count)
{
    const char **keys = NULL;
    size_t capacity = 0;
    *count = 0;
    if (qpdf_oh_is_stream(pdf->qpdf, object))
        object = qpdf_oh_get_dict(pdf->qpdf, object);
    if (qpdf_oh_is_dictionary(pdf->qpdf, object)) {
        qpdf_oh_begin_dict_key_iter(pdf->qpdf, object);
        while (qpdf_oh_dict_more_keys(pdf->qpdf)) {
            keys = memory_grow(keys, *count, &capacity, sizeof *keys);
            keys[(*count)++] = arena_string(arena, qpdf_oh_dict_next_key(pdf->qpdf));
        }
    }
    const char **kept = arena_new(arena, (*count + 1) * sizeof *kept);
    if (*count)
        memcpy(kept, keys, *count * sizeof *kept);
    free(keys);
    return kept;
}

bool pdf_data(struct pdf *pdf, qpdf_oh stream, struct buf *data)
{
    unsigned char *bytes = NULL;
    size_t length = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    if (!qpdf_oh_is_stream(pdf->qpdf, stream))
        return false;
    QPDF_ERROR_CODE code =
        qpdf_oh_get_stream_data(pdf->qpdf, stream, qpdf_dl_generalized, &decoded, &bytes, &length);
    bool ok = !(code & QPDF_ERRORS) && decoded;
    if (ok)
        buf_add(data, bytes, length);
    free(bytes);
    return ok;
}

bool pdf_numbers(struct pdf *pdf, qpdf_oh array, double *numbers, size_t count)
{
    if (pdf_count(pdf, array) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(pdf->qpdf, array, (int)i);
        if (!qpdf_oh_get_value_as_number(pdf->qpdf, item, &numbers[i]) || !isfinite(numbers[i]))
            return false;
    }
    return true;
}

qpdf_oh pdf_page(struct pdf *pdf, uint32_t number)
{
    return qpdf_get_page_n(pdf->qpdf, number - 1);
}

/* A rectangle by any two opposite corners (ISO 32000-1, 7.9.5). */
static bool read_box(struct pdf *pdf, qpdf_oh page, const char *key, double box[4])
{
    double corners[4];
    if (!pdf_numbers(pdf, pdf_get(pdf, page, key), corners, 4))
        return false;
    for (int i = 0; i < 2; i++) {
        box[i] = fmin(corners[i], corners[i + 2]);
        box[i + 2] = fmax(corners[i], corners[i + 2]);
    }
    return box[2] > box[0] && box[3] > box[1];
}

bool pdf_frame(struct pdf *pdf, qpdf_oh page, struct page_frame *frame)
{
    double media[4] = {0, 0, 612, 792};
    double crop[4];
    frame->guessed = !pdf_has(pdf, page, "/MediaBox");
    if (!frame->guessed && !read_box(pdf, page, "/MediaBox", media))
        return false;
    if (read_box(pdf, page, "/CropBox", crop)) {
        for (int i = 0; i < 2; i++) {
            crop[i] = fmax(crop[i], media[i]);
            crop[i + 2] = fmin(crop[i + 2], media[i + 2]);
        }
        if (crop[2] > crop[0] && crop[3] > crop[1])
            memcpy(media, crop, sizeof media);
    }
    double turned = fmod(pdf_number(pdf, page, "/Rotate", 0), 360);
    turned = turned < 0 ? turned + 360 : turned;
    frame->turned = fmod(turned, 90) == 0 ? (unsigned)turned % 360 : 0;
    frame->unit = pdf_number(pdf, page, "/UserUnit", 1);
    frame->left = media[0];
    frame->bottom = media[1];
    frame->right = media[2];
    frame->top = media[3];
    return isfinite(frame->unit) && frame->unit > 0;
}

bool page_frame_size(const struct page_frame *frame, int32_t *width, int32_t *height)
{
    double across = (frame->right - frame->left) * frame->unit * 1000;
    double up = (frame->top - frame->bottom) * frame->unit * 1000;
    if (!(across >= 1 && up >= 1 && across <= WIRE_LENGTH_MOST && up <= WIRE_LENGTH_MOST))
        return false;
    bool lying = frame->turned % 180 != 0;
    *width = (int32_t)lround(lying ? up : across);
    *height = (int32_t)lround(lying ? across : up);
    return true;
}
