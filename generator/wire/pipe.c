/* SPDX-License-Identifier: ISC */
/* Pipes that block, read and written whole. */
#include "wire/pipe.h"

#include <errno.h>
#include <unistd.h>

bool pipe_write(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        at += written;
        length -= (size_t)written;
    }
    return true;
}

bool pipe_read(int fd, void *bytes, size_t length)
{
    char *at = bytes;
    while (length) {
        ssize_t got = read(fd, at, length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        length -= (size_t)got;
    }
    return true;
}
