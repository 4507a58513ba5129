/* SPDX-License-Identifier: ISC */
/* What a font file is before it is used: TrueType or OpenType, alone or in a collection, whole. */
#ifndef RENDER_PDF_FONT_FILE_H
#define RENDER_PDF_FONT_FILE_H

#include <stddef.h>

/* Returns what is wrong with face `number` (from 0) of a file, as words after its name ("is a Type
 * 1 font"), or NULL. */
const char *font_file_fault(const char *bytes, size_t length, unsigned number);

#endif
