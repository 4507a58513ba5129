/* SPDX-License-Identifier: ISC */
/* Persons and offices, as descriptions name them. */
#ifndef RENDER_DESCRIBE_PARTIES_H
#define RENDER_DESCRIBE_PARTIES_H

#include "base/buf.h"
#include "model/metadata.h"

/* "A. Smith, Minister"; the one of the two that is known. */
void parties_append(struct buf *out, const struct party *party);
/* A text for a form that has one line for it: control characters and what else ends a line (as
 * U+2028) become blanks. */
void parties_append_line(struct buf *out, const char *text);

#endif
