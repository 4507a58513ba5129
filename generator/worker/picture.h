/* SPDX-License-Identifier: ISC */
/* A drawn page as pictures for the site: each width in the smallest form that suits what is on it.
 */
#ifndef WORKER_PICTURE_H
#define WORKER_PICTURE_H

#include "wire/job.h"

#include <leptonica/allheaders.h>

/* Answers DRAWN for a page of `width` times `height` thousandths of a point and a PICTURE for each
 * width of the job. `drawn` is the page upright, of at least the largest width where it has so many
 * dots, with 1, 8 or 32 bits a pixel; it may have none after. False where memory does not suffice.
 */
bool picture_answer(const struct job *job, uint32_t page, int32_t width, int32_t height,
                    PIX *drawn);

#endif
