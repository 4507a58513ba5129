/* SPDX-License-Identifier: ISC */
/* From libcmark-gfm's tree and the marks in it to the model's tree. */
#ifndef SOURCE_LETTER_CONVERT_H
#define SOURCE_LETTER_CONVERT_H

#include "base/error.h"
#include "model/dossier.h"
#include "source/cmark.h"
#include "source/input.h"
#include "source/letter_place.h"
#include "source/marks.h"
#include "source/names.h"

#include <stdbool.h>

/* Makes dossier->letter (root, notes, pictures) of a parsed document, in the arena; the document
 * may be freed after. `folder` is the dossier's, for pictures. What is wrong is reported; where
 * nesting is too deep the root stays NULL. False with *err where the machine failed. */
bool letter_convert(cmark_node *document, const struct input *input, const char *folder,
                    struct dossier *dossier, struct report *report, struct error *err);

/* What follows is shared by the files of the conversion. */
struct converter {
    const struct input *input;
    const char *folder;
    struct dossier *dossier;
    struct report *report;
    struct error *err;
    struct places places;
    struct node *parent; /* what is made goes below it */
    unsigned depth;      /* levels that LETTER_DEPTH_MAX counts */
    unsigned quotes;
    size_t cell;   /* of the row at hand */
    bool entities; /* the letter may hold characters that its bytes do not */
    bool too_deep;
    bool failed; /* *err is set */
    /* The words of the block at hand: a mark between two spaces takes one with it. */
    bool space_last;
    bool mark_last;
    struct node *last_text;
    size_t block_start; /* in the input */
    size_t block_end;
    size_t escaped; /* where the last escaped "[^" was found */
    bool note_missed;
    /* The picture at hand: the words inside it are its alternative text. */
    cmark_node *picture;
    struct place picture_place;
    bool picture_refused; /* what its words hold was reported */
    struct buf alt;
    struct names picture_names;
    struct picture *pictures; /* owned; moved to the arena at the end */
    size_t picture_count;
    size_t picture_capacity;
    unsigned first_line[PART_ROLE_COUNT]; /* where each part stands */
    unsigned ended[PART_ROLE_COUNT];      /* parts that ended without their mark, which may come */
};

/* A new node below c->parent, at a place. */
struct node *convert_add(struct converter *c, enum node_kind kind, struct place place);
/* The same, and what is made goes below it until convert_close. */
struct node *convert_open(struct converter *c, enum node_kind kind, struct place place);
void convert_close(struct converter *c);
/* Reports `what` ("a heading") if it is longer than LETTER_WORDS_MAX. */
void convert_check_length(struct converter *c, const char *what, size_t length, struct place place);

/* letter_inline.c: what stands in a paragraph, heading or cell. */
void inline_start(struct converter *c, cmark_node *block);
void inline_end(struct converter *c);
void inline_enter(struct converter *c, cmark_node *node);
void inline_leave(struct converter *c, cmark_node *node);
/* Reports a character that came of an entity and may not stand in the letter. */
void inline_check_text(struct converter *c, const char *text, size_t length, struct place place);

/* letter_link.c: links and pictures. */
void link_enter(struct converter *c, cmark_node *node, struct place place);
void link_leave(struct converter *c, const struct node *link);
void picture_end(struct converter *c, cmark_node *node);

/* letter_mark.c: the marks. */
void mark_block(struct converter *c, cmark_node *node, struct place place);
void mark_inline(struct converter *c, cmark_node *node, struct place place);
/* Ends the parts that were begun below `node` and not ended, each with a message. */
void mark_end_all(struct converter *c, const struct node *node);

#endif
