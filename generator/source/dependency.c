/* SPDX-License-Identifier: ISC */
/* The list of all that was read, for make. */
#include "source/dependency.h"

#include <string.h>

/* The list lives in the dossier's arena: it doubles, and what it leaves behind stays there. */
void dependency_add(struct dossier *dossier, const char *path)
{
    if (dossier->input_count == dossier->input_capacity) {
        size_t capacity = dossier->input_capacity ? dossier->input_capacity * 2 : 32;
        const char **inputs = arena_new(&dossier->arena, capacity * sizeof *inputs);
        if (dossier->input_count)
            memcpy(inputs, dossier->inputs, dossier->input_count * sizeof *inputs);
        dossier->inputs = inputs;
        dossier->input_capacity = capacity;
    }
    dossier->inputs[dossier->input_count++] = path;
}
