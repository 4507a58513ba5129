/* SPDX-License-Identifier: ISC */
/* The ICC profile that gives the PDF's colours their meaning (ISO 19005-2, 6.2.3). */
#ifndef RENDER_PDF_PROFILE_H
#define RENDER_PDF_PROFILE_H

#include "model/dossier.h"

#include <stdbool.h>

/* Appends the profile that the settings name. What is wrong with it is reported; false with *err
 * where the machine failed. */
bool profile_read(const struct templates *templates, struct buf *bytes, struct report *report,
                  struct error *err);

#endif
