/* SPDX-License-Identifier: ISC */
/* Whether a bag is complete and each of its files is as its manifests tell (RFC 8493, 3). */
#ifndef VERIFY_BUNDLE_BAG_JUDGE_H
#define VERIFY_BUNDLE_BAG_JUDGE_H

#include "verify/bundle/bag_read.h"

/* Tells it as SECTION_BAG. After digests_check. */
void bag_judge(const struct bag *bag, const struct container *container, struct verdict *verdict);

#endif
