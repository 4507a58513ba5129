/* SPDX-License-Identifier: ISC */
/* The pages of the held files: looked into, accounted for, drawn, by confined workers. */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

#include "base/error.h"
#include "model/dossier.h"
#include "pages/pool.h"

#include <stdbool.h>

/* How far pages are drawn. */
enum pages_drawing {
    PAGES_UNDRAWN,
    PAGES_LOOKED_AT, /* small, to find those that are blank, look the same, or cannot be drawn; no
                        picture and no text is kept */
    PAGES_DRAWN      /* pictures and texts, which needs a cache */
};

struct pages_options {
    const char *folder; /* the dossier, as source_read had it */
    const char *cache;  /* the folder that keeps what pages gave; NULL: nothing is kept */
    enum pages_drawing draw;
    bool keep_going; /* a page that cannot be drawn becomes illegible, with the reason */
    bool quiet;      /* no line that tells how far it is */
    bool verbose;    /* a note of what each file is */
    struct pool_options pool;
};

/* Looks into each held file, says what is found there, gives each row of the ledger its file and
 * its page, and draws the pages that are shown. What is wrong with the files is reported: page
 * numbers that do not add up, damage, what cannot be read. False with *err where the machine
 * failed. The dossier's ledger is good only where nothing was reported as an error. */
bool pages_read(struct dossier *dossier, const struct pages_options *options, struct report *report,
                struct error *err);

#endif
