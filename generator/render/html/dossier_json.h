/* SPDX-License-Identifier: ISC */
/* The dossier as JSON: for machines, and for search engines. */
#ifndef RENDER_HTML_DOSSIER_JSON_H
#define RENDER_HTML_DOSSIER_JSON_H

#include "base/buf.h"
#include "base/json.h"
#include "model/dossier.h"

/* dossier.json: all metadata, the names of the outputs, the enclosures, the whole ledger row by
 * row. */
void dossier_json(const struct dossier *dossier, struct buf *out);
/* The letter as JSON-LD in the words of schema.org, for a script element of type
 * application/ld+json. */
void dossier_json_ld(const struct dossier *dossier, struct buf *out);
/* The same for one enclosed page that is shown. */
void dossier_json_ld_page(const struct dossier *dossier, const struct ledger_row *row,
                          struct buf *out);
/* One row of the ledger as an object; what is known of its page of a file only where it has one. */
void dossier_json_row(struct json *json, const struct ledger *ledger, const struct ledger_row *row);

#endif
