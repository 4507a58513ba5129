/* SPDX-License-Identifier: ISC */
/* A thin layer over libharu: its document, table of objects and file structure, with
 * objects that are made only when they are written. The one module that includes hpdf.h. */
#ifndef RENDER_PDF_HARU_H
#define RENDER_PDF_HARU_H

#include "base/output.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum haru_kind {
    HARU_NO_STREAM, /* a dictionary */
    HARU_VALUE,     /* any other value */
    HARU_STREAM_PLAIN,
    HARU_STREAM_DEFLATED
};

/* An object as it is written. Both buffers come empty. */
struct haru_object {
    struct buf entries; /* what stands between << and >>, of HARU_VALUE all; Length and Filter are
                           added */
    struct buf stream;  /* its data before compression */
    enum haru_kind kind;
};

/* What makes the objects of a run: `make` is called once for each `index`, from 0. False with *err
 * stops the writing. */
struct haru_maker {
    bool (*make)(void *context, size_t index, struct haru_object *object, struct error *err);
    void *context; /* borrowed until the document is saved */
};

struct haru;
/* The document goes to `writer` by haru_save. `expected`: about how many objects. */
struct haru *haru_new(struct output_writer *writer, size_t expected);
void haru_free(struct haru *haru);

/* Adds `count` objects that are made when the document is saved, and saved in the order in which
 * they were added. Returns the number of the first, the others follow it. Where there are too many
 * objects for a PDF, haru_save says so. */
uint32_t haru_add(struct haru *haru, size_t count, struct haru_maker maker);

/* What libharu itself puts first: entries are added to its catalog, and its information dictionary
 * and root of the page tree are replaced. */
void haru_make_catalog(struct haru *haru, struct haru_maker maker);
void haru_make_information(struct haru *haru, struct haru_maker maker);
/* Returns the root's number. */
uint32_t haru_make_page_tree(struct haru *haru, struct haru_maker maker);

/* Compresses `in` as HARU_STREAM_DEFLATED does; appends to *out. */
void haru_deflate(struct haru *haru, const struct buf *in, struct buf *out);

/* Writes the document. Its /ID comes from a digest of all that stands before it. */
bool haru_save(struct haru *haru, struct error *err);

#endif
