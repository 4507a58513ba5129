/* SPDX-License-Identifier: ISC */
/* What a worker says to the program that started it. */
#ifndef WORKER_ANSWER_H
#define WORKER_ANSWER_H

#include "wire/job.h"

/* Each writes one frame to standard output; where the other side is gone the process ends. Texts
 * are cleaned of what is no UTF-8 text of one line, and shortened. */
void answer_confined(const char *missing);
void answer_file(const struct file_facts *facts);
void answer_page(const struct page_facts *facts);
void answer_finding(enum finding_kind kind, uint32_t page, const char *detail);
void answer_begin(uint32_t page);
void answer_drawn(const struct drawn_facts *facts);
void answer_picture(const struct picture_facts *facts);
void answer_text(const struct text_facts *facts);
void answer_frames(const struct buf *frames);        /* as they are */
void answer_bytes(const void *bytes, size_t length); /* cut into frames of a readable size */
void answer_fault(bool severe, uint32_t line, uint32_t column, const char *what);
/* Page 0: the whole file. */
void answer_failed(uint32_t page, const char *why);
/* FAILED with this text for the whole file, without taking memory: there is none. */
void answer_no_memory(void);
void answer_done(void);

#endif
