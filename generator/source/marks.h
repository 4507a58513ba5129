/* SPDX-License-Identifier: ISC */
/* The marks: HTML comments in the letter that say what Markdown cannot. */
#ifndef SOURCE_MARKS_H
#define SOURCE_MARKS_H

#include "base/error.h"
#include "base/memory.h"
#include "model/letter.h"

#include <stdbool.h>
#include <stddef.h>

struct mark {
    bool page_break; /* `<!-- page break -->`; otherwise a part begins or ends */
    bool closing;    /* `<!-- /date -->` */
    enum part_role role;
    const char *lang; /* of an opening `<!-- language az -->`; in the arena */
};

/* Reads one HTML block or inline of the letter, which must be exactly one mark. Anything else is
 * reported with what to do about it; true where it was a mark all the same, if a misspelt one. */
bool marks_parse(const char *html, struct place place, struct mark *mark, struct arena *arena,
                 struct report *report);

/* "<!-- /language -->": the mark that begins or ends a part. Appends. */
void marks_append(struct buf *buf, enum part_role role, bool closing);

#endif
