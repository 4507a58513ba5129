/* SPDX-License-Identifier: ISC */
/* Deflate (RFC 1951) of what stands whole in memory, by libdeflate. */
#ifndef BASE_DEFLATE_H
#define BASE_DEFLATE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is sought: DEFLATE_SMALL makes a PDF smaller by a twentieth and takes more than twice as
 * long.
 */
enum deflate_aim { DEFLATE_QUICK = 1, DEFLATE_SMALL = 6 };

struct deflater;
struct deflater *deflater_new(enum deflate_aim aim);
/* Takes NULL. */
void deflater_free(struct deflater *deflater);

/* Appends to *out, which must not hold `bytes`: bare, or with the head and sum of zlib (RFC 1950).
 */
void deflater_add_raw(struct deflater *deflater, const void *bytes, size_t length, struct buf *out);
void deflater_add_zlib(struct deflater *deflater, const void *bytes, size_t length,
                       struct buf *out);

/* The second, where it takes no more than `most` bytes; false with nothing appended where it would.
 */
bool deflater_add_zlib_within(struct deflater *deflater, const void *bytes, size_t length,
                              size_t most, struct buf *out);

/* The CRC-32 that zip files have. */
uint32_t deflate_crc32(const void *bytes, size_t length);
/* The same of what was before, 0 for nothing, and of more bytes. */
uint32_t deflate_crc32_more(uint32_t crc, const void *bytes, size_t length);

#endif
