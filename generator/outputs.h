/* SPDX-License-Identifier: ISC */
/* What a build makes and publishes. */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include "model/dossier.h"
#include "options.h"
#include "stamp.h"

#include <stdbool.h>

/* Makes the outputs of a dossier whose pages were read in `folder`, and publishes those that the
 * options ask for, of which the stamp takes note; for `check`, only goes through all that making
 * them would report. False with *err where the machine failed; nothing is published where something
 * was reported. */
bool outputs_make(const struct dossier *dossier, const struct options *options, const char *folder,
                  struct stamp *stamp, struct report *report, struct error *err);

#endif
