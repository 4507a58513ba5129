/* SPDX-License-Identifier: ISC */
/* attachments/manifest.yaml: the enclosures, what is held of them, and the files that hold it. */
#ifndef SOURCE_MANIFEST_READ_H
#define SOURCE_MANIFEST_READ_H

#include "base/error.h"
#include "base/memory.h"
#include "model/ledger.h"
#include "source/gate.h"

#include <stddef.h>

#define MANIFEST_NAME "manifest.yaml"
#define MANIFEST_PATH "attachments/" MANIFEST_NAME

/* Fills what the ledger takes from the manifest: declared, enclosures and files, without sizes and
 * digests of these, in the arena. What is wrong is reported. A file that a withheld enclosure or
 * exception names gets no further than the gate. */
void manifest_parse(const char *bytes, size_t length, struct ledger *ledger, struct gate *gate,
                    struct arena *arena, struct report *report);

#endif
