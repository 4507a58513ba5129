/* SPDX-License-Identifier: ISC */
/* The letter's own count of what it encloses: "Encl.: 89 pages". */
#ifndef SOURCE_ENCLOSURE_LINE_H
#define SOURCE_ENCLOSURE_LINE_H

#include "base/error.h"
#include "model/dossier.h"

#include <stdbool.h>

/* What one paragraph says of pages enclosed. */
struct enclosure_line {
    unsigned pages;   /* all numbers of pages in it together; 0 for none */
    bool unread;      /* it speaks of pages, and how many could not be read */
    bool contradicts; /* a number in words is followed by another in digits; the digits are in
                         `pages` */
};

/* Whether the words begin as a line of enclosures does: Encl, Enc, Encls, Enclosure, Enclosures,
 * Enclosure(s), Annex, Attachment, Anlagen, …, in any letter case, with their punctuation; fills
 * *line from what follows, where numbers stand in digits (also 1,200) or in English words. */
bool enclosure_line_read(const char *words, struct enclosure_line *line);

/* Fills the ledger's `letter` from all such paragraphs that name a number; `path` is the letter's.
 * What could not be read, or contradicts itself, is a warning: the letter is not ours to correct.
 */
void enclosure_line_find(struct dossier *dossier, const char *path, struct report *report);

#endif
