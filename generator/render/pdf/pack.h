/* SPDX-License-Identifier: ISC */
/* Objects packed in a stream, and the rows that tell where each object is (ISO 32000-1, 7.5.7 and
 * 7.5.8). */
#ifndef RENDER_PDF_PACK_H
#define RENDER_PDF_PACK_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Objects that wait to be written as one stream. */
struct pack {
    size_t count;
    struct buf index; /* each one's number and offset */
    struct buf objects;
};

void pack_init(struct pack *pack);
void pack_release(struct pack *pack);

/* Adds a dictionary, of which `entries` is what stands between << and >>, or any value, of which it
 * is all. Returns its place. */
uint16_t pack_add(struct pack *pack, uint32_t number, const struct buf *entries, bool dictionary);
/* A reader unpacks all objects of a stream for the first: they are not more than a few hundred. */
bool pack_is_full(const struct pack *pack);
/* Appends the stream's data to *stream and its dictionary's entries to *entries; empties the pack.
 */
void pack_take(struct pack *pack, struct buf *entries, struct buf *stream);

/* A row of the table of objects, in the widths of PACK_ROW: where an object stands that is free,
 * stands in the file at an offset, or is in the stream `where` at a place. */
#define PACK_ROW "/W[1 4 2]"
enum pack_kind { PACK_FREE, PACK_OFFSET, PACK_IN_STREAM };
void pack_add_row(struct buf *out, enum pack_kind kind, uint32_t where, uint16_t place);

#endif
