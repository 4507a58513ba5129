/* SPDX-License-Identifier: ISC */
/* How far the work is: one line on a terminal, nothing elsewhere. */
#include "pages/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define BETWEEN_MILLISECONDS 200

static long long milliseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, const char *what, size_t count, bool quiet)
{
    *progress =
        (struct progress){.what = what, .count = count, .silent = quiet || !isatty(STDERR_FILENO)};
    if (!progress->silent)
        progress->begun = milliseconds();
}

void progress_step(struct progress *progress)
{
    progress->done++;
    if (progress->silent)
        return;
    long long now = milliseconds();
    long long taken = now - progress->begun;
    if (now - progress->shown < BETWEEN_MILLISECONDS || taken <= 0)
        return;
    long long done = (long long)progress->done;
    long long left = (long long)(progress->count - progress->done);
    progress->shown = now;
    (void)fprintf(stderr, "\r%s %zu/%zu, %lld/s, %lld s left\033[K", progress->what, progress->done,
                  progress->count, done * 1000 / taken, left * taken / done / 1000);
    (void)fflush(stderr);
}

void progress_end(struct progress *progress)
{
    if (!progress->silent && progress->shown)
        (void)fputs("\r\033[K", stderr); /* nobody misses it */
}
