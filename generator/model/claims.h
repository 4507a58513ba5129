/* SPDX-License-Identifier: ISC */
/* What the PDF may claim to be, by the enclosed pages in it. */
#ifndef MODEL_CLAIMS_H
#define MODEL_CLAIMS_H

#include "model/dossier.h"

#include <stdbool.h>

struct claims {
    bool a;  /* PDF/A-2a (ISO 19005-2) */
    bool ua; /* PDF/UA-1 (ISO 14289-1) */
};

/* Takes away what a page that stands in the PDF does not allow, the way it is shown there. */
void claims_narrow(struct claims *claims, const struct ledger_row *row);
/* "PDF/A-2a and PDF/UA-1", "PDF/UA-1"; nothing for none. */
void claims_append(struct buf *buf, struct claims claims);

/* Reports what the PDF of a dossier whose pages were read claims: as a warning where that is less
 * than both, else as a note for who asked for them. What it cannot claim and is `required` to is an
 * error for each page that is in its way. */
void claims_report(const struct dossier *dossier, struct claims required, bool verbose,
                   struct report *report);

#endif
