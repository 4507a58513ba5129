/* SPDX-License-Identifier: ISC */
/* The directories of a TIFF (TIFF 6.0, and BigTIFF), which is also how EXIF tells what it tells of
 * a JPEG. Nothing is decoded, and no offset or count is believed. */
#ifndef WORKER_TIFF_H
#define WORKER_TIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tiff {
    const uint8_t *bytes;
    size_t length;
    bool big_endian;
    bool big; /* offsets of eight bytes */
};

/* What one directory says. Zero where it says nothing. */
struct tiff_page {
    uint64_t width, height;
    uint64_t bits;    /* of a sample */
    uint64_t samples; /* of a pixel */
    unsigned orientation;
    double across, up; /* dots per inch */
    bool reduced;      /* a smaller copy of another page */
    bool cut;          /* its data lies beyond the end of the file */
};

/* False where the bytes are no TIFF. Sets *directory to the offset of the first directory. */
bool tiff_open(struct tiff *tiff, const void *bytes, size_t length, uint64_t *directory);
/* Reads the directory and moves to the next, 0 after the last. False where it is not whole. */
bool tiff_next(const struct tiff *tiff, uint64_t *directory, struct tiff_page *page);

#endif
