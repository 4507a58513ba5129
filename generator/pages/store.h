/* SPDX-License-Identifier: ISC */
/* The cache: what a job gave, under the digest of everything that it depends on. Taking it away
 * changes nothing but time. */
#ifndef PAGES_STORE_H
#define PAGES_STORE_H

#include "base/buf.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "wire/job.h"

#include <stdbool.h>

/* An entry holds frames as the worker sent them, closed by a frame of REPLY_DONE with the SHA-256
 * of all before it. */

/* The path of the entry for a job on one file and one of its pages (0: the whole file), in the
 * arena: NULL without a cache. The job's password has no part in it, which would tell of the
 * password: who asks has opened the file with it in this run. */
const char *store_path(const char *cache, const struct digest *file, const struct job *job,
                       uint32_t page, struct arena *arena);
/* The frames of an entry without the closing one; false where there is none that is whole. */
bool store_get(const char *path, struct buf *frames);
/* Keeps frames; folders on the way are made. False with *err where the machine says no. */
bool store_put(const char *path, const struct buf *frames, struct error *err);
/* Keeps bytes that are no frames: a file of its own, and its SHA-256 beside it. */
bool store_keep(const char *path, const struct buf *bytes, struct error *err);
/* The same piece by piece, for what need not stand in memory: open, write, and close, which frees
 * the writer; false with *err where any of it failed. Abandoning drops what was written; takes
 * NULL. `number` tells apart those of one path that are open at once. */
struct store_writer;
struct store_writer *store_open(const char *path, size_t number);
void store_write(struct store_writer *writer, const struct buf *bytes);
bool store_close(struct store_writer *writer, struct error *err);
void store_abandon(struct store_writer *writer);
/* Whether such a file is there and whole. */
bool store_has(const char *path);
/* Appends its bytes; false where it is not there or not whole. */
bool store_take(const char *path, struct buf *bytes);

#endif
