/* SPDX-License-Identifier: ISC */
/* Pictures as the images of a PDF. */
#ifndef WORKER_IMAGE_H
#define WORKER_IMAGE_H

#include "base/deflate.h"
#include "worker/raster.h"

/* Each appends entries of an image's dictionary (ISO 32000-1, 8.9.5), without its length; the first
 * also without its coding. */
void image_describe(struct buf *entries, uint32_t width, uint32_t height, unsigned samples,
                    unsigned bits);
void image_describe_fax(struct buf *entries, const struct fax *fax, uint32_t width,
                        uint32_t height);

/* The entries and the data of a picture of 1, 8 or 32 bits, as it is to the dot. Both buffers are
 * empty before. False with *why where memory does not suffice. */
bool image_code(struct deflater *deflater, PIX *pix, struct buf *entries, struct buf *data,
                const char **why);
/* The same of 8 or 32 bits, as a JPEG where that is far smaller: a photograph, a scan. Takes the
 * picture, in whose memory it works. */
bool image_code_smaller(struct deflater *deflater, PIX *pix, struct buf *entries, struct buf *data);

#endif
