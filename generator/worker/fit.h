/* SPDX-License-Identifier: ISC */
/* Whether colours, pictures and graphics states may stand in a PDF/A-2a file under an sRGB output
 * intent (ISO 19005-2, 6.2). What is not known to be fine does not fit. */
#ifndef WORKER_FIT_H
#define WORKER_FIT_H

#include "worker/page_content.h"

/* Each notes in the page's content why it does not fit, where it does not. `resources` are those of
 * the content stream that uses it. */
void fit_colour(struct page_content *content, qpdf_oh space, qpdf_oh resources);
void fit_cmyk(struct page_content *content, qpdf_oh resources);
void fit_stream(struct page_content *content, qpdf_oh stream);
void fit_image(struct page_content *content, qpdf_oh image, qpdf_oh resources);
void fit_form(struct page_content *content, qpdf_oh form);
void fit_group(struct page_content *content, qpdf_oh group, qpdf_oh resources);
void fit_state(struct page_content *content, qpdf_oh state);
void fit_intent(struct page_content *content, const char *name);
/* Of an inline image: one of its filters, by name. */
void fit_filter(struct page_content *content, const char *name);

#endif
