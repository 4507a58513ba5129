/* SPDX-License-Identifier: ISC */
/* sources/letter.md: Markdown by libcmark-gfm, with the marks. */
#ifndef SOURCE_LETTER_READ_H
#define SOURCE_LETTER_READ_H

#include "base/error.h"
#include "model/dossier.h"
#include "source/input.h"

#include <stdbool.h>

#define LETTER_PATH "sources/letter.md"

/* A larger letter than this (256 MiB) would break libcmark-gfm's buffers. */
#define LETTER_LENGTH_MAX ((size_t)256 * 1024 * 1024)

/* Fills dossier->letter, but for what dossier_resolve decides, and the ledger's `letter`. `folder`
 * is the dossier's, for pictures. What is wrong is reported; the root is NULL where there is no
 * tree to go on with. False with *err where the machine failed. */
bool letter_parse(const struct input *input, const char *folder, struct dossier *dossier,
                  struct report *report, struct error *err);

#endif
