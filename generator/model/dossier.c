/* SPDX-License-Identifier: ISC */
/* The dossier as a whole. */
#include "model/dossier.h"

#include <stdlib.h>
#include <string.h>

const char *site_page_file(enum site_page page)
{
    static const char *const files[] = {"index.html", "letter.html", "enclosures.html",
                                        "metadata.html"};
    return files[page];
}

void dossier_append_part_name(struct buf *buf, const struct dossier *dossier, size_t part)
{
    buf_add_format(buf, "%s-part-%zu.pdf", dossier->metadata.identifier, part);
}

void dossier_release(struct dossier *dossier)
{
    free(dossier->inputs);
    arena_release(&dossier->arena);
    memset(dossier, 0, sizeof *dossier);
}
