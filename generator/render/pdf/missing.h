/* SPDX-License-Identifier: ISC */
/* Characters that no face has: where they stand, and what would help. */
#ifndef RENDER_PDF_MISSING_H
#define RENDER_PDF_MISSING_H

#include "model/dossier.h"

#include <stddef.h>
#include <stdint.h>

/* A place in the letter, from which the next is sought: they mostly follow one another. Valid when
 * zeroed. */
struct missing {
    size_t offset;
    unsigned line;
    unsigned column;
};

/* Reports the character where it first stands in the file of that path; in the letter, from `node`
 * on, unless that is NULL. One that is not there, such as a setting's, is sought in the other files
 * that have words for the PDF; one that stands in none, but for an entity or an escape, is where
 * the node is. */
void missing_report(struct missing *missing, const struct dossier *dossier, const char *path,
                    const struct node *node, uint32_t character, struct report *report);

#endif
