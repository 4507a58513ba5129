/* SPDX-License-Identifier: ISC */
/* A page of a held file: how large it is, how it looks, what it says. */
#ifndef MODEL_HELD_PAGE_H
#define MODEL_HELD_PAGE_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The widths in which a page is shown, smallest first. */
enum page_view { PAGE_THUMBNAIL, PAGE_SMALL, PAGE_LARGE, PAGE_VIEW_COUNT };

struct page_picture {
    bool jpeg;      /* else PNG */
    unsigned width; /* in pixels; 0 where there is none */
    unsigned height;
    uint64_t offset; /* of its bytes in the page's store */
    uint64_t length;
};

/* Where a page's text comes from. */
enum text_source {
    TEXT_NONE,
    TEXT_DOCUMENT, /* the document's own text layer */
    TEXT_BESIDE,   /* a file beside the scan, as a person left it */
    TEXT_MACHINE   /* such a file as a machine read it, with its confidence */
};
const char *text_source_name(enum text_source source); /* "none", "document", "beside", "machine" */

/* A word and where it stands, in thousandths of a point from the page's upper left corner. */
struct page_word {
    const char *text;
    int32_t x, y, width, height;
};

struct page_paragraph {
    const struct page_word *words;
    size_t count;
};

/* Lengths are thousandths of a point, on the page as it is seen. */
struct held_page {
    unsigned number; /* in its file, from 1 */
    int32_t width, height;
    int32_t white[4]; /* margins without a mark: top, right, bottom, left */
    bool blank;
    bool fits_a;           /* PDF/A-2a allows it as it is */
    bool fits_ua;          /* and PDF/UA-1 does */
    const char *misfit;    /* why not */
    const char *misfit_ua; /* why not in PDF/UA-1 */
    bool as_picture;       /* our PDF shows it as a picture with its words, not as it is */
    unsigned form;     /* its number among the forms, from 1; 0: it cannot be laid into our PDF */
    const char *forms; /* path of the file that it is in; NULL where there is none */
    struct page_picture pictures[PAGE_VIEW_COUNT];
    const char *store; /* path of the file that holds the pictures' bytes; NULL where it was not
                          drawn */
    bool own_text;     /* it shows text as text, whatever text_source says */
    enum text_source text_source;
    unsigned confidence;                     /* of TEXT_MACHINE, in percent */
    const struct page_paragraph *paragraphs; /* in reading order */
    size_t paragraph_count;
    size_t word_count;   /* of all paragraphs */
    unsigned quarters;   /* so often they are turned by 90 degrees counterclockwise */
    bool wanted;         /* some row shows it */
    const char *failure; /* why it cannot be shown; NULL where it can */
};

/* Whether its form does not show its text as text: the words are laid over it, unseen. */
bool held_page_needs_words(const struct held_page *page);
/* A length in tenths of a millimetre, rounded. */
int held_page_tenths_of_mm(int32_t length);

/* Appends the bytes of one of its pictures. False with *err where the store cannot be read. */
bool held_page_picture_read(const struct held_page *page, enum page_view view, struct buf *bytes,
                            struct error *err);

#endif
