/* SPDX-License-Identifier: ISC */
/* The text of a page: its words in reading order, and which make a paragraph. */
#ifndef WORKER_TEXT_H
#define WORKER_TEXT_H

#include <poppler.h>
#include <stdint.h>

/* Answers TEXT from a PDF page's own text layer; no words where it has none. */
void text_answer_pdf(uint32_t number, PopplerPage *page);
/* Answers TEXT without a word. */
void text_answer_none(uint32_t number);

#endif
