/* SPDX-License-Identifier: ISC */
/* Where a page ends. */
#ifndef RENDER_PDF_FILL_H
#define RENDER_PDF_FILL_H

#include "render/pdf/page.h"

/* What makes the best page: the fuller and the less it costs, the better. All strips where they
 * and their notes fit. */
struct page_choice fill_best(const struct flow *flow);

#endif
