/* SPDX-License-Identifier: ISC */
/* Numbers of pages that do not agree, as a table: what was declared, what was found, and where. */
#include "model/tally.h"

#define DECLARED_WIDTH 8 /* of the heads */
#define FOUND_WIDTH 5

void tally_begin(struct buf *table)
{
    buf_add_format(table, "%*s  %*s\n", DECLARED_WIDTH, "declared", FOUND_WIDTH, "found");
}

static void add_number(struct buf *table, int width, long long number)
{
    if (number == TALLY_NONE)
        buf_add_format(table, "%*s  ", width, "-");
    else
        buf_add_format(table, "%*lld  ", width, number);
}

void tally_add(struct buf *table, long long declared, long long found, struct place place,
               const char *what)
{
    add_number(table, DECLARED_WIDTH, declared);
    add_number(table, FOUND_WIDTH, found);
    buf_add_format(table, "%s:%u:%u: %s\n", place.path, place.line, place.column, what);
}
