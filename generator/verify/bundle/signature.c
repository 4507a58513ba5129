/* SPDX-License-Identifier: ISC */
/* Who signed the bundle. */
#include "verify/bundle/bundle_check.h"

void signature_check(struct bundle *bundle)
{
    const struct signature *signature = &bundle->options->signature;
    if (signature->code)
        verdict_bad(&bundle->verdict, SECTION_SIGNATURE, signature->code, NULL, "%s",
                    signature->text);
    verdict_say(&bundle->verdict, SECTION_SIGNATURE, "%s", signature->summary);
}
