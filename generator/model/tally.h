/* SPDX-License-Identifier: ISC */
/* Numbers of pages that do not agree, as a table: what was declared, what was found, and where. */
#ifndef MODEL_TALLY_H
#define MODEL_TALLY_H

#include "base/buf.h"
#include "base/error.h"

/* Stands in a column where there is no number. */
#define TALLY_NONE (-1LL)

/* Appends the heads of the columns, then a line for each thing that was counted; these are lines
 * for report_table. */
void tally_begin(struct buf *table);
void tally_add(struct buf *table, long long declared, long long found, struct place place,
               const char *what);

#endif
