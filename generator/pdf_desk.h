/* SPDX-License-Identifier: ISC */
/* Who lets check-pdf look into PDFs for a process that can start no program. */
#ifndef PDF_DESK_H
#define PDF_DESK_H

#include "base/error.h"

#include <stdbool.h>

struct pdf_desk {
    int request[2], answer[2]; /* pipes; verify/bundle/pdf_claim.h says what goes through them */
};

bool pdf_desk_open(struct pdf_desk *desk, struct error *err);
/* After the fork: answers until nobody asks any more. Closes both pipes. */
void pdf_desk_serve(struct pdf_desk *desk);

#endif
