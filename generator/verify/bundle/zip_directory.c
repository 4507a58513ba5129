/* SPDX-License-Identifier: ISC */
/* The directory of a zip (APPNOTE 4.3.12), entry by entry. */
#include "verify/bundle/zip.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FIXED 46u
/* The largest that one entry can be, and what is read at once. */
#define ENTRY_MAX (FIXED + 3 * 65535u)
#define PIECE ((size_t)1024 * 1024)
/* The version that a reader needs for zip64 is 4.5, for names in UTF-8 6.3. */
#define VERSION_MAX 63u
#define DOS_FOLDER 0x10u
#define DOS_VOLUME 0x08u

#define BAD(code, ...) verdict_bad(zip->verdict, SECTION_CONTAINER, code, entry->name, __VA_ARGS__)

/* The directory, as much as stands in memory. */
struct window {
    unsigned char *bytes;
    size_t length, at;
    uint64_t next; /* in the file */
};

static bool fill(const struct zip *zip, struct window *window, struct error *err)
{
    size_t left = window->length - window->at;
    uint64_t more = zip->directory_end - window->next;
    if (left >= ENTRY_MAX || !more)
        return true;
    memmove(window->bytes, window->bytes + window->at, left);
    size_t length = more < PIECE ? (size_t)more : PIECE;
    bool ok = zip_bytes(zip, window->bytes + left, length, window->next, err);
    window->at = 0;
    window->length = left + length;
    window->next += length;
    return ok;
}

/* One of the fields that zip64 takes over, where it is full. */
static void widen(uint64_t *value, bool is_full, struct zip_extra *extra, bool *lies)
{
    if (!extra->has_zip64)
        return;
    if (extra->zip64_length < 8) {
        *lies = *lies || is_full;
        return;
    }
    uint64_t wide = zip_u64(extra->zip64);
    if (is_full)
        *value = wide;
    else if (wide != *value)
        return;
    extra->zip64 += 8;
    extra->zip64_length -= 8;
}

static void read_zip64(const struct zip *zip, struct zip_entry *entry, struct zip_extra *extra,
                       unsigned disk)
{
    bool lies = false;
    bool had = extra->has_zip64;
    widen(&entry->size, entry->size == UINT32_MAX, extra, &lies);
    widen(&entry->packed, entry->packed == UINT32_MAX, extra, &lies);
    widen(&entry->header, entry->header == UINT32_MAX, extra, &lies);
    if (disk == 0xFFFF && extra->zip64_length >= 4) {
        disk = zip_u32(extra->zip64);
        extra->zip64_length -= 4;
    }
    if (lies || (had && extra->zip64_length)) {
        entry->broken = true;
        BAD("zip64-lies", "its zip64 field tells other sizes than its header: two readers would "
                          "see different content");
    }
    if (disk) {
        entry->broken = true;
        BAD("multi-disk", "it is told to be in another part of the zip");
    }
}

static void check_method(const struct zip *zip, struct zip_entry *entry)
{
    static const struct {
        unsigned method;
        const char *name;
    } known[] = {{1, "Shrink"}, {6, "Implode"}, {9, "Deflate64"}, {12, "bzip2"},      {14, "LZMA"},
                 {93, "zstd"},  {95, "xz"},     {98, "PPMd"},     {99, "encryption"}, {0, NULL}};
    if (entry->flags & (ZIP_FLAG_ENCRYPTED | ZIP_FLAG_STRONG | ZIP_FLAG_MASKED)) {
        entry->broken = true;
        BAD("encrypted", "it is encrypted; a bundle must open without a password");
    } else if (entry->method != ZIP_STORED && entry->method != ZIP_DEFLATED) {
        size_t i = 0;
        while (known[i].name && known[i].method != entry->method)
            i++;
        entry->broken = true;
        BAD("method",
            "it is compressed by method %u%s%s, which many readers lack; only deflate "
            "will do",
            entry->method, known[i].name ? ", " : "", known[i].name ? known[i].name : "");
    } else if (entry->flags & ZIP_FLAG_PATCH || (entry->needs & 0xFF) > VERSION_MAX) {
        entry->broken = true;
        BAD("version",
            "it needs a reader of version %u.%u or one for patches; most would leave it "
            "out",
            (entry->needs & 0xFF) / 10, (entry->needs & 0xFF) % 10);
    } else if (entry->method == ZIP_STORED && entry->packed != entry->size) {
        entry->broken = true;
        BAD("size-lies", "it is stored as it is, in %" PRIu64 " bytes, and told to be %" PRIu64,
            entry->packed, entry->size);
    }
}

/* What kind of file it would become: a file or a folder, and by its name too. */
static void check_kind(const struct zip *zip, struct zip_entry *entry,
                       const struct zip_extra *extra)
{
    unsigned mode = entry->external >> 16;
    bool is_folder = entry->name_length && entry->name[entry->name_length - 1] == '/';
    unsigned type = mode & S_IFMT;
    if (type == S_IFLNK || zip_extra_is_link(extra)) {
        entry->broken = true;
        BAD("link", "it is a symbolic link, which leads wherever it likes");
    } else if (type && type != S_IFREG && type != S_IFDIR) {
        entry->broken = true;
        BAD("special-file", "it is no file but a device, a pipe or a socket");
    } else if (entry->external & DOS_VOLUME) {
        entry->broken = true;
        BAD("volume-label", "by its attributes of DOS it names a disk: some readers leave it out");
    } else if (is_folder ? type == S_IFREG
                         : type == S_IFDIR || (!type && entry->external & DOS_FOLDER)) {
        entry->broken = true;
        BAD("kind",
            "by its name it is a %s, by its attributes a %s: two readers would see "
            "different content",
            is_folder ? "folder" : "file", is_folder ? "file" : "folder");
    } else if (is_folder && (entry->size || entry->packed > 2)) {
        entry->broken = true;
        BAD("folder-data", "it is a folder, and has content as a file has");
    }
    if (mode & (S_ISUID | S_ISGID | S_ISVTX))
        verdict_remark(zip->verdict, SECTION_CONTAINER, "mode", entry->name,
                       "it asks to run with another user's rights (mode %o)", mode & 07777);
}

static void check_name(struct zip *zip, struct zip_entry *entry, const struct zip_extra *extra)
{
    bool is_ascii = true;
    for (size_t i = 0; i < entry->name_length; i++)
        is_ascii = is_ascii && (unsigned char)entry->name[i] < 0x80;
    if (zip_extra_renames(extra, entry->name, entry->name_length)) {
        entry->broken = true;
        BAD("unicode-name", "its Unicode path field holds another name: two readers would see "
                            "different content");
    }
    if (!is_ascii && !(entry->flags & ZIP_FLAG_UTF8)) {
        if (utf8_check(entry->name, entry->name_length) == entry->name_length)
            zip->has_unmarked_names = true;
    }
}

/* The entry at `bytes`, which hold it whole. */
static void read_entry(struct zip *zip, const unsigned char *bytes)
{
    struct zip_extra extra;
    size_t name = zip_u16(bytes + 28), more = zip_u16(bytes + 30), comment = zip_u16(bytes + 32);
    zip->entries = memory_grow(zip->entries, zip->count, &zip->capacity, sizeof *zip->entries);
    struct zip_entry *entry = &zip->entries[zip->count++];
    *entry = (struct zip_entry){.name = arena_copy(&zip->arena, bytes + FIXED, name),
                                .name_length = name,
                                .made_by = zip_u16(bytes + 4),
                                .needs = zip_u16(bytes + 6),
                                .flags = zip_u16(bytes + 8),
                                .method = zip_u16(bytes + 10),
                                .crc = zip_u32(bytes + 16),
                                .packed = zip_u32(bytes + 20),
                                .size = zip_u32(bytes + 24),
                                .external = zip_u32(bytes + 38),
                                .header = zip_u32(bytes + 42)};
    zip_extra_read(bytes + FIXED + name, more, &extra);
    zip->has_descriptors = zip->has_descriptors || entry->flags & ZIP_FLAG_DESCRIPTOR;
    if (extra.malformed)
        BAD("extra", "its extra fields do not add up or are there twice");
    read_zip64(zip, entry, &extra, zip_u16(bytes + 34));
    zip->has_extra = zip->has_extra || zip_extra_is_needless(&extra, entry);
    check_name(zip, entry, &extra);
    check_kind(zip, entry, &extra);
    if (!entry->broken)
        check_method(zip, entry);
    if (comment) {
        zip->has_comments = true;
        verdict_remark(zip->verdict, SECTION_CONTAINER, "comment", entry->name,
                       "it has a comment of %zu bytes, which nothing vouches for", comment);
    }
}

static void check_count(struct zip *zip, uint64_t left)
{
    /* Where zip64 would have been needed and is not there, some writers count on from 0. */
    if (zip->count != zip->told)
        verdict_bad(zip->verdict, SECTION_CONTAINER, "count", NULL,
                    "the directory has %zu entries, and its end tells of %" PRIu64
                    ": two readers would see different content",
                    zip->count, zip->told);
    if (left)
        verdict_bad(zip->verdict, SECTION_CONTAINER, "directory-broken", NULL,
                    "the directory holds %" PRIu64 " bytes that are no entry", left);
}

bool zip_read_directory(struct zip *zip, bool *readable, struct error *err)
{
    struct window window = {.bytes = memory_new(ENTRY_MAX + PIECE), .next = zip->directory};
    bool ok = true;
    while ((ok = fill(zip, &window, err))) {
        const unsigned char *bytes = window.bytes + window.at;
        size_t left = window.length - window.at;
        if (left < FIXED || memcmp(bytes, "PK\1\2", 4) != 0)
            break;
        size_t whole =
            FIXED + (size_t)zip_u16(bytes + 28) + zip_u16(bytes + 30) + zip_u16(bytes + 32);
        if (whole > left)
            break;
        if (zip->count == ZIP_ENTRIES_MAX) {
            verdict_bad(zip->verdict, SECTION_CONTAINER, "too-many", NULL,
                        "there are more than %u entries, and no more are read", ZIP_ENTRIES_MAX);
            *readable = false;
            break;
        }
        read_entry(zip, bytes);
        window.at += whole;
    }
    if (ok && *readable)
        check_count(zip, zip->directory_end - window.next + (window.length - window.at));
    free(window.bytes);
    return ok;
}
