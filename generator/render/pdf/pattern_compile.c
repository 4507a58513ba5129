/* SPDX-License-Identifier: ISC */
/* Hyphenation patterns compiled: the automaton that libhyphen makes of their file, without
 * pointers. */
#include "render/pdf/pattern_compile.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "render/pdf/patterns.h"

#include <hyphen.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

/* ---- the file ---- */

/* Which characters the bytes of an eight-bit character set are; false for a set that is unknown. */
static bool find_upper(uint32_t *upper, const char *character_set)
{
    iconv_t converter = iconv_open("UTF-8", character_set);
    if (converter == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): as POSIX has it */
        return false;
    for (size_t i = 0; i < 128; i++) {
        char byte = (char)(i + 128), utf8[8];
        char *in = &byte, *out = utf8;
        size_t in_left = 1, out_left = sizeof utf8, size;
        if (iconv(converter, &in, &in_left, &out, &out_left) == 0 && out > utf8)
            upper[i] = utf8_decode(utf8, (size_t)(out - utf8), &size);
        else
            (void)iconv(converter, NULL, NULL, NULL, NULL);
    }
    iconv_close(converter);
    return true;
}

/* libhyphen's own reading; NULL where the file is none of patterns. It reads lines into fixed rooms
 * and cuts at zeros. */
static HyphenDict *read_dict(const char *file, size_t length)
{
    size_t name = 0;
    while (name < length && file[name] != '\r' && file[name] != '\n')
        name++;
    if (!name || name == length || name >= MAX_NAME || memchr(file, '\0', length))
        return NULL;
    FILE *stream = fmemopen((void *)(uintptr_t)file, length, "r");
    if (!stream)
        memory_fail();
    HyphenDict *dict = hnj_hyphen_load_file(stream);
    (void)fclose(stream);
    return dict;
}

/* ---- the form ---- */

static void pad(struct buf *out)
{
    while (out->length % 8)
        buf_add_char(out, '\0');
}

static void add_state(const HyphenState *from, uint32_t transitions, struct buf *states,
                      struct buf *texts)
{
    struct patterns_state to;
    memset(&to, 0, sizeof to);
    if (from->match) {
        to.digits = (uint32_t)texts->length + 1;
        buf_add(texts, from->match, strlen(from->match) + 1);
    }
    to.fallback = (uint32_t)(from->fallback_state + 1);
    to.transitions = transitions;
    to.count = (uint16_t)from->num_trans;
    to.respelt = from->repl ? from->replindex : -1;
    to.respelt_count = from->repl && from->replcut > 0 ? from->replcut : 0;
    buf_add(states, &to, sizeof to);
}

static bool compile_level(const HyphenDict *dict, struct buf *out)
{
    struct buf states = BUF_INIT, transitions = BUF_INIT, texts = BUF_INIT;
    struct patterns_level_header level;
    memset(&level, 0, sizeof level);
    bool ok = dict->num_states > 0 && dict->num_states >> PATTERNS_STATE_BITS == 0;
    for (int i = 0; ok && i < dict->num_states; i++) {
        const HyphenState *from = &dict->states[i];
        add_state(from, level.transition_count, &states, &texts);
        for (int k = 0; k < from->num_trans; k++) {
            uint32_t transition = (uint32_t)from->trans[k].new_state |
                                  (uint32_t)(unsigned char)from->trans[k].ch << PATTERNS_STATE_BITS;
            buf_add(&transitions, &transition, sizeof transition);
        }
        level.transition_count += (uint32_t)from->num_trans;
    }
    buf_add_char(&texts, '\0');
    level.state_count = (uint32_t)dict->num_states;
    level.text_size = texts.length;
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
    return ok;
}

static uint32_t least(char characters)
{
    return characters > 0 ? (uint32_t)characters : 0;
}

static bool compile(const HyphenDict *outermost, const char *file, size_t length, struct buf *out)
{
    struct patterns_header header;
    memset(&header, 0, sizeof header);
    header.magic = PATTERNS_MAGIC;
    header.file_size = length;
    header.utf8 = outermost->utf8 != 0;
    header.left = least(outermost->lhmin);
    header.right = least(outermost->rhmin);
    header.compound_left = least(outermost->clhmin);
    header.compound_right = least(outermost->crhmin);
    if (!header.utf8 && !find_upper(header.upper, outermost->cset))
        return false;
    for (const HyphenDict *dict = outermost; dict; dict = dict->nextlevel)
        header.level_count++;
    buf_clear(out);
    buf_add(out, &header, sizeof header);
    pad(out);
    buf_add(out, file, length);
    pad(out);
    bool ok = header.level_count <= PATTERNS_LEVELS_MAX;
    for (const HyphenDict *dict = outermost; ok && dict; dict = dict->nextlevel)
        ok = compile_level(dict, out);
    header.size = out->length;
    memcpy(out->bytes, &header, sizeof header);
    return ok;
}

bool pattern_compile(const char *file, size_t length, struct buf *out)
{
    HyphenDict *dict = read_dict(file, length);
    bool ok = dict && compile(dict, file, length, out);
    if (dict)
        hnj_hyphen_free(dict);
    return ok;
}
