/* SPDX-License-Identifier: ISC */
/* Parts of a page painted over: black boxes, each with the sign of its reason. */
#ifndef WORKER_PAINT_H
#define WORKER_PAINT_H

#include "worker/raster.h"

/* Paints the job's boxes of a page, which is `width` times `height` thousandths of a point. `pix`
 * is the page upright, with 1, 8 or 32 bits a dot. A dot that a box touches is painted whole. */
void paint_boxes(PIX *pix, const struct job *job, uint32_t page, int32_t width, int32_t height);

/* A scan's page decoded, upright, its boxes painted, with its resolution for the upright page. NULL
 * with the reason in *why. The caller destroys it. */
PIX *paint_scan(const struct job *job, const struct foreign *foreign, struct scan_page *page,
                uint32_t number, const char **why);

#endif
