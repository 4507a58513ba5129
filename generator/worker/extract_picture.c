/* SPDX-License-Identifier: ISC */
/* JOB_EXTRACT of a file that is one picture: the same picture with parts of it painted over. */
#include "worker/extract_picture.h"

#include "worker/answer.h"
#include "worker/paint.h"

#include <math.h>
#include <string.h>

#define JPEG_QUALITY 95
#define LOSSLESS 100 /* of JPEG 2000 */

/* ---------------------------------------------------------------- JPEG 2000's resolution */

/* A box begins with its length and its type (ISO/IEC 15444-1, I.4). */
#define BOX_HEAD 8
#define RESOLUTION_SIZE 26

static void add_big(struct buf *bytes, uint32_t number, size_t size)
{
    for (size_t i = size; i-- > 0;)
        buf_add_char(bytes, (char)(number >> 8 * i));
}

/* Dots to the metre as a fraction and a power of ten (I.5.3.7.1): down, then across. */
static void add_resolution(struct buf *bytes, double across, double up)
{
    add_big(bytes, RESOLUTION_SIZE, 4);
    buf_add_string(bytes, "res ");
    add_big(bytes, RESOLUTION_SIZE - BOX_HEAD, 4);
    buf_add_string(bytes, "resc");
    add_big(bytes, (uint32_t)lround(up), 2);
    add_big(bytes, 254, 2);
    add_big(bytes, (uint32_t)lround(across), 2);
    add_big(bytes, 254, 2);
    add_big(bytes, 4, 1);
    add_big(bytes, 4, 1);
}

static uint32_t read_big(const l_uint8 *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Copies a file to which its resolution is added at the end of its header box: leptonica writes
 * none. */
static void copy_jp2(struct buf *file, const l_uint8 *bytes, size_t length,
                     const struct scan_page *page)
{
    for (size_t at = 0; length - at >= BOX_HEAD;) {
        size_t size = read_big(bytes + at);
        bool header = !memcmp(bytes + at + 4, "jp2h", 4) && page->across > 0;
        if (size < BOX_HEAD || size > length - at)
            size = length - at;
        add_big(file, (uint32_t)(size + (header ? RESOLUTION_SIZE : 0)), 4);
        buf_add(file, bytes + at + 4, size - 4);
        if (header)
            add_resolution(file, page->across, page->up);
        at += size;
    }
}

/* ---------------------------------------------------------------- The file */

/* Appends the picture as a file; false where it cannot be coded. */
static bool code(enum file_type type, PIX *pix, const struct scan_page *page, struct buf *file)
{
    l_uint8 *bytes = NULL;
    size_t length = 0;
    bool ok = false;
    /* leptonica keeps a JPEG's comment, and writes it again. */
    pixSetText(pix, NULL);
    pixSetResolution(pix, (l_int32)lround(page->across), (l_int32)lround(page->up));
    if (type == FILE_TYPE_JPEG) {
        pixSetChromaSampling(pix, L_NO_CHROMA_SAMPLING_JPEG);
        ok = !pixWriteMemJpeg(&bytes, &length, pix, JPEG_QUALITY, 0);
    } else if (type == FILE_TYPE_PNG) {
        ok = !pixWriteMemPng(&bytes, &length, pix, 0);
    } else if (type == FILE_TYPE_WEBP) {
        ok = !pixWriteMemWebP(&bytes, &length, pix, 100, 1);
    } else if (type == FILE_TYPE_JP2) {
        ok = !pixWriteMemJp2k(&bytes, &length, pix, LOSSLESS, 0, 0, 0);
    }
    if (ok && type == FILE_TYPE_JP2)
        copy_jp2(file, bytes, length, page);
    else if (ok)
        buf_add(file, bytes, length);
    lept_free(bytes);
    return ok;
}

void extract_picture(const struct job *job, const struct foreign *foreign, const struct scan *scan)
{
    struct buf file = BUF_INIT;
    struct scan_page page = scan->pages[0];
    const char *why = "";
    PIX *pix = paint_scan(job, foreign, &page, 1, &why);
    if (pix && code(job->type, pix, &page, &file))
        answer_bytes(file.bytes, file.length);
    else
        answer_failed(1, pix ? "it cannot be coded anew, or memory does not suffice" : why);
    pixDestroy(&pix);
    buf_release(&file);
}
