/* SPDX-License-Identifier: ISC */
/* The list of all that was read, for make. */
#include "source/dependency.h"

void dependency_add(struct dossier *dossier, const char *path)
{
    dossier->inputs = memory_grow(dossier->inputs, dossier->input_count, &dossier->input_capacity,
                                  sizeof *dossier->inputs);
    dossier->inputs[dossier->input_count++] = path;
}
