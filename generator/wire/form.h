/* SPDX-License-Identifier: ISC */
/* Foreign pages as forms with all that they draw: objects of a PDF that are told token by token, so
 * that whoever prints them makes the syntax, and no byte of theirs can break it.
 *
 * A file of forms, and what NORMALISE answers, is a row of frames: for each object REPLY_OBJECT,
 * then for a stream its data in REPLY_BYTES. Objects count from 1 in their order; each page is a
 * form among them, in the order of the pages. */
#ifndef WIRE_FORM_H
#define WIRE_FORM_H

#include "wire/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Values in values. */
#define FORM_DEPTH_MOST 256

enum form_token {
    FORM_NULL,
    FORM_FALSE,
    FORM_TRUE,
    FORM_NUMBER, /* bytes: as it is written, "-1.5" */
    FORM_STRING, /* bytes: what it stands for */
    FORM_NAME,   /* bytes: the same, without the slash; no zero among them */
    FORM_REFERENCE,
    FORM_ARRAY,
    FORM_DICTIONARY, /* its keys are names */
    FORM_END,        /* of either */
    FORM_TOKEN_COUNT
};

enum form_role {
    FORM_VALUE,  /* any value but a stream */
    FORM_STREAM, /* a dictionary without Length, and data */
    FORM_PAGE,   /* the same: the next page's form */
    FORM_ROLE_COUNT
};

/* ---- Telling: tokens are appended as they stand in PDF's syntax ---- */

void form_add(struct buf *tokens, enum form_token token);
void form_add_bytes(struct buf *tokens, enum form_token token, const void *bytes, size_t length);
void form_add_reference(struct buf *tokens, uint32_t object);
/* Tells which object is meant by a reference. */
struct form_referrer {
    uint32_t (*refer)(void *context, uint32_t number, uint32_t generation);
    void *context;
};
/* Appends what PDF's syntax says (ISO 32000-1, 7.3); `referrer` may be NULL where it refers to
 * nothing. False where it is no syntax of a value. */
bool form_add_syntax(struct buf *tokens, const char *syntax, const struct form_referrer *referrer);

/* Appends the frame of an object, whose data of this length follows. */
void form_add_object(struct buf *frames, enum form_role role, const struct buf *tokens,
                     uint64_t length);
/* Appends the frames of a stream's data. */
void form_add_data(struct buf *frames, const struct buf *data);
/* Appends a page, of this size in thousandths of a point, that shows one picture. `matrix` lays the
 * picture's unit square over it (8.3.3), in the same unit; `entries` are those of the image's
 * dictionary (8.9.5) in PDF's syntax, without its length, `data` its data. `objects` is how many
 * there are before it, and then with it. */
void form_add_picture(struct buf *frames, uint32_t *objects, int32_t width, int32_t height,
                      const long long matrix[6], const char *entries, const struct buf *data);

/* ---- Hearing: nothing is believed ---- */

struct form_object {
    enum form_role role;
    uint64_t length; /* of its data */
    const uint8_t *tokens;
    size_t token_length;
};

/* A frame's object, borrowed from it; false where the frame is none, or its tokens are no value of
 * the role. */
bool form_read(const struct frame *frame, struct form_object *object);

struct form_value {
    enum form_token token;
    const char *bytes; /* not terminated */
    size_t length;
    uint32_t object; /* of FORM_REFERENCE, from 1 */
};
/* The tokens of an object that form_read has found good. */
struct form_reader {
    const uint8_t *at;
    size_t left;
};
/* False after the last. */
bool form_next(struct form_reader *reader, struct form_value *value);

/* A row of frames, taken one by one. Zeroed at first. */
struct form_row {
    uint32_t objects, pages;
    uint32_t referred; /* the greatest number of an object that was referred to */
    uint64_t left;     /* of the data of the last object */
};
/* False where the frame cannot be the next. `object` is filled where it is that of one (length and
 * role), else its tokens are NULL. */
bool form_row_take(struct form_row *row, const struct frame *frame, struct form_object *object);
/* Whether nothing is missing. */
bool form_row_is_whole(const struct form_row *row);

#endif
