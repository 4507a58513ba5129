/* SPDX-License-Identifier: ISC */
/* The rules, one call for each group, in the order in which they may be called: each says what it
 * finds. */
#ifndef VERIFY_RULES_H
#define VERIFY_RULES_H

#include "verify/check.h"

void rules_file(struct check *check);
void rules_catalog(struct check *check);
void rules_metadata(struct check *check);
void rules_fonts(struct check *check);
/* Also reads what each MCID holds, for those that follow. */
void rules_content(struct check *check);
/* Also reads the named destinations, for those that follow. */
void rules_destinations(struct check *check);
void rules_structure(struct check *check);
void rules_lists(struct check *check);
void rules_tables(struct check *check);
void rules_parents(struct check *check);
void rules_annotations(struct check *check);
void rules_actions(struct check *check);
void rules_outlines(struct check *check);

/* The page that a destination leads to, by name or by itself, or NULL: nowhere. */
const struct object *rules_destinations_page(const struct check *check,
                                             const struct object *target);

/* The map of a font, read once. */
struct code_map *rules_fonts_map(struct check *check, const struct object *font);

#endif
