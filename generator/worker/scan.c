/* SPDX-License-Identifier: ISC */
/* The pages of a picture file: how many, how large, which way up, at which resolution. Nothing is
 * decoded, and no more memory is taken than the list of pages needs. */
#include "worker/scan.h"

#include "worker/scan_file.h"
#include "worker/tiff.h"

#include <math.h>
#include <stdlib.h>

/* Resolutions that no scanner has are not believed; nor is 72, which programs write that know none
 * (EXIF 2.3, 4.6.4 A, XResolution). */
#define DPI_LEAST 50
#define DPI_MOST 10000
#define DPI_OF_NONE 72

#define A4_LONGER 841890

static void check_resolution(struct scan_page *page)
{
    bool known = page->across >= DPI_LEAST && page->up >= DPI_LEAST && page->across <= DPI_MOST &&
                 page->up <= DPI_MOST && lround(page->across) != DPI_OF_NONE;
    if (!known)
        page->across = page->up = 0;
}

/* `bits` are those of a pixel once it is decoded. */
static void check_size(struct scan *scan, struct scan_page *page, uint64_t width, uint64_t height,
                       uint64_t bits)
{
    struct buf words = BUF_INIT;
    uint64_t row = (width * bits + 31) / 32 * 4;
    if (!width || !height)
        buf_add_string(&words, "has no size");
    else if (width > WIRE_PIXELS_MOST || height > WIRE_PIXELS_MOST)
        buf_add_format(&words, "is %llu × %llu pixels; no side may have more than %u",
                       (unsigned long long)width, (unsigned long long)height, WIRE_PIXELS_MOST);
    else if (row * height > SCAN_MEMORY)
        buf_add_format(&words, "takes %llu MB of memory; at most %llu can be had",
                       (unsigned long long)(row * height >> 20),
                       (unsigned long long)(SCAN_MEMORY >> 20));
    if (words.length)
        page->failed = arena_string(&scan->arena, words.bytes);
    page->width = page->height = 0;
    if (!words.length) {
        page->width = (uint32_t)width;
        page->height = (uint32_t)height;
    }
    buf_release(&words);
}

static struct scan_page *add_page(struct scan *scan)
{
    scan->pages = memory_grow(scan->pages, scan->count, &scan->capacity, sizeof *scan->pages);
    scan->pages[scan->count] = (struct scan_page){.orientation = 1, .failed = "", .repaired = ""};
    return &scan->pages[scan->count++];
}

static void add_tiff_page(struct scan *scan, const struct tiff_page *from, uint64_t directory)
{
    struct scan_page *page = add_page(scan);
    uint64_t bits = from->samples != 1 ? 32 : from->bits == 1 ? 1 : 8;
    page->directory = directory;
    page->orientation = from->orientation ? from->orientation : 1;
    page->across = from->across;
    page->up = from->up;
    check_resolution(page);
    /* A width past this cannot be multiplied. */
    uint64_t most = UINT32_MAX;
    check_size(scan, page, from->width < most ? from->width : most,
               from->height < most ? from->height : most, bits);
    if (from->cut && !*page->failed)
        page->failed = "is cut short";
}

/* The directories are a list in which each names the next: `checkpoint`, moved on at every power of
 * two, is met again where the list runs in a circle (Brent). */
static void read_tiff(struct scan *scan, const struct foreign *foreign)
{
    struct tiff tiff;
    struct tiff_page page;
    uint64_t directory;
    uint64_t checkpoint = 0;
    uint32_t power = 1;
    if (!tiff_open(&tiff, foreign->bytes, foreign->length, &directory)) {
        scan->failed = "is no whole TIFF";
        return;
    }
    for (uint32_t index = 0; directory; index++) {
        if (directory == checkpoint) {
            /* Some stand in the list more than once by now. */
            scan->failed = "has a list of pages that runs in a circle";
            scan->count = 0;
        } else if (scan->count == WIRE_PAGES_MOST || index == UINT32_MAX) {
            scan->failed = "has more than a million pages";
        }
        if (index == power) {
            checkpoint = directory;
            power = power < UINT32_MAX / 2 ? power * 2 : power;
        }
        uint64_t here = directory;
        if (!*scan->failed && !tiff_next(&tiff, &directory, &page))
            scan->failed = "is cut short: a page that it names is not there";
        if (*scan->failed)
            break;
        if (!page.reduced)
            add_tiff_page(scan, &page, here);
    }
}

static void read_single(struct scan *scan, enum file_type type, const struct foreign *foreign)
{
    struct scan_file file;
    const char *why = scan_file_read(type, foreign, &file);
    struct scan_page *page = add_page(scan);
    if (*why) {
        page->failed = why;
        return;
    }
    page->orientation = file.orientation;
    page->across = file.across;
    page->up = file.up;
    page->repaired = file.repaired;
    page->jpeg_samples = *file.repaired ? 0 : file.jpeg_samples;
    check_resolution(page);
    check_size(scan, page, file.width, file.height, file.bits);
    if (file.cut && !*page->failed)
        page->failed = "is cut short";
}

void scan_read(struct scan *scan, enum file_type type, const struct foreign *foreign)
{
    *scan = (struct scan){.failed = ""};
    if (type == FILE_TYPE_TIFF)
        read_tiff(scan, foreign);
    else
        read_single(scan, type, foreign);
}

void scan_release(struct scan *scan)
{
    free(scan->pages);
    arena_release(&scan->arena);
}

unsigned scan_turn(unsigned orientation)
{
    static const unsigned turns[] = {0, 0, 0, 180, 180, 270, 90, 90, 270};
    return turns[orientation];
}

bool scan_is_mirrored(unsigned orientation)
{
    return orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
}

bool scan_size(const struct scan_page *page, int32_t *width, int32_t *height)
{
    double longer = fmax(page->width, page->height);
    double across = page->width * A4_LONGER / longer;
    double up = page->height * A4_LONGER / longer;
    if (page->across > 0) {
        across = page->width / page->across * 72000;
        up = page->height / page->up * 72000;
    }
    if (!(across >= 1 && up >= 1 && across <= WIRE_LENGTH_MOST && up <= WIRE_LENGTH_MOST))
        return false;
    bool lying = scan_turn(page->orientation) % 180 != 0;
    *width = (int32_t)lround(lying ? up : across);
    *height = (int32_t)lround(lying ? across : up);
    return true;
}

uint32_t scan_dpi(const struct scan_page *page)
{
    return (uint32_t)lround(fmin(page->across, page->up));
}
