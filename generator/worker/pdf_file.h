/* SPDX-License-Identifier: ISC */
/* A foreign PDF, opened through qpdf: its objects, its pages and their boxes.
 *
 * Handles of objects live until pdf_forget, which ends a page's work, or pdf_close. */
#ifndef WORKER_PDF_FILE_H
#define WORKER_PDF_FILE_H

#include "worker/work.h"

#include <qpdf/qpdf-c.h>

struct pdf {
    qpdf_data qpdf;
    uint32_t page_count;
    bool closed; /* it does not open without the job's password */
};

/* Opens a PDF and counts its pages. Where it cannot be read, that was answered (FAILED, or the
 * finding PASSWORD), and there is nothing to close. */
bool pdf_open(struct pdf *pdf, const struct job *job, const struct foreign *foreign);
void pdf_close(struct pdf *pdf);
/* The file written anew by qpdf, without a password, borrowed until it is written again or closed.
 * False where it cannot be. */
bool pdf_rewrite(struct pdf *pdf, const char **bytes, size_t *length);
/* The file's bytes as poppler can open them: as they are or, where they need the job's password,
 * without one, borrowed until the PDF is written or closed. False where that cannot be written.
 * Poppler (22.12) asks for a table of characters that a confined program cannot open to code a
 * password, and crashes then. */
bool pdf_bytes(struct pdf *pdf, const struct foreign *foreign, const char **bytes, size_t *length);
/* A PDF without a page, to be filled and answered. */
void pdf_new(struct pdf *pdf);
/* Begins writing it, always with the same bytes; what only one job wants of qpdf's writer is set
 * between this and pdf_answer, which answers it, or FAILED with the reason. */
void pdf_begin_answer(struct pdf *pdf);
void pdf_answer(struct pdf *pdf);
void pdf_forget(struct pdf *pdf);

/* Handles take memory: what was got between both calls is given back by the second. */
qpdf_oh pdf_mark(struct pdf *pdf);
void pdf_release(struct pdf *pdf, qpdf_oh mark);

/* Appends what the library has repaired since the last call, in a few words; false where nothing
 * was. */
bool pdf_repaired(struct pdf *pdf, struct buf *words);
/* What went wrong in the last call, "" where nothing did. Borrowed until the next call of qpdf. */
const char *pdf_error(struct pdf *pdf);

/* A dictionary's or a stream's entry; null where there is none. */
qpdf_oh pdf_get(struct pdf *pdf, qpdf_oh object, const char *key);
/* Whether the entry is there and not null. */
bool pdf_has(struct pdf *pdf, qpdf_oh object, const char *key);
bool pdf_is_name(struct pdf *pdf, qpdf_oh object, const char *name);
/* The entry's number, or `otherwise`. */
double pdf_number(struct pdf *pdf, qpdf_oh object, const char *key, double otherwise);
/* How many items an array has; 0 for anything else. */
size_t pdf_count(struct pdf *pdf, qpdf_oh array);
/* The keys of a dictionary or stream, in the arena, with their slashes. */
const char **pdf_keys(struct pdf *pdf, qpdf_oh object, struct arena *arena, size_t *count);
/* Appends a stream's data, decoded; false where it cannot be decoded. */
bool pdf_data(struct pdf *pdf, qpdf_oh stream, struct buf *data);
/* As many numbers as the array has to have; false where it has others. */
bool pdf_numbers(struct pdf *pdf, qpdf_oh array, double *numbers, size_t count);

/* How a page is seen: the part of user space that is shown, the turn, and how large a unit is. */
struct page_frame {
    double left, bottom, right, top;
    unsigned turned; /* degrees clockwise */
    double unit;     /* points in a unit of user space */
    bool guessed;    /* it states no size; it is taken for US Letter, as readers do */
};

/* Page `number`, from 1; what it inherits is its own by now. */
qpdf_oh pdf_page(struct pdf *pdf, uint32_t number);
/* False where the page has no size that can be used. */
bool pdf_frame(struct pdf *pdf, qpdf_oh page, struct page_frame *frame);
/* Its size as it is seen, in thousandths of a point; false past WIRE_LENGTH_MOST. */
bool page_frame_size(const struct page_frame *frame, int32_t *width, int32_t *height);

#endif
