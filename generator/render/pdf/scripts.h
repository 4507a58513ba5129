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
/* Whether it may stand in text from right to left: a quick look, by block. */
bool scripts_may_be_right_to_left(uint32_t character);
/* Whether it is set on a square of its own: ideographs, kana, and the points among them. */
bool scripts_is_square(uint32_t character);

#endif
