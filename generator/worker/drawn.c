/* SPDX-License-Identifier: ISC */
/* The pages of a PDF as pictures, by poppler and cairo. */
#include "worker/drawn.h"

#include "worker/answer.h"
#include "worker/faces.h"
#include "worker/pdf_file.h"

#include <cairo.h>
#include <math.h>

/* Dots of the largest picture that is drawn at all; cairo's own limit for one side is 32,767. */
#define SIDE_MOST 32767

/* How many rows a page has with so many dots a row; 0 with a reason in *why. */
static size_t count_rows(double width, double height, uint32_t dots, const char **why)
{
    double rows = ceil(height * dots / width);
    if (rows < 1)
        rows = 1;
    *why = "it is too long for its width";
    if (rows > SIDE_MOST || dots > SIDE_MOST)
        return 0;
    *why = "memory does not suffice to draw it";
    return (size_t)rows;
}

/* On so many dots of white paper, words of the machine, 0x00RRGGBB. */
static bool draw(PopplerPage *page, double width, double height, uint32_t dots, size_t rows,
                 unsigned char *paper)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        paper, CAIRO_FORMAT_RGB24, (int)dots, (int)rows, (int)dots * PLANE_COLOUR);
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, dots / width, (double)rows / height);
    poppler_page_render_for_printing(page, cairo);
    cairo_surface_flush(surface);
    bool ok = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return ok;
}

bool drawn_plane(PopplerPage *page, double width, double height, uint32_t dots, struct plane *plane,
                 const char **why)
{
    size_t rows = count_rows(width, height, dots, why);
    if (!rows)
        return false;
    plane_begin_drawing(plane, dots, rows);
    bool ok = draw(page, width, height, dots, rows, plane->dots);
    if (ok)
        plane_end_drawing(plane);
    else
        plane_release(plane);
    return ok;
}

/* cairo draws in leptonica's memory, whose words are 0xRRGGBB00: a large page takes much of it. */
PIX *drawn_page(PopplerPage *page, double width, double height, uint32_t dots, const char **why)
{
    size_t rows = count_rows(width, height, dots, why);
    PIX *pix = rows ? pixCreateNoInit((l_int32)dots, (l_int32)rows, 32) : NULL;
    if (!pix)
        return NULL;
    l_uint32 *words = pixGetData(pix);
    pixSetAll(pix);
    if (draw(page, width, height, dots, rows, (unsigned char *)words))
        for (size_t i = 0; i < rows * dots; i++)
            words[i] <<= 8;
    else
        pixDestroy(&pix);
    return pix;
}

void drawn_each(const struct job *job, const struct foreign *foreign,
                void (*take)(void *context, const struct job *job, PopplerDocument *document,
                             uint32_t number),
                void *context)
{
    GError *failure = NULL;
    struct pdf opened = {0};
    const char *start = foreign->bytes;
    size_t length = foreign->length;
    faces_use(foreign->readable, foreign->readable_count);
    if (*job->password && !pdf_open(&opened, job, foreign))
        return;
    if (*job->password && !pdf_bytes(&opened, foreign, &start, &length)) {
        answer_failed(0, "it cannot be written without its password");
        pdf_close(&opened);
        return;
    }
    GBytes *bytes = g_bytes_new_static(start, length);
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, &failure);
    if (!document) {
        answer_failed(0, failure ? failure->message : "it cannot be opened");
    } else {
        uint32_t count = (uint32_t)poppler_document_get_n_pages(document);
        for (uint32_t page = 0; (page = work_next_page(job, page, count));)
            take(context, job, document, page);
        g_object_unref(document);
    }
    g_clear_error(&failure);
    g_bytes_unref(bytes);
    pdf_close(&opened);
}
