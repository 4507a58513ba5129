/* SPDX-License-Identifier: ISC */
/* A drawn page as pictures for the site: each width in the smallest form that suits what is on it.
 */
#ifndef WORKER_PICTURE_H
#define WORKER_PICTURE_H

#include "wire/job.h"
#include "worker/plane.h"

/* Answers DRAWN for a page of `width` times `height` thousandths of a point and a PICTURE for each
 * width of the job. `drawn` is the page upright, of at least the largest width where it has so many
 * dots; it is taken. False where memory does not suffice. */
bool picture_answer(const struct job *job, uint32_t page, int32_t width, int32_t height,
                    struct plane *drawn);

#endif
