/* SPDX-License-Identifier: ISC */
/* What the scripts of the world need here: which Debian package has faces for one, and how its
 * lines are set. */
#ifndef RENDER_PDF_SCRIPTS_H
#define RENDER_PDF_SCRIPTS_H

#include <stdbool.h>
#include <stdint.h>

/* The Debian package with a face for a character, as far as is known; NULL otherwise. */
const char *scripts_package(uint32_t character);
/* Whether it is a sign of its own, no letter, digit or point of any script. */
bool scripts_is_symbol(uint32_t character);
/* Whether it combines with what stands before it. */
bool scripts_is_mark(uint32_t character);
/* Whether it may stand in text from right to left: a quick look, by block. */
bool scripts_may_be_right_to_left(uint32_t character);
/* Whether it is set on a square of its own: ideographs, kana, and the points among them. */
bool scripts_is_square(uint32_t character);
/* Whether it is among the points that Chinese and Japanese set on a square, and others do not. */
bool scripts_is_shared_point(uint32_t character);

/* Whether a language is set on squares: Chinese, Japanese. */
bool scripts_squares(const char *lang);
/* Whether it puts spaces between phrases, not words, which cannot be stretched to fill a line. */
bool scripts_without_spaces(const char *lang);

#endif
