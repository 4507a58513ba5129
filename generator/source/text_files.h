/* SPDX-License-Identifier: ISC */
/* The texts that stand beside held files, found by their names. */
#ifndef SOURCE_TEXT_FILES_H
#define SOURCE_TEXT_FILES_H

#include "model/dossier.h"
#include "source/gate.h"

/* Fills `text` of each held file of the dossier in this folder, or reports what is wrong with what
 * stands there; `gate` knows the withheld files. False with *err where the machine failed. */
bool text_files_find(struct dossier *dossier, const char *folder, const struct gate *gate,
                     struct report *report, struct error *err);

#endif
