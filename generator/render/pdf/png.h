/* SPDX-License-Identifier: ISC */
/* Whether a PNG (ISO/IEC 15948) is whole. libharu's reader ends the program with a PNG that is not.
 */
#ifndef RENDER_PDF_PNG_H
#define RENDER_PDF_PNG_H

#include <stddef.h>

/* What is wrong, as words for a message after the picture's name ("is cut short"); NULL where all
 * is well. */
const char *png_problem(const char *bytes, size_t length);

#endif
