/* SPDX-License-Identifier: ISC */
/* The structure of a zip (PKWARE's APPNOTE 6.3.10), read by ourselves: whatever two readers could
 * see differently is to be seen here. */
#ifndef VERIFY_BUNDLE_ZIP_H
#define VERIFY_BUNDLE_ZIP_H

#include "base/error.h"
#include "verify/bundle/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZIP_STORED 0
#define ZIP_DEFLATED 8

/* The bits of an entry's flags. */
#define ZIP_FLAG_ENCRYPTED 0x0001u
#define ZIP_FLAG_DESCRIPTOR 0x0008u
#define ZIP_FLAG_PATCH 0x0020u
#define ZIP_FLAG_STRONG 0x0040u
#define ZIP_FLAG_UTF8 0x0800u
#define ZIP_FLAG_MASKED 0x2000u

/* More entries than that are not read, which is said: each takes some hundred bytes of memory. */
#define ZIP_ENTRIES_MAX 1000000u

struct zip_entry {
    const char *name; /* as the directory has it, terminated; may hold any byte */
    size_t name_length;
    uint64_t header;    /* where its local header begins */
    uint64_t data, end; /* where its bytes begin, and what follows them and their descriptor */
    uint64_t packed, size;
    uint32_t crc;
    uint32_t external;
    uint16_t flags, method, made_by, needs;
    bool broken; /* it cannot be read, and why was said */
};

struct zip {
    int fd; /* borrowed */
    uint64_t length;
    uint64_t base; /* what stands before the zip */
    uint64_t directory, directory_end;
    uint64_t told;             /* entries, as the end record has it */
    struct zip_entry *entries; /* in the directory's order */
    size_t count, capacity;
    /* What other writers do otherwise, and no reader minds. */
    bool has_extra, has_descriptors, has_comments, has_unmarked_names;
    unsigned char *window; /* a piece of the file, for zip_look */
    uint64_t window_at, looked_at;
    size_t window_length;
    struct verdict *verdict; /* borrowed */
    struct arena arena;
};

/* Reads the structure and tells what is wrong with it as SECTION_CONTAINER. *readable is false
 * where there is no directory that could be read. False with *err where the machine failed. The zip
 * is to be zeroed but for fd, length and verdict, and released in any case. */
bool zip_read(struct zip *zip, bool *readable, struct error *err);
void zip_release(struct zip *zip);

/* ---------------------------------------------------------------- Its parts, for one another */

/* Exactly `length` bytes from there on. */
bool zip_bytes(const struct zip *zip, void *bytes, size_t length, uint64_t at, struct error *err);
/* The same where little is looked at in many places, up to ZIP_LOOK_MAX bytes, which are good until
 * the next call; what stands close together is read at once. NULL with *err on failure. */
#define ZIP_LOOK_MAX ((size_t)256 * 1024)
const unsigned char *zip_look(struct zip *zip, uint64_t at, size_t length, struct error *err);
uint16_t zip_u16(const unsigned char *bytes);
uint32_t zip_u32(const unsigned char *bytes);
uint64_t zip_u64(const unsigned char *bytes);

/* Finds the end records and what they say of the directory. */
bool zip_find_end(struct zip *zip, bool *readable, struct error *err);
/* Reads the directory's entries. */
bool zip_read_directory(struct zip *zip, bool *readable, struct error *err);
/* Compares the local headers with the directory, and sees what stands between. */
bool zip_check_local(struct zip *zip, struct error *err);

/* What the extra fields of a header say. */
struct zip_extra {
    const unsigned char *zip64;
    size_t zip64_length;
    bool has_zip64;
    const unsigned char
        *path; /* Info-ZIP's Unicode path (0x7075), of any version: what stands after that */
    size_t path_length;
    unsigned mode;   /* of Unix, by ASi's field (0x756E) or libarchive's (0x6C78); 0 for none */
    bool has_others; /* than zip64's */
    bool malformed;
};
void zip_extra_read(const unsigned char *bytes, size_t length, struct zip_extra *extra);
/* Whether there are fields that a writer need not have written. */
bool zip_extra_is_needless(const struct zip_extra *extra, const struct zip_entry *entry);
/* Whether they say that the entry is a link or another thing that is neither file nor folder. */
bool zip_extra_is_link(const struct zip_extra *extra);
/* Whether the Unicode path, where there is one, is another name than that one. */
bool zip_extra_renames(const struct zip_extra *extra, const char *name, size_t length);

#endif
