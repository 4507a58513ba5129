/* SPDX-License-Identifier: ISC */
/* A page of a PDF as a picture, by poppler and cairo. */
#ifndef WORKER_DRAWN_H
#define WORKER_DRAWN_H

#include <leptonica/allheaders.h>
#include <poppler.h>
#include <stdint.h>

/* The page, `width` times `height` points large, so many dots wide, on white paper, as it prints;
 * 32 bits a dot. NULL with a reason in *why. The caller destroys it. */
PIX *drawn_page(PopplerPage *page, double width, double height, uint32_t dots, const char **why);

#endif
