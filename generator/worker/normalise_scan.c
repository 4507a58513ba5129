/* SPDX-License-Identifier: ISC */
/* Pages of a picture file as forms that draw them upright, ready to be laid into our PDF. Each page
 * is written when it is done, so that one at a time stands in memory. */
#include "base/deflate.h"
#include "wire/form_file.h"
#include "worker/answer.h"
#include "worker/raster.h"

#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- The picture */

static void describe(struct buf *entries, uint32_t width, uint32_t height, unsigned samples,
                     unsigned bits)
{
    buf_add_format(entries,
                   "/Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace /%s"
                   " /BitsPerComponent %u ",
                   width, height, samples == 3 ? "DeviceRGB" : "DeviceGray", bits);
}

static void describe_fax(struct buf *entries, const struct fax *fax, uint32_t width,
                         uint32_t height)
{
    describe(entries, width, height, 1, 1);
    buf_add_format(entries,
                   "/Filter /CCITTFaxDecode /DecodeParms << /K %d /Columns %u /Rows %u%s%s"
                   " /EndOfBlock false >>",
                   fax->k, width, height, fax->aligned ? " /EncodedByteAlign true" : "",
                   fax->black_is_one ? " /BlackIs1 true" : "");
}

static unsigned distance(unsigned a, unsigned b)
{
    return a > b ? a - b : b - a;
}

/* PNG's fourth filter (ISO/IEC 15948, 9.4). */
static uint8_t paeth(unsigned left, unsigned above, unsigned corner)
{
    unsigned to_left = distance(above, corner);
    unsigned to_above = distance(left, corner);
    unsigned to_corner = distance(left + above, 2 * corner);
    if (to_left <= to_above && to_left <= to_corner)
        return (uint8_t)left;
    return (uint8_t)(to_above <= to_corner ? above : corner);
}

/* Adds a row, each byte less what its neighbours foretell. */
static void add_row(struct buf *rows, const uint8_t *row, const uint8_t *above, size_t length,
                    size_t samples)
{
    buf_reserve(rows, length + 1);
    buf_add_char(rows, 4);
    uint8_t *to = (uint8_t *)rows->bytes + rows->length;
    for (size_t i = 0; i < length; i++) {
        unsigned left = i < samples ? 0 : row[i - samples];
        unsigned corner = i < samples ? 0 : above[i - samples];
        to[i] = (uint8_t)(row[i] - paeth(left, above[i], corner));
    }
    rows->length += length;
    rows->bytes[rows->length] = '\0';
}

static void add_dots(struct deflater *deflater, PIX *pix, struct buf *entries, struct buf *data)
{
    size_t width = (size_t)pixGetWidth(pix);
    size_t height = (size_t)pixGetHeight(pix);
    size_t samples = pixGetDepth(pix) == 32 && !raster_is_grey(pix) ? 3 : 1;
    struct buf rows = BUF_INIT;
    uint8_t *both = memory_new(2 * width * samples);
    uint8_t *row = both;
    uint8_t *above = both + width * samples;
    buf_reserve(&rows, height * (width * samples + 1));
    for (size_t y = 0; y < height; y++) {
        const l_uint32 *dots = pixGetData(pix) + y * (size_t)pixGetWpl(pix);
        for (size_t x = 0; x < width; x++) {
            if (pixGetDepth(pix) == 8)
                row[x] = (uint8_t)GET_DATA_BYTE(dots, x);
            for (size_t i = 0; pixGetDepth(pix) == 32 && i < samples; i++)
                row[x * samples + i] = (uint8_t)(dots[x] >> (24 - 8 * i));
        }
        add_row(&rows, row, above, width * samples, samples);
        uint8_t *next = above;
        above = row;
        row = next;
    }
    describe(entries, (uint32_t)width, (uint32_t)height, (unsigned)samples, 8);
    buf_add_format(entries,
                   "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %zu /Columns %zu >>",
                   samples, width);
    deflater_add_zlib(deflater, rows.bytes, rows.length, data);
    free(both);
    buf_release(&rows);
}

/* The picture's entries and data; false with *why where it cannot be had. */
static bool picture_of(struct deflater *deflater, enum file_type type,
                       const struct foreign *foreign, const struct scan_page *page,
                       struct buf *entries, struct buf *data, const char **why)
{
    struct fax fax;
    if (page->jpeg_samples) {
        describe(entries, page->width, page->height, page->jpeg_samples, 8);
        buf_add_string(entries, "/Filter /DCTDecode");
        buf_add(data, foreign->bytes, foreign->length);
        return true;
    }
    if (type == FILE_TYPE_TIFF && !*page->failed && raster_take_fax(foreign, page, &fax)) {
        describe_fax(entries, &fax, page->width, page->height);
        *data = fax.data;
        return true;
    }
    PIX *pix = raster_read(type, foreign, page, 0, why);
    bool ok = pix;
    if (ok && pixGetDepth(pix) == 1) {
        *why = "memory does not suffice to code it";
        ok = raster_code_fax(pix, &fax);
        if (ok) {
            describe_fax(entries, &fax, page->width, page->height);
            *data = fax.data;
        }
    } else if (ok) {
        add_dots(deflater, pix, entries, data);
    }
    pixDestroy(&pix);
    return ok;
}

/* ---------------------------------------------------------------- The page */

/* What lays the unit square of a picture as it is stored over the upright page. */
static void find_matrix(unsigned orientation, int32_t width, int32_t height, long long matrix[6])
{
    /* In units of the page's width (x) and height (y): a b c d e f. */
    static const int8_t matrices[9][6] = {
        {0},
        {1, 0, 0, 1, 0, 0},
        {-1, 0, 0, 1, 1, 0},
        {-1, 0, 0, -1, 1, 1},
        {1, 0, 0, -1, 0, 1},
        {0, -1, -1, 0, 1, 1},
        {0, -1, 1, 0, 0, 1},
        {0, 1, 1, 0, 0, 0},
        {0, 1, -1, 0, 1, 0},
    };
    for (int i = 0; i < 6; i++)
        matrix[i] = matrices[orientation][i] * (long long)(i % 2 ? height : width);
}

static bool add_page(struct form_file *file, struct deflater *deflater, enum file_type type,
                     const struct foreign *foreign, const struct scan_page *page, const char **why)
{
    struct buf entries = BUF_INIT;
    struct buf data = BUF_INIT;
    int32_t width = 0;
    int32_t height = 0;
    *why = "it has no size";
    bool ok = scan_size(page, &width, &height) &&
              picture_of(deflater, type, foreign, page, &entries, &data, why);
    if (ok) {
        long long matrix[6];
        find_matrix(page->orientation, width, height, matrix);
        form_file_add(file, width, height, matrix, entries.bytes, &data);
    }
    buf_release(&entries);
    buf_release(&data);
    return ok;
}

static void send(struct form_file *file)
{
    answer_bytes(file->bytes.bytes, file->bytes.length);
    form_file_take(file);
}

void normalise_scan(const struct job *job, const struct foreign *foreign)
{
    struct scan scan;
    struct form_file file;
    struct deflater *deflater = deflater_new();
    bool ok = true;
    form_file_init(&file);
    scan_read(&scan, job->type, foreign);
    if (*scan.failed || !scan.count)
        answer_failed(0, *scan.failed ? scan.failed : "has no pages");
    for (uint32_t page = 0; ok && (page = work_next_page(job, page, (uint32_t)scan.count));) {
        const char *why = "";
        ok = add_page(&file, deflater, job->type, foreign, &scan.pages[page - 1], &why);
        if (ok)
            send(&file);
        else
            answer_failed(page, why);
    }
    if (ok && file.page_count) {
        form_file_end(&file);
        send(&file);
    }
    scan_release(&scan);
    deflater_free(deflater);
    form_file_release(&file);
}
