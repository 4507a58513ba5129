/* SPDX-License-Identifier: ISC */
/* `rebuild`: makes the dossier in a bundle again and compares. */
#ifndef REBUILD_H
#define REBUILD_H

#include "base/error.h"
#include "options.h"

#include <stdbool.h>

/* Takes the inputs out of the bundle options->files[0] into the folder options->output, which is
 * new or empty, has `build` make the outputs there, and says on standard output whether the bundle
 * made is the same, or what differs and why. `checker` is the path of check-bundle. *code is the
 * exit code where true is returned: that of check-bundle where the bundle is not good,
 * EXIT_CODE_INPUT where something differs. */
bool rebuild(const struct options *options, const char *checker,
             bool (*build)(const struct options *options, struct report *report, struct error *err),
             struct report *report, int *code, struct error *err);

#endif
