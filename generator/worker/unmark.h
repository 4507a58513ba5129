/* SPDX-License-Identifier: ISC */
/* A page's own marked content taken out, so that ours is never nested in it. */
#ifndef WORKER_UNMARK_H
#define WORKER_UNMARK_H

#include "worker/pdf_file.h"

/* Copies a content stream without its marked-content operators (ISO 32000-1, table 320), all else
 * as it stands; with `layers` those stay that say which layer is drawn. False where it cannot be
 * read to its end. */
bool unmark_content(const char *bytes, size_t length, bool layers, struct buf *stripped);

/* Takes marked content and entries of the structure tree out of all forms, patterns and glyph
 * procedures that these resources lead to, each once; `seen` are the numbers of the objects that
 * were met, by object number. False where one cannot be read. */
struct unmark_seen {
    bool layers; /* as above */
    bool *objects;
    size_t count;
};
void unmark_seen_release(struct unmark_seen *seen);
bool unmark_resources(struct pdf *pdf, qpdf_oh resources, struct unmark_seen *seen);

#endif
