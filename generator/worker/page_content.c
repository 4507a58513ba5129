/* SPDX-License-Identifier: ISC */
/* The content of a PDF's page, walked through with all that it draws: whether it shows text, how
 * fine its pictures are, which fonts it lacks, and whether it may stand in our PDF. */
#include "worker/page_content.h"

#include "worker/fit.h"
#include "worker/walk.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

/* Pictures tell how fine a page was scanned where together they cover half of it. */
#define COVERS_PAGE 0.5

void page_content_init(struct page_content *content, struct pdf *pdf, struct fonts *fonts)
{
    *content = (struct page_content){
        .pdf = pdf, .fonts = fonts, .failed = "", .misfit_a = "", .misfit_ua = ""};
}

void page_content_release(struct page_content *content)
{
    free(content->missing);
    arena_release(&content->arena);
}

void page_content_misfit(struct page_content *content, enum misfit misfit, const char *format, ...)
{
    bool both = misfit != MISFIT_ARCHIVE;
    content->formless = content->formless || misfit == MISFIT_FORM;
    if (*content->misfit_a && (!both || *content->misfit_ua))
        return;
    struct buf words = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_add_vformat(&words, format, args);
    va_end(args);
    const char *kept = arena_string(&content->arena, words.bytes);
    buf_release(&words);
    if (!*content->misfit_a)
        content->misfit_a = kept;
    if (both && !*content->misfit_ua)
        content->misfit_ua = kept;
}

void page_content_read(struct page_content *content, qpdf_oh page, const struct page_frame *frame)
{
    struct pdf *pdf = content->pdf;
    unsigned char *bytes = NULL;
    struct buf data = BUF_INIT;
    struct walk walk = {
        .content = content,
        .page_area = (frame->right - frame->left) * (frame->top - frame->bottom),
        .unit = frame->unit,
        .lowest = INFINITY,
        .left = CONTENT_MOST,
    };
    qpdf_oh resources = pdf_get(pdf, page, "/Resources");
    size_t length = 0;
    fit_group(content, pdf_get(pdf, page, "/Group"), resources);
    if (qpdf_oh_get_page_content_data(pdf->qpdf, page, &bytes, &length) & QPDF_ERRORS) {
        content->failed = arena_string(&content->arena, pdf_error(pdf));
        return;
    }
    buf_add(&data, bytes, length);
    free(bytes);
    walk_content(&walk, &data, resources, &(struct state){.matrix = {1, 0, 0, 1, 0, 0}});
    if (walk.picture_area >= COVERS_PAGE && walk.lowest >= 1 && walk.lowest < UINT32_MAX)
        content->dpi = (uint32_t)lround(walk.lowest);
    free(walk.drawn);
    buf_release(&data);
}
