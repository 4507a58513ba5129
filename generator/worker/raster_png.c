/* SPDX-License-Identifier: ISC */
/* The dots of a PNG, of all depths and kinds, by libpng. */
#include "worker/raster.h"

#include <png.h>
#include <string.h>

struct source {
    const char *bytes;
    size_t left;
};

static void take(png_structp png, png_bytep to, png_size_t length)
{
    struct source *source = png_get_io_ptr(png);
    if (length > source->left)
        png_error(png, "the end");
    memcpy(to, source->bytes, length);
    source->bytes += length;
    source->left -= length;
}

static void ignore(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* Grey of one bit stays so; other grey becomes 8 bits, all else, and what is transparent, 32. */
static int choose(png_structp png, png_infop info)
{
    int kind = png_get_color_type(png, info);
    bool transparent = png_get_valid(png, info, PNG_INFO_tRNS) || (kind & PNG_COLOR_MASK_ALPHA);
    bool grey = !(kind & PNG_COLOR_MASK_COLOR) && !transparent;
    if (grey && png_get_bit_depth(png, info) == 1)
        return 1;
    png_set_expand(png);
    png_set_scale_16(png);
    if (grey)
        return 8;
    if (!(kind & PNG_COLOR_MASK_COLOR))
        png_set_gray_to_rgb(png);
    if (!transparent)
        png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
    return 32;
}

static void lay_on_white(PIX *pix)
{
    size_t count = (size_t)pixGetHeight(pix) * (size_t)pixGetWpl(pix);
    l_uint32 *dots = pixGetData(pix);
    for (size_t i = 0; i < count; i++)
        dots[i] =
            raster_dot(dots[i] >> 24, dots[i] >> 16 & 0xFF, dots[i] >> 8 & 0xFF, dots[i] & 0xFF);
}

/* The rows are read into the picture's own, in the order of bytes. */
static PIX *read(png_structp png, png_infop info, struct source *source)
{
    PIX *volatile pix = NULL;
    if (setjmp(png_jmpbuf(png))) {
        PIX *cut = pix;
        pixDestroy(&cut);
        return NULL;
    }
    png_set_read_fn(png, source, take);
    png_set_user_limits(png, WIRE_PIXELS_MOST, WIRE_PIXELS_MOST);
    png_read_info(png, info);
    int depth = choose(png, info);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    pix = pixCreate((l_int32)png_get_image_width(png, info),
                    (l_int32)png_get_image_height(png, info), depth);
    size_t stride = pix ? (size_t)pixGetWpl(pix) * 4 : 0;
    if (!pix || png_get_rowbytes(png, info) > stride)
        png_error(png, "no memory");
    for (int pass = 0; pass < passes; pass++) {
        for (l_int32 y = 0; y < pixGetHeight(pix); y++)
            png_read_row(png, (png_bytep)pixGetData(pix) + (size_t)y * stride, NULL);
    }
    png_read_end(png, NULL);
    pixEndianByteSwap(pix);
    if (depth == 1)
        pixInvert(pix, pix);
    if (depth == 32)
        lay_on_white(pix);
    return pix;
}

PIX *raster_png(const struct foreign *foreign, const struct scan_page *page, const char **why)
{
    struct source source = {foreign->bytes, foreign->length};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, ignore);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    PIX *pix = info ? read(png, info, &source) : NULL;
    png_destroy_read_struct(&png, &info, NULL);
    if (pix &&
        ((uint32_t)pixGetWidth(pix) != page->width || (uint32_t)pixGetHeight(pix) != page->height))
        pixDestroy(&pix);
    if (!pix)
        *why = "its data cannot be decoded, or takes more memory than a worker is given";
    return pix;
}
