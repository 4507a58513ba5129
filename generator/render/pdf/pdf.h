/* SPDX-License-Identifier: ISC */
/* The PDF: set by our own layout, written with libharu, tagged throughout. */
#ifndef RENDER_PDF_PDF_H
#define RENDER_PDF_PDF_H

#include "base/error.h"
#include "base/output.h"
#include "model/dossier.h"

#include <stdbool.h>

/* A page of the PDF that waits for an enclosed one: its resources name a form /X1. */
struct pdf_place {
    size_t page; /* from 0 */
    const struct ledger_row *row;
};
struct pdf_places {
    struct pdf_place *items;
    size_t count;
};
void pdf_places_release(struct pdf_places *places);

/* Sets and writes the PDF as `name` into the output; *places, which comes zeroed, gets those of the
 * enclosed pages. What the settings or the faces cannot do (a
 * face that is not there, a character that none has) is reported with its place; false with *err
 * where the machine failed. */
bool pdf_render(const struct dossier *dossier, struct output *output, const char *name,
                struct pdf_places *places, struct report *report, struct error *err);

/* The layout as text: page, box, line, tag. What `dossier build --dump-layout` prints and the tests
 * compare. */
bool pdf_dump_layout(const struct dossier *dossier, struct buf *text, struct report *report,
                     struct error *err);

#endif
