/* SPDX-License-Identifier: ISC */
/* What a worker can no longer do once it has begun: open files, reach the network, take more than
 * its share. */
#ifndef WORKER_CONFINE_H
#define WORKER_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/* Limits of one worker (setrlimit). Time is that of the processor, for one job. */
#define CONFINE_MEMORY (1024u << 20) /* address space, in bytes */
#define CONFINE_SECONDS 120u
#define CONFINE_FILE_SIZE (4096ull << 20) /* of what MERGE writes */
#define CONFINE_OPEN_FILES 64u

/* Confines this process for good: no new privileges, rlimits, Landlock (reading below the
 * `readable` paths and nothing else), seccomp (a list of allowed calls; every other fails with
 * EPERM; no sockets, no new programs). Tells what the kernel lacks in *missing: "" , "Landlock",
 * "seccomp", "Landlock and seccomp". False where a limit that the kernel has could not be set. */
bool confine(const char *const *readable, size_t count, const char **missing);

#endif
