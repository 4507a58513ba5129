/* SPDX-License-Identifier: ISC */
/* Which fonts the worker knows: those that it is given, and no other of the machine. */
#ifndef WORKER_FACES_H
#define WORKER_FACES_H

#include <stddef.h>

/* Makes the files among the paths all the fonts that there are, for good; folders are passed over.
 * They stand in for fonts of the usual names, or by their kind. */
void faces_use(const char *const *paths, size_t count);

#endif
