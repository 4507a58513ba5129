/* SPDX-License-Identifier: ISC */
/* The rules, one call for each group, in the order in which they may be called: each says what it
 * finds. */
#ifndef VERIFY_PDF_RULES_H
#define VERIFY_PDF_RULES_H

#include "verify/pdf/check.h"

/* Before all others: what the file claims to follow, by which it is judged; by both standards where
 * a foreign one claims neither. */
void rules_claims(struct check *check);
void rules_file(struct check *check);
void rules_catalog(struct check *check);
void rules_metadata(struct check *check);
/* Also reads what each MCID holds and which codes are shown, for those that follow. */
void rules_content(struct check *check);
void rules_fonts(struct check *check);
void rules_glyphs(struct check *check);
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

#endif
