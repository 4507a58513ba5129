/* SPDX-License-Identifier: ISC */
/* The notes at the foot of the pages: the letter's own, and addresses of links. */
#ifndef RENDER_PDF_NOTES_H
#define RENDER_PDF_NOTES_H

#include "render/pdf/compose.h"

struct notes;
/* Borrows the composer, whose flow then asks it for what stands at the foot of its pages. */
struct notes *notes_new(struct composer *composer);
void notes_free(struct notes *notes);

/* Sets a note of the letter, unless it is set already, as a Note after all elements so far; `near`
 * is the element that the reference to it stands in. What is being set is left as it is. */
void notes_add(struct notes *notes, const struct node *note, uint32_t near);
/* Sets the address of a link as an artifact, for print: a link tells it anyway. Returns the note,
 * as an item_link holds it; *mark, in the layout, is what refers to it. */
size_t notes_add_address(struct notes *notes, const char *address, uint32_t near,
                         const char **mark);
/* The line being placed refers to a note. */
void notes_ask(struct notes *notes, size_t note);
/* Sets the notes that nothing but other notes refer to, and asks for them. */
void notes_add_rest(struct notes *notes, uint32_t near);

#endif
