/* SPDX-License-Identifier: ISC */
/* Workers side by side: each a confined process that does one job on one foreign file. */
#include "pages/pool.h"

#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Descriptors from here on take no place of those that a worker has. */
#define ASIDE 64
#define READ_SIZE 65536
#define POLL_MILLISECONDS 500
/* A worker that keeps talking is ended too: after this many times the seconds of silence that it is
 * given, or after this many bytes. */
#define WHOLE_TIMES 60
#define BYTES_MOST ((uint64_t)4 << 30)
/* What a worker ends with that could not begin. */
#define WORKER_FAILED 3

struct worker {
    pid_t pid; /* 0: free */
    int from;  /* its standard output */
    size_t task;
    time_t begun;
    time_t heard;   /* when it last said something whole */
    uint64_t bytes; /* that it said */
    bool confined;  /* it said so, as the first thing */
    bool done;      /* it said so */
    struct frame_reader reader;
};

struct pool {
    const struct pool_options *options;
    const struct pool_task *tasks;
    const struct pool_handler *handler;
    struct worker *workers;
    struct pollfd *polled;
};

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

/* The descriptor beyond all places, closed in the new program; -1 where that fails. */
static int aside(int fd)
{
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, ASIDE);
    close(fd);
    return moved;
}

static bool add_place(posix_spawn_file_actions_t *actions, int fd, int place)
{
    return posix_spawn_file_actions_adddup2(actions, fd, place) == 0;
}

/* The program for a job. */
static const char *program_for(const struct pool_options *options, const struct job *job)
{
    bool picture = job->type != FILE_TYPE_OTHER && job->type != FILE_TYPE_PDF &&
                   (job->kind == JOB_INSPECT || job->kind == JOB_DRAW ||
                    job->kind == JOB_NORMALISE || job->kind == JOB_EXTRACT);
    return picture && options->picture_worker ? options->picture_worker : options->worker;
}

/* Starts a worker's program with its descriptors in their places. */
static bool spawn(const struct pool_options *options, const char *program, int file, int input,
                  int output, pid_t *pid)
{
    struct arena arena = ARENA_INIT;
    /* tesseract's own threads make a page five times slower. */
    char *const environment[] = {arena_string(&arena, "LC_ALL=C"),
                                 arena_string(&arena, "OMP_THREAD_LIMIT=1"), NULL};
    char **arguments = arena_new(&arena, (options->readable_count + 2) * sizeof(char *));
    arguments[0] = arena_string(&arena, program);
    for (size_t i = 0; i < options->readable_count; i++)
        arguments[i + 1] = arena_string(&arena, options->readable[i]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    bool ok =
        add_place(&actions, input, STDIN_FILENO) && add_place(&actions, output, STDOUT_FILENO) &&
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        add_place(&actions, file, WIRE_FILE_FD);
    int failure = ok ? posix_spawn(pid, program, &actions, NULL, arguments, environment) : ENOMEM;
    posix_spawn_file_actions_destroy(&actions);
    arena_release(&arena);
    errno = failure;
    return !failure;
}

static bool start(struct pool *pool, struct worker *worker, size_t task, struct error *err)
{
    int input[2] = {-1, -1};
    int output[2] = {-1, -1};
    struct buf job = BUF_INIT;
    const char *path = pool->tasks[task].path;
    const char *program = program_for(pool->options, pool->tasks[task].job);
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool regular = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    if (!regular) {
        pool->handler->end(pool->handler->context, task, POOL_NO_FILE,
                           file < 0 ? strerror(errno) : "it is no file");
        if (file >= 0)
            close(file);
        return true;
    }
    file = aside(file);
    bool ok = pipe(input) == 0 && pipe(output) == 0;
    for (int i = 0; i < 2 && ok; i++) {
        input[i] = aside(input[i]);
        output[i] = aside(output[i]);
        ok = input[i] >= 0 && output[i] >= 0;
    }
    ok = ok && spawn(pool->options, program, file, input[0], output[1], &worker->pid);
    /* The worker alone has that end: where it is gone nothing can be written, and nobody waits. */
    if (input[0] >= 0)
        close(input[0]);
    if (ok) {
        job_write(&job, pool->tasks[task].job);
        /* One that is gone already is met again when its end is read. */
        (void)frame_write(input[1], 0, job.bytes, job.length);
        frame_reader_init(&worker->reader);
        worker->from = output[0];
        worker->task = task;
        worker->begun = worker->heard = now();
        worker->bytes = 0;
        worker->confined = worker->done = false;
    } else {
        error_set_errno(err, "cannot run %s", program);
        worker->pid = 0;
        if (output[0] >= 0)
            close(output[0]);
    }
    buf_release(&job);
    if (input[1] >= 0)
        close(input[1]);
    if (output[1] >= 0)
        close(output[1]);
    close(file);
    return ok;
}

/* Whether it was the machine that kept a worker from its work: it could not begin, or was killed
 * by somebody else, as the kernel does where memory is short. */
static bool failed_by_machine(const struct worker *worker, int status)
{
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGTERM;
    return !worker->confined && WEXITSTATUS(status) == WORKER_FAILED;
}

/* Ends a worker, waits for it and says what became of its task. False with *err where the machine
 * failed it. */
static bool finish(struct pool *pool, struct worker *worker, enum pool_end end, const char *why,
                   struct error *err)
{
    int status = 0;
    struct buf text = BUF_INIT;
    siginfo_t ended = {0};
    /* One that closed its pipe is about to end; the status of its own end is not to be lost. */
    time_t until = now() + 2;
    while (end == POOL_CRASHED && !ended.si_pid && now() < until) {
        if (waitid(P_PID, (id_t)worker->pid, &ended, WEXITED | WNOHANG | WNOWAIT) < 0)
            break;
        if (!ended.si_pid)
            poll(NULL, 0, 1);
    }
    bool own = ended.si_pid;
    kill(worker->pid, SIGKILL);
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        ;
    bool ok = !(end == POOL_CRASHED && own && failed_by_machine(worker, status));
    if (!ok && WIFSIGNALED(status))
        error_set(err, EXIT_CODE_MACHINE, "the program that read %s was killed; try again",
                  pool->tasks[worker->task].path);
    else if (!ok)
        error_set(err, EXIT_CODE_MACHINE, "the program that reads %s cannot be confined",
                  pool->tasks[worker->task].path);
    if (end == POOL_CRASHED && !own)
        buf_add_string(&text, "stopped to answer");
    else if (end == POOL_CRASHED && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        buf_add_string(&text, "took too long");
    else if (end == POOL_CRASHED && WIFSIGNALED(status))
        buf_add_format(&text, "crashed (signal %d)", WTERMSIG(status));
    else if (end == POOL_CRASHED)
        buf_add_format(&text, "gave up with exit code %d", WEXITSTATUS(status));
    else
        buf_add_string(&text, why);
    close(worker->from);
    frame_reader_release(&worker->reader);
    worker->pid = 0;
    if (ok)
        pool->handler->end(pool->handler->context, worker->task, end, text.bytes);
    buf_release(&text);
    return ok;
}

static bool take_frame(struct pool *pool, struct worker *worker, const struct frame *frame)
{
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    /* It is confined first, done last, and each once. */
    if (worker->done || (frame->kind == REPLY_CONFINED) == worker->confined)
        return false;
    worker->heard = now();
    worker->confined = true;
    worker->done = frame->kind == REPLY_DONE;
    if (worker->done)
        return true;
    if (frame->kind != REPLY_CONFINED)
        return pool->handler->reply(pool->handler->context, worker->task, frame);
    const char *missing = field_string(&fields);
    if (pool->options->confined && !fields.bad)
        pool->options->confined(pool->options->context, missing);
    return !fields.bad;
}

/* Hands on the frames that are whole; false where one is none of a worker's. */
static bool take_frames(struct pool *pool, struct worker *worker)
{
    struct frame frame;
    enum frame_result result;
    while ((result = frame_next(&worker->reader, &frame)) == FRAME_WHOLE) {
        if (!take_frame(pool, worker, &frame))
            return false;
    }
    return result != FRAME_BAD;
}

/* Takes what a worker says, and its end. False with *err where the machine failed. */
static bool hear(struct pool *pool, struct worker *worker, struct error *err)
{
    char bytes[READ_SIZE];
    ssize_t got = read(worker->from, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR)
        return true;
    if (got > 0) {
        worker->bytes += (uint64_t)got;
        frame_feed(&worker->reader, bytes, (size_t)got);
        if (!take_frames(pool, worker))
            return finish(pool, worker, POOL_BROKEN, "answered what no worker answers", err);
        if (worker->bytes > BYTES_MOST)
            return finish(pool, worker, POOL_BROKEN, "answered more than 4 GB", err);
        return true;
    }
    bool whole = worker->done && !frame_is_cut(&worker->reader);
    return finish(pool, worker, whole ? POOL_DONE : POOL_CRASHED, "", err);
}

static bool is_late(const struct pool *pool, const struct worker *worker)
{
    time_t most = (time_t)pool->options->seconds;
    return now() - worker->heard > most || now() - worker->begun > most * WHOLE_TIMES;
}

static bool end_late(struct pool *pool, struct worker *worker, struct error *err)
{
    struct buf why = BUF_INIT;
    buf_add_format(&why, "took too long (enclosed.seconds: %u)", pool->options->seconds);
    bool ok = finish(pool, worker, POOL_TIMED_OUT, why.bytes, err);
    buf_release(&why);
    return ok;
}

/* Waits for the workers that run, and hears those that have something to say. */
static bool attend(struct pool *pool, struct error *err)
{
    nfds_t count = 0;
    for (unsigned i = 0; i < pool->options->workers; i++) {
        if (pool->workers[i].pid)
            pool->polled[count++] = (struct pollfd){.fd = pool->workers[i].from, .events = POLLIN};
    }
    if (poll(pool->polled, count, POLL_MILLISECONDS) < 0)
        return true;
    nfds_t at = 0;
    for (unsigned i = 0; i < pool->options->workers; i++) {
        struct worker *worker = &pool->workers[i];
        if (!worker->pid)
            continue;
        if (pool->polled[at++].revents && !hear(pool, worker, err))
            return false;
        if (worker->pid && is_late(pool, worker) && !end_late(pool, worker, err))
            return false;
    }
    return true;
}

static bool run_all(struct pool *pool, size_t count, struct error *err)
{
    size_t next = 0;
    for (;;) {
        bool busy = false;
        for (unsigned i = 0; i < pool->options->workers; i++) {
            while (!pool->workers[i].pid && next < count) {
                if (!start(pool, &pool->workers[i], next++, err))
                    return false;
            }
            busy = busy || pool->workers[i].pid;
        }
        if (!busy)
            return true;
        if (!attend(pool, err) || !output_go_on(err))
            return false;
    }
}

/* Of what is not wanted any more nothing is heard. */
static void stop(struct worker *worker)
{
    kill(worker->pid, SIGKILL);
    while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    close(worker->from);
    frame_reader_release(&worker->reader);
}

bool pool_run(const struct pool_options *options, const struct pool_task *tasks, size_t count,
              const struct pool_handler *handler, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    struct pool pool = {.options = options, .tasks = tasks, .handler = handler};
    /* What spawns it may learn only later that it is not there. */
    for (size_t i = 0; i < count; i++) {
        const char *program = program_for(options, tasks[i].job);
        if ((!i || program != program_for(options, tasks[i - 1].job)) && access(program, X_OK) != 0)
            return error_set_errno(err, "cannot run %s", program);
    }
    pool.workers = arena_new(&arena, options->workers * sizeof *pool.workers);
    pool.polled = arena_new(&arena, options->workers * sizeof *pool.polled);
    sigaction(SIGPIPE, &ignore, &before);
    bool ok = run_all(&pool, count, err);
    for (unsigned i = 0; i < options->workers; i++) {
        if (pool.workers[i].pid)
            stop(&pool.workers[i]);
    }
    sigaction(SIGPIPE, &before, NULL);
    arena_release(&arena);
    return ok;
}

unsigned pool_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (unsigned)count : 1;
}
