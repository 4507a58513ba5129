/* SPDX-License-Identifier: ISC */
/* The gate that no withheld file passes, whatever it is called. */
#ifndef SOURCE_GATE_H
#define SOURCE_GATE_H

#include "base/error.h"
#include "model/dossier.h"

#include <stdbool.h>
#include <stddef.h>

struct withheld_file {
    const char *name; /* relative to attachments/; borrowed */
    struct place place;
    bool password; /* it holds one; the name is relative to the dossier's folder */
};

/* The files that the manifest says are withheld, or hold a password. Valid when zeroed. */
struct gate {
    struct withheld_file *files;
    size_t count;
    size_t capacity;
};

void gate_release(struct gate *gate);
void gate_add(struct gate *gate, const char *name, struct place place);
void gate_add_password(struct gate *gate, const char *name, struct place place);

/* Reports each file that would be published (held ones, the letter, its pictures, templates, the
 * program's source) and has the bytes of one of these: a copy, a hard link or that file itself. A
 * withheld file is opened only where its size is that of a published one; one that is not there is
 * not missed. False with *err where it could not be read. */
bool gate_check(const struct gate *gate, const char *folder, struct dossier *dossier,
                struct report *report, struct error *err);

#endif
