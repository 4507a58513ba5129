/* SPDX-License-Identifier: ISC */
/* Names seen so far, to find one that comes again, also in other letter case. */
#ifndef SOURCE_NAMES_H
#define SOURCE_NAMES_H

#include "base/error.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct name {
    const char *text;
    struct place place;
    size_t value;
    const char *folded;
};

/* A hash table, valid when zeroed: names are the same but for letter case. `exact` where letter
 * case tells them apart; `files` where "é" as one character and as two (NFC, NFD) are the same too,
 * as on file systems that do not tell them apart. */
struct names {
    bool exact;
    bool files;
    struct name *slots;
    size_t count;
    size_t capacity;
    struct arena arena;
};

void names_release(struct names *names);
/* The earlier name that is the same (without `exact`: but for letter case), or NULL once this one
 * is added. Borrows the text. */
const struct name *names_add(struct names *names, const char *text, struct place place,
                             size_t value);
/* NULL where it is not there. */
const struct name *names_find(const struct names *names, const char *text);

#endif
