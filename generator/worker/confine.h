/* SPDX-License-Identifier: ISC */
/* What a worker can no longer do once it has begun: open files, reach the network, take more than
 * its share. */
#ifndef WORKER_CONFINE_H
#define WORKER_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/* Limits of one worker (setrlimit). Time is that of the processor, for one job. */
#define CONFINE_MEMORY ((size_t)1024 << 20) /* address space, in bytes, without what is mapped */
#define CONFINE_STACK ((size_t)64 << 20)    /* of that: parsers call themselves, file by file */
#define CONFINE_SECONDS 120u
#define CONFINE_FILE_SIZE 0 /* what is made goes through the pipe */
#define CONFINE_OPEN_FILES 64u

/* Confines this process for good: no new privileges, rlimits, Landlock (reading below the
 * `readable` paths and nothing else), seccomp (a list of allowed calls; every other fails with
 * EPERM; no sockets, no new programs). A readable path that is not there is left out. `mapped` is
 * how many bytes of files stand in memory. Tells what the kernel lacks in *missing: "", "Landlock",
 * "seccomp", "Landlock and seccomp". False where a limit that the kernel has could not be set. */
bool confine(const char *const *readable, size_t count, size_t mapped, const char **missing);

#endif
