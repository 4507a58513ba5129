/* SPDX-License-Identifier: ISC */
/* The inlines of the letter's tree as items, with the structure elements that they need. */
#ifndef RENDER_PDF_INLINES_H
#define RENDER_PDF_INLINES_H

#include "render/pdf/items.h"

/* Appends what stands below a node that holds inlines: its words, and a Link, Reference, Span, Code
 * or Figure for what is one. Emphasis is a matter of the face alone. */
void inlines_add(struct items *items, const struct node *parent, const struct run *run);

/* Names of destinations, in the arena: "note-3", "note-ref-3" (further references to one note:
 * "note-ref-3-2") and "enclosure-A". */
const char *inlines_numbered(struct arena *arena, const char *before, unsigned number);
const char *inlines_note_ref_name(struct arena *arena, unsigned number, unsigned ordinal);
const char *inlines_enclosure_name(struct arena *arena, const struct enclosure *enclosure);

#endif
