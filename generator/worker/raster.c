/* SPDX-License-Identifier: ISC */
/* The dots of a scan's page, decoded. */
#include "worker/raster.h"

#include "base/memory.h"

#define SMALLEST_PART 8 /* of a JPEG's sides that libjpeg decodes by itself */

l_uint32 raster_dot(unsigned red, unsigned green, unsigned blue, unsigned alpha)
{
    unsigned white = 255 * (255 - alpha);
    red = (red * alpha + white + 127) / 255;
    green = (green * alpha + white + 127) / 255;
    blue = (blue * alpha + white + 127) / 255;
    return red << 24 | green << 16 | blue << 8;
}

static PIX *read_jpeg(const struct foreign *foreign, const struct scan_page *page, uint32_t least)
{
    l_int32 warnings = 0;
    uint32_t shorter = page->width < page->height ? page->width : page->height;
    l_int32 part = 1;
    while (least && part < SMALLEST_PART && shorter / (2 * (uint32_t)part) >= least)
        part *= 2;
    return pixReadMemJpeg((const l_uint8 *)foreign->bytes, foreign->length, 0, part, &warnings, 0);
}

/* Of the decoders of leptonica: no palette, no transparency, no 2, 4, 16 or 24 bits. Takes it. */
static PIX *plain(PIX *pix)
{
    PIX *next = NULL;
    if (pixGetColormap(pix))
        next = pixRemoveColormap(pix, REMOVE_CMAP_BASED_ON_SRC);
    else if (pixGetDepth(pix) == 32 && pixGetSpp(pix) == 4)
        next = pixAlphaBlendUniform(pix, 0xFFFFFF00);
    else
        next = pixClone(pix);
    pixDestroy(&pix);
    if (!next || pixGetDepth(next) == 1 || pixGetDepth(next) == 8 || pixGetDepth(next) == 32)
        return next;
    if (pixGetDepth(next) == 16)
        pix = pixConvert16To8(next, L_MS_BYTE);
    else
        pix = pixGetDepth(next) == 24 ? pixConvert24To32(next) : pixConvertTo8(next, 0);
    pixDestroy(&next);
    return pix;
}

PIX *raster_read(enum file_type type, const struct foreign *foreign, const struct scan_page *page,
                 uint32_t least, const char **why)
{
    const l_uint8 *bytes = (const l_uint8 *)foreign->bytes;
    PIX *pix = NULL;
    setMsgSeverity(L_SEVERITY_NONE);
    *why = "its data cannot be decoded, or takes more memory than a worker is given";
    if (*page->failed)
        *why = page->failed;
    else if (type == FILE_TYPE_TIFF)
        return raster_tiff(foreign, page, why);
    else if (type == FILE_TYPE_PNG)
        return raster_png(foreign, page, why);
    else if (type == FILE_TYPE_JPEG)
        pix = read_jpeg(foreign, page, least);
    else if (type == FILE_TYPE_WEBP)
        pix = pixReadMemWebP(bytes, foreign->length);
    else if (type == FILE_TYPE_JP2)
        pix = pixReadMemJp2k(bytes, foreign->length, 1, NULL, 0, 0);
    return pix ? plain(pix) : NULL;
}

PIX *raster_upright(PIX *pix, unsigned orientation)
{
    unsigned turn = scan_turn(orientation);
    if (scan_is_mirrored(orientation) && !pixFlipLR(pix, pix))
        pixDestroy(&pix);
    if (pix && turn) {
        PIX *turned = turn == 180 ? pixRotate180(NULL, pix) : pixRotate90(pix, turn == 90 ? 1 : -1);
        pixDestroy(&pix);
        pix = turned;
    }
    return pix;
}

bool raster_is_grey(PIX *pix)
{
    size_t width = (size_t)pixGetWidth(pix);
    size_t height = (size_t)pixGetHeight(pix);
    for (size_t y = 0; y < height; y++) {
        const l_uint32 *row = pixGetData(pix) + y * (size_t)pixGetWpl(pix);
        for (size_t x = 0; x < width; x++) {
            if ((row[x] >> 24) != (row[x] >> 16 & 0xFF) || (row[x] >> 24) != (row[x] >> 8 & 0xFF))
                return false;
        }
    }
    return true;
}

PIX *raster_grey(PIX *pix)
{
    size_t width = (size_t)pixGetWidth(pix);
    size_t height = (size_t)pixGetHeight(pix);
    size_t from_words = (size_t)pixGetWpl(pix);
    size_t to_words = (width + 3) / 4;
    l_uint32 *dots = pixGetData(pix);
    /* No word is written before its dots are read. */
    for (size_t y = 0; y < height; y++) {
        const l_uint32 *from = dots + y * from_words;
        l_uint32 *to = dots + y * to_words;
        for (size_t x = 0; x < width; x += 4) {
            l_uint32 word = 0;
            for (size_t i = 0; i < 4; i++)
                word = word << 8 | (x + i < width ? from[x + i] >> 24 : 0);
            to[x / 4] = word;
        }
    }
    pixSetDepth(pix, 8);
    pixSetSpp(pix, 1);
    pixSetWpl(pix, (l_int32)to_words);
    pixSetData(pix, memory_resize(dots, height * to_words * sizeof *dots));
    return pix;
}
