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

/* On white paper of so many dots that the plane becomes, in colour. */
static bool draw(PopplerPage *page, double width, double height, uint32_t dots, struct plane *plane,
                 const char **why)
{
    double rows = ceil(height * dots / width);
    if (rows < 1)
        rows = 1;
    *why = "it is too long for its width";
    if (rows > SIDE_MOST || dots > SIDE_MOST)
        return false;
    *why = "memory does not suffice to draw it";
    plane_begin_drawing(plane, dots, (size_t)rows);
    /* cairo's dots are words of the machine too. */
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        plane->dots, CAIRO_FORMAT_RGB24, (int)dots, (int)rows, (int)dots * PLANE_COLOUR);
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, dots / width, rows / height);
    poppler_page_render_for_printing(page, cairo);
    cairo_surface_flush(surface);
    bool ok = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    if (!ok)
        plane_release(plane);
    return ok;
}

bool drawn_plane(PopplerPage *page, double width, double height, uint32_t dots, struct plane *plane,
                 const char **why)
{
    bool ok = draw(page, width, height, dots, plane, why);
    if (ok)
        plane_end_drawing(plane);
    return ok;
}

PIX *drawn_page(PopplerPage *page, double width, double height, uint32_t dots, const char **why)
{
    struct plane plane;
    if (!draw(page, width, height, dots, &plane, why))
        return NULL;
    PIX *pix = plane_pix(&plane);
    plane_release(&plane);
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
