/* SPDX-License-Identifier: ISC */
/* The project's own words, appended to the row of items: statuses, titles, ranges. */
#ifndef RENDER_PDF_SAY_H
#define RENDER_PDF_SAY_H

#include "render/pdf/compose.h"

void say_text(struct composer *composer, const struct run *run, const char *text);
void say_number(struct composer *composer, const struct run *run, unsigned number);
/* "○ ": in the face for code, which is likely to have all four signs, and of one make. */
void say_sign(struct composer *composer, const struct run *run, enum status status);
/* "○ not held" */
void say_status(struct composer *composer, const struct run *run, enum status status);
/* An enclosure's id, as a link to it. */
void say_enclosure(struct composer *composer, const struct run *run,
                   const struct enclosure *enclosure);
/* An enclosure's title with whose words it is: in quotation marks where it is the letter's. */
void say_title(struct composer *composer, const struct run *run, const struct enclosure *enclosure);

/* ", p. 12–14": which pages of its enclosure a run is; nothing where it is the whole, or nobody can
 * tell. */
void say_pages_of(struct composer *composer, const struct run *run, const struct ledger_run *pages);
/* "○ not held", or where an enclosure's pages differ "3 ● held, 2 ◐ withheld". */
void say_statuses(struct composer *composer, const struct run *run,
                  const struct enclosure *enclosure);

/* "not held" */
const char *say_status_word(const struct composer *composer, enum status status);

/* These live in the layout. */
const char *say_range_text(struct composer *composer, const struct ledger_run *run); /* "E1–E89" */
const char *say_folio_name(struct composer *composer, unsigned folio);               /* "E12" */
/* "Enclosed pages E1–E89" */
const char *say_slip_title(struct composer *composer, const struct ledger_run *run);
/* Where the file of a row stands in the bundle, and what was taken out of it; "" for none. */
const char *say_file_path(struct composer *composer, const struct ledger_row *row);
/* "[1] names of third persons (the court); [2] …": why parts of a page are withheld, and who
 * decided it; "" for none. */
const char *say_parts(struct composer *composer, const struct ledger_row *row);
/* What a buffer holds; empties it. */
const char *say_keep(struct composer *composer, struct buf *text);

#endif
