/* SPDX-License-Identifier: ISC */
/* The source of the program itself, which a bundle may hold. */
#ifndef SOURCE_PROGRAM_READ_H
#define SOURCE_PROGRAM_READ_H

#include "base/error.h"
#include "model/dossier.h"
#include "source/source.h"

#include <stdbool.h>

/* Where it is asked for, reads program/ of the dossier, or where there is none the source that came
 * with the program: all but build/ and names that begin with a dot. What is wrong is reported;
 * false with *err where there is no source, or the machine failed. */
bool program_read(const struct source_options *options, struct dossier *dossier,
                  struct report *report, struct error *err);

#endif
