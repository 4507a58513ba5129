/* SPDX-License-Identifier: ISC */
/* Titles of enclosures that are said to be in the letter's words. */
#ifndef SOURCE_ENCLOSURE_TITLE_H
#define SOURCE_ENCLOSURE_TITLE_H

#include "base/error.h"
#include "model/dossier.h"

/* Reports each title with "title-from: letter" whose words do not stand in the letter or its notes
 * as one run, character by character but for how white space is written. */
void enclosure_title_check(const struct dossier *dossier, struct report *report);

#endif
