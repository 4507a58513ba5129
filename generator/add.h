/* SPDX-License-Identifier: ISC */
/* What the manifest is to say of files that are new in attachments/. */
#ifndef ADD_H
#define ADD_H

#include "base/buf.h"
#include "base/error.h"
#include "model/dossier.h"
#include "pages/pages.h"

#include <stdbool.h>

/* What is proposed: lines of the manifest, an enclosure for each file. */
struct proposal {
    struct buf lines;
    size_t enclosures;
    size_t pages;
};

/* Proposes an enclosure for each file, its dash behind `indent` blanks, from what is found in it.
 * The dossier is as source_read left it, good or not; its ledger gives way to that of the new
 * files. What is wrong with them is reported. False with *err where the machine failed. */
bool add_propose(struct dossier *dossier, char *const *files, const struct pages_options *options,
                 unsigned indent, struct proposal *proposal, struct report *report,
                 struct error *err);

/* `add`: prints what it proposes for the files to standard output and, with `write`, puts it into
 * the manifest, of which nothing else changes. What keeps it from that is reported, and the
 * manifest left as it is. False with *err where the machine failed. */
bool add_run(struct dossier *dossier, char *const *files, bool write,
             const struct pages_options *options, struct report *report, struct error *err);

#endif
