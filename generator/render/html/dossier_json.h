/* SPDX-License-Identifier: ISC */
/* The dossier as JSON: for machines, and for search engines. */
#ifndef RENDER_HTML_DOSSIER_JSON_H
#define RENDER_HTML_DOSSIER_JSON_H

#include "base/buf.h"
#include "model/dossier.h"

/* dossier.json: all metadata, the names of the outputs, the enclosures, the whole ledger row by
 * row. */
void dossier_json(const struct dossier *dossier, struct buf *out);
/* The letter as JSON-LD in the words of schema.org, for a script element of type
 * application/ld+json. */
void dossier_json_ld(const struct dossier *dossier, struct buf *out);

#endif
