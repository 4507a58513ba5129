/* SPDX-License-Identifier: ISC */
/* The type of a foreign file, by what it begins with. */
#ifndef WIRE_FILE_TYPE_H
#define WIRE_FILE_TYPE_H

#include <stddef.h>

enum file_type {
    FILE_TYPE_OTHER, /* carried, not looked into */
    FILE_TYPE_PDF,
    FILE_TYPE_TIFF,
    FILE_TYPE_JPEG,
    FILE_TYPE_PNG,
    FILE_TYPE_WEBP,
    FILE_TYPE_JP2,
    FILE_TYPE_COUNT
};
/* By what the file begins with, never by its name: 1 KB is enough. */
enum file_type file_type_of(const void *bytes, size_t length);
const char *file_type_name(enum file_type type);  /* "PDF", "TIFF", … "other" */
const char *file_type_media(enum file_type type); /* "application/pdf" … */

#endif
