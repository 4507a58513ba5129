/* SPDX-License-Identifier: ISC */
/* The parts of pages that are withheld: whose they are, and how they are told. */
#ifndef MODEL_REDACTED_H
#define MODEL_REDACTED_H

#include "base/memory.h"
#include "model/ledger.h"

/* Gives the rows of an enclosure its parts, in the arena, and each part its sign. Parts of pages
 * that the enclosure does not have, or that are not held, are reported. */
void redacted_assign(struct ledger *ledger, struct enclosure *enclosure, struct arena *arena,
                     struct report *report);

/* Whether the parts of two pages are withheld for the same reasons. */
bool redacted_alike(const struct ledger_row *a, const struct ledger_row *b);

/* A part that is the first of its sign on the page: what is said of the others is the same. */
bool redacted_is_first(const struct ledger_row *row, size_t index);
/* Appends "[1] names of third persons (the court); [2] …": why parts of a page are withheld, and
 * who decided it. */
void redacted_append(struct buf *text, const struct ledger_row *row);
/* How many pages of the enclosure have parts that are withheld. */
unsigned redacted_pages(const struct ledger *ledger, const struct enclosure *enclosure);

#endif
