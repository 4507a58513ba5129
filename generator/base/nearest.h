/* SPDX-License-Identifier: ISC */
/* What a mistyped word most likely stands for. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/* Longer words are not compared. */
#define NEAREST_LENGTH_MAX 80

/* How many letters put in, left out, changed or swapped with the next are between two words;
 * SIZE_MAX where there are too many for a slip of the keyboard. */
size_t nearest_distance(const char *word, const char *candidate);

/* The candidate with the least distance, the first of several; NULL where none is near. */
const char *nearest_word(const char *word, const char *const *candidates, size_t count);

#endif
