/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: files of hyphenation patterns compiled, and compiled forms opened, both
 * asked for words. */
#include "base/utf8.h"
#include "render/pdf/pattern_compile.h"
#include "render/pdf/patterns.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int __lsan_is_turned_off(void);

/* libhyphen 2.8.8 loses a pattern that its file repeats, and a search for leaks after each input
 * takes longer than the input. Leaks of ours are seen by the unit tests. */
int __lsan_is_turned_off(void)
{
    return 1;
}

/* Of two levels, in an eight-bit character set, with a spelling that changes. */
static const char good[] =
    "ISO8859-1\nLEFTHYPHENMIN 2\nCOMPOUNDRIGHTHYPHENMIN 2\nschi1ff\nlamp1en\n"
    "NEXTLEVEL\na1m\ne1n\n\xE4"
    "1t\nff1f/ff=f,2,2\nhy3ph\n.in1t\nal1.\n";

static void ask(struct patterns *patterns)
{
    static const char *const words[] = {"international", "schifframätenauffahrlampen", "amamamamam",
                                        "hyphenation", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t word[PATTERNS_WORD_MAX];
        bool before[PATTERNS_WORD_MAX] = {false};
        size_t length = 0;
        for (size_t at = 0, step; words[i][at]; at += step)
            word[length++] = utf8_decode(words[i] + at, strlen(words[i] + at), &step);
        bool any = patterns_find(patterns, word, length, 2, 2, before), found = false;
        for (size_t k = 0; k < length; k++)
            found = found || before[k];
        if (any != found || before[0] || before[1] || before[length - 1])
            abort();
    }
}

/* The first byte of an input says what the others are: a file, a compiled form, or bytes to put
 * into a good one, each after two that say where. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct buf form = BUF_INIT;
    struct patterns patterns;
    if (!size)
        return 0;
    switch (bytes[0] % 3) {
    case 0:
        if (pattern_compile((const char *)bytes + 1, size - 1, &form) &&
            !patterns_open(&patterns, form.bytes, form.length))
            abort();
        break;
    case 1:
        buf_add(&form, bytes + 1, size - 1);
        break;
    default:
        if (!pattern_compile(good, sizeof good - 1, &form))
            abort();
        for (size_t i = 1; i + 2 < size; i += 3)
            form.bytes[((size_t)bytes[i] << 8 | bytes[i + 1]) % form.length] = (char)bytes[i + 2];
    }
    if (patterns_open(&patterns, form.bytes, form.length))
        ask(&patterns);
    buf_release(&form);
    return 0;
}
