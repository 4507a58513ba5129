/* SPDX-License-Identifier: ISC */
/* Outputs made beside their target and swapped in at the end: whole or nothing. */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include "base/digest.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One finished file of an output. */
struct output_file {
    const char *name; /* relative to the output's folder, '/' between parts */
    uint64_t size;
    struct digest digest;
    const char *bytes; /* of a small file that output_put wrote, in the output's memory; or NULL */
};

/* Whether a file is one of that name, or in a folder of that name. */
bool output_is_in(const char *file, const char *name);

struct output;        /* the staging folder and the list of what is finished in it */
struct output_writer; /* one file being written */

/* Makes `folder` where it is missing and, in it, the staging folder; clears up what a killed run
 * left there. One run at a time: a second one is refused (EXIT_CODE_MACHINE). With `folder` NULL
 * nothing is written anywhere: sizes and digests are kept all the same, for checks. NULL with *err
 * on failure. */
struct output *output_new(const char *folder, struct error *err);
/* Takes away the staging folder and all that was not published. */
void output_free(struct output *output);

/* Begins a file; missing folders on its way are made. NULL with *err on failure. */
struct output_writer *output_open(struct output *output, const char *name, struct error *err);
/* False with *err when the disk is full, or when SIGINT or SIGTERM came. */
bool output_write(struct output_writer *writer, const void *bytes, size_t length,
                  struct error *err);
/* Ends the file, records it, frees the writer; with `file` not NULL tells size and digests.
 * False with *err where the last bytes did not go through. */
bool output_close(struct output_writer *writer, struct output_file *file, struct error *err);
/* Drops a file that is not finished; takes NULL. */
void output_abandon(struct output_writer *writer);

/* The three above for bytes in memory. */
bool output_put(struct output *output, const char *name, const void *bytes, size_t length,
                struct error *err);
/* As output_put, for one of many files that seldom change: where the published file of that name
 * has the same bytes, mode and owner and no other name, it stays, with its time, and nothing is
 * written.
 */
bool output_keep(struct output *output, const char *name, const void *bytes, size_t length,
                 struct error *err);
/* A finished file under a second name too: a hard link where the file system has them, else a copy.
 */
bool output_copy(struct output *output, const char *from, const char *to, struct error *err);

/* Takes a finished file out again: nobody needs it any more, and another may have its name. */
void output_drop(struct output *output, const char *name);

/* The path of a finished or coming file in the staging folder, in the output's own memory, for a
 * library that writes files itself; NULL where nothing is written. What it wrote is recorded by
 * output_record. */
const char *output_path(struct output *output, const char *name);
bool output_record(struct output *output, const char *name, struct output_file *file,
                   struct error *err);

/* The finished files, in the order in which they were finished. Borrowed: each lives as long as the
 * output, the array until the next file is finished. */
const struct output_file *const *output_files(const struct output *output, size_t *count);
const struct output_file *output_find(const struct output *output, const char *name);

/* Swaps `name` (a file or a folder of the staging folder) with what stands under that name in the
 * target folder; each swap is one rename. What stands under a name that was not made this time
 * goes. Signals wait until all names are swapped. Where one swap fails those before it are taken
 * back. */
bool output_publish(struct output *output, const char *const *names, size_t count,
                    struct error *err);

/* From now on SIGINT, SIGTERM and SIGHUP make the next output_write or output_go_on fail instead of
 * ending the program; output_new calls it. */
void output_catch_signals(void);
/* False with *err once a signal came. */
bool output_go_on(struct error *err);

#endif
