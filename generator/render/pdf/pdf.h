/* SPDX-License-Identifier: ISC */
/* The PDF: set by our own layout, written with libharu, tagged throughout. */
#ifndef RENDER_PDF_PDF_H
#define RENDER_PDF_PDF_H

#include "base/error.h"
#include "base/output.h"
#include "model/dossier.h"

#include <stdbool.h>

/* Sets and writes the PDF as `name` into the output. What the settings or the faces cannot do (a
 * face that is not there, a character that none has) is reported with its place; false with *err
 * where the machine failed. */
bool pdf_render(const struct dossier *dossier, struct output *output, const char *name,
                struct report *report, struct error *err);

/* The layout as text: page, box, line, tag. What `dossier build --dump-layout` prints and the tests
 * compare. */
bool pdf_dump_layout(const struct dossier *dossier, struct buf *text, struct report *report,
                     struct error *err);

#endif
