/* SPDX-License-Identifier: ISC */
/* A text file of the dossier as it was read: its bytes checked, its lines found. */
#ifndef SOURCE_INPUT_H
#define SOURCE_INPUT_H

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Valid when zeroed; released by input_release. */
struct input {
    const char *path;  /* as messages name it */
    const char *bytes; /* terminated; borrowed */
    size_t length;
    size_t *lines; /* where each line begins; owned */
    size_t line_count;
};

enum input_result {
    INPUT_OK,
    INPUT_MISSING, /* nothing there; nothing was reported */
    INPUT_BAD,     /* reported */
    INPUT_FAILED,  /* the machine said no; *err says why */
};

/* Reads `path`, relative to the folder `root`, into the arena, and finds its lines. `name` is how
 * messages name the file. */
enum input_result input_read(struct input *input, const char *root, const char *path,
                             const char *name, struct arena *arena, struct report *report,
                             struct error *err);

/* The same of bytes at hand, which are borrowed. */
void input_set(struct input *input, const char *name, const char *bytes, size_t length);
void input_release(struct input *input);

/* Whether the bytes are text: UTF-8 without zeros, control characters, bidi controls, noncharacters
 * or a byte order mark other than at the start. What is wrong is reported once of each kind. */
bool input_check(const struct input *input, struct report *report);

/* The place of a byte. */
struct place input_place(const struct input *input, size_t offset);
/* The same for many, which are quickest in the order of the file: counts on from the last. Valid
 * when zeroed. */
struct input_counter {
    unsigned line;
    size_t offset;
    unsigned column;
};
struct place input_count(const struct input *input, struct input_counter *counter, size_t offset);
/* Where line `line` (from 1) begins; the end of the file for one that is not there. */
size_t input_line(const struct input *input, unsigned line);
/* The end of a line, without what ends it. */
size_t input_line_end(const struct input *input, unsigned line);

/* Why a character may not stand in a text that is published, as words for a message ("U+202E
 * changes the direction of the text around it"), or NULL where it may. Appends to *words, and
 * returns its text. */
const char *input_character_problem(uint32_t character, struct buf *words);
/* The first character of a text that may not stand in it: as above, NULL for none. */
const char *input_text_problem(const char *text, size_t length, struct buf *words);

/* Warns of a file's name that a bag writes in another form (RFC 8493, 2.1.3). */
void input_check_bag_name(const char *name, struct place place, struct report *report);

/* Reports what file_read found wrong with `path`, or with the file of the place where it is NULL;
 * false where it was FILE_OK or FILE_FAILED. */
bool input_report_file(enum file_result result, struct place place, const char *path,
                       struct report *report);

#endif
