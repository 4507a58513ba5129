/* SPDX-License-Identifier: ISC */
/* The jobs of a worker, each on one foreign file that is mapped into memory. */
#ifndef WORKER_WORK_H
#define WORKER_WORK_H

#include "wire/job.h"

#include <stddef.h>

struct foreign {
    const char *bytes;
    size_t length;
    const char *const *readable; /* paths of what may be read beside it */
    size_t readable_count;
};

/* Runs a job and answers all but the closing DONE. What is wrong with the file is answered as
 * FAILED; it returns all the same. */
void work_run(const struct job *job, const struct foreign *foreign);

/* The pages that a job names, one after the other: the first past `page` (0 at first), or 0 after
 * the last. Pages past `page_count` are left out. */
uint32_t work_next_page(const struct job *job, uint32_t page, uint32_t page_count);

/* One function for each job and kind of file; each in the file of its name. */
void inspect_pdf(const struct job *job, const struct foreign *foreign);
void inspect_scan(const struct job *job, const struct foreign *foreign);
void draw_pdf(const struct job *job, const struct foreign *foreign);
void draw_scan(const struct job *job, const struct foreign *foreign);
void normalise_pdf(const struct job *job, const struct foreign *foreign);
void normalise_scan(const struct job *job, const struct foreign *foreign);
void extract_pdf(const struct job *job, const struct foreign *foreign);
void extract_scan(const struct job *job, const struct foreign *foreign);
void beside(const struct job *job, const struct foreign *foreign);
void ocr(const struct job *job, const struct foreign *foreign);
void try_what(const struct job *job);

#endif
