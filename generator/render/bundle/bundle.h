/* SPDX-License-Identifier: ISC */
/* The bundle: a BagIt 1.0 bag (RFC 8493) of everything, in one zip. */
#ifndef RENDER_BUNDLE_BUNDLE_H
#define RENDER_BUNDLE_BUNDLE_H

#include "base/error.h"
#include "base/output.h"
#include "base/variants.h"
#include "model/dossier.h"

#include <stdbool.h>

/* Writes the zip as `name` into the output: the site's finished files (all under "site/", in their
 * place those of `variants`, the last of which is its index.html), the PDF (the finished file
 * `pdf_name`), and the inputs: letter.md byte for byte, both YAML files in canonical form, the held
 * files (streamed from their paths, with the digests of the model), pictures, templates, and the
 * program's source where the dossier has it. `describe`
 * is given the payload ("data/…", by name) and adds the tag files that describe it to *tags. False
 * with *err where the machine failed or a held file changed under our hands. */
bool bundle_render(const struct dossier *dossier, const struct variants *variants,
                   const char *pdf_name,
                   void (*describe)(const struct dossier *dossier,
                                    const struct output_file *payload, size_t count,
                                    struct variants *tags),
                   struct output *output, const char *name, struct error *err);

/* The canonical form of the two input files, from the model: reading it gives the same model. */
void bundle_canonical_metadata(const struct dossier *dossier, struct buf *yaml);
void bundle_canonical_manifest(const struct dossier *dossier, struct buf *yaml);

#endif
