/* SPDX-License-Identifier: ISC */
/* One job on each of several held files: what workers answer is kept in the cache, and comes from
 * there the next time. */
#include "pages/file_jobs.h"

#include "pages/store.h"

void file_jobs_init(struct file_jobs *jobs, struct held_set *set,
                    bool (*take)(struct held_set *set, struct held *held,
                                 const struct frame *frame),
                    struct error *err)
{
    size_t most = set->count + 1;
    *jobs =
        (struct file_jobs){.set = set, .take = take, .err = err, .ok = true, .arena = ARENA_INIT};
    jobs->files = arena_new(&jobs->arena, most * sizeof(struct held *));
    jobs->tasks = arena_new(&jobs->arena, most * sizeof *jobs->tasks);
    jobs->jobs = arena_new(&jobs->arena, most * sizeof *jobs->jobs);
    jobs->frames = arena_new(&jobs->arena, most * sizeof *jobs->frames);
    jobs->entries = arena_new(&jobs->arena, most * sizeof(char *));
}

void file_jobs_release(struct file_jobs *jobs)
{
    for (size_t i = 0; i < jobs->count; i++)
        buf_release(&jobs->frames[i]);
    arena_release(&jobs->arena);
}

const char *file_jobs_entry(struct file_jobs *jobs, const struct digest *digest,
                            const struct job *job)
{
    return store_path(jobs->set->options->cache, digest, job, 0, &jobs->arena);
}

bool file_jobs_take_stored(const struct file_jobs *jobs, struct held *held, const char *entry)
{
    struct frame_reader reader;
    struct frame frame;
    if (!entry)
        return false;
    frame_reader_init(&reader);
    bool ok = store_get(entry, &reader.bytes);
    while (ok && frame_next(&reader, &frame) == FRAME_WHOLE)
        ok = jobs->take(jobs->set, held, &frame);
    frame_reader_release(&reader);
    return ok;
}

void file_jobs_add(struct file_jobs *jobs, struct held *held, const char *path,
                   const struct job *job, const char *entry)
{
    size_t at = jobs->count++;
    jobs->files[at] = held;
    jobs->jobs[at] = *job;
    jobs->entries[at] = entry;
    buf_init(&jobs->frames[at]);
    jobs->tasks[at] = (struct pool_task){.path = path, .job = &jobs->jobs[at]};
}

static bool reply(void *context, size_t task, const struct frame *frame)
{
    struct file_jobs *jobs = context;
    frame_add(&jobs->frames[task], frame->kind, frame->bytes, frame->length);
    return jobs->take(jobs->set, jobs->files[task], frame);
}

bool file_jobs_run(struct file_jobs *jobs,
                   void (*end)(void *context, size_t task, enum pool_end end, const char *why))
{
    const struct pool_handler handler = {jobs, reply, end};
    return pool_run(&jobs->set->options->pool, jobs->tasks, jobs->count, &handler, jobs->err) &&
           jobs->ok;
}

bool file_jobs_keep(const struct file_jobs *jobs, size_t task)
{
    const char *entry = jobs->entries[task];
    return !entry || store_put(entry, &jobs->frames[task], jobs->err);
}
