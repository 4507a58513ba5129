/* SPDX-License-Identifier: ISC */
/* What is said between the process that verifies, which can start nothing, and the one that lets
 * check-pdf look into a PDF. Numbers are of the same machine. */
#ifndef VERIFY_BUNDLE_PDF_CLAIM_H
#define VERIFY_BUNDLE_PDF_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Asked: its length, then its bytes. Answered: this, then `length` bytes of what check-pdf says, a
 * line each. */
struct pdf_answer {
    int32_t code;    /* its exit code; -1 where it was ended */
    uint32_t length; /* no more than PDF_ANSWER_MAX */
};
#define PDF_ANSWER_MAX ((size_t)1024 * 1024)
/* Larger ones are not looked into, which is said: they are held in memory. */
#define PDF_MAX ((uint64_t)512 * 1024 * 1024)

#endif
