/* SPDX-License-Identifier: ISC */
/* Whether the outputs may go where they are to go. */
#ifndef TARGETS_H
#define TARGETS_H

#include "base/error.h"
#include "base/memory.h"
#include "options.h"

#include <stdbool.h>

#define TARGETS_SITE "site"
#define TARGETS_PARTS "parts"

/* Nothing is written where something is read: `output` and the dependency file stand in no input
 * folder. `templates` may be NULL. False with *err (EXIT_CODE_USAGE) where they do. */
bool targets_check(const struct options *options, const char *output, const char *templates,
                   struct arena *arena, struct error *err);

/* What stands as site/ in `output` gives way to the new one: it must be one that this program made.
 * False with *err (EXIT_CODE_USAGE) where it is not. */
bool targets_check_site(const struct options *options, const char *output, struct arena *arena,
                        struct error *err);

/* The same for parts/, where --split asks for it: it may hold nothing but parts of a PDF. */
bool targets_check_parts(const struct options *options, const char *output, struct arena *arena,
                         struct error *err);
/* Whether there is such a folder in `output`. False with *err where it cannot be read. */
bool targets_find_parts(const char *output, struct arena *arena, bool *there, struct error *err);

#endif
