/* SPDX-License-Identifier: ISC */
/* The pages of a PDF as pictures, by poppler and cairo. */
#ifndef WORKER_DRAWN_H
#define WORKER_DRAWN_H

#include "worker/plane.h"
#include "worker/work.h"

#include <poppler.h>
#include <stdint.h>

/* The page, `width` times `height` points large, so many dots wide, on white paper, as it prints;
 * false with a reason in *why. The caller releases the plane. */
bool drawn_plane(PopplerPage *page, double width, double height, uint32_t dots, struct plane *plane,
                 const char **why);
/* The same with 32 bits a dot. NULL with a reason in *why. The caller destroys it. */
PIX *drawn_page(PopplerPage *page, double width, double height, uint32_t dots, const char **why);

/* Opens the PDF and hands over each page that the job names, by its number; answers FAILED where it
 * cannot be opened. */
void drawn_each(const struct job *job, const struct foreign *foreign,
                void (*take)(void *context, const struct job *job, PopplerDocument *document,
                             uint32_t number),
                void *context);

#endif
