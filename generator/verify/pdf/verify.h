/* SPDX-License-Identifier: ISC */
/* Whether a finished PDF keeps what it claims: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
 */
#ifndef VERIFY_PDF_VERIFY_H
#define VERIFY_PDF_VERIFY_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>

/* Reads the PDF and reports each rule that it breaks, by its clause. `path` as the user typed it.
 * False with *err where the machine says no. */
bool verify_pdf(const char *path, struct report *report, struct error *err);
/* The same for a PDF in memory; `path` is what messages name. */
void verify_pdf_bytes(const char *path, struct buf *bytes, struct report *report);

#endif
