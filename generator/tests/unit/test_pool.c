/* SPDX-License-Identifier: ISC */
/* Tests of pages/pool with the worker itself, which is asked to fail in every way. */
#include "pages/pool.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define WORKER "/../libexec/dossier/page-worker"
/* Short where silence is tried, long where it is not. */
#define SHORT 3
#define LONG 60
#define TASKS 5
#define MANY 20000

/* What was heard of each task. */
struct heard {
    enum pool_end ends[TASKS];
    size_t end_count[TASKS];
    size_t replies;
    char why[TASKS][100];
};

static char worker[PATH_MAX + sizeof WORKER];
static char file[] = "/tmp/test_pool.XXXXXX";

static int enter(void **state)
{
    (void)state;
    ssize_t length = readlink("/proc/self/exe", worker, PATH_MAX);
    if (length <= 0)
        return -1;
    worker[length] = '\0';
    strcpy(strrchr(worker, '/'), WORKER);
    int fd = mkstemp(file);
    return fd >= 0 && write(fd, "a file", 6) == 6 ? close(fd) : -1;
}

static int leave(void **state)
{
    (void)state;
    return unlink(file);
}

static bool reply(void *context, size_t task, const struct frame *frame)
{
    struct heard *heard = context;
    (void)task;
    heard->replies++;
    /* Nobody asked for bytes. */
    return frame->kind == REPLY_FAILED;
}

static void end(void *context, size_t task, enum pool_end how, const char *why)
{
    struct heard *heard = context;
    heard->ends[task] = how;
    heard->end_count[task]++;
    snprintf(heard->why[task], sizeof heard->why[task], "%s", why);
}

/* One task of a trial among others that do as they should. */
static void try_among(enum trial trial, unsigned seconds, enum pool_end expected, const char *words)
{
    struct heard heard = {0};
    struct error err = ERROR_INIT;
    struct job jobs[TASKS];
    struct pool_task tasks[TASKS];
    const struct pool_handler handler = {&heard, reply, end};
    struct pool_options options = {.worker = worker, .workers = 2, .seconds = seconds};
    struct timespec before, after;
    for (size_t i = 0; i < TASKS; i++) {
        jobs[i] = (struct job){
            .kind = JOB_TRY, .password = "", .languages = "", .trial = TRIAL_CONFINEMENT};
        tasks[i] = (struct pool_task){.path = file, .job = &jobs[i]};
    }
    jobs[1].trial = trial;
    clock_gettime(CLOCK_MONOTONIC, &before);
    assert_true(pool_run(&options, tasks, TASKS, &handler, &err));
    clock_gettime(CLOCK_MONOTONIC, &after);
    for (size_t i = 0; i < TASKS; i++) {
        assert_int_equal(heard.end_count[i], 1);
        assert_int_equal(heard.ends[i], i == 1 ? expected : POOL_DONE);
    }
    if (!strstr(heard.why[1], words))
        fail_msg("trial %d: %s", (int)trial, heard.why[1]);
    assert_true(after.tv_sec - before.tv_sec < LONG);
    error_release(&err);
}

static void hangs(void **state)
{
    (void)state;
    try_among(TRIAL_HANG, SHORT, POOL_TIMED_OUT, "took too long");
    try_among(TRIAL_SPIN, SHORT, POOL_TIMED_OUT, "took too long");
}

static void crashes(void **state)
{
    (void)state;
    try_among(TRIAL_CRASH, LONG, POOL_CRASHED, "crashed (signal 11)");
    try_among(TRIAL_ABORT, LONG, POOL_CRASHED, "crashed (signal 6)");
    try_among(TRIAL_MEMORY, LONG, POOL_CRASHED, "gave up");
}

static void speaks_wrong(void **state)
{
    (void)state;
    try_among(TRIAL_FLOOD, LONG, POOL_BROKEN, "answered what no worker answers");
    try_among(TRIAL_LIE, LONG, POOL_BROKEN, "answered what no worker answers");
    try_among(TRIAL_CUT, LONG, POOL_CRASHED, "gave up with exit code 0");
    try_among(TRIAL_QUIT, LONG, POOL_CRASHED, "gave up with exit code 0");
}

/* What stands in a file's place is never waited for. */
static void is_no_file(void **state)
{
    (void)state;
    static const char *const paths[] = {"/tmp", "/dev/zero", "/tmp/no such file"};
    for (size_t i = 0; i < 3; i++) {
        struct heard heard = {0};
        struct error err = ERROR_INIT;
        const struct job job = {.kind = JOB_TRY, .password = "", .languages = ""};
        const struct pool_task task = {.path = paths[i], .job = &job};
        const struct pool_handler handler = {&heard, reply, end};
        const struct pool_options options = {.worker = worker, .workers = 1, .seconds = SHORT};
        assert_true(pool_run(&options, &task, 1, &handler, &err));
        assert_int_equal(heard.ends[0], POOL_NO_FILE);
        assert_int_equal(heard.replies, 0);
        error_release(&err);
    }
}

static void no_worker(void **state)
{
    (void)state;
    struct heard heard = {0};
    struct error err = ERROR_INIT;
    const struct job job = {.kind = JOB_TRY, .password = "", .languages = ""};
    const struct pool_task task = {.path = file, .job = &job};
    const struct pool_handler handler = {&heard, reply, end};
    struct pool_options options = {.worker = "/no/worker", .workers = 1, .seconds = SHORT};
    assert_false(pool_run(&options, &task, 1, &handler, &err));
    assert_int_equal(err.code, EXIT_CODE_MACHINE);
    assert_int_equal(heard.end_count[0], 0);
    /* Another program is no worker of ours. */
    options.worker = "/bin/echo";
    assert_true(pool_run(&options, &task, 1, &handler, &err));
    assert_int_not_equal(heard.ends[0], POOL_DONE);
    error_release(&err);
}

/* A job that is longer than what a pipe holds, for one that is gone before it has read it. */
static void long_job(void **state)
{
    (void)state;
    struct heard heard = {0};
    struct error err = ERROR_INIT;
    static const struct page_span spans[MANY];
    const struct job job = {
        .kind = JOB_DRAW, .password = "", .languages = "", .spans = spans, .span_count = MANY};
    const struct pool_task task = {.path = file, .job = &job};
    const struct pool_handler handler = {&heard, reply, end};
    const struct pool_options options = {.worker = "/bin/true", .workers = 1, .seconds = SHORT};
    assert_true(pool_run(&options, &task, 1, &handler, &err));
    assert_int_equal(heard.end_count[0], 1);
    assert_int_not_equal(heard.ends[0], POOL_DONE);
    error_release(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hangs),      cmocka_unit_test(crashes),   cmocka_unit_test(speaks_wrong),
        cmocka_unit_test(is_no_file), cmocka_unit_test(no_worker), cmocka_unit_test(long_job),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
