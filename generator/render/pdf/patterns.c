/* SPDX-License-Identifier: ISC */
/* Hyphenation patterns of one language in a compiled form. */
#include "render/pdf/patterns.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>
#include <unicase.h>

#define WORD_BYTES (PATTERNS_WORD_MAX * 4)

/* What is found after a byte: the highest digit, and whether a pattern that spells anew gave it. */
#define RESPELT 0x80

/* ---- opening ---- */

struct reader {
    const char *at;
    size_t left;
};

/* The next `count` things and the padding after them; NULL where there are not so many. */
static const void *take(struct reader *reader, uint64_t count, size_t size)
{
    if (count > reader->left / size)
        return NULL;
    size_t padded = ((size_t)count * size + 7) & ~(size_t)7;
    if (padded > reader->left)
        return NULL;
    const void *found = reader->at;
    reader->at += padded;
    reader->left -= padded;
    return found;
}

static bool take_level(struct patterns_level *level, struct reader *reader)
{
    const struct patterns_level_header *header = take(reader, 1, sizeof *header);
    if (!header || !header->state_count || !header->text_size)
        return false;
    level->header = header;
    level->states = take(reader, header->state_count, sizeof *level->states);
    level->transitions = take(reader, header->transition_count, sizeof *level->transitions);
    level->texts = take(reader, header->text_size, 1);
    return level->states && level->transitions && level->texts &&
           !level->texts[header->text_size - 1];
}

bool patterns_open(struct patterns *patterns, const char *bytes, size_t length)
{
    struct reader reader = {bytes, length};
    memset(patterns, 0, sizeof *patterns);
    const struct patterns_header *header = take(&reader, 1, sizeof *header);
    if (!header || header->magic != PATTERNS_MAGIC || header->size != length ||
        !header->level_count || header->level_count > PATTERNS_LEVELS_MAX)
        return false;
    patterns->header = header;
    patterns->file = take(&reader, header->file_size, 1);
    if (!patterns->file)
        return false;
    for (uint32_t i = 0; i < header->level_count; i++) {
        if (!take_level(&patterns->levels[i], &reader))
            return false;
    }
    return true;
}

bool patterns_are_of(const struct patterns *patterns, const char *file, size_t length)
{
    return patterns->header->file_size == length && !memcmp(patterns->file, file, length);
}

/* ---- walking ---- */

/* From a state by a byte to the next, the longest that is known; *fits is false where there is
 * none, and the state the first one. False where there is something else than states: `falls` is
 * how many may still be fallen back. */
static bool step(const struct patterns_level *level, uint32_t *at, unsigned char byte,
                 size_t *falls, bool *fits)
{
    *fits = false;
    for (;;) {
        const struct patterns_state *state = &level->states[*at];
        if (state->transitions > level->header->transition_count ||
            state->count > level->header->transition_count - state->transitions)
            return false;
        const uint32_t *transitions = level->transitions + state->transitions;
        for (uint16_t i = 0; i < state->count; i++) {
            if (transitions[i] >> PATTERNS_STATE_BITS != byte)
                continue;
            *at = transitions[i] & ((1u << PATTERNS_STATE_BITS) - 1);
            *fits = true;
            return *at < level->header->state_count;
        }
        *at = state->fallback ? state->fallback - 1 : 0;
        if (!state->fallback)
            return true;
        if (*at >= level->header->state_count || !(*falls)--)
            return false;
    }
}

/* Raises what is found up to place `last` to a state's digits. */
static bool raise(const struct patterns_level *level, const struct patterns_state *state,
                  size_t last, unsigned char *found)
{
    if (!state->digits)
        return true;
    if (state->digits > level->header->text_size)
        return false;
    const char *digits = level->texts + state->digits - 1;
    size_t count = strlen(digits);
    for (size_t k = count > last + 1 ? count - last - 1 : 0; k < count; k++) {
        unsigned char *place = &found[last + 1 - count + k];
        unsigned char digit = (unsigned char)digits[k] & 15;
        if ((*place & 15) >= digit)
            continue;
        bool respelt = state->respelt >= 0 && k >= (size_t)state->respelt &&
                       k <= (size_t)state->respelt + (size_t)state->respelt_count;
        *place = respelt ? digit | RESPELT : digit;
    }
    return true;
}

/* What is found in a word, or a part of one, on one level. */
static bool walk(const struct patterns_level *level, const char *word, size_t size,
                 unsigned char *marks)
{
    unsigned char found[WORD_BYTES + 2] = {0};
    uint32_t at = 0;
    size_t falls = size + 2;
    for (size_t i = 0; i < size + 2; i++) {
        bool fits, end = i == 0 || i == size + 1;
        if (!step(level, &at, end ? '.' : (unsigned char)word[i - 1], &falls, &fits) ||
            (fits && !raise(level, &level->states[at], i, found)))
            return false;
    }
    memcpy(marks, found + 1, size);
    marks[size - 1] = 0;
    return true;
}

/* ---- words ---- */

struct search {
    const struct patterns *patterns;
    const char *bytes;
    unsigned char marks[WORD_BYTES]; /* what is found after each byte */
};

static bool begins_character(const struct search *search, size_t at)
{
    return !search->patterns->header->utf8 || ((unsigned char)search->bytes[at] & 0xC0) != 0x80;
}

/* No hyphen within so many characters of the ends. */
static void trim(struct search *search, size_t start, size_t end, size_t left, size_t right)
{
    size_t at = start, count = 0;
    for (; at < end && count < left; at++) {
        bool complete = at + 1 == end || begins_character(search, at + 1);
        count += complete;
        if (count < left)
            search->marks[at] = 0;
    }
    for (at = end, count = 0; at > start && count < right; at--) {
        search->marks[at - 1] = 0;
        count += begins_character(search, at - 1);
    }
}

/* As libhyphen does it: a level's hyphens part a compound, whose parts are looked at again, and
 * what has no parts on the next level. */
static bool divide(struct search *search, size_t start, size_t end, uint32_t number)
{
    const struct patterns_header *header = search->patterns->header;
    unsigned char marks[WORD_BYTES];
    size_t begin = start;
    if (!walk(&search->patterns->levels[number], search->bytes + start, end - start, marks))
        return false;
    if (number + 1 == header->level_count) {
        memcpy(search->marks + start, marks, end - start);
        return true;
    }
    for (size_t i = start; i < end; i++) {
        bool boundary = marks[i - start] & 1;
        if (!boundary && (begin == start || i + 1 < end))
            continue;
        if (i > begin && !divide(search, begin, i + 1, number))
            return false;
        search->marks[i] = marks[i - start];
        begin = i + 1;
    }
    if (begin == start && !divide(search, start, end, number + 1))
        return false;
    bool first = start == 0, last = !search->bytes[end];
    trim(search, start, end, first ? 0 : header->compound_left, last ? 0 : header->compound_right);
    return true;
}

/* The word as the patterns have it: small letters in their character set, with ends[i] after
 * character i. False where the set lacks one. */
static bool encode(const struct patterns *patterns, const uint32_t *word, size_t length,
                   struct buf *bytes, size_t *ends)
{
    for (size_t i = 0; i < length; i++) {
        uint32_t small = uc_tolower(word[i]);
        if (patterns->header->utf8 || small < 0x80) {
            utf8_append(bytes, small);
        } else {
            size_t byte = 0;
            while (byte < 128 && patterns->header->upper[byte] != small)
                byte++;
            if (byte == 128)
                return false;
            buf_add_char(bytes, (char)(byte + 128));
        }
        ends[i] = bytes->length;
    }
    return true;
}

/* Those of what is found that count. */
static bool collect(const struct search *search, const size_t *ends, size_t length, size_t left,
                    size_t right, bool *before)
{
    bool found = false;
    for (size_t i = left ? left : 1; i < length && right <= length - i; i++) {
        unsigned char mark = search->marks[ends[i - 1] - 1];
        if ((mark & 1) && !(mark & RESPELT))
            found = before[i] = true;
    }
    return found;
}

bool patterns_find(struct patterns *patterns, const uint32_t *word, size_t length, size_t left,
                   size_t right, bool *before)
{
    struct buf bytes = BUF_INIT;
    size_t ends[PATTERNS_WORD_MAX];
    bool found = false;
    if (length && length <= PATTERNS_WORD_MAX && encode(patterns, word, length, &bytes, ends)) {
        const struct patterns_header *header = patterns->header;
        struct search search = {.patterns = patterns, .bytes = bytes.bytes};
        patterns->damaged = !divide(&search, 0, bytes.length, 0);
        found = !patterns->damaged &&
                collect(&search, ends, length, left > header->left ? left : header->left,
                        right > header->right ? right : header->right, before);
    }
    buf_release(&bytes);
    return found;
}
