/* SPDX-License-Identifier: ISC */
/* Definitions of notes and links in the letter: those that libcmark-gfm would drop in silence. */
#ifndef SOURCE_LETTER_DEFINITION_H
#define SOURCE_LETTER_DEFINITION_H

#include "base/error.h"
#include "source/cmark.h"
#include "source/input.h"

#include <stdbool.h>
#include <stddef.h>

/* A note's definition: "[^1]: …". */
struct definition {
    size_t offset; /* of its "[" */
    size_t text;   /* of its text, which is what libcmark-gfm has a position for */
    const char *label;
    bool used;
};

/* Valid when zeroed. */
struct definitions {
    struct definition *notes; /* in the order of the letter */
    size_t count;
    size_t capacity;
    struct arena arena;
};

void definitions_release(struct definitions *definitions);

/* Reports "[" before an entity that stands for "^": libcmark-gfm 0.29.0.gfm.6 reads freed memory
 * there. False where there was one. */
bool definitions_check_carets(const struct input *input, struct report *report);

/* Lists the notes of a document that is not finished, which still has them all; two of one name are
 * reported. */
void definitions_find(struct definitions *definitions, cmark_node *document,
                      const struct input *input, struct report *report);

/* Reports what is not in the finished document any more: notes that nothing refers to, and link
 * definitions that no link uses, which may be words of the letter ("[Signed]: A. Smith"). */
void definitions_check(struct definitions *definitions, cmark_node *document,
                       const struct input *input, struct report *report);

#endif
