/* SPDX-License-Identifier: ISC */
/* The PDF in parts, none of which is larger than asked for. */
#ifndef PARTS_H
#define PARTS_H

#include "base/output.h"
#include "options.h"
#include "pages/pages.h"
#include "render/pdf/pdf.h"

#include <stdbool.h>

/* Writes a file of the PDF, with the enclosed pages laid in, as `name` into the output. */
bool parts_finish(const struct pages_options *options, struct output *output, const char *unfilled,
                  const char *name, const struct pdf_places *places, struct error *err);

/* Makes parts/<identifier>-part-1.pdf and so on in the output, none larger than the options say;
 * `whole` is the size of the whole PDF. Each is as full as can be, but for a twentieth. What alone
 * is too large is reported. False with *err where the machine failed. */
bool parts_make(const struct pdf *pdf, uint64_t whole, const struct dossier *dossier,
                const struct options *options, const struct pages_options *pages,
                struct output *output, struct report *report, struct error *err);

#endif
