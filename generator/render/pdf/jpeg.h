/* SPDX-License-Identifier: ISC */
/* Whether a JPEG (ISO/IEC 10918-1) is whole and of a kind that PDF knows. libharu takes one that is
 * cut short. */
#ifndef RENDER_PDF_JPEG_H
#define RENDER_PDF_JPEG_H

#include <stddef.h>

/* What is wrong, as words for a message after the picture's name ("is cut short"); NULL where all
 * is well. */
const char *jpeg_problem(const char *bytes, size_t length);

#endif
