/* SPDX-License-Identifier: ISC */
/* The dots of a page of a TIFF, of 1 to 16 bits a sample, in strips or tiles, by libtiff. */
#include "worker/raster.h"

#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#define SAMPLES_MOST 8

/* ---------------------------------------------------------------- A TIFF in memory */

/* libtiff reads the head by these, and the rest from where it is mapped. */
struct source {
    const struct foreign *foreign;
    toff_t at;
};

static tmsize_t read_source(thandle_t handle, void *to, tmsize_t length)
{
    struct source *source = handle;
    toff_t left = source->at < source->foreign->length ? source->foreign->length - source->at : 0;
    toff_t count = length > 0 && (toff_t)length < left ? (toff_t)length : length > 0 ? left : 0;
    memcpy(to, source->foreign->bytes + (count ? source->at : 0), count);
    source->at += count;
    return (tmsize_t)count;
}

static tmsize_t write_nothing(thandle_t handle, void *from, tmsize_t length)
{
    (void)handle;
    (void)from;
    (void)length;
    return -1;
}

static toff_t seek_source(thandle_t handle, toff_t offset, int whence)
{
    struct source *source = handle;
    source->at = offset;
    if (whence == SEEK_END)
        source->at += source->foreign->length;
    return source->at;
}

static int close_source(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t size_of(thandle_t handle)
{
    return ((const struct source *)handle)->foreign->length;
}

static int map(thandle_t handle, void **bytes, toff_t *length)
{
    const struct source *source = handle;
    *bytes = (void *)(uintptr_t)source->foreign->bytes;
    *length = source->foreign->length;
    return 1;
}

static void unmap(thandle_t handle, void *bytes, toff_t length)
{
    (void)handle;
    (void)bytes;
    (void)length;
}

/* The source must live as long as what is opened. */
static TIFF *open_at(struct source *source, const struct scan_page *page)
{
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
    TIFF *tiff = TIFFClientOpen("scan", "rh", source, read_source, write_nothing, seek_source,
                                close_source, size_of, map, unmap);
    uint32_t width = 0;
    uint32_t height = 0;
    if (tiff && (!TIFFSetSubDirectory(tiff, page->directory) ||
                 !TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width) ||
                 !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height) || width != page->width ||
                 height != page->height)) {
        TIFFClose(tiff);
        tiff = NULL;
    }
    return tiff;
}

/* ---------------------------------------------------------------- Samples to dots */

struct layout {
    TIFF *tiff;
    PIX *pix;
    uint32_t width, height;
    uint16_t bits, samples, photometric, compression;
    uint16_t *palette[3];
    unsigned palette_shift; /* old writers have 8 bits in it */
    unsigned alpha;         /* the index of its sample; 0: none */
    bool premultiplied;
};

/* The samples of a row, one after the other, as 8 bits or as an index. */
struct sampler {
    const uint8_t *bytes;
    size_t bit;
    unsigned bits;
};

static unsigned next_raw(struct sampler *sampler)
{
    unsigned value = 0;
    if (sampler->bits == 8) {
        value = sampler->bytes[sampler->bit / 8];
    } else if (sampler->bits == 16) {
        uint16_t word;
        memcpy(&word, sampler->bytes + sampler->bit / 8, sizeof word);
        value = word;
    } else {
        for (size_t bit = sampler->bit; bit < sampler->bit + sampler->bits; bit++)
            value = value << 1 | (sampler->bytes[bit / 8] >> (7 - bit % 8) & 1u);
    }
    sampler->bit += sampler->bits;
    return value;
}

static unsigned next_sample(struct sampler *sampler)
{
    unsigned most = (1u << sampler->bits) - 1;
    unsigned value = next_raw(sampler);
    return sampler->bits == 8 ? value : (value * 255 + most / 2) / most;
}

static unsigned lower(unsigned number, unsigned most)
{
    return number < most ? number : most;
}

static l_uint32 premultiplied(unsigned red, unsigned green, unsigned blue, unsigned alpha)
{
    unsigned white = 255 - alpha;
    return raster_dot(lower(red + white, 255), lower(green + white, 255), lower(blue + white, 255),
                      255);
}

static l_uint32 colour(const struct layout *layout, const unsigned *samples)
{
    if (layout->photometric == PHOTOMETRIC_SEPARATED) {
        unsigned white = 255 - samples[3];
        return raster_dot((255 - samples[0]) * white / 255, (255 - samples[1]) * white / 255,
                          (255 - samples[2]) * white / 255, 255);
    }
    unsigned red = samples[0];
    unsigned green = samples[1];
    unsigned blue = samples[2];
    if (layout->photometric != PHOTOMETRIC_RGB)
        red = green = blue = layout->photometric == PHOTOMETRIC_MINISWHITE ? 255 - red : red;
    unsigned alpha = layout->alpha ? samples[layout->alpha] : 255;
    return layout->premultiplied ? premultiplied(red, green, blue, alpha)
                                 : raster_dot(red, green, blue, alpha);
}

/* A row of bits; tiles begin at bytes (TIFF 6.0, section 15). */
static void put_bits(const struct layout *layout, const uint8_t *bytes, uint32_t left, uint32_t y,
                     uint32_t count)
{
    l_uint32 *row = pixGetData(layout->pix) + (size_t)y * (size_t)pixGetWpl(layout->pix);
    unsigned turn = layout->photometric == PHOTOMETRIC_MINISBLACK ? 0xFF : 0;
    for (uint32_t i = 0; i < (count + 7) / 8; i++)
        SET_DATA_BYTE(row, left / 8 + i, bytes[i] ^ turn);
}

static void put_row(const struct layout *layout, const uint8_t *bytes, uint32_t left, uint32_t y,
                    uint32_t count)
{
    if (pixGetDepth(layout->pix) == 1) {
        put_bits(layout, bytes, left, y, count);
        return;
    }
    l_uint32 *row = pixGetData(layout->pix) + (size_t)y * (size_t)pixGetWpl(layout->pix);
    struct sampler sampler = {bytes, 0, layout->bits};
    unsigned samples[SAMPLES_MOST] = {0};
    for (uint32_t x = left; x < left + count; x++) {
        if (layout->photometric == PHOTOMETRIC_PALETTE) {
            unsigned index = next_raw(&sampler);
            for (unsigned i = 0; i < 3; i++)
                samples[i] = layout->palette[i][index] >> layout->palette_shift & 0xFF;
            sampler.bit += (size_t)(layout->samples - 1) * layout->bits;
            row[x] = raster_dot(samples[0], samples[1], samples[2], 255);
            continue;
        }
        for (unsigned i = 0; i < layout->samples; i++)
            samples[i] = next_sample(&sampler);
        if (pixGetDepth(layout->pix) == 32)
            row[x] = colour(layout, samples);
        else
            SET_DATA_BYTE(row, x, (layout->photometric ? samples[0] : 255 - samples[0]));
    }
}

static bool put_strips(const struct layout *layout)
{
    tmsize_t size = TIFFScanlineSize(layout->tiff);
    size_t needed = ((size_t)layout->width * layout->samples * layout->bits + 7) / 8;
    uint8_t *row = size > 0 && (size_t)size >= needed ? malloc((size_t)size) : NULL;
    bool ok = row;
    for (uint32_t y = 0; y < layout->height && ok; y++) {
        ok = TIFFReadScanline(layout->tiff, row, y, 0) == 1;
        if (ok)
            put_row(layout, row, 0, y, layout->width);
    }
    free(row);
    return ok;
}

static bool put_tiles(const struct layout *layout)
{
    uint32_t across = 0;
    uint32_t down = 0;
    TIFFGetField(layout->tiff, TIFFTAG_TILEWIDTH, &across);
    TIFFGetField(layout->tiff, TIFFTAG_TILELENGTH, &down);
    tmsize_t size = TIFFTileSize(layout->tiff);
    tmsize_t stride = TIFFTileRowSize(layout->tiff);
    if (!across || across % 8 || !down || size <= 0 || stride <= 0 ||
        (uint64_t)size > SCAN_MEMORY || (uint64_t)stride * down > (uint64_t)size ||
        ((uint64_t)across * layout->samples * layout->bits + 7) / 8 > (uint64_t)stride)
        return false;
    uint8_t *tile = malloc((size_t)size);
    bool ok = tile;
    for (uint32_t y = 0; y < layout->height && ok; y += down) {
        for (uint32_t x = 0; x < layout->width && ok; x += across) {
            uint32_t count = layout->width - x < across ? layout->width - x : across;
            ok = TIFFReadTile(layout->tiff, tile, x, y, 0, 0) > 0;
            for (uint32_t row = 0; row < down && y + row < layout->height && ok; row++)
                put_row(layout, tile + (size_t)row * (size_t)stride, x, y + row, count);
        }
    }
    free(tile);
    return ok;
}

/* ---------------------------------------------------------------- The kinds of pages */

/* JPEG inside is decoded to RGB. */
static void read_photometric(struct layout *layout)
{
    TIFFGetFieldDefaulted(layout->tiff, TIFFTAG_COMPRESSION, &layout->compression);
    if (!TIFFGetField(layout->tiff, TIFFTAG_PHOTOMETRIC, &layout->photometric))
        layout->photometric = layout->samples > 2 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISWHITE;
    if (layout->photometric == PHOTOMETRIC_YCBCR && layout->compression == COMPRESSION_JPEG) {
        TIFFSetField(layout->tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        layout->photometric = PHOTOMETRIC_RGB;
    }
}

static void read_alpha(struct layout *layout, unsigned colours)
{
    uint16_t count = 0;
    uint16_t *kinds = NULL;
    if (layout->samples > colours &&
        TIFFGetField(layout->tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) && count &&
        (kinds[0] == EXTRASAMPLE_ASSOCALPHA || kinds[0] == EXTRASAMPLE_UNASSALPHA)) {
        layout->alpha = colours;
        layout->premultiplied = kinds[0] == EXTRASAMPLE_ASSOCALPHA;
    }
}

static bool read_palette(struct layout *layout)
{
    layout->palette_shift = 0;
    if (layout->bits > 8 || !TIFFGetField(layout->tiff, TIFFTAG_COLORMAP, &layout->palette[0],
                                          &layout->palette[1], &layout->palette[2]))
        return false;
    for (size_t i = 0; i < (size_t)1 << layout->bits; i++) {
        if (layout->palette[0][i] > 255 || layout->palette[1][i] > 255 ||
            layout->palette[2][i] > 255)
            layout->palette_shift = 8;
    }
    return true;
}

/* Whether put_row knows this kind, which then has `colours` samples before others. */
static bool is_known(struct layout *layout, unsigned *colours)
{
    uint16_t planes = PLANARCONFIG_CONTIG;
    uint16_t format = SAMPLEFORMAT_UINT;
    TIFFGetFieldDefaulted(layout->tiff, TIFFTAG_BITSPERSAMPLE, &layout->bits);
    TIFFGetFieldDefaulted(layout->tiff, TIFFTAG_SAMPLESPERPIXEL, &layout->samples);
    TIFFGetFieldDefaulted(layout->tiff, TIFFTAG_PLANARCONFIG, &planes);
    TIFFGetFieldDefaulted(layout->tiff, TIFFTAG_SAMPLEFORMAT, &format);
    read_photometric(layout);
    switch (layout->photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE:
        *colours = 1;
        break;
    case PHOTOMETRIC_RGB:
        *colours = 3;
        break;
    case PHOTOMETRIC_SEPARATED:
        *colours = 4;
        break;
    default:
        return false;
    }
    return (planes == PLANARCONFIG_CONTIG || layout->samples == 1) && layout->bits >= 1 &&
           layout->bits <= 16 && layout->samples >= *colours && layout->samples <= SAMPLES_MOST &&
           (format == SAMPLEFORMAT_UINT || format == SAMPLEFORMAT_VOID) &&
           layout->compression != COMPRESSION_OJPEG &&
           (layout->photometric != PHOTOMETRIC_PALETTE || read_palette(layout));
}

/* What libtiff turns into RGB by itself: planes apart, YCbCr, Lab and others. */
static bool put_all(const struct layout *layout)
{
    l_uint32 *dots = pixGetData(layout->pix);
    size_t count = (size_t)layout->width * layout->height;
    if (!TIFFReadRGBAImageOriented(layout->tiff, layout->width, layout->height, dots,
                                   ORIENTATION_TOPLEFT, 1))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t dot = dots[i];
        dots[i] = premultiplied(TIFFGetR(dot), TIFFGetG(dot), TIFFGetB(dot), TIFFGetA(dot));
    }
    return true;
}

PIX *raster_tiff(const struct foreign *foreign, const struct scan_page *page, const char **why)
{
    struct source source = {foreign, 0};
    struct layout layout = {.width = page->width, .height = page->height};
    unsigned colours = 0;
    *why = "its data cannot be decoded, or takes more memory than a worker is given";
    layout.tiff = open_at(&source, page);
    if (!layout.tiff)
        return NULL;
    bool known = is_known(&layout, &colours);
    int depth = 32;
    if (known)
        read_alpha(&layout, colours);
    if (known && colours == 1 && !layout.alpha && layout.photometric != PHOTOMETRIC_PALETTE)
        depth = layout.bits == 1 ? 1 : 8;
    layout.pix = pixCreate((l_int32)page->width, (l_int32)page->height, depth);
    bool ok = layout.pix;
    if (ok && known)
        ok = TIFFIsTiled(layout.tiff) ? put_tiles(&layout) : put_strips(&layout);
    else if (ok) {
        /* As it is stored: it is turned later. */
        TIFFSetField(layout.tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
        ok = put_all(&layout);
    }
    TIFFClose(layout.tiff);
    if (!ok)
        pixDestroy(&layout.pix);
    return layout.pix;
}

/* ---------------------------------------------------------------- Faxes */

static bool take_strip(TIFF *tiff, struct fax *fax)
{
    uint16_t order = FILLORDER_MSB2LSB;
    tmsize_t size = TIFFNumberOfStrips(tiff) == 1 ? TIFFRawStripSize(tiff, 0) : 0;
    if (size <= 0)
        return false;
    buf_reserve(&fax->data, (size_t)size);
    if (TIFFReadRawStrip(tiff, 0, fax->data.bytes, size) != size)
        return false;
    fax->data.length = (size_t)size;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_FILLORDER, &order);
    if (order == FILLORDER_LSB2MSB)
        TIFFReverseBits((uint8_t *)fax->data.bytes, size);
    fax->data.bytes[size] = '\0';
    return true;
}

bool raster_take_fax(const struct foreign *foreign, const struct scan_page *page, struct fax *fax)
{
    uint16_t bits = 1;
    uint16_t samples = 1;
    uint16_t compression = 0;
    uint16_t photometric = PHOTOMETRIC_MINISWHITE;
    uint32_t options = 0;
    *fax = (struct fax){.data = BUF_INIT};
    struct source source = {foreign, 0};
    TIFF *tiff = open_at(&source, page);
    if (!tiff)
        return false;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    bool g4 = compression == COMPRESSION_CCITTFAX4;
    TIFFGetField(tiff, g4 ? TIFFTAG_GROUP4OPTIONS : TIFFTAG_GROUP3OPTIONS, &options);
    /* The values of both tags that allow rows without coding are the same. */
    bool ok = bits == 1 && samples == 1 && photometric <= PHOTOMETRIC_MINISBLACK &&
              (g4 || compression == COMPRESSION_CCITTFAX3) && !TIFFIsTiled(tiff) &&
              !(options & GROUP3OPT_UNCOMPRESSED) && take_strip(tiff, fax);
    fax->k = g4 ? -1 : options & GROUP3OPT_2DENCODING ? 1 : 0;
    fax->aligned = !g4 && options & GROUP3OPT_FILLBITS;
    fax->black_is_one = photometric == PHOTOMETRIC_MINISBLACK;
    TIFFClose(tiff);
    if (!ok)
        buf_release(&fax->data);
    return ok;
}

/* leptonica writes a TIFF of one strip. */
bool raster_code_fax(PIX *pix, struct fax *fax)
{
    l_uint8 *bytes = NULL;
    size_t length = 0;
    struct scan scan;
    if (pixWriteMemTiff(&bytes, &length, pix, IFF_TIFF_G4))
        return false;
    const struct foreign coded = {.bytes = (const char *)bytes, .length = length};
    scan_read(&scan, FILE_TYPE_TIFF, &coded);
    bool ok = scan.count == 1 && raster_take_fax(&coded, &scan.pages[0], fax);
    scan_release(&scan);
    lept_free(bytes);
    return ok;
}
