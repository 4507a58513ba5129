/* SPDX-License-Identifier: ISC */
/* The lines of a bag's tag files (RFC 8493, 2.1 and 2.2), as they stand in the file. */
#ifndef VERIFY_BUNDLE_TAG_FILE_H
#define VERIFY_BUNDLE_TAG_FILE_H

#include "base/buf.h"
#include "base/hashes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No line of a tag file may be longer. */
#define TAG_LINE_MAX ((size_t)1024 * 1024)

/* Cuts bytes into lines, which end with LF, CR or CR LF. */
struct tag_lines {
    struct buf line;
    unsigned long long number;
    bool after_cr;
    bool too_long; /* one was longer than TAG_LINE_MAX: its end is not handed on */
    /* Gets a terminated line, without its end, which it may change. */
    void (*take)(void *to, char *line, size_t length, unsigned long long number);
    void *to;
};
/* To be handed to container_read, with the lines. */
bool tag_lines_feed(void *lines, const void *bytes, size_t length);
/* After all bytes: the last line, where it is not ended, and releases the rest. */
void tag_lines_end(struct tag_lines *lines);

/* A line of a manifest: digest, then a path, in the line's own memory. */
struct manifest_line {
    uint8_t digest[HASH_SIZE_MAX];
    char *path;          /* decoded */
    const char *as_read; /* as it stood there, where it was decoded; else NULL. In `raw`. */
    bool starred;        /* a '*' stands before the path, as md5sum writes it */
};
enum manifest_problem {
    MANIFEST_GOOD,
    MANIFEST_NO_LINE,    /* no digest and path */
    MANIFEST_NO_DIGEST,  /* not so many hexadecimal digits as the algorithm has */
    MANIFEST_MIXED_CASE, /* digits in upper and lower case: no program writes that */
    MANIFEST_NO_PATH,
};
/* `raw` is what keeps the path as it stood there. */
enum manifest_problem manifest_line_read(char *line, size_t length, enum hash hash, struct buf *raw,
                                         struct manifest_line *out);

/* Undoes %0A, %0D and %25 (2.1.3), in place. True where there was one of them. */
bool path_decode(char *path);

/* A line of bag-info.txt or bagit.txt: a label and a value, both in the line's memory and without
 * space around. False where it has no colon or no label. */
bool element_read(char *line, char **label, char **value);

/* A line of fetch.txt: address, length or '-', path. */
bool fetch_line_read(char *line, char **address, char **path);

#endif
