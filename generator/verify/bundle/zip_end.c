/* SPDX-License-Identifier: ISC */
/* The end of a zip (APPNOTE 4.3.14 to 4.3.16): where its directory is, and whether that is told
 * once. */
#include "verify/bundle/zip.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define END_SIZE 22u
#define COMMENT_MAX 65535u
#define LOCATOR_SIZE 20u
#define END64_SIZE 56u
#define BAD(code, ...) verdict_bad(zip->verdict, SECTION_CONTAINER, code, NULL, __VA_ARGS__)

struct end {
    uint64_t at;    /* of the end record in the file */
    uint64_t first; /* of the first of the end records */
    uint64_t count, size, offset;
    uint64_t disk, directory_disk, count_here;
    uint64_t told64; /* where the locator has the zip64 end record; `first` where there is none */
    const unsigned char *record;
    unsigned comment;
};

static bool is_signature(const unsigned char *bytes, unsigned char third, unsigned char fourth)
{
    return bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == third && bytes[3] == fourth;
}

/* The end record that ends the file, or else the last. */
static bool find_record(const unsigned char *tail, size_t length, size_t *found)
{
    bool any = false;
    for (size_t at = length < END_SIZE ? 0 : length - END_SIZE + 1; at-- > 0;) {
        if (!is_signature(tail + at, 5, 6))
            continue;
        bool exact = at + END_SIZE + zip_u16(tail + at + 20) == length;
        if (!any || exact)
            *found = at;
        any = true;
        if (exact)
            break;
    }
    return any;
}

static bool say_no_end(struct zip *zip, struct error *err)
{
    unsigned char start[4] = {0};
    size_t length = zip->length < 4 ? (size_t)zip->length : 4;
    if (!zip_bytes(zip, start, length, 0, err))
        return false;
    if (!zip->length)
        BAD("empty", "the file is empty");
    else if (is_signature(start, 3, 4) || is_signature(start, 7, 8) || is_signature(start, 5, 6))
        BAD("truncated",
            "the file is cut off: the directory at a zip's end is missing; get it anew");
    else
        BAD("not-a-zip", "this is no zip: it neither begins nor ends as one");
    return true;
}

/* The zip64 end record, where there is one. False where what it says cannot be used. */
static bool read_end64(struct zip *zip, struct end *end, bool *usable, struct error *err)
{
    unsigned char locator[LOCATOR_SIZE];
    unsigned char record[END64_SIZE];
    *usable = true;
    end->first = end->told64 = end->at;
    if (end->at < LOCATOR_SIZE + END64_SIZE)
        return true;
    if (!zip_bytes(zip, locator, sizeof locator, end->at - LOCATOR_SIZE, err))
        return false;
    if (!is_signature(locator, 6, 7))
        return true;
    uint64_t at = end->at - LOCATOR_SIZE - END64_SIZE;
    if (!zip_bytes(zip, record, sizeof record, at, err))
        return false;
    if (!is_signature(record, 6, 6) || zip_u64(record + 4) != END64_SIZE - 12) {
        BAD("zip64-end", "the zip64 end record is not where it belongs, or has parts of its own");
        *usable = false;
        return true;
    }
    const unsigned char *old = end->record;
    uint64_t count = zip_u64(record + 32), size = zip_u64(record + 40);
    uint64_t offset = zip_u64(record + 48);
    bool same_part = (end->disk == 0xFFFF || !end->disk) &&
                     (end->directory_disk == 0xFFFF || !end->directory_disk) &&
                     (end->count_here == 0xFFFF || end->count_here == count);
    bool agrees = same_part && (zip_u16(old + 10) == 0xFFFF || zip_u16(old + 10) == count) &&
                  (zip_u32(old + 12) == UINT32_MAX || zip_u32(old + 12) == size) &&
                  (zip_u32(old + 16) == UINT32_MAX || zip_u32(old + 16) == offset);
    if (!agrees)
        BAD("two-ends", "the zip64 end record and the end record tell of different directories: "
                        "two readers would see different content");
    bool alone = zip_u32(locator + 4) == 0 && zip_u32(locator + 16) <= 1;
    end->first = at;
    end->told64 = zip_u64(locator + 8);
    end->disk = alone ? zip_u32(record + 16) : 1;
    end->directory_disk = zip_u32(record + 20);
    end->count_here = zip_u64(record + 24);
    end->count = count;
    end->size = size;
    end->offset = offset;
    return true;
}

static void check_comment(struct zip *zip, const struct end *end)
{
    struct buf words = BUF_INIT;
    if (!end->comment)
        return;
    zip->has_comments = true;
    for (unsigned i = 0; i < end->comment && i < 60; i++)
        buf_add_char(&words, end->record[END_SIZE + i] ? (char)end->record[END_SIZE + i] : ' ');
    verdict_remark(zip->verdict, SECTION_CONTAINER, "comment", NULL,
                   "the zip has a comment of %u bytes, which nothing vouches for: \"%s\"%s",
                   end->comment, words.bytes, end->comment > 60 ? " …" : "");
    buf_release(&words);
}

/* Where the directory is, by what the end says and by where the end is. */
static bool place_directory(struct zip *zip, const struct end *end, bool *readable,
                            struct error *err)
{
    unsigned char magic[4];
    if (end->size > end->first || end->offset > end->first - end->size) {
        BAD("directory-outside", "the directory is told to be where it cannot be: the file is cut "
                                 "off at its beginning, or the end record lies");
        *readable = false;
        return true;
    }
    zip->directory = end->first - end->size;
    uint64_t shift = zip->directory - end->offset;
    if (shift && end->size >= 4) {
        if (!zip_bytes(zip, magic, 4, end->offset, err))
            return false;
        if (is_signature(magic, 1, 2)) {
            BAD("data-between",
                "%" PRIu64 " bytes stand between the directory and the end record, "
                "where no reader looks",
                shift);
            zip->directory = end->offset;
            shift = 0;
        }
    }
    if (end->first != end->at && end->told64 + zip->directory - end->offset != end->first)
        BAD("zip64-end", "the zip64 locator points elsewhere than to the zip64 end record");
    zip->base = shift;
    zip->directory_end = zip->directory + end->size;
    zip->told = end->count;
    return true;
}

/* Other end records after the directory: some readers take the first, others the last. */
static void look_for_others(struct zip *zip, const unsigned char *tail, size_t length, size_t found)
{
    uint64_t start = zip->length - length;
    for (size_t at = 0; at + 4 <= length; at++) {
        if (at != found && start + at >= zip->directory_end && is_signature(tail + at, 5, 6)) {
            BAD("two-ends", "there are two end records: two readers would see different content");
            return;
        }
    }
}

static bool take_end(struct zip *zip, const unsigned char *tail, size_t length, size_t found,
                     bool *readable, struct error *err)
{
    const unsigned char *record = tail + found;
    struct end end = {.at = zip->length - length + found,
                      .record = record,
                      .disk = zip_u16(record + 4),
                      .directory_disk = zip_u16(record + 6),
                      .count_here = zip_u16(record + 8),
                      .count = zip_u16(record + 10),
                      .size = zip_u32(record + 12),
                      .offset = zip_u32(record + 16),
                      .comment = zip_u16(record + 20)};
    size_t after = length - found - END_SIZE;
    if (end.comment > after)
        BAD("truncated", "the file is cut off within the zip's comment");
    else if (end.comment < after)
        BAD("data-after",
            "%zu bytes stand after the end of the zip, where nothing vouches for them",
            after - end.comment);
    end.comment = end.comment > after ? (unsigned)after : end.comment;
    check_comment(zip, &end);
    if (!read_end64(zip, &end, readable, err))
        return false;
    if (!*readable)
        return true;
    if (end.disk || end.directory_disk || end.count_here != end.count) {
        BAD("multi-disk", "this is one of several parts of a zip; put them together first");
        *readable = false;
        return true;
    }
    if (!place_directory(zip, &end, readable, err))
        return false;
    if (*readable)
        look_for_others(zip, tail, length, found);
    return true;
}

bool zip_find_end(struct zip *zip, bool *readable, struct error *err)
{
    size_t length = END_SIZE + COMMENT_MAX + 1;
    if (zip->length < length)
        length = (size_t)zip->length;
    unsigned char *tail = memory_new(length);
    size_t found = 0;
    bool ok = zip_bytes(zip, tail, length, zip->length - length, err);
    if (ok && find_record(tail, length, &found)) {
        ok = take_end(zip, tail, length, found, readable, err);
    } else if (ok) {
        *readable = false;
        ok = say_no_end(zip, err);
    }
    free(tail);
    return ok;
}
