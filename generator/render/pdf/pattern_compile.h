/* SPDX-License-Identifier: ISC */
/* Hyphenation patterns compiled, out of a file that libhyphen reads. The one module that includes
 * hyphen.h. */
#ifndef RENDER_PDF_PATTERN_COMPILE_H
#define RENDER_PDF_PATTERN_COMPILE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Fills `out` with the compiled form (see patterns.h) of a file's bytes (libhyphen's README.hyphen
 * describes them). Its NOHYPHEN is left out: it is about signs, which no word has here. False where
 * they are no patterns. */
bool pattern_compile(const char *file, size_t length, struct buf *out);

#endif
