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

void dossier_release(struct dossier *dossier)
{
    free(dossier->inputs);
    arena_release(&dossier->arena);
    memset(dossier, 0, sizeof *dossier);
}
