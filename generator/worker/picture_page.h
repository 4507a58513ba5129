/* SPDX-License-Identifier: ISC */
/* Pages of a PDF as pictures in another: parts of them painted over, the words that stand clear of
 * those laid over them unseen. Of the page's own objects nothing is taken. */
#ifndef WORKER_PICTURE_PAGE_H
#define WORKER_PICTURE_PAGE_H

#include "base/deflate.h"
#include "worker/pdf_file.h"

#include <poppler.h>

struct picture_pages {
    const struct job *job;
    const struct foreign *foreign;
    struct pdf *to;
    PopplerDocument *document; /* opened for the first page */
    struct deflater *deflater;
    struct buf why; /* what poppler said */
};

/* `to` is the PDF in the making; borrowed, as is the rest. */
void picture_pages_init(struct picture_pages *pictures, const struct job *job,
                        const struct foreign *foreign, struct pdf *to);
void picture_pages_release(struct picture_pages *pictures);
/* Adds a page with the job's redactions of it. Returns why it could not, or "". */
const char *picture_pages_add(struct picture_pages *pictures, struct pdf *from, uint32_t number);

#endif
