/* SPDX-License-Identifier: ISC */
/* One job on each of several held files: what workers answer is kept in the cache, and comes from
 * there the next time. */
#ifndef PAGES_FILE_JOBS_H
#define PAGES_FILE_JOBS_H

#include "pages/held.h"
#include "pages/pool.h"

struct file_jobs {
    struct held_set *set;
    /* Takes one frame of a file's answer; false where it is not what it should be. */
    bool (*take)(struct held_set *set, struct held *held, const struct frame *frame);
    /* By task. */
    struct held **files;
    struct pool_task *tasks;
    struct job *jobs;
    struct buf *frames;   /* as they came */
    const char **entries; /* their paths in the cache; NULL: not to be kept */
    size_t count;
    struct error *err;
    bool ok;
    struct arena arena;
};

/* Of no file so far, and of no more than the set has. Released in any case. */
void file_jobs_init(struct file_jobs *jobs, struct held_set *set,
                    bool (*take)(struct held_set *set, struct held *held,
                                 const struct frame *frame),
                    struct error *err);
void file_jobs_release(struct file_jobs *jobs);

/* Where the job on bytes of this digest is kept, in the jobs' arena; NULL without a cache. */
const char *file_jobs_entry(struct file_jobs *jobs, const struct digest *digest,
                            const struct job *job);
/* Takes what the cache has; false where that is not there or not what it should be. */
bool file_jobs_take_stored(const struct file_jobs *jobs, struct held *held, const char *entry);

/* Adds a job on the file at `path`, which belongs to `held`. */
void file_jobs_add(struct file_jobs *jobs, struct held *held, const char *path,
                   const struct job *job, const char *entry);
/* Runs all; `end` is told of each with the jobs as its context. False with *err where the machine
 * failed. */
bool file_jobs_run(struct file_jobs *jobs,
                   void (*end)(void *context, size_t task, enum pool_end end, const char *why));
/* Keeps what came of a task. */
bool file_jobs_keep(const struct file_jobs *jobs, size_t task);

#endif
