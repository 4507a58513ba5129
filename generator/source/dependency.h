/* SPDX-License-Identifier: ISC */
/* The list of all that was read, for make. */
#ifndef SOURCE_DEPENDENCY_H
#define SOURCE_DEPENDENCY_H

#include "model/dossier.h"

/* Adds a file, or a folder whose listing matters, by a path that make can use; borrows it. */
void dependency_add(struct dossier *dossier, const char *path);

#endif
