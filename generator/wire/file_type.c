/* SPDX-License-Identifier: ISC */
/* The type of a foreign file, by what it begins with. */
#include "wire/file_type.h"

#include <stdbool.h>
#include <string.h>

/* PDF readers look for the header in the first 1,024 bytes (ISO 32000-1, annex H.3, note 13). */
#define PDF_HEADER_WITHIN 1024

static bool begins(const void *bytes, size_t length, size_t at, const char *with, size_t count)
{
    return length >= at + count && !memcmp((const char *)bytes + at, with, count);
}

static bool has_pdf_header(const char *bytes, size_t length)
{
    size_t within = length < PDF_HEADER_WITHIN ? length : PDF_HEADER_WITHIN;
    for (size_t at = 0; at + 5 <= within; at++) {
        if (!memcmp(bytes + at, "%PDF-", 5))
            return true;
    }
    return false;
}

enum file_type file_type_of(const void *bytes, size_t length)
{
    if (begins(bytes, length, 0, "II*\0", 4) || begins(bytes, length, 0, "MM\0*", 4) ||
        begins(bytes, length, 0, "II+\0", 4) || begins(bytes, length, 0, "MM\0+", 4))
        return FILE_TYPE_TIFF;
    if (begins(bytes, length, 0, "\xFF\xD8\xFF", 3))
        return FILE_TYPE_JPEG;
    if (begins(bytes, length, 0, "\x89PNG\r\n\x1A\n", 8))
        return FILE_TYPE_PNG;
    if (begins(bytes, length, 0, "RIFF", 4) && begins(bytes, length, 8, "WEBP", 4))
        return FILE_TYPE_WEBP;
    if (begins(bytes, length, 0, "\0\0\0\x0CjP  \r\n\x87\n", 12) ||
        begins(bytes, length, 0, "\xFF\x4F\xFF\x51", 4))
        return FILE_TYPE_JP2;
    return has_pdf_header(bytes, length) ? FILE_TYPE_PDF : FILE_TYPE_OTHER;
}

const char *file_type_name(enum file_type type)
{
    static const char *const names[] = {"other", "PDF", "TIFF", "JPEG", "PNG", "WebP", "JPEG 2000"};
    return names[type];
}

const char *file_type_media(enum file_type type)
{
    static const char *const media[] = {"application/octet-stream",
                                        "application/pdf",
                                        "image/tiff",
                                        "image/jpeg",
                                        "image/png",
                                        "image/webp",
                                        "image/jp2"};
    return media[type];
}
