/* SPDX-License-Identifier: ISC */
/* A guard before libcmark-gfm: stops at input on which its time or memory would not be in
 * proportion. */
#ifndef SOURCE_LETTER_GUARD_H
#define SOURCE_LETTER_GUARD_H

#include "base/error.h"
#include "source/input.h"

#include <stdbool.h>
#include <stddef.h>

/* Table cells that are not in the letter and that libcmark-gfm would make to fill up short rows:
 * this many, and one more for each 16 bytes of the letter. */
#define GUARD_CELLS_MAX 10000

struct guard {
    const struct input *input;
    struct report *report;
    unsigned line;                 /* the one at hand, from 1 */
    unsigned long long steps_left; /* of libcmark-gfm's searches that may start over and over */
    unsigned long long cells_left;
    const char *address; /* the next place in the input where one may begin */
    bool stopped;
    /* A paragraph that went on in the line before: where it began. */
    unsigned paragraph_line;
    unsigned paragraph_last;
    /* The run of lines without a blank one that the line at hand belongs to. */
    unsigned run_line;
    unsigned long long declarations; /* "<?", "<!X", "<![" */
    unsigned long long pictures;     /* "![" */
    unsigned long long brackets;     /* "[" otherwise */
    size_t run_bytes;
};

void guard_init(struct guard *guard, const struct input *input, struct report *report);
/* Looks at the next line before libcmark-gfm does; false where it must not, which is reported. */
bool guard_line(struct guard *guard, unsigned line);
/* The line at hand is a row of a table with so many columns. */
void guard_row(struct guard *guard, size_t columns);
/* Says that more than LETTER_DEPTH_MAX levels stand in one another. */
void guard_report_depth(struct report *report, struct place place);
/* The line at hand continues a paragraph that began at a line. */
void guard_paragraph(struct guard *guard, unsigned first_line);

#endif
