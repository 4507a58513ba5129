/* SPDX-License-Identifier: ISC */
/* What was read, as a dependency file for make. */
#ifndef DEPFILE_H
#define DEPFILE_H

#include "base/error.h"
#include "model/dossier.h"

#include <stdbool.h>

/* Writes a rule to `file` by which make knows what the outputs in `folder` are made of. False with
 * *err where the machine failed. */
bool depfile_write(const struct dossier *dossier, const char *folder, const char *file,
                   struct error *err);

#endif
