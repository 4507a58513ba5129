/* SPDX-License-Identifier: ISC */
/* Hyphenation patterns of one language, by libhyphen: read from their file, or at once from a
 * compiled form of it. */
#include "render/pdf/patterns.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <hyphen.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>

/* No word is divided closer to its ends than this, and not where the file wants more. */
#define LEAST_LETTERS 2

/* Levels of compounds; libhyphen's files have two. */
#define LEVELS_MAX 8

/* Changes with the form, and is read otherwise on a machine of another byte order. */
#define MAGIC 0x31627968u

struct patterns {
    HyphenDict *dict;              /* the outermost level */
    HyphenDict levels[LEVELS_MAX]; /* the same out of a compiled form: their states are ours */
    bool compiled;
    uint32_t upper[128]; /* the characters of bytes above 0x7F; 0 for none, and all in UTF-8 */
};

/* The compiled form: a header, the file's bytes padded to 8, then for each level its own header,
 * its states, transitions and texts, padded to 8. */
struct header {
    uint32_t magic;
    uint32_t level_count;
    uint64_t file_size;
    uint32_t upper[128];
};

struct level_header {
    uint32_t state_count, transition_count, text_size;
    int32_t nohyphen_count, utf8;
    uint32_t nohyphen; /* 1 + its offset in the texts; 0 for none */
    char lhmin, rhmin, clhmin, crhmin;
    char cset[MAX_NAME];
};

struct state {
    uint32_t match, repl; /* 1 + offset in the texts; 0 for none */
    int32_t fallback;
    uint32_t transition_count; /* they follow those of the state before */
    int32_t replindex, replcut;
};

/* ---- a compiled form read ---- */

struct reader {
    const char *at;
    size_t left;
};

/* The next `size` bytes, and the padding after them; NULL where there are not so many. libhyphen's
 * structs point to what they never write as if they might. */
static void *take(struct reader *reader, uint64_t size)
{
    uint64_t padded = (size + 7) & ~(uint64_t)7;
    if (padded < size || padded > reader->left)
        return NULL;
    void *found = (void *)(uintptr_t)reader->at;
    reader->at += padded;
    reader->left -= (size_t)padded;
    return found;
}

/* libhyphen's own states out of ours; false where one leads out of what there is. */
static bool fill_states(HyphenDict *dict, const struct level_header *level,
                        const struct state *states, HyphenTrans *transitions, char *texts)
{
    uint64_t used = 0;
    for (uint32_t i = 0; i < level->state_count; i++) {
        const struct state *from = &states[i];
        HyphenState *to = &dict->states[i];
        if (from->match > level->text_size || from->repl > level->text_size ||
            from->fallback >= (int32_t)level->state_count || from->fallback < -1 ||
            from->transition_count > level->transition_count - used)
            return false;
        to->match = from->match ? texts + from->match - 1 : NULL;
        to->repl = from->repl ? texts + from->repl - 1 : NULL;
        to->replindex = (signed char)from->replindex;
        to->replcut = (signed char)from->replcut;
        to->fallback_state = from->fallback;
        to->num_trans = (int)from->transition_count;
        to->trans = transitions + used;
        used += from->transition_count;
    }
    for (uint64_t i = 0; i < used; i++) {
        if ((uint32_t)transitions[i].new_state >= level->state_count)
            return false;
    }
    return true;
}

/* Whether `count` texts and one more end before the end of all. */
static bool holds_texts(const char *texts, uint32_t from, uint32_t size, int32_t count)
{
    int64_t ends = 0;
    for (uint32_t i = from; i < size; i++)
        ends += !texts[i];
    return count >= 0 && ends > count;
}

static bool take_level(HyphenDict *dict, struct reader *reader)
{
    const struct level_header *level = take(reader, sizeof *level);
    if (!level || !level->state_count)
        return false;
    const struct state *states = take(reader, (uint64_t)level->state_count * sizeof *states);
    HyphenTrans *transitions =
        take(reader, (uint64_t)level->transition_count * sizeof *transitions);
    char *texts = take(reader, level->text_size);
    if (!states || !transitions || !texts || level->nohyphen > level->text_size ||
        (level->text_size && texts[level->text_size - 1]) ||
        (level->nohyphen &&
         !holds_texts(texts, level->nohyphen - 1, level->text_size, level->nohyphen_count)))
        return false;
    dict->lhmin = level->lhmin;
    dict->rhmin = level->rhmin;
    dict->clhmin = level->clhmin;
    dict->crhmin = level->crhmin;
    dict->nohyphen = level->nohyphen ? texts + level->nohyphen - 1 : NULL;
    dict->nohyphenl = level->nohyphen_count;
    dict->num_states = (int)level->state_count;
    memcpy(dict->cset, level->cset, sizeof dict->cset);
    dict->utf8 = level->utf8;
    dict->states = memory_resize(NULL, level->state_count * sizeof *dict->states);
    return fill_states(dict, level, states, transitions, texts);
}

static bool take_compiled(struct patterns *patterns, const struct buf *file, struct reader *reader)
{
    const struct header *header = take(reader, sizeof *header);
    if (!header || header->magic != MAGIC || header->file_size != file->length ||
        !header->level_count || header->level_count > LEVELS_MAX)
        return false;
    const char *bytes = take(reader, header->file_size);
    if (!bytes || memcmp(bytes, file->bytes, file->length) != 0)
        return false;
    memcpy(patterns->upper, header->upper, sizeof patterns->upper);
    for (uint32_t i = 0; i < header->level_count; i++) {
        if (!take_level(&patterns->levels[i], reader))
            return false;
        if (i)
            patterns->levels[i - 1].nextlevel = &patterns->levels[i];
    }
    patterns->dict = &patterns->levels[0];
    patterns->compiled = true;
    return true;
}

static void forget_compiled(struct patterns *patterns)
{
    for (size_t i = 0; i < LEVELS_MAX; i++)
        free(patterns->levels[i].states);
    memset(patterns->levels, 0, sizeof patterns->levels);
}

/* ---- the file read ---- */

/* Which characters the bytes of an eight-bit character set are; false for a set that is unknown. */
static bool find_upper(struct patterns *patterns, const char *character_set)
{
    iconv_t converter = iconv_open("UTF-8", character_set);
    if (converter == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): as POSIX has it */
        return false;
    for (size_t i = 0; i < 128; i++) {
        char byte = (char)(i + 128), utf8[8];
        char *in = &byte, *out = utf8;
        size_t in_left = 1, out_left = sizeof utf8, size;
        if (iconv(converter, &in, &in_left, &out, &out_left) == 0 && out > utf8)
            patterns->upper[i] = utf8_decode(utf8, (size_t)(out - utf8), &size);
        else
            (void)iconv(converter, NULL, NULL, NULL, NULL);
    }
    iconv_close(converter);
    return true;
}

static bool read_file(struct patterns *patterns, const struct buf *file)
{
    /* libhyphen reads lines into fixed rooms and cuts at zeros. */
    size_t name = strcspn(file->bytes, "\r\n");
    if (!file->length || !name || name >= MAX_NAME || memchr(file->bytes, '\0', file->length))
        return false;
    FILE *stream = fmemopen(file->bytes, file->length, "r");
    if (!stream)
        memory_fail();
    patterns->dict = hnj_hyphen_load_file(stream);
    fclose(stream);
    return patterns->dict && (patterns->dict->utf8 || find_upper(patterns, patterns->dict->cset));
}

struct patterns *patterns_new(const struct buf *file, const char *compiled, size_t length)
{
    struct reader reader = {compiled, length};
    struct patterns *patterns = memory_new(sizeof *patterns);
    if (compiled && take_compiled(patterns, file, &reader))
        return patterns;
    forget_compiled(patterns);
    if (read_file(patterns, file))
        return patterns;
    patterns_free(patterns);
    return NULL;
}

void patterns_free(struct patterns *patterns)
{
    if (!patterns)
        return;
    if (patterns->compiled)
        forget_compiled(patterns);
    else if (patterns->dict)
        hnj_hyphen_free(patterns->dict);
    free(patterns);
}

/* ---- a compiled form written ---- */

static void pad(struct buf *out)
{
    while (out->length % 8)
        buf_add_char(out, '\0');
}

/* Adds a text with its end; returns 1 + its offset, 0 for NULL. */
static uint32_t add_text(struct buf *texts, const char *text)
{
    if (!text)
        return 0;
    uint32_t offset = (uint32_t)texts->length + 1;
    buf_add(texts, text, strlen(text) + 1);
    return offset;
}

static void compile_level(const HyphenDict *dict, struct buf *out)
{
    struct buf states = BUF_INIT, transitions = BUF_INIT, texts = BUF_INIT;
    struct level_header level;
    memset(&level, 0, sizeof level);
    if (dict->nohyphen) { /* one text after the other */
        const char *end = dict->nohyphen;
        for (int i = 0; i <= dict->nohyphenl; i++)
            end += strlen(end) + 1;
        level.nohyphen = 1;
        buf_add(&texts, dict->nohyphen, (size_t)(end - dict->nohyphen));
    }
    for (int i = 0; i < dict->num_states; i++) {
        const HyphenState *from = &dict->states[i];
        struct state to = {add_text(&texts, from->match),
                           add_text(&texts, from->repl),
                           from->fallback_state,
                           (uint32_t)from->num_trans,
                           from->replindex,
                           from->replcut};
        buf_add(&states, &to, sizeof to);
        for (int k = 0; k < from->num_trans; k++) {
            HyphenTrans transition;
            memset(&transition, 0, sizeof transition);
            transition.ch = from->trans[k].ch;
            transition.new_state = from->trans[k].new_state;
            buf_add(&transitions, &transition, sizeof transition);
        }
        level.transition_count += (uint32_t)from->num_trans;
    }
    level.state_count = (uint32_t)dict->num_states;
    level.text_size = (uint32_t)texts.length;
    level.nohyphen_count = dict->nohyphenl;
    level.utf8 = dict->utf8;
    level.lhmin = dict->lhmin;
    level.rhmin = dict->rhmin;
    level.clhmin = dict->clhmin;
    level.crhmin = dict->crhmin;
    memcpy(level.cset, dict->cset, strnlen(dict->cset, sizeof level.cset));
    const struct buf *const parts[] = {&states, &transitions, &texts};
    buf_add(out, &level, sizeof level);
    pad(out);
    for (size_t i = 0; i < 3; i++) {
        buf_add(out, parts[i]->bytes, parts[i]->length);
        pad(out);
    }
    buf_release(&states);
    buf_release(&transitions);
    buf_release(&texts);
}

void patterns_compile(const struct patterns *patterns, const struct buf *file, struct buf *out)
{
    struct header header;
    memset(&header, 0, sizeof header);
    header.magic = MAGIC;
    header.file_size = file->length;
    memcpy(header.upper, patterns->upper, sizeof header.upper);
    for (const HyphenDict *dict = patterns->dict; dict; dict = dict->nextlevel)
        header.level_count++;
    buf_add(out, &header, sizeof header);
    buf_add(out, file->bytes, file->length);
    pad(out);
    for (const HyphenDict *dict = patterns->dict; dict; dict = dict->nextlevel)
        compile_level(dict, out);
}

/* ---- words ---- */

/* The word as libhyphen wants it: small letters in its character set. False where that lacks one.
 */
static bool encode(const struct patterns *patterns, const uint32_t *word, size_t length,
                   struct buf *out)
{
    for (size_t i = 0; i < length; i++) {
        uint32_t small = uc_tolower(word[i]);
        if (patterns->dict->utf8 || small < 0x80) {
            utf8_append(out, small);
            continue;
        }
        size_t byte = 0;
        while (byte < 128 && patterns->upper[byte] != small)
            byte++;
        if (byte == 128)
            return false;
        buf_add_char(out, (char)(byte + 128));
    }
    return true;
}

bool patterns_find(struct patterns *patterns, const uint32_t *word, size_t length, bool *before)
{
    /* libhyphen wants 5 bytes more than the word has. */
    char marks[PATTERNS_WORD_MAX * 4 + 5];
    char **spellings = NULL;
    int *positions = NULL, *cuts = NULL;
    struct buf bytes = BUF_INIT;
    bool found = false;
    if (length <= PATTERNS_WORD_MAX && encode(patterns, word, length, &bytes) &&
        hnj_hyphen_hyphenate3(patterns->dict, bytes.bytes, (int)bytes.length, marks, NULL,
                              &spellings, &positions, &cuts, LEAST_LETTERS, LEAST_LETTERS, 0,
                              0) == 0) {
        for (size_t i = 0; i + LEAST_LETTERS < length; i++) {
            bool spelt_anew = spellings && spellings[i];
            if (i + 1 >= LEAST_LETTERS && (marks[i] & 1) && !spelt_anew)
                found = before[i + 1] = true;
        }
    }
    for (size_t i = 0; spellings && i < length; i++)
        free(spellings[i]);
    free(spellings);
    free(positions);
    free(cuts);
    buf_release(&bytes);
    return found;
}
