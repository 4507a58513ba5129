/* SPDX-License-Identifier: ISC */
/* The dossier described in the forms of libraries, archives and citation tools. What the metadata
 * does not hold is said to be not stated, or is left out; nothing of what is withheld is named. */
#ifndef RENDER_DESCRIBE_DESCRIBE_H
#define RENDER_DESCRIBE_DESCRIBE_H

#include "base/error.h"
#include "base/output.h"
#include "base/variants.h"
#include "model/dossier.h"

#include <stdbool.h>

/* Writes the files of model/description.h under "site/". `pdf`: the finished PDF, NULL where there
 * is none. False with *err where the machine failed. */
bool describe_render(const struct dossier *dossier, const struct output_file *pdf,
                     struct output *output, struct error *err);

/* Adds the RO-Crate 1.2 (ro-crate-metadata.json) and its preview, which stand beside data/, to
 * *tags. `payload` are the bag's files, by name. */
void describe_crate(const struct dossier *dossier, const struct output_file *payload, size_t count,
                    struct variants *tags);

/* Each form by itself: appends the whole file. */
void describe_dublin_core(const struct dossier *dossier, struct buf *out);
void describe_premis(const struct dossier *dossier, const struct output_file *pdf, struct buf *out);
void describe_tei(const struct dossier *dossier, struct buf *out);
void describe_csl(const struct dossier *dossier, struct buf *out);
void describe_bibtex(const struct dossier *dossier, struct buf *out);
void describe_ris(const struct dossier *dossier, struct buf *out);

#endif
