/* SPDX-License-Identifier: ISC */
/* The files that the manifest names, and what the enclosures have of them. */
#ifndef SOURCE_HOLDINGS_READ_H
#define SOURCE_HOLDINGS_READ_H

#include "base/error.h"
#include "base/memory.h"
#include "model/ledger.h"
#include "source/gate.h"
#include "source/names.h"
#include "source/yaml.h"

#include <stddef.h>

/* All files of one manifest. */
struct holdings_reader {
    struct ledger *ledger; /* whose files these become */
    struct gate *gate;
    struct arena *arena;
    struct report *report;
    struct names names;    /* of files that ship; value: their number among `files` */
    struct names withheld; /* of those that do not */
    struct held_file **files;
    size_t count, capacity;
};

void holdings_reader_init(struct holdings_reader *reader, struct ledger *ledger, struct gate *gate,
                          struct arena *arena, struct report *report);
void holdings_reader_release(struct holdings_reader *reader);

/* Fills the holdings of an enclosure whose status is read. Files of one that is withheld get no
 * further than the gate. */
void holdings_read(const struct yaml *map, struct enclosure *enclosure,
                   struct holdings_reader *reader);
/* The name of a file that has withheld pages and no others. */
void holdings_read_apart(const struct yaml *yaml, struct holdings_reader *reader);
/* After all enclosures: fills the ledger's files, and reports pages that two enclosures would have
 * and files that are withheld in one place and shown in another. */
void holdings_end(struct holdings_reader *reader);

#endif
