/* SPDX-License-Identifier: ISC */
/* The ledger as a file of its own, row by row: for spreadsheets, and for machines. */
#ifndef RENDER_HTML_LEDGER_TABLE_H
#define RENDER_HTML_LEDGER_TABLE_H

#include "base/buf.h"
#include "model/dossier.h"

/* RFC 4180, UTF-8, with a line of heads: folio, enclosure, page, status, reason, authority, file,
 * page of the file, its SHA-256, width and height in mm, where the text is from. What is not known
 * is empty. */
void ledger_csv(const struct dossier *dossier, struct buf *out);
/* An array of the rows as they stand in dossier.json. */
void ledger_json(const struct dossier *dossier, struct buf *out);

#endif
