/* SPDX-License-Identifier: ISC */
/* What the manifest is to say of files that are new in attachments/. */
#ifndef ADD_H
#define ADD_H

#include "base/buf.h"
#include "base/error.h"
#include "model/dossier.h"
#include "pages/pages.h"

#include <stdbool.h>

/* Proposes an enclosure for each file, as lines of the manifest, from what is found in it. The
 * dossier is as source_read left it, good or not; its ledger gives way to that of the new files.
 * What is wrong with them is reported. False with *err where the machine failed. */
bool add_propose(struct dossier *dossier, char *const *files, const struct pages_options *options,
                 struct buf *lines, struct report *report, struct error *err);

#endif
