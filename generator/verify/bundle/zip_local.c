/* SPDX-License-Identifier: ISC */
/* The local headers of a zip (APPNOTE 4.3.7 and 4.3.9): what a reader sees that goes from front to
 * back must be what the directory tells. */
#include "verify/bundle/zip.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FIXED 30u
#define DESCRIPTOR_MAX 24u

#define BAD(code, ...) verdict_bad(zip->verdict, SECTION_CONTAINER, code, entry->name, __VA_ARGS__)

/* What the local header says of a size or a sum: the directory's, or with a descriptor behind the
 * data nothing. */
static bool agrees(uint64_t local, uint64_t told, bool described)
{
    return local == told || (described && (local == 0 || local == UINT32_MAX));
}

static void check_sizes(const struct zip *zip, struct zip_entry *entry, const unsigned char *bytes,
                        const struct zip_extra *extra)
{
    bool described = entry->flags & ZIP_FLAG_DESCRIPTOR;
    uint64_t packed = zip_u32(bytes + 18), size = zip_u32(bytes + 22);
    bool full = packed == UINT32_MAX || size == UINT32_MAX;
    if (extra->has_zip64 && extra->zip64_length >= 16) {
        uint64_t wide_size = zip_u64(extra->zip64), wide_packed = zip_u64(extra->zip64 + 8);
        bool same = agrees(wide_size, entry->size, described) &&
                    agrees(wide_packed, entry->packed, described);
        size = size == UINT32_MAX ? wide_size : size;
        packed = packed == UINT32_MAX ? wide_packed : packed;
        if (!same && !(wide_size == 0 && wide_packed == 0 && !full))
            size = packed = UINT64_MAX;
    }
    if (!agrees(zip_u32(bytes + 14), entry->crc, described)) {
        entry->broken = true;
        BAD("local-crc", "its local header has another checksum than the directory: two readers "
                         "would see different content");
    }
    if (!agrees(packed, entry->packed, described) || !agrees(size, entry->size, described)) {
        entry->broken = true;
        BAD("local-size", "its local header has other sizes than the directory: two readers would "
                          "see different content");
    }
}

static void check_header(struct zip *zip, struct zip_entry *entry, const unsigned char *bytes,
                         const unsigned char *name, size_t name_length, size_t more)
{
    struct zip_extra extra;
    unsigned flags = zip_u16(bytes + 6);
    zip_extra_read(name + name_length, more, &extra);
    zip->has_extra = zip->has_extra || zip_extra_is_needless(&extra, entry);
    if (extra.malformed)
        BAD("extra", "its extra fields do not add up or are there twice");
    if (name_length != entry->name_length || memcmp(name, entry->name, name_length) != 0 ||
        zip_extra_renames(&extra, entry->name, entry->name_length)) {
        entry->broken = true;
        BAD("local-name", "its local header names it otherwise: two readers would see different "
                          "content");
    }
    if (!entry->broken && zip_extra_is_link(&extra)) {
        entry->broken = true;
        BAD("link", "its local header makes a link of it: two readers would see different content");
    }
    if (flags != entry->flags) {
        entry->broken = true;
        BAD("local-flags",
            "its local header has other flags (%04x) than the directory (%04x): two "
            "readers would see different content",
            flags, entry->flags);
    }
    if (zip_u16(bytes + 8) != entry->method) {
        entry->broken = true;
        BAD("local-method", "its local header has another method than the directory: two readers "
                            "would see different content");
    }
    check_sizes(zip, entry, bytes, &extra);
}

static bool read_header(struct zip *zip, struct zip_entry *entry, struct error *err)
{
    uint64_t at = entry->header + zip->base;
    if (entry->header > zip->directory || at > zip->directory || zip->directory - at < FIXED) {
        entry->broken = true;
        BAD("header-outside", "the directory has it where no file can be");
        entry->data = entry->end = zip->directory;
        return true;
    }
    uint64_t room = zip->directory - at;
    uint64_t likely = FIXED + entry->name_length;
    const unsigned char *bytes = zip_look(zip, at, room < likely ? FIXED : likely, err);
    if (!bytes)
        return false;
    size_t name = zip_u16(bytes + 26), more = zip_u16(bytes + 28);
    entry->data = at + FIXED + name + more;
    if (memcmp(bytes, "PK\3\4", 4) != 0 || entry->data > zip->directory ||
        entry->packed > zip->directory - entry->data) {
        bool no_header = memcmp(bytes, "PK\3\4", 4) != 0;
        entry->broken = true;
        BAD(no_header ? "no-header" : "data-outside",
            no_header ? "where the directory has it, there is no local header"
                      : "its data would reach into the directory: a size lies");
        entry->end = entry->data = at + FIXED;
        return true;
    }
    bytes = zip_look(zip, at, FIXED + name + more, err);
    if (!bytes)
        return false;
    entry->end = entry->data + entry->packed;
    check_header(zip, entry, bytes, bytes + FIXED, name, more);
    return true;
}

/* ---------------------------------------------------------------- In the order of the file */

static int by_header(const void *left, const void *right)
{
    const struct zip_entry *const *a = left, *const *b = right;
    if ((*a)->header != (*b)->header)
        return (*a)->header < (*b)->header ? -1 : 1;
    return *a < *b ? -1 : *a > *b;
}

/* Whether a gap of that many bytes is the entry's descriptor: with or without a signature, with
 * sizes of four or eight bytes. */
static bool is_descriptor(const struct zip_entry *entry, const unsigned char *bytes, size_t length)
{
    if (length == 16 || length == 24) {
        if (memcmp(bytes, "PK\7\10", 4) != 0)
            return false;
        bytes += 4;
        length -= 4;
    }
    bool wide = length == 20;
    if (length != 12 && !wide)
        return false;
    uint64_t packed = wide ? zip_u64(bytes + 4) : zip_u32(bytes + 4);
    uint64_t size = wide ? zip_u64(bytes + 12) : zip_u32(bytes + 8);
    return zip_u32(bytes) == entry->crc && packed == entry->packed && size == entry->size;
}

static bool look_into_gap(struct zip *zip, const struct zip_entry *before, uint64_t from,
                          uint64_t to, struct error *err)
{
    size_t length = to - from < DESCRIPTOR_MAX ? (size_t)(to - from) : DESCRIPTOR_MAX;
    bool described = before && before->flags & ZIP_FLAG_DESCRIPTOR;
    const unsigned char *bytes = zip_look(zip, from, length, err);
    if (!bytes)
        return false;
    if (described && to - from <= DESCRIPTOR_MAX && is_descriptor(before, bytes, length))
        return true;
    const char *path = before ? before->name : NULL;
    if (length >= 4 && !memcmp(bytes, "PK\3\4", 4))
        verdict_bad(zip->verdict, SECTION_CONTAINER, "hidden-entry", path,
                    "%s it stands an entry that the directory does not tell of: two readers would "
                    "see different content",
                    before ? "after" : "before all of");
    else if (described)
        verdict_bad(zip->verdict, SECTION_CONTAINER, "descriptor", path,
                    "what stands after its data is not the description that belongs there");
    else
        verdict_bad(zip->verdict, SECTION_CONTAINER, before ? "data-between" : "data-before", path,
                    "%" PRIu64 " bytes stand %s, where nothing vouches for them", to - from,
                    before ? "after it that belong to no entry" : "before the zip begins");
    return true;
}

/* Each byte before the directory belongs to one entry. */
static bool check_layout(struct zip *zip, struct error *err)
{
    struct zip_entry **sorted = memory_new(zip->count * sizeof *sorted);
    for (size_t i = 0; i < zip->count; i++)
        sorted[i] = &zip->entries[i];
    qsort(sorted, zip->count, sizeof *sorted, by_header);
    const struct zip_entry *before = NULL;
    uint64_t end = 0;
    bool ok = true;
    for (size_t i = 0; i < zip->count && ok; i++) {
        struct zip_entry *entry = sorted[i];
        uint64_t start = entry->header + zip->base;
        if (entry->header > zip->directory || start > zip->directory)
            break; /* which was said */
        if (start > end) {
            ok = look_into_gap(zip, before, end, start, err);
        } else if (before && start < end) {
            entry->broken = true;
            BAD("overlap", "its data overlaps that of %s: the same bytes would be two files",
                before->name);
        } else if (before && before->flags & ZIP_FLAG_DESCRIPTOR) {
            verdict_bad(zip->verdict, SECTION_CONTAINER, "descriptor", before->name,
                        "the description that its flags announce is not there");
        }
        end = entry->end > end ? entry->end : end;
        before = entry;
    }
    if (ok && end < zip->directory)
        ok = look_into_gap(zip, before, end, zip->directory, err);
    free(sorted);
    return ok;
}

bool zip_check_local(struct zip *zip, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; i < zip->count && ok; i++)
        ok = read_header(zip, &zip->entries[i], err);
    return ok && check_layout(zip, err);
}
