/* SPDX-License-Identifier: ISC */
/* What the head of a JPEG, PNG, WebP or JPEG 2000 says of its picture. */
#ifndef WORKER_SCAN_FILE_H
#define WORKER_SCAN_FILE_H

#include "worker/work.h"

struct scan_file {
    uint64_t width, height;
    unsigned bits; /* of a pixel once it is decoded */
    unsigned orientation;
    double across, up; /* dots per inch; 0 for not stated */
    bool cut;          /* it ends before its picture does, and cannot be shown */
    const char *repaired;
    unsigned
        jpeg_samples; /* of a JPEG that PDF's DCTDecode reads as libjpeg does: 1 or 3; else 0 */
};

/* Returns why the file cannot be read, or "". */
const char *scan_file_read(enum file_type type, const struct foreign *foreign,
                           struct scan_file *file);

#endif
