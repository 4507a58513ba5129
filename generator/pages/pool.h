/* SPDX-License-Identifier: ISC */
/* Workers side by side: each a confined process that does one job on one foreign file. */
#ifndef PAGES_POOL_H
#define PAGES_POOL_H

#include "base/error.h"
#include "wire/frame.h"
#include "wire/job.h"

#include <stdbool.h>
#include <stddef.h>

struct pool_options {
    const char *worker;         /* path of the worker's executable */
    const char *picture_worker; /* of the one for pictures, which starts far sooner; may be NULL */
    const char *const
        *readable; /* what workers may read beside their file: faces, poppler's data */
    size_t readable_count;
    unsigned workers; /* at most so many at once, at least 1 */
    unsigned seconds; /* without a word from a worker, after which it is ended */
    /* Told of each worker what of its confinement the kernel lacks: "" or "Landlock". May be NULL.
     */
    void (*confined)(void *context, const char *missing);
    void *context;
};

struct pool_task {
    const char *path; /* of the foreign file */
    const struct job *job;
};

enum pool_end {
    POOL_DONE,
    POOL_CRASHED,   /* it ended before it was done */
    POOL_TIMED_OUT, /* it was ended */
    POOL_BROKEN,    /* it said what no worker of ours says */
    POOL_NO_FILE    /* the file cannot be opened, or is none */
};

/* What becomes of what workers say. Tasks are told by their index. */
struct pool_handler {
    void *context;
    /* One frame, borrowed; false where it is not what it should be, which ends the worker. */
    bool (*reply)(void *context, size_t task, const struct frame *frame);
    /* The last that is heard of a task; `why` says it for a message ("was killed by signal 11"). */
    void (*end)(void *context, size_t task, enum pool_end end, const char *why);
};

/* Runs all tasks, in their order as workers become free. False with *err where no worker can be
 * started or confined, where one was killed from outside, or when SIGINT or SIGTERM came; all
 * workers have ended then too, and of their tasks no end is told. */
bool pool_run(const struct pool_options *options, const struct pool_task *tasks, size_t count,
              const struct pool_handler *handler, struct error *err);

/* How many processors this process may use. */
unsigned pool_processors(void);

#endif
