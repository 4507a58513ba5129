/* SPDX-License-Identifier: ISC */
/* Reading a dossier's folder: everything that any output is made of. */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/error.h"
#include "model/dossier.h"

#include <stdbool.h>

struct source_options {
    const char
        *folder; /* the dossier: has sources/ and attachments/; "." for the one we stand in */
    const char *templates; /* the project's templates, used where the folder has none of its own */
    const char *program; /* the program's source, used where it is wanted and the folder has none of
                            its own; NULL where there is none */
    const char *style;   /* in place of the one that the settings name; NULL: that one */
    bool with_source;    /* the bundle is to hold the program's source */
};

/* Reads sources/, attachments/ and templates/, and program/ where it is wanted, into an empty
 * dossier and resolves it (dossier_resolve). All that is wrong with the input is reported, as far
 * as it can be told in one run; false with *err only where the machine failed. The dossier is good
 * to render only where the report has no errors. */
bool source_read(const struct source_options *options, struct dossier *dossier,
                 struct report *report, struct error *err);

#endif
