/* SPDX-License-Identifier: ISC */
/* What check-bundle hands over of a bundle that it found good, as frames on its standard output:
 * for each file HANDED_FILE and its bytes, HANDED_DONE at the end. Where that does not come, the
 * bundle is not good, or the machine failed: the exit code tells which. */
#ifndef WIRE_HANDED_H
#define WIRE_HANDED_H

#include <stdbool.h>

enum handed {
    HANDED_FILE,  /* its path in the bag */
    HANDED_BYTES, /* the next of it */
    HANDED_DONE
};

/* The tag files that are handed over, of the payload what stands in these folders. */
#define HANDED_INFO "bag-info.txt"
#define HANDED_MANIFEST "manifest-sha256.txt"
#define HANDED_TAGS "tagmanifest-sha256.txt"
#define HANDED_PAYLOAD "data/"
#define HANDED_FOLDERS "sources", "attachments", "templates", "program"

/* Whether a path in the payload, without HANDED_PAYLOAD, is in one of the folders. */
bool handed_is_input(const char *path);

#endif
