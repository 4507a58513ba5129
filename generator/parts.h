/* SPDX-License-Identifier: ISC */
/* The PDF in parts, none of which is larger than asked for. */
#ifndef PARTS_H
#define PARTS_H

#include "base/output.h"
#include "options.h"
#include "render/pdf/pdf.h"

#include <stdbool.h>

/* Makes parts/<identifier>-part-1.pdf and so on in the output, none larger than the options say;
 * `whole` is the size of the whole PDF. Each is as full as can be, but for a twentieth. What alone
 * is too large is reported. False with *err where the machine failed. */
bool parts_make(const struct pdf *pdf, uint64_t whole, const struct dossier *dossier,
                const struct options *options, struct output *output, struct report *report,
                struct error *err);

#endif
