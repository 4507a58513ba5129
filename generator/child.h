/* SPDX-License-Identifier: ISC */
/* A program that is run for what it writes on its standard output. */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <sys/types.h>

struct child {
    pid_t pid;
    int from; /* what it writes is read here */
};

/* Starts a program, which is looked for in PATH where its name has no slash. `input` is the file of
 * its standard input, NULL: ours; `hushed` drops what it says on standard error. False with errno.
 */
bool child_start(struct child *child, char *const *arguments, const char *input, bool hushed);
/* Reads no more, and waits for its end: its exit code, -1 where a signal ended it. */
int child_end(struct child *child);

#endif
