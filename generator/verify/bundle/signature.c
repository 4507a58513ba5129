/* SPDX-License-Identifier: ISC */
/* Who signed the bundle. */
#include "verify/bundle/bundle_check.h"

void signature_check(struct bundle *bundle)
{
    verdict_say(&bundle->verdict, SECTION_SIGNATURE, "none");
}
