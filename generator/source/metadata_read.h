/* SPDX-License-Identifier: ISC */
/* sources/metadata.yaml, read by the table of fields. */
#ifndef SOURCE_METADATA_READ_H
#define SOURCE_METADATA_READ_H

#include "base/error.h"
#include "base/memory.h"
#include "model/metadata.h"

#include <stddef.h>

#define METADATA_PATH "sources/metadata.yaml"

/* Every field as if the file did not give it. */
void metadata_clear(struct metadata *metadata);

/* Fills *metadata from the bytes of the file, in the arena. What is wrong is reported; a field that
 * is wrong is left as if it were not given. */
void metadata_parse(const char *bytes, size_t length, struct metadata *metadata,
                    struct arena *arena, struct report *report);

#endif
