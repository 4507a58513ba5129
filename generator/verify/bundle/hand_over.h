/* SPDX-License-Identifier: ISC */
/* Hands the inputs in a bundle to who rebuilds it. */
#ifndef VERIFY_BUNDLE_HAND_OVER_H
#define VERIFY_BUNDLE_HAND_OVER_H

#include "verify/bundle/bundle_check.h"

/* Writes what wire/handed.h tells to standard output, of a bundle that bundle_check found good.
 * False with *err where the machine failed, or the bundle is no longer what it was. */
bool hand_over(const struct bundle *bundle, struct error *err);

#endif
