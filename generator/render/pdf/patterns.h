/* SPDX-License-Identifier: ISC */
/* Hyphenation patterns of one language in a compiled form: the automaton that libhyphen makes of
 * their file (Liang, "Word hy-phen-a-tion by com-put-er", 1983), looked at in place.
 *
 * libhyphen takes 7 ms to read en_US and 3 s for de_DE, and keeps it in memory that a walk hardly
 * touches. The compiled form has no pointers and holds the bytes of the file that it was made of,
 * so that it is taken for no other. It changes nothing but time. */
#ifndef RENDER_PDF_PATTERNS_H
#define RENDER_PDF_PATTERNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No longer word is divided; in characters. */
#define PATTERNS_WORD_MAX 100

/* Levels of compounds; libhyphen's files have two. */
#define PATTERNS_LEVELS_MAX 8

/* Changes with the form, and is read otherwise on a machine of another byte order. */
#define PATTERNS_MAGIC 0x32627968u

/* The form: a header, the file's bytes; then for each level its own header, states, transitions and
 * texts. Each part is padded to 8 bytes. */
struct patterns_header {
    uint32_t magic;
    uint32_t level_count;
    uint64_t file_size;
    uint64_t size; /* of the whole */
    uint32_t utf8;
    uint32_t left, right;                   /* characters that stay together at a word's ends */
    uint32_t compound_left, compound_right; /* and at those of a compound's parts */
    uint32_t upper[128]; /* the characters of bytes above 0x7F; 0 for none, and all in UTF-8 */
};

struct patterns_level_header {
    uint32_t state_count, transition_count;
    uint64_t text_size; /* the last byte is 0 */
};

struct patterns_state {
    uint32_t digits;      /* 1 + their offset in the texts; 0 for none */
    uint32_t fallback;    /* 1 + a state; 0 for none */
    uint32_t transitions; /* the first one */
    uint16_t count;
    /* Where the spelling changes at a hyphen: at these of the digits, none where -1. */
    int8_t respelt;
    int8_t respelt_count;
};

/* A byte, in the highest 8 bits, and the state that it leads to. */
#define PATTERNS_STATE_BITS 24

struct patterns_level {
    const struct patterns_level_header *header;
    const struct patterns_state *states;
    const uint32_t *transitions;
    const char *texts;
};

/* All of it is borrowed from the bytes. */
struct patterns {
    const struct patterns_header *header;
    const char *file;
    struct patterns_level levels[PATTERNS_LEVELS_MAX];
    bool damaged; /* a walk came to where nothing can be */
};

/* Opens a compiled form, on a multiple of 8. False where the bytes are none, or too few. */
bool patterns_open(struct patterns *patterns, const char *bytes, size_t length);

/* Whether they are those of a file. */
bool patterns_are_of(const struct patterns *patterns, const char *file, size_t length);

/* Sets before[i] where a line may end before character i of a word of at most PATTERNS_WORD_MAX
 * letters, once a hyphen is added, and leaves the others; `left` and `right` characters stay
 * together at its ends, or more where the patterns want it. Places where the spelling would change
 * are left out: the words stay the letter's. False where there is none. */
bool patterns_find(struct patterns *patterns, const uint32_t *word, size_t length, size_t left,
                   size_t right, bool *before);

#endif
