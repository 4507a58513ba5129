/* SPDX-License-Identifier: ISC */
/* Hyphenation patterns of one language, by libhyphen: read from their file, or at once from a
 * compiled form of it. The one module that includes hyphen.h.
 *
 * libhyphen takes 7 ms to read en_US and 3 s for de_DE. The compiled form is what it holds then
 * (the states of its automaton, which hyphen.h makes public), without pointers; and the bytes of
 * the file that it was made of, so that it is taken for no other. It changes nothing but time. */
#ifndef RENDER_PDF_PATTERNS_H
#define RENDER_PDF_PATTERNS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No longer word is divided; in characters. */
#define PATTERNS_WORD_MAX 100

struct patterns;

/* Patterns from the bytes of a file (libhyphen's README.hyphen describes it); NULL where they are
 * no patterns. `compiled`: the bytes of a compiled form, on a multiple of 8, borrowed until
 * patterns_free; passed over where they are none (NULL), damaged, or of another file. */
struct patterns *patterns_new(const struct buf *file, const char *compiled, size_t length);
void patterns_free(struct patterns *patterns);

/* Appends the compiled form. `file` holds the bytes that the patterns came from. */
void patterns_compile(const struct patterns *patterns, const struct buf *file, struct buf *out);

/* Sets before[i] where a line may end before character i of a word of at most PATTERNS_WORD_MAX
 * characters, once a hyphen is added, and leaves the others. Places where the spelling would change
 * are left out: the words stay the letter's. False where there is none. */
bool patterns_find(struct patterns *patterns, const uint32_t *word, size_t length, bool *before);

#endif
