/* SPDX-License-Identifier: ISC */
/* What the head of a JPEG, PNG, WebP or JPEG 2000 says of its picture. */
#include "worker/scan_file.h"

#include "worker/tiff.h"

#include <leptonica/allheaders.h>
#include <string.h>

static const uint8_t *bytes_of(const struct foreign *foreign)
{
    return (const uint8_t *)foreign->bytes;
}

static uint32_t big(const uint8_t *bytes, size_t count)
{
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* ---------------------------------------------------------------- JPEG (ISO/IEC 10918-1, annex B)
 */

static bool begins(const uint8_t *at, size_t length, const char *with, size_t count)
{
    return length >= count && !memcmp(at, with, count);
}

/* EXIF's own resolution stands before JFIF's, which cameras leave at 72. */
static void read_exif(const uint8_t *at, size_t length, struct scan_file *file)
{
    struct tiff tiff;
    struct tiff_page page;
    uint64_t directory;
    if (!tiff_open(&tiff, at, length, &directory) || !tiff_next(&tiff, &directory, &page))
        return;
    file->orientation = page.orientation ? page.orientation : 1;
    if (page.across > 0 && page.up > 0) {
        file->across = page.across;
        file->up = page.up;
    }
}

static void read_jfif(const uint8_t *at, struct scan_file *file)
{
    double scale = at[7] == 1 ? 1 : at[7] == 2 ? 2.54 : 0;
    if (file->across > 0)
        return;
    file->across = big(at + 8, 2) * scale;
    file->up = big(at + 10, 2) * scale;
}

static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Grey, or YCbCr without doubt: Huffman's codes, 8 bits (ISO 32000-1, 7.4.8). Colours that are RGB
 * are told by the names of their samples, which PDF does not look at. */
static unsigned as_it_is(unsigned marker, const uint8_t *at, size_t length)
{
    if (marker > 0xC2 || at[0] != 8)
        return 0;
    if (at[5] == 1)
        return 1;
    bool named = length >= 15 && at[6] == 'R' && at[9] == 'G' && at[12] == 'B';
    return at[5] == 3 && !named ? 3 : 0;
}

static void read_segment(unsigned marker, const uint8_t *at, size_t length, struct scan_file *file,
                         bool *untransformed)
{
    if (is_frame(marker) && length >= 6) {
        file->jpeg_samples = as_it_is(marker, at, length);
        file->height = big(at + 1, 2);
        file->width = big(at + 3, 2);
        file->bits = at[5] == 1 ? 8 : 32;
    } else if (marker == 0xE1 && begins(at, length, "Exif\0\0", 6)) {
        read_exif(at + 6, length - 6, file);
    } else if (marker == 0xEE && length >= 12 && begins(at, length, "Adobe", 5)) {
        *untransformed = at[11] != 1;
    } else if (marker == 0xE0 && length >= 12 && begins(at, length, "JFIF\0", 5)) {
        read_jfif(at, file);
    }
}

static bool has_end(const uint8_t *bytes, size_t from, size_t length)
{
    for (size_t at = length; at >= from + 2; at--) {
        if (bytes[at - 2] == 0xFF && bytes[at - 1] == 0xD9)
            return true;
    }
    return false;
}

static const char *read_jpeg(const struct foreign *foreign, struct scan_file *file)
{
    const uint8_t *bytes = bytes_of(foreign);
    size_t length = foreign->length;
    bool untransformed = false;
    for (size_t at = 2; at + 4 <= length;) {
        if (bytes[at] != 0xFF)
            return "is damaged before its picture begins";
        unsigned marker = bytes[at + 1];
        if (marker == 0xFF) {
            at++;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            at += 2;
            continue;
        }
        size_t size = big(bytes + at + 2, 2);
        if (size < 2 || size > length - at - 2)
            break;
        if (marker == 0xDA) {
            if (!has_end(bytes, at, length))
                file->repaired = "it ends before its picture does";
            if (untransformed && file->jpeg_samples == 3)
                file->jpeg_samples = 0;
            return "";
        }
        read_segment(marker, bytes + at + 4, size - 2, file, &untransformed);
        at += 2 + size;
    }
    return "ends before its picture begins";
}

/* ---------------------------------------------------------------- PNG (ISO/IEC 15948) */

/* Deflate makes of one byte at most 1,032; a file that states a larger picture than its data can
 * hold lies. */
#define DEFLATE_MOST 1032

static const char *read_png(const struct foreign *foreign, struct scan_file *file)
{
    static const uint8_t samples[] = {1, 0, 3, 1, 2, 0, 4};
    const uint8_t *bytes = bytes_of(foreign);
    uint64_t data = 0;
    if (foreign->length < 33 || memcmp(bytes + 12, "IHDR", 4) != 0 || bytes[25] > 6)
        return "ends before its picture begins";
    file->width = big(bytes + 16, 4);
    file->height = big(bytes + 20, 4);
    unsigned pixel = bytes[24] * samples[bytes[25]];
    file->bits = pixel <= 8 ? pixel : 32;
    if (!pixel || pixel > 64)
        return "has a kind of pixels that PNG does not know";
    file->cut = true;
    for (size_t at = 8; at + 12 <= foreign->length;) {
        size_t size = big(bytes + at, 4);
        if (size > foreign->length - at - 12)
            break;
        if (!memcmp(bytes + at + 4, "IDAT", 4)) {
            data += size;
        } else if (!memcmp(bytes + at + 4, "IEND", 4)) {
            file->cut = false;
            break;
        } else if (!memcmp(bytes + at + 4, "pHYs", 4) && size == 9 && bytes[at + 16] == 1) {
            file->across = big(bytes + at + 8, 4) * 0.0254;
            file->up = big(bytes + at + 12, 4) * 0.0254;
        }
        at += 12 + size;
    }
    uint64_t whole = (file->width * pixel + 7) / 8 * file->height;
    if (!file->cut && whole / DEFLATE_MOST > data)
        return "states a larger picture than its data can hold";
    return "";
}

/* ---------------------------------------------------------------- WebP and JPEG 2000 */

static const char *read_webp(const struct foreign *foreign, struct scan_file *file)
{
    l_int32 width = 0;
    l_int32 height = 0;
    l_int32 samples = 0;
    const uint8_t *bytes = bytes_of(foreign);
    if (readHeaderMemWebP(bytes, foreign->length, &width, &height, &samples))
        return "ends before its picture begins, or is an animation";
    uint64_t stated =
        bytes[4] | (uint64_t)bytes[5] << 8 | (uint64_t)bytes[6] << 16 | (uint64_t)bytes[7] << 24;
    file->width = (uint64_t)width;
    file->height = (uint64_t)height;
    file->cut = stated > foreign->length - 8;
    return "";
}

static const char *read_jp2(const struct foreign *foreign, struct scan_file *file)
{
    l_int32 width = 0;
    l_int32 height = 0;
    l_int32 bits = 0;
    l_int32 samples = 0;
    l_int32 codec = 0;
    l_int32 across = 0;
    l_int32 up = 0;
    if (readHeaderMemJp2k(bytes_of(foreign), foreign->length, &width, &height, &bits, &samples,
                          &codec) ||
        width < 0 || height < 0)
        return "ends before its picture begins, or is no JPEG 2000 that can be read";
    file->width = (uint64_t)width;
    file->height = (uint64_t)height;
    file->bits = samples == 1 && bits <= 8 ? 8 : 32;
    FILE *stream = fmemopen((void *)(uintptr_t)foreign->bytes, foreign->length, "r");
    if (stream) {
        if (!fgetJp2kResolution(stream, &across, &up)) {
            file->across = across;
            file->up = up;
        }
        (void)fclose(stream); /* it is only read */
    }
    return "";
}

const char *scan_file_read(enum file_type type, const struct foreign *foreign,
                           struct scan_file *file)
{
    *file = (struct scan_file){.bits = 32, .orientation = 1, .repaired = ""};
    setMsgSeverity(L_SEVERITY_NONE);
    switch (type) {
    case FILE_TYPE_JPEG:
        return read_jpeg(foreign, file);
    case FILE_TYPE_PNG:
        return read_png(foreign, file);
    case FILE_TYPE_WEBP:
        return read_webp(foreign, file);
    case FILE_TYPE_JP2:
        return read_jp2(foreign, file);
    default:
        return "is no picture that can be read";
    }
}
