/* SPDX-License-Identifier: ISC */
/* What files were, so that it can be told later, and without reading them, that they still are. */
#ifndef SEEN_H
#define SEEN_H

#include "base/digest.h"
#include "base/memory.h"
#include "wire/field.h"

#include <stdbool.h>
#include <time.h>

enum seen_kind {
    SEEN_INPUT,  /* a file or a folder that was read, or asked for and not there; links followed */
    SEEN_PLACE,  /* the same without its times: only what it is that stands there, be it a link */
    SEEN_OUTPUT, /* a file or a folder that was made; links not followed */
    SEEN_KINDS
};

/* Of a file: its device, number, kind and mode, size, and times of change. All 0: there is none. */
enum seen_fact {
    FACT_DEVICE,
    FACT_NUMBER,
    FACT_MODE,
    FACT_SIZE,
    FACT_MODIFIED,
    FACT_MODIFIED_PART, /* of a second, in nanoseconds */
    FACT_CHANGED,
    FACT_CHANGED_PART,
    FACT_COUNT
};

struct seen_file {
    const char *path; /* borrowed */
    enum seen_kind kind;
    uint64_t facts[FACT_COUNT];
    bool digested; /* it changed at the moment at which it was looked at: its bytes tell */
    uint8_t sha256[DIGEST_SHA256_SIZE]; /* of a folder: of the names in it */
};

struct seen {
    struct seen_file *files;
    size_t count, capacity;
    struct timespec moment; /* since when all were looked at */
};

/* The moment by the clock that gives files their times. */
struct timespec seen_now(void);

/* Begins with no files, at this moment. */
void seen_begin(struct seen *seen);
void seen_release(struct seen *seen);

/* Looks at a file. For an output, `digest` is that of its bytes, or NULL: then it is read where
 * that is needed. */
void seen_add(struct seen *seen, const char *path, enum seen_kind kind,
              const struct digest *digest);

/* Whether a file changed last before a moment, so that a later change gives it another time. */
bool seen_is_before(const struct seen_file *file, struct timespec moment);

/* Whether all files are what they were. Then `seen` becomes what was seen now, at a new moment, and
 * *stale tells whether digests had to be compared, which is not needed the next time. */
bool seen_holds(struct seen *seen, bool *stale);

void seen_write(struct buf *buf, const struct seen *seen);
/* Into an empty one; paths live in the arena. False where it is none. */
bool seen_read(struct field_reader *reader, struct seen *seen, struct arena *arena);

#endif
