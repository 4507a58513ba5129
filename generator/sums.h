/* SPDX-License-Identifier: ISC */
/* SHA256SUMS, beside the outputs: their checksums, as `sha256sum --check` reads them. */
#ifndef SUMS_H
#define SUMS_H

#include "base/output.h"

#include <stdbool.h>
#include <stddef.h>

#define SUMS_OUTPUT "SHA256SUMS"

/* Puts SUMS_OUTPUT into the output: a line for each finished file that is one of `names`, or in a
 * folder that is one, by name. False with *err where the machine failed. */
bool sums_write(struct output *output, const char *const *names, size_t count, struct error *err);

#endif
