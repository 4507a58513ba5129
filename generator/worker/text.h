/* SPDX-License-Identifier: ISC */
/* The text of a page: its words in reading order, and which make a paragraph. */
#ifndef WORKER_TEXT_H
#define WORKER_TEXT_H

#include "base/memory.h"
#include "wire/job.h"

#include <poppler.h>
#include <stdint.h>

/* Which way a word runs. */
enum heading { HEADING_RIGHT, HEADING_DOWN, HEADING_LEFT, HEADING_UP };

struct words {
    struct arena arena;
    struct text_word *list;
    enum heading *headings; /* of each */
    size_t count;
    size_t capacity, heading_capacity;
    uint32_t *paragraphs; /* for each its number of words */
    size_t paragraph_count;
    size_t paragraph_capacity;
    size_t begun; /* the first word of the paragraph that goes on */
};

/* The words of a PDF page's own text layer; none where it has none. False where their places are
 * not sure. */
bool words_read(struct words *words, PopplerPage *page);
void words_release(struct words *words);

/* Answers TEXT from a PDF page's own text layer. */
void text_answer_pdf(uint32_t number, PopplerPage *page);

#endif
