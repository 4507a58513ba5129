/* SPDX-License-Identifier: ISC */
/* What a process that parses foreign bytes can no longer do: open files, reach the network, take
 * more than its share. */
#ifndef CONFINE_CONFINE_H
#define CONFINE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/* Limits of one process (setrlimit). */
#define CONFINE_MEMORY ((size_t)1024 << 20) /* address space, in bytes, without what is mapped */
#define CONFINE_STACK ((size_t)64 << 20)    /* of that: parsers call themselves, file by file */
#define CONFINE_SECONDS 120u                /* of the processor's time, for one job */
#define CONFINE_FILE_SIZE 0 /* what is made goes through a pipe, but where it `writes` */
#define CONFINE_OPEN_FILES 64u

struct confinement {
    /* Paths below which it may read; one that is not there is left out. */
    const char *const *readable;
    size_t count;
    size_t mapped;    /* how many bytes of files stand in memory */
    unsigned seconds; /* of the processor's time; 0 where the work is limited otherwise */
    bool threads;     /* it may begin threads of its own */
    bool writes;      /* what is open for writing may be a file */
};

/* Confines this process for good: no new privileges, rlimits, Landlock (reading what is readable
 * and nothing else), seccomp (a list of allowed calls; every other fails with EPERM; no sockets, no
 * new programs). Tells what the kernel lacks in *missing: "", "Landlock", "seccomp", "Landlock and
 * seccomp". False where a limit that the kernel has could not be set. */
bool confine(const struct confinement *confinement, const char **missing);

#endif
