/* SPDX-License-Identifier: ISC */
/* Names that a bundle may give its files: which of them are traps. */
#ifndef VERIFY_BUNDLE_NAME_CHECK_H
#define VERIFY_BUNDLE_NAME_CHECK_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct name_problem {
    const char *code;
    const char *text; /* after the name: "climbs out of the bundle …" */
    bool bad;         /* else it is only inconvenient */
};

/* The first problem of a relative path, NULL where there is none. It may hold any byte. */
const struct name_problem *name_check(const char *name, size_t length);

/* The name as a file system sees it that keeps apart neither how a character is composed (Unicode's
 * NFC) nor, where `cases` says so, upper and lower case, and sees no characters that are not seen
 * and no dots and spaces at the end of a part. The name is UTF-8; in the arena, or itself where
 * nothing is to be changed. */
const char *name_fold(struct arena *arena, const char *name, bool cases);

#endif
