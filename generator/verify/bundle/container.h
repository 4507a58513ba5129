/* SPDX-License-Identifier: ISC */
/* What holds the bag: a zip or a folder, as one list of files that can be read. */
#ifndef VERIFY_BUNDLE_CONTAINER_H
#define VERIFY_BUNDLE_CONTAINER_H

#include "base/error.h"
#include "base/hashes.h"
#include "verify/bundle/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How reading a file went. */
enum item_state {
    ITEM_UNREAD,
    ITEM_WHOLE,
    ITEM_CRC,     /* all bytes, with another CRC than the zip tells */
    ITEM_SHORT,   /* fewer bytes than told */
    ITEM_LONG,    /* more: reading stopped there */
    ITEM_DEFLATE, /* its compressed bytes cannot be read */
    ITEM_FAILED,  /* the machine said no, as the errno in `failure` tells */
};

struct item {
    const char *name; /* relative to the bag's folder where it is in it, else to the container */
    bool inside;      /* in the bag's folder */
    bool folder;
    bool broken; /* not to be read; why was said */
    uint64_t size;
    /* In a zip. */
    uint64_t data, packed;
    uint32_t crc;
    uint16_t method;
    bool open_ended; /* stored, and its size is told only behind it */
    bool ends_early; /* such a one holds what looks like its end */
    /* What manifests tell, by algorithm: NULL for nothing. In the arena of who read them. */
    const uint8_t *expected[HASH_COUNT];
    uint8_t wrong;    /* a bit for each algorithm whose digest is another */
    uint8_t left_out; /* a bit for each that another thread sees to */
    uint8_t state;    /* enum item_state */
    int failure;
    uint8_t sha256[32]; /* where it was asked for, all zero else */
    bool to_fetch;      /* fetch.txt tells of it */
};

/* Limits against bombs; 0 for none. */
struct limits {
    uint64_t size;  /* of all files together, in bytes */
    uint64_t ratio; /* of that to the size of the zip */
};

struct folded; /* a name as others see it, of twins.c */

struct container {
    int fd; /* of the zip or the folder; borrowed */
    bool is_zip;
    uint64_t length; /* of the zip */
    const char *top; /* the bag's folder in the container, with a slash at its end; "" for none */
    struct item *items; /* sorted by name */
    size_t count, capacity;
    size_t files;
    uint64_t size;           /* of all files together */
    bool sound;              /* what is in it can be told */
    bool bomb;               /* it is beyond the limits: nothing is to be unpacked */
    struct folded *composed; /* of twins_composed: NULL before it is asked for */
    size_t composed_count;
    struct unpacker *unpacker; /* of container_load */
    struct verdict *verdict;   /* borrowed */
    struct arena arena;
};

/* Lists what is in the zip or folder, and tells as SECTION_CONTAINER what is wrong with that. The
 * container is to be zeroed but for fd, is_zip, length and verdict, and released in any case.
 * False with *err where the machine failed. */
bool container_open(struct container *container, const struct limits *limits, struct error *err);
void container_release(struct container *container);

/* A file or folder of the bag; NULL where it is not there. */
struct item *container_find(const struct container *container, const char *name);

/* Whether it is a folder of the bag, itself or by what is in it; "" is the whole. */
bool container_has_folder(const struct container *container, const char *name);

/* Whether a folder of the bag has nothing in it. */
bool container_is_empty(const struct container *container, const struct item *folder);

/* What one thread needs to read files. */
struct unpacker;
struct unpacker *unpacker_new(void);
void unpacker_free(struct unpacker *unpacker);

/* Hands the file's bytes to `take`, piece by piece, until it returns false or all are read. Sets
 * item->failure with ITEM_FAILED. May run in several threads, for different items. */
enum item_state container_read(const struct container *container, struct item *item,
                               struct unpacker *unpacker,
                               bool (*take)(void *to, const void *bytes, size_t length), void *to);
/* In one thread, the whole of a file of no more than `most` bytes, appended to *bytes. */
enum item_state container_load(struct container *container, struct item *item, size_t most,
                               struct buf *bytes);

#endif
