/* SPDX-License-Identifier: ISC */
/* Pages of a picture file as forms that draw them upright, ready to be laid into our PDF. Each page
 * is written when it is done, so that one at a time stands in memory. */
#include "wire/form.h"
#include "worker/answer.h"
#include "worker/image.h"

/* The picture's entries and data; false with *why where it cannot be had. */
static bool picture_of(struct deflater *deflater, enum file_type type,
                       const struct foreign *foreign, const struct scan_page *page,
                       struct buf *entries, struct buf *data, const char **why)
{
    struct fax fax;
    if (page->jpeg_samples) {
        image_describe(entries, page->width, page->height, page->jpeg_samples, 8);
        buf_add_string(entries, "/Filter /DCTDecode");
        buf_add(data, foreign->bytes, foreign->length);
        return true;
    }
    if (type == FILE_TYPE_TIFF && !*page->failed && raster_take_fax(foreign, page, &fax)) {
        image_describe_fax(entries, &fax, page->width, page->height);
        *data = fax.data;
        return true;
    }
    PIX *pix = raster_read(type, foreign, page, 0, why);
    bool ok = pix && image_code(deflater, pix, entries, data, why);
    pixDestroy(&pix);
    return ok;
}

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

/* Answers the page, of which `objects` are answered so far. */
static bool send_page(uint32_t *objects, struct deflater *deflater, enum file_type type,
                      const struct foreign *foreign, const struct scan_page *page, const char **why)
{
    struct buf entries = BUF_INIT;
    struct buf data = BUF_INIT;
    struct buf frames = BUF_INIT;
    int32_t width = 0;
    int32_t height = 0;
    *why = "it has no size";
    bool ok = scan_size(page, &width, &height) &&
              picture_of(deflater, type, foreign, page, &entries, &data, why);
    if (ok) {
        long long matrix[6];
        find_matrix(page->orientation, width, height, matrix);
        form_add_picture(&frames, objects, width, height, matrix, entries.bytes, &data);
        answer_frames(&frames);
    }
    buf_release(&frames);
    buf_release(&entries);
    buf_release(&data);
    return ok;
}

void normalise_scan(const struct job *job, const struct foreign *foreign)
{
    struct scan scan;
    struct deflater *deflater = deflater_new(DEFLATE_QUICK);
    uint32_t objects = 0;
    bool ok = true;
    scan_read(&scan, job->type, foreign);
    if (*scan.failed || !scan.count)
        answer_failed(0, *scan.failed ? scan.failed : "has no pages");
    for (uint32_t page = 0; ok && (page = work_next_page(job, page, (uint32_t)scan.count));) {
        const char *why = "";
        ok = send_page(&objects, deflater, job->type, foreign, &scan.pages[page - 1], &why);
        if (!ok)
            answer_failed(page, why);
    }
    scan_release(&scan);
    deflater_free(deflater);
}
