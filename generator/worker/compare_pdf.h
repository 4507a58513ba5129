/* SPDX-License-Identifier: ISC */
/* What a damaged PDF says as it stands, beside what it says when it is repaired. */
#ifndef WORKER_COMPARE_PDF_H
#define WORKER_COMPARE_PDF_H

#include "worker/pdf_file.h"
#include "worker/work.h"

/* Of a PDF that qpdf had to repair: answers as findings where poppler, which repairs in its own
 * way, finds more pages in it than qpdf, or another text on a page. */
void compare_pdf(struct pdf *pdf, const struct foreign *foreign);

#endif
