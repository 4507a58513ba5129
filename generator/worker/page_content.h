/* SPDX-License-Identifier: ISC */
/* The content of a PDF's page, walked through with all that it draws: whether it shows text, how
 * fine its pictures are, which fonts it lacks, and whether it may stand in our PDF. */
#ifndef WORKER_PAGE_CONTENT_H
#define WORKER_PAGE_CONTENT_H

#include "worker/fit_font.h"
#include "worker/pdf_file.h"

/* What was found of one page. Its texts live until page_content_release. */
struct page_content {
    struct pdf *pdf;
    struct fonts *fonts; /* of the whole file */
    struct arena arena;
    const char *failed;    /* why the content cannot be read, or "" */
    const char *misfit_a;  /* why it does not fit into PDF/A-2a, or "" */
    const char *misfit_ua; /* why not into PDF/UA-1 either, or "" */
    bool formless;         /* it cannot be laid into ours as it is, whatever that claims */
    bool has_text;
    bool layered; /* some of it belongs to a layer */
    uint32_t dpi;
    const struct font **missing; /* fonts that show text and are not embedded */
    size_t missing_count, missing_capacity;
};

void page_content_init(struct page_content *content, struct pdf *pdf, struct fonts *fonts);
void page_content_release(struct page_content *content);
/* Reads a page's content. A page may show what no rule here knows: then it does not fit, and the
 * reason says so. */
void page_content_read(struct page_content *content, qpdf_oh page, const struct page_frame *frame);

/* What does not fit a page. Fonts and text concern both standards. */
enum misfit {
    MISFIT_ARCHIVE, /* PDF/A alone */
    MISFIT_BOTH,    /* PDF/UA too */
    MISFIT_FORM     /* and as a form it would be another page, or nobody knows what it is */
};

/* For the rules: notes why the page does not fit; the first reason stays. */
void page_content_misfit(struct page_content *content, enum misfit misfit, const char *format, ...)
    PRINTF_LIKE(3, 4);

#endif
