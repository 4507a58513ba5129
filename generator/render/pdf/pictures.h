/* SPDX-License-Identifier: ISC */
/* The pictures of the letter as image objects (ISO 32000-1, 8.9.5), each once however often it is
 * painted. */
#ifndef RENDER_PDF_PICTURES_H
#define RENDER_PDF_PICTURES_H

#include "model/dossier.h"
#include "render/pdf/haru.h"

#include <stddef.h>

struct pictures;
/* Borrows the letter until the document is saved. */
struct pictures *pictures_new(const struct letter *letter);
void pictures_free(struct pictures *pictures);
/* Says that a picture is painted: it is read, and what is wrong with it is reported at its place,
 * once. */
void pictures_use(struct pictures *pictures, size_t index, struct haru *haru,
                  struct report *report);
/* Adds the pictures in use to the document. */
void pictures_add(struct pictures *pictures, struct haru *haru);
/* Adds the entries of a resource dictionary: "/I0 12 0 R". */
void pictures_add_resources(const struct pictures *pictures, struct buf *out);

#endif
