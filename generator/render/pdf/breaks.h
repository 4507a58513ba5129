/* SPDX-License-Identifier: ISC */
/* Where a line may end inside a word: the line breaking classes of Unicode (UAX 14), by
 * libunistring. */
#ifndef RENDER_PDF_BREAKS_H
#define RENDER_PDF_BREAKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a word holding this character may have a place to break; most words hold none such, and
 * need not be looked into. */
bool breaks_possible(uint32_t character);

/* For each byte of a word, UTF-8 without spaces, whether a line may end before it. `before` has
 * room for `length` flags. */
void breaks_find(const char *word, size_t length, char *before);

/* Whether a line would rather not end before a word that begins so, even after a space (LB13), or
 * after a word that ends so (LB14). */
bool breaks_clings_left(uint32_t character);
bool breaks_clings_right(uint32_t character);

#endif
