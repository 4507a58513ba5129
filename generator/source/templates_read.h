/* SPDX-License-Identifier: ISC */
/* The folder of templates: the dossier's own, or the project's. */
#ifndef SOURCE_TEMPLATES_READ_H
#define SOURCE_TEMPLATES_READ_H

#include "base/error.h"
#include "model/dossier.h"
#include "source/source.h"

#include <stdbool.h>

/* Reads every file of the folder and the settings in it. What is wrong is reported; false with *err
 * where the machine failed. */
bool templates_read(const struct source_options *options, struct dossier *dossier,
                    struct report *report, struct error *err);

#endif
