/* SPDX-License-Identifier: ISC */
/* The pages of a picture file: how many, how large, which way up, at which resolution. Nothing is
 * decoded, and no more memory is taken than the list of pages needs. */
#ifndef WORKER_SCAN_H
#define WORKER_SCAN_H

#include "worker/work.h"

/* What a picture may take in memory once it is decoded. */
#define SCAN_MEMORY ((uint64_t)512 << 20)

struct scan_page {
    uint32_t width, height; /* pixels, as they are stored */
    unsigned orientation;   /* as EXIF and TIFF count, 1 to 8 */
    double across, up;      /* dots per inch, as stored; 0 where they are not known */
    uint64_t directory;     /* of a TIFF: where in the file it stands */
    const char *failed;     /* why it cannot be shown, or "" */
    const char *repaired;   /* what is damaged in it, or "" */
    unsigned jpeg_samples;  /* of a dot, where it is a JPEG that PDF can hold as it is; else 0 */
};

struct scan {
    struct scan_page *pages;
    size_t count, capacity;
    const char *failed; /* why not all pages could be found, or "" */
    struct arena arena;
};

void scan_read(struct scan *scan, enum file_type type, const struct foreign *foreign);
void scan_release(struct scan *scan);

/* The degrees clockwise that turn a picture of this orientation upright, after it is mirrored where
 * it is to be. */
unsigned scan_turn(unsigned orientation);
bool scan_is_mirrored(unsigned orientation);
/* The size of the upright page in thousandths of a point. Where the resolution is not known, the
 * longer side is taken for that of A4. False past WIRE_LENGTH_MOST. */
bool scan_size(const struct scan_page *page, int32_t *width, int32_t *height);
/* The lower of both resolutions; 0 where they are not known. */
uint32_t scan_dpi(const struct scan_page *page);

#endif
