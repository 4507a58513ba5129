/* SPDX-License-Identifier: ISC */
/* page-worker PATH..., picture-worker PATH...: does one job on a foreign file, as wire/job.h says,
 * confined to reading below the paths. Started by dossier alone. */
#include "base/memory.h"
#include "wire/frame.h"
#include "worker/answer.h"
#include "confine/confine.h"
#include "worker/work.h"

#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The exit codes: 0 also where the file is wrong, which was answered. */
#define EXIT_MACHINE 3

/* The sanitizers' ends look at other processes, which a confined one may not; memory is limited as
 * for any other build, and a request for more than that fails as it does there. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=1024:"
           "hard_rss_limit_mb=1024";
}

/* The memory of a page serves the next, too: to be given pages by the kernel anew takes a third of
 * the time that drawing one does. */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, INT_MAX);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

static bool map(struct foreign *foreign)
{
    struct stat status;
    *foreign = (struct foreign){.bytes = ""};
    if (fstat(WIRE_FILE_FD, &status))
        return true; /* a job without a file */
    if (!S_ISREG(status.st_mode) || status.st_size <= 0)
        return S_ISREG(status.st_mode);
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, WIRE_FILE_FD, 0);
    if (bytes == MAP_FAILED)
        return false;
    *foreign = (struct foreign){.bytes = bytes, .length = (size_t)status.st_size};
    return true;
}

/* Libraries print what they think of a file to standard error, which is the user's. */
static bool silence(void)
{
    int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && dup2(fd, STDERR_FILENO) == STDERR_FILENO;
    if (fd > STDERR_FILENO)
        close(fd);
    return ok;
}

int main(int argc, char **argv)
{
    struct foreign foreign;
    struct frame_reader reader;
    struct frame frame;
    struct job job;
    struct arena arena = ARENA_INIT;
    const char *missing;
    if (argc < 1 || isatty(STDOUT_FILENO)) {
        fputs("page-worker: is started by dossier\n", stderr);
        return 2;
    }
    clearenv();
    keep_memory();
    /* Nobody waits for it where its parent is gone. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    memory_on_failure(answer_no_memory);
    if (!silence() || !map(&foreign))
        return EXIT_MACHINE;
    foreign.readable = (const char *const *)argv + 1;
    foreign.readable_count = (size_t)argc - 1;
    const struct confinement confinement = {.readable = foreign.readable,
                                            .count = foreign.readable_count,
                                            .mapped = foreign.length,
                                            .seconds = CONFINE_SECONDS};
    if (!confine(&confinement, &missing))
        return EXIT_MACHINE;
    answer_confined(missing);
    frame_reader_init(&reader);
    int code = EXIT_MACHINE;
    if (frame_read(STDIN_FILENO, &reader, &frame) == FRAME_WHOLE) {
        struct field_reader fields = {.bytes = frame.bytes, .left = frame.length};
        if (job_read(&fields, &arena, &job)) {
            work_run(&job, &foreign);
            answer_done();
            code = EXIT_SUCCESS;
        }
    }
    frame_reader_release(&reader);
    arena_release(&arena);
    return code;
}
