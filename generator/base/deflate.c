/* SPDX-License-Identifier: ISC */
/* Deflate (RFC 1951) of what stands whole in memory, by libdeflate. */
#include "base/deflate.h"

#include "base/memory.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdlib.h>

struct deflater {
    struct libdeflate_compressor *compressor;
};

struct deflater *deflater_new(enum deflate_aim aim)
{
    struct deflater *deflater = memory_new(sizeof *deflater);
    deflater->compressor = libdeflate_alloc_compressor((int)aim);
    if (!deflater->compressor)
        memory_fail();
    return deflater;
}

void deflater_free(struct deflater *deflater)
{
    if (!deflater)
        return;
    libdeflate_free_compressor(deflater->compressor);
    free(deflater);
}

void deflater_add_raw(struct deflater *deflater, const void *bytes, size_t length, struct buf *out)
{
    size_t bound = libdeflate_deflate_compress_bound(deflater->compressor, length);
    buf_reserve(out, bound);
    size_t written = libdeflate_deflate_compress(deflater->compressor, bytes, length,
                                                 out->bytes + out->length, bound);
    assert(written); /* the bound's promise */
    out->length += written;
    out->bytes[out->length] = '\0';
}

bool deflater_add_zlib_within(struct deflater *deflater, const void *bytes, size_t length,
                              size_t most, struct buf *out)
{
    buf_reserve(out, most);
    size_t written = libdeflate_zlib_compress(deflater->compressor, bytes, length,
                                              out->bytes + out->length, most);
    out->length += written;
    out->bytes[out->length] = '\0';
    return written;
}

void deflater_add_zlib(struct deflater *deflater, const void *bytes, size_t length, struct buf *out)
{
    size_t bound = libdeflate_zlib_compress_bound(deflater->compressor, length);
    bool written = deflater_add_zlib_within(deflater, bytes, length, bound, out);
    assert(written); /* the bound's promise */
    (void)written;
}

uint32_t deflate_crc32(const void *bytes, size_t length)
{
    return libdeflate_crc32(0, bytes, length);
}

uint32_t deflate_crc32_more(uint32_t crc, const void *bytes, size_t length)
{
    return libdeflate_crc32(crc, bytes, length);
}
