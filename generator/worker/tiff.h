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

/* One entry of a directory; numbers are in the file's own order of bytes. */
struct tiff_entry {
    unsigned tag;
    unsigned type;
    size_t size; /* of one value, in bytes; 0 for a type that is not known */
    uint64_t count;
    size_t at;    /* where the values stand */
    bool outside; /* they would stand past the end of the file */
};

/* False where the bytes are no TIFF. Sets *directory to the offset of the first directory. */
bool tiff_open(struct tiff *tiff, const void *bytes, size_t length, uint64_t *directory);
/* Reads the directory and moves to the next, 0 after the last. False where it is not whole. */
bool tiff_next(const struct tiff *tiff, uint64_t *directory, struct tiff_page *page);
/* How many entries a directory has; 0 where it is not whole. */
size_t tiff_entry_count(const struct tiff *tiff, uint64_t directory);
void tiff_entry(const struct tiff *tiff, uint64_t directory, size_t index,
                struct tiff_entry *entry);
/* A value of an entry; 0 where it is not in the file. */
uint64_t tiff_value(const struct tiff *tiff, const struct tiff_entry *entry, uint64_t index);

#endif
