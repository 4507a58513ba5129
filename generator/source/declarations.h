/* SPDX-License-Identifier: ISC */
/* The letter's own count of what it encloses, wherever it stands in it. */
#ifndef SOURCE_DECLARATIONS_H
#define SOURCE_DECLARATIONS_H

#include "base/error.h"
#include "model/dossier.h"

/* Fills the ledger's `letter` from all lines of enclosures that name a number of pages: in
 * paragraphs, headings and table cells, not in quotations and notes; `path` is the letter's. What
 * could not be read, or contradicts itself, is a warning: the letter is not ours to correct. */
void declarations_find(struct dossier *dossier, const char *path, struct report *report);

#endif
