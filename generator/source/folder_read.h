/* SPDX-License-Identifier: ISC */
/* A folder whose files ship as they are. */
#ifndef SOURCE_FOLDER_READ_H
#define SOURCE_FOLDER_READ_H

#include "base/error.h"
#include "model/dossier.h"

#include <stdbool.h>

struct folder {
    const char *root;        /* as make can use it */
    const char *shown;       /* as messages name it */
    const char *passed_over; /* a folder in it that is no part of it; NULL for none */
};

/* Reads every file of the folder and the folders in it, into the dossier's arena: names relative to
 * it, sorted by their bytes. Names that begin with a dot are passed over. What is wrong with one is
 * reported; false with *err where the machine failed. */
bool folder_read(const struct folder *folder, struct dossier *dossier, struct template_file **files,
                 size_t *count, struct report *report, struct error *err);

/* Whether there is a folder at `path`, or a link to one. */
bool folder_is_there(const char *path);
/* A path that is not relative to the dossier's folder says so (struct report). */
const char *folder_from_here(const char *path, struct arena *arena);

#endif
