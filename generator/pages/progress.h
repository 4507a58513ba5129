/* SPDX-License-Identifier: ISC */
/* How far the work is: one line on a terminal, nothing elsewhere. */
#ifndef PAGES_PROGRESS_H
#define PAGES_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    const char *what; /* "pages" */
    size_t done;
    size_t count;
    long long begun; /* in milliseconds, of a clock of its own */
    long long shown;
    bool silent;
};

/* Says nothing where standard error is no terminal, or when `quiet`. */
void progress_begin(struct progress *progress, const char *what, size_t count, bool quiet);
/* One more is done: "pages 412/890, 96/s, 5 s left", a few times a second. */
void progress_step(struct progress *progress);
/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
