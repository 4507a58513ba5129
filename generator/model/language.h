/* SPDX-License-Identifier: ISC */
/* Language tags: BCP 47 (RFC 5646) well-formedness, canonical letter case, direction of script. */
#ifndef MODEL_LANGUAGE_H
#define MODEL_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a tag is well-formed (RFC 5646, 2.1; private use "x-…" included, grandfathered
 * tags and languages of more than three letters, of which none is registered, not).
 */
bool language_well_formed(const char *tag);
/* The same language for purposes of lang attributes: compared without case. NULL is no language. */
bool language_same(const char *a, const char *b);
/* Whether its script, given or usual for it, runs from right to left. */
bool language_right_to_left(const char *tag);

#endif
