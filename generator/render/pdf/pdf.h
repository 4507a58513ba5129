/* SPDX-License-Identifier: ISC */
/* The PDF: set by our own layout, written with libharu, tagged throughout. */
#ifndef RENDER_PDF_PDF_H
#define RENDER_PDF_PDF_H

#include "base/error.h"
#include "base/output.h"
#include "model/dossier.h"

#include <stdbool.h>

/* The PDF as it is set; borrows the dossier. */
struct pdf;

/* What the settings or the faces cannot do (a face that is not there, a character that none has) is
 * reported with its place: NULL then, or with *err where the machine failed. */
struct pdf *pdf_new(const struct dossier *dossier, struct report *report, struct error *err);
void pdf_free(struct pdf *pdf);
/* Writes it, with the enclosed pages, as `name` into the output. Reports, and fails, as above. */
bool pdf_write(const struct pdf *pdf, struct output *output, const char *name,
               struct report *report, struct error *err);

/* What is not cut into parts: the letter with all that stands before the enclosed pages; then each
 * of those, and each sheet that stands for some. */
struct pdf_unit {
    size_t page;                      /* its first, from 0 */
    unsigned first_folio, last_folio; /* 0 for the letter's */
    const struct ledger_row *row;     /* whose page it shows; NULL for none */
};
const struct pdf_unit *pdf_units(const struct pdf *pdf, size_t *count);

/* The same for a part, units first[index] to first[index + 1], of `count`: with a head of its own,
 * the title of which says so. */
bool pdf_write_part(const struct pdf *pdf, const size_t *first, size_t count, size_t index,
                    struct output *output, const char *name, struct report *report,
                    struct error *err);

/* The layout as text: page, box, line, tag. What `dossier build --dump-layout` prints and the tests
 * compare. */
bool pdf_dump_layout(const struct dossier *dossier, struct buf *text, struct report *report,
                     struct error *err);

#endif
