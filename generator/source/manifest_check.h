/* SPDX-License-Identifier: ISC */
/* Whether the files of each enclosure hold what its statuses say, page by page, and no more. */
#ifndef SOURCE_MANIFEST_CHECK_H
#define SOURCE_MANIFEST_CHECK_H

#include "base/error.h"
#include "model/ledger.h"

/* Reports ranges that overlap or lie beyond the last page, held pages without a file, and files
 * that would publish a page that is withheld or said not to be held. */
void manifest_check(const struct ledger *ledger, struct report *report);

#endif
