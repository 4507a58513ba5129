/* SPDX-License-Identifier: ISC */
/* The parts of an enclosure's pages that are withheld, as the manifest names them. */
#ifndef SOURCE_PARTS_READ_H
#define SOURCE_PARTS_READ_H

#include "base/error.h"
#include "base/memory.h"
#include "model/ledger.h"
#include "source/yaml.h"

/* Fills the parts of an enclosure: those under "redacted", then those under "redact". */
void parts_read(const struct yaml *map, struct enclosure *enclosure, struct arena *arena,
                struct report *report);

#endif
