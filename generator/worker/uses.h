/* SPDX-License-Identifier: ISC */
/* Which of its resources a content stream of a PDF names, and so needs. */
#ifndef WORKER_USES_H
#define WORKER_USES_H

#include "worker/pdf_file.h"

enum use {
    USE_XOBJECT,
    USE_FONT,
    USE_STATE,
    USE_SPACE,
    USE_PATTERN,
    USE_SHADING,
    USE_PROPERTIES,
    USE_COUNT
};
/* The key of each kind in a dictionary of resources: "/XObject" … */
const char *use_key(enum use use);

/* For each kind a dictionary whose keys are the names. They are handles of the PDF. */
struct uses {
    qpdf_oh names[USE_COUNT];
};

void uses_init(struct uses *uses, struct pdf *pdf);
/* Adds what the content names in these resources, and what is drawn by way of them that has no
 * resources of its own. False where the content cannot be read to its end. */
bool uses_add(struct uses *uses, struct pdf *pdf, qpdf_oh resources, const struct buf *content);
/* The same for all glyphs of a Type 3 font. */
bool uses_add_glyphs(struct uses *uses, struct pdf *pdf, qpdf_oh resources, qpdf_oh font);

#endif
