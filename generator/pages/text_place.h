/* SPDX-License-Identifier: ISC */
/* Where the words of a text beside a file stand on the page as it is seen. */
#ifndef PAGES_TEXT_PLACE_H
#define PAGES_TEXT_PLACE_H

#include "model/held_page.h"
#include "wire/job.h"

/* Turns the words as the page is that they are of, where they were read as it is stored: the shapes
 * tell, or lines on their heads. Words that change are new ones in the arena. */
void text_turn(struct text_facts *facts, const struct page_facts *page, struct arena *arena);

/* Gives each word its place, in thousandths of a point, on a page of this size. Words without one
 * stand where the one before them does, or, where no word has one, in lines from the top on. */
void text_place(const struct text_facts *facts, int32_t width, int32_t height,
                struct page_word *words);

/* Takes out the words that do not stand clear of the redactions of the page, and, where there
 * are any, all whose own places are not told. What is left lives in the arena. */
void text_redact(struct text_facts *facts, const struct held_page *page,
                 const struct redaction *redactions, size_t count, struct arena *arena);

#endif
