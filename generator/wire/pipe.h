/* SPDX-License-Identifier: ISC */
/* Pipes that block, read and written whole. */
#ifndef WIRE_PIPE_H
#define WIRE_PIPE_H

#include <stdbool.h>
#include <stddef.h>

/* All of it; false where the other side is gone or the machine says no. */
bool pipe_write(int fd, const void *bytes, size_t length);
bool pipe_read(int fd, void *bytes, size_t length);

#endif
