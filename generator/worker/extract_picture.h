/* SPDX-License-Identifier: ISC */
/* JOB_EXTRACT of a file that is one picture: the same picture with parts of it painted over. */
#ifndef WORKER_EXTRACT_PICTURE_H
#define WORKER_EXTRACT_PICTURE_H

#include "worker/scan.h"

/* Answers a file of the same type, upright, with nothing in it but the picture and its resolution.
 * JPEG is coded anew, all others keep each dot that is not painted. */
void extract_picture(const struct job *job, const struct foreign *foreign, const struct scan *scan);

#endif
