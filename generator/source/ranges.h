/* SPDX-License-Identifier: ISC */
/* Ranges of pages as the manifest writes them: "12-14 20". */
#ifndef SOURCE_RANGES_H
#define SOURCE_RANGES_H

#include "base/error.h"
#include "base/memory.h"
#include "model/ledger.h"
#include "source/yaml.h"

#include <stddef.h>

/* What messages say that ranges look like. */
#define RANGES_WANTED "pages such as 12-14 16"

/* Those of a text, each with its place, in the arena. What is wrong is reported, and left out. */
const struct page_range *ranges_read(const struct yaml *yaml, size_t *count, struct arena *arena,
                                     struct report *report);

#endif
