/* SPDX-License-Identifier: ISC */
/* A layout to a PDF file, through libharu's object functions (ISO 32000-1). */
#ifndef RENDER_PDF_WRITE_H
#define RENDER_PDF_WRITE_H

#include "base/output.h"
#include "render/pdf/layout.h"

#include <stdbool.h>

bool write_pdf(const struct dossier *dossier, const struct layout *layout,
               struct output_writer *writer, struct report *report, struct error *err);

#endif
