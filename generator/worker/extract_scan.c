/* SPDX-License-Identifier: ISC */
/* JOB_EXTRACT of a TIFF: a new one of some of its pages. Their data is copied as it is coded; of
 * what a directory says, only what decoding needs. Pages with redactions are coded anew. */
#include "base/deflate.h"
#include "worker/answer.h"
#include "worker/extract_picture.h"
#include "worker/paint.h"
#include "worker/tiff.h"

#include <stdlib.h>
#include <string.h>

#define TAG_COMPRESSION 259
#define TAG_STRIP_OFFSETS 273
#define TAG_STRIP_LENGTHS 279
#define TAG_TILE_OFFSETS 324
#define TAG_TILE_LENGTHS 325

#define COMPRESSION_G4 4
#define COMPRESSION_OLD_JPEG 6 /* names places in the file in tags of its own */
#define COMPRESSION_DEFLATE 8

#define WHITE_IS_0 0
#define BLACK_IS_0 1
#define RGB 2

#define TYPE_SHORT 3
#define TYPE_LONG 4
#define TYPE_RATIONAL 5
#define RATIONAL 10000 /* parts of a dot per inch */
#define TYPES_MOST 12  /* later ones are BigTIFF's */
#define ENTRY_SIZE 12
#define LENGTH_MOST UINT32_MAX

/* What decoding needs (TIFF 6.0, its supplements, and the profile of ICC.1, annex B); sorted. */
static const unsigned needed[] = {256, 257, 258, 259, 262, 266, 273, 274, 277, 278,  279,
                                  282, 283, 284, 290, 291, 292, 293, 296, 301, 317,  318,
                                  319, 320, 321, 322, 323, 324, 325, 332, 333, 334,  336,
                                  338, 339, 340, 341, 347, 529, 530, 531, 532, 34675};

#define ENTRIES_MOST (sizeof needed / sizeof *needed)

/* The TIFF that is made: in the order of bytes of the one that it is made from. */
struct making {
    const struct tiff *tiff;
    struct buf bytes;
    size_t link; /* where the place of the next directory is to be written */
    const char *failed;
};

/* An entry of the directory that is made. */
struct made_entry {
    size_t at; /* of its values in what is made; SIZE_MAX: they are in the entry itself */
    unsigned tag, type;
    uint32_t count;
    uint8_t within[4];
};

static void number(const struct tiff *tiff, uint8_t *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        at[tiff->big_endian ? size - 1 - i : i] = (uint8_t)(value >> 8 * i);
}

static void add_number(struct making *making, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    number(making->tiff, bytes, value, size);
    buf_add(&making->bytes, bytes, size);
}

/* What an offset leads to begins at an even byte (TIFF 6.0, section 2). */
static void align(struct making *making)
{
    if (making->bytes.length % 2)
        buf_add_char(&making->bytes, '\0');
}

static void put_values(struct making *making, struct made_entry *entry, const uint8_t *values,
                       size_t length)
{
    entry->at = SIZE_MAX;
    if (length <= sizeof entry->within) {
        memcpy(entry->within, values, length);
        return;
    }
    align(making);
    entry->at = making->bytes.length;
    buf_add(&making->bytes, values, length);
}

/* Copies strips or tiles, and keeps their new places. */
static void copy_data(struct making *making, struct made_entry *entry,
                      const struct tiff_entry *offsets, const struct tiff_entry *lengths)
{
    const struct tiff *tiff = making->tiff;
    if (!lengths->size || lengths->count < offsets->count) {
        making->failed = "it does not say how long its data is";
        return;
    }
    uint8_t *places = memory_new((size_t)offsets->count * 4 + 1);
    for (uint64_t i = 0; i < offsets->count && !*making->failed; i++) {
        uint64_t from = tiff_value(tiff, offsets, i);
        uint64_t length = tiff_value(tiff, lengths, i);
        align(making);
        if (from > tiff->length || length > tiff->length - from)
            making->failed = "it is cut short";
        else if (length > LENGTH_MOST - making->bytes.length)
            making->failed = "it has more than 4 GB of data";
        if (*making->failed)
            break;
        number(tiff, places + i * 4, making->bytes.length, 4);
        buf_add(&making->bytes, tiff->bytes + from, (size_t)length);
    }
    *entry = (struct made_entry){
        .tag = offsets->tag, .type = TYPE_LONG, .count = (uint32_t)offsets->count};
    if (!*making->failed)
        put_values(making, entry, places, (size_t)offsets->count * 4);
    free(places);
}

/* Lengths may be of eight bytes; all others are copied as they are. */
static void copy_values(struct making *making, struct made_entry *entry,
                        const struct tiff_entry *from)
{
    const struct tiff *tiff = making->tiff;
    *entry =
        (struct made_entry){.tag = from->tag, .type = from->type, .count = (uint32_t)from->count};
    if (from->type <= TYPES_MOST) {
        put_values(making, entry, tiff->bytes + from->at, (size_t)from->count * from->size);
        return;
    }
    uint8_t *values = memory_new((size_t)from->count * 4 + 1);
    entry->type = TYPE_LONG;
    for (uint64_t i = 0; i < from->count; i++)
        number(tiff, values + i * 4, tiff_value(tiff, from, i), 4);
    put_values(making, entry, values, (size_t)from->count * 4);
    free(values);
}

/* By tag, which is the first member of an entry. */
static int compare(const void *a, const void *b)
{
    unsigned one = *(const unsigned *)a;
    unsigned other = *(const unsigned *)b;
    return (one > other) - (one < other);
}

static bool is_needed(unsigned tag)
{
    return bsearch(&tag, needed, ENTRIES_MOST, sizeof *needed, compare);
}

static void write_directory(struct making *making, const struct made_entry *entries, size_t count)
{
    align(making);
    number(making->tiff, (uint8_t *)making->bytes.bytes + making->link, making->bytes.length, 4);
    add_number(making, count, 2);
    for (size_t i = 0; i < count; i++) {
        add_number(making, entries[i].tag, 2);
        add_number(making, entries[i].type, 2);
        add_number(making, entries[i].count, 4);
        if (entries[i].at == SIZE_MAX)
            buf_add(&making->bytes, entries[i].within, sizeof entries[i].within);
        else
            add_number(making, entries[i].at, 4);
    }
    making->link = making->bytes.length;
    add_number(making, 0, 4);
}

/* The entries that are needed, each once, sorted; not all writers do that. */
static size_t find_entries(const struct tiff *tiff, uint64_t directory, struct tiff_entry *entries)
{
    size_t all = tiff_entry_count(tiff, directory);
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        struct tiff_entry entry;
        size_t k = 0;
        tiff_entry(tiff, directory, i, &entry);
        while (k < count && entries[k].tag != entry.tag)
            k++;
        if (k == count && entry.size && is_needed(entry.tag))
            entries[count++] = entry;
    }
    if (count)
        qsort(entries, count, sizeof *entries, compare);
    return count;
}

static void copy_page(struct making *making, uint64_t directory)
{
    const struct tiff *tiff = making->tiff;
    struct tiff_entry entries[ENTRIES_MOST];
    struct made_entry made[ENTRIES_MOST] = {{0}};
    size_t count = find_entries(tiff, directory, entries);
    for (size_t i = 0; i < count && !*making->failed; i++) {
        bool data = entries[i].tag == TAG_STRIP_OFFSETS || entries[i].tag == TAG_TILE_OFFSETS;
        struct tiff_entry lengths = {0};
        for (size_t k = 0; data && k < count; k++) {
            if (entries[k].tag ==
                (entries[i].tag == TAG_TILE_OFFSETS ? TAG_TILE_LENGTHS : TAG_STRIP_LENGTHS))
                lengths = entries[k];
        }
        if (entries[i].tag == TAG_COMPRESSION &&
            tiff_value(tiff, &entries[i], 0) == COMPRESSION_OLD_JPEG)
            making->failed = "its pages are coded with the JPEG of TIFF 6.0";
        else if (data)
            copy_data(making, &made[i], &entries[i], &lengths);
        else
            copy_values(making, &made[i], &entries[i]);
    }
    if (!*making->failed)
        write_directory(making, made, count);
}

/* ---------------------------------------------------------------- Pages coded anew */

/* The rows of a picture of 8 or 32 bits, deflated. */
static void add_rows(PIX *pix, struct buf *data)
{
    size_t width = (size_t)pixGetWidth(pix);
    size_t height = (size_t)pixGetHeight(pix);
    size_t samples = pixGetDepth(pix) == 32 ? 3 : 1;
    uint8_t *rows = memory_new(width * height * samples + 1);
    uint8_t *to = rows;
    for (size_t y = 0; y < height; y++) {
        const l_uint32 *dots = pixGetData(pix) + y * (size_t)pixGetWpl(pix);
        for (size_t x = 0; x < width; x++) {
            if (samples == 1)
                *to++ = (uint8_t)GET_DATA_BYTE(dots, x);
            for (size_t i = 0; samples == 3 && i < samples; i++)
                *to++ = (uint8_t)(dots[x] >> (24 - 8 * i));
        }
    }
    struct deflater *deflater = deflater_new(DEFLATE_QUICK);
    deflater_add_zlib(deflater, rows, width * height * samples, data);
    deflater_free(deflater);
    free(rows);
}

static bool code(PIX *pix, struct buf *data)
{
    struct fax fax;
    if (pixGetDepth(pix) != 1) {
        add_rows(pix, data);
        return true;
    }
    if (!raster_code_fax(pix, &fax))
        return false;
    *data = fax.data;
    return true;
}

/* An entry of one number, or of as many as samples. */
static void put_number(struct making *making, struct made_entry *entry, unsigned tag, unsigned type,
                       uint64_t value, uint32_t count)
{
    uint8_t values[12];
    size_t size = type == TYPE_SHORT ? 2 : 4;
    for (uint32_t i = 0; i < count; i++)
        number(making->tiff, values + i * size, value, size);
    *entry = (struct made_entry){.tag = tag, .type = type, .count = count};
    put_values(making, entry, values, count * size);
}

static void put_resolution(struct making *making, struct made_entry *entry, unsigned tag,
                           double resolution)
{
    uint8_t values[8];
    number(making->tiff, values, (uint64_t)(resolution * RATIONAL + 0.5), 4);
    number(making->tiff, values + 4, RATIONAL, 4);
    *entry = (struct made_entry){.tag = tag, .type = TYPE_RATIONAL, .count = 1};
    put_values(making, entry, values, sizeof values);
}

/* A page of one strip (TIFF 6.0, section 2, 11). */
static void write_page(struct making *making, PIX *pix, const struct scan_page *page,
                       const struct buf *data)
{
    bool fax = pixGetDepth(pix) == 1;
    uint32_t samples = pixGetDepth(pix) == 32 ? 3 : 1;
    uint64_t height = (uint64_t)pixGetHeight(pix);
    struct made_entry made[12];
    size_t count = 0;
    align(making);
    size_t strip = making->bytes.length;
    buf_add(&making->bytes, data->bytes, data->length);
    put_number(making, &made[count++], 256, TYPE_LONG, (uint64_t)pixGetWidth(pix), 1);
    put_number(making, &made[count++], 257, TYPE_LONG, height, 1);
    put_number(making, &made[count++], 258, TYPE_SHORT, fax ? 1 : 8, samples);
    put_number(making, &made[count++], TAG_COMPRESSION, TYPE_SHORT,
               fax ? COMPRESSION_G4 : COMPRESSION_DEFLATE, 1);
    put_number(making, &made[count++], 262, TYPE_SHORT,
               fax            ? WHITE_IS_0
               : samples == 3 ? RGB
                              : BLACK_IS_0,
               1);
    put_number(making, &made[count++], TAG_STRIP_OFFSETS, TYPE_LONG, strip, 1);
    put_number(making, &made[count++], 277, TYPE_SHORT, samples, 1);
    put_number(making, &made[count++], 278, TYPE_LONG, height, 1);
    put_number(making, &made[count++], TAG_STRIP_LENGTHS, TYPE_LONG, data->length, 1);
    if (page->across > 0) {
        put_resolution(making, &made[count++], 282, page->across);
        put_resolution(making, &made[count++], 283, page->up);
        put_number(making, &made[count++], 296, TYPE_SHORT, 2, 1); /* to the inch */
    }
    write_directory(making, made, count);
}

static void write_painted(struct making *making, const struct job *job,
                          const struct foreign *foreign, struct scan_page *page, uint32_t number)
{
    struct buf data = BUF_INIT;
    const char *why = "";
    PIX *pix = paint_scan(job, foreign, page, number, &why);
    if (!pix)
        making->failed = why;
    else if (!code(pix, &data))
        making->failed = "memory does not suffice to code it";
    else if (data.length > LENGTH_MOST - making->bytes.length)
        making->failed = "it has more than 4 GB of data";
    else
        write_page(making, pix, page, &data);
    pixDestroy(&pix);
    buf_release(&data);
}

static void copy_pages(struct making *making, const struct job *job, const struct foreign *foreign,
                       const struct scan *scan)
{
    for (uint32_t page = 0; (page = work_next_page(job, page, (uint32_t)scan->count));) {
        if (redactions_on(job->redactions, job->redaction_count, page))
            write_painted(making, job, foreign, &scan->pages[page - 1], page);
        else
            copy_page(making, scan->pages[page - 1].directory);
        if (*making->failed) {
            answer_failed(page, making->failed);
            return;
        }
    }
}

void extract_scan(const struct job *job, const struct foreign *foreign)
{
    struct scan scan;
    struct tiff tiff;
    uint64_t directory;
    struct making making = {.tiff = &tiff, .bytes = BUF_INIT, .link = 4, .failed = ""};
    scan_read(&scan, job->type, foreign);
    if (job->type != FILE_TYPE_TIFF) {
        extract_picture(job, foreign, &scan);
    } else if (*scan.failed || !tiff_open(&tiff, foreign->bytes, foreign->length, &directory)) {
        answer_failed(0, *scan.failed ? scan.failed : "it is no TIFF");
    } else {
        buf_add_string(&making.bytes, tiff.big_endian ? "MM" : "II");
        add_number(&making, 42, 2);
        add_number(&making, 0, 4);
        copy_pages(&making, job, foreign, &scan);
        if (!*making.failed)
            answer_bytes(making.bytes.bytes, making.bytes.length);
    }
    buf_release(&making.bytes);
    scan_release(&scan);
}
