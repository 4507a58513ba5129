/* SPDX-License-Identifier: ISC */
/* Names seen so far, to find one that comes again, also in other letter case. */
#include "source/names.h"

#include "base/buf.h"
#include "source/cmark.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

void names_release(struct names *names)
{
    free(names->slots);
    arena_release(&names->arena);
    *names = (struct names){.exact = names->exact, .files = names->files};
}

/* Unicode's full case folding, by the function that libcmark-gfm folds link labels with. */
static void fold(const char *text, struct buf *folded)
{
    size_t length = strlen(text);
    cmark_strbuf out;
    cmark_strbuf_init(cmark_get_default_mem_allocator(), &out, 0);
    cmark_utf8proc_case_fold(&out, (const uint8_t *)text, (bufsize_t)length);
    buf_add(folded, cmark_strbuf_cstr(&out), (size_t)cmark_strbuf_len(&out));
    cmark_strbuf_free(&out);
}

static void compose(struct buf *folded)
{
    size_t length = 0;
    size_t at = 0;
    while (at < folded->length && (unsigned char)folded->bytes[at] < 0x80)
        at++;
    if (at == folded->length)
        return;
    uint8_t *composed =
        u8_normalize(UNINORM_NFC, (const uint8_t *)folded->bytes, folded->length, NULL, &length);
    if (!composed && errno == ENOMEM)
        memory_fail();
    if (!composed)
        return; /* not UTF-8: as it is */
    buf_clear(folded);
    buf_add(folded, composed, length);
    free(composed);
}

/* FNV-1a */
static uint64_t hash(const char *text)
{
    uint64_t value = 0xCBF29CE484222325u;
    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * 0x100000001B3u;
    return value;
}

static struct name *find_slot(struct name *slots, size_t capacity, const char *folded)
{
    size_t at = (size_t)hash(folded) & (capacity - 1);
    while (slots[at].folded && strcmp(slots[at].folded, folded) != 0)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static void grow(struct names *names)
{
    size_t capacity = names->capacity ? names->capacity * 2 : 32;
    struct name *slots = memory_new(capacity * sizeof *slots);
    for (size_t i = 0; i < names->capacity; i++) {
        if (names->slots[i].folded)
            *find_slot(slots, capacity, names->slots[i].folded) = names->slots[i];
    }
    free(names->slots);
    names->slots = slots;
    names->capacity = capacity;
}

static struct name *look_up(const struct names *names, const char *text, struct buf *folded)
{
    if (names->exact)
        buf_add_string(folded, text);
    else
        fold(text, folded);
    if (names->files)
        compose(folded);
    return names->capacity ? find_slot(names->slots, names->capacity, folded->bytes) : NULL;
}

const struct name *names_find(const struct names *names, const char *text)
{
    struct buf folded = BUF_INIT;
    const struct name *slot = look_up(names, text, &folded);
    buf_release(&folded);
    return slot && slot->folded ? slot : NULL;
}

const struct name *names_add(struct names *names, const char *text, struct place place,
                             size_t value)
{
    if (names->count * 2 >= names->capacity)
        grow(names);
    struct buf folded = BUF_INIT;
    struct name *slot = look_up(names, text, &folded);
    bool found = slot->folded != NULL;
    if (!found) {
        *slot = (struct name){text, place, value, arena_string(&names->arena, folded.bytes)};
        names->count++;
    }
    buf_release(&folded);
    return found ? slot : NULL;
}
