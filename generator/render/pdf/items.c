/* SPDX-License-Identifier: ISC */
/* A paragraph as a row of items: what is painted, the space after it, and what it costs to end a
 * line there. */
#include "render/pdf/items.h"

#include "base/utf8.h"
#include "render/pdf/bidi.h"
#include "render/pdf/breaks.h"
#include "render/pdf/cover.h"
#include "render/pdf/scripts.h"

#include <stdlib.h>
#include <string.h>

/* The part of an ideograph's size by which a justified line may set it off from the next. */
#define SQUARE_GIVE 8

void items_init(struct items *items, const struct dossier *dossier, struct face_set *faces,
                struct shaper *shaper, struct arena *arena, struct report *report)
{
    memset(items, 0, sizeof *items);
    items->dossier = dossier;
    items->faces = faces;
    items->shaper = shaper;
    items->arena = arena;
    items->report = report;
    items->reported = hb_set_create();
    buf_init(&items->word);
    buf_init(&items->breaks);
}

void items_speak(struct items *items, const char *path)
{
    items->path = path;
    items->node = NULL;
}

void items_release(struct items *items)
{
    free(items->items);
    free(items->links);
    hb_set_destroy(items->reported);
    buf_release(&items->word);
    buf_release(&items->breaks);
}

void items_clear(struct items *items)
{
    items->count = 0;
    items->link_count = 0;
    items->begun = 0;
    items->both = false;
}

static struct item *append(struct items *items)
{
    items->items = memory_grow(items->items, items->count, &items->capacity, sizeof *items->items);
    return &items->items[items->count++];
}

struct item *items_add(struct items *items, enum item_kind kind, const struct run *run)
{
    struct item *item = append(items);
    memset(item, 0, sizeof *item);
    item->kind = (uint8_t)kind;
    item->strike = run->strike;
    item->element = run->element;
    item->link = run->link;
    item->colour = run->colour;
    item->size = run->size;
    item->rise = run->rise;
    item->hyphenate = run->hyphenate;
    item->lang = run->lang;
    return item;
}

uint32_t items_add_link(struct items *items, struct item_link link)
{
    items->links =
        memory_grow(items->links, items->link_count, &items->link_capacity, sizeof *items->links);
    items->links[items->link_count++] = link;
    return (uint32_t)items->link_count;
}

void item_set_piece(struct item *item, const struct piece *piece)
{
    item->piece = piece;
    item->space = em_width(piece->space, item->size);
    item->width = piece_width(piece, item->size) - item->space;
    item->give = item->space;
}

void items_append(struct items *items, const struct item *item)
{
    *append(items) = *item;
}

void items_add_part(struct items *items, const struct item *whole, size_t start, size_t length,
                    uint8_t level)
{
    const struct piece *piece = whole->piece;
    struct item *item = append(items);
    *item = *whole;
    item->level = level;
    item_set_piece(item, shaper_part(items->shaper, piece, start, length, level & 1));
    if (start + length < piece->length)
        item->ending = ENDING_NONE;
    else if (!piece->space)
        item->give = whole->give;
}

const struct piece *items_hyphen(struct face_set *faces, struct shaper *shaper,
                                 const struct face *face)
{
    if (!face_has(face, '-'))
        face = face_set_first(faces, STYLE_REGULAR);
    return shaper_piece(shaper, face, NULL, "-", 1);
}

static void add_piece(struct items *items, const struct face *face, const char *text, size_t length,
                      enum ending ending, const struct run *run)
{
    struct item *item = items_add(items, ITEM_TEXT, run);
    item_set_piece(item, shaper_piece(items->shaper, face, run->lang, text, length));
    item->ending = (uint8_t)ending;
    if (ending != ENDING_INSIDE || length < 2 || memcmp(text + length - 2, "\u00AD", 2) != 0)
        return;
    item->ending = ENDING_HYPHEN;
    item->hyphen = piece_width(items_hyphen(items->faces, items->shaper, face), run->size);
}

/* A word that needs a look at each character: several faces, or places to break. `word` ends with
 * its space if it has one. */
static void add_intricate(struct items *items, const char *word, size_t length, size_t spaces,
                          const struct run *run)
{
    size_t letters = length - spaces;
    buf_clear(&items->breaks);
    buf_reserve(&items->breaks, letters + 1);
    breaks_find(word, letters, items->breaks.bytes);
    const struct face *face = NULL;
    size_t start = 0;
    uint32_t before = 0;
    for (size_t at = 0, size; at < letters; at += size) {
        uint32_t character = utf8_decode(word + at, letters - at, &size);
        const struct face *chosen = cover_face(items, run, face, character);
        bool may_break = at > start && items->breaks.bytes[at] && !run->keep_spaces;
        bool too_long = at + size - start >= PIECE_MAX - spaces;
        if (at > start && (chosen != face || may_break || too_long)) {
            enum ending ending = word[at - 1] == '-' ? ENDING_DASH : ENDING_INSIDE;
            add_piece(items, face, word + start, at - start, may_break ? ending : ENDING_NONE, run);
            if (may_break && scripts_is_square(before))
                items->items[items->count - 1].give = run->size / SQUARE_GIVE;
            start = at;
        }
        face = chosen;
        before = character;
        items->both = items->both || scripts_may_be_right_to_left(character);
    }
    if (spaces && !face_has(face, ' ')) {
        add_piece(items, face, word + start, letters - start, ENDING_NONE, run);
        items_add_space(items, run, ENDING_SPACE);
        return;
    }
    add_piece(items, face, word + start, length - start, spaces ? ENDING_SPACE : ENDING_NONE, run);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* After a space a word may cling to what stands before, and what stands before to it. */
static void mind_clinging(struct items *items, const char *word, size_t length)
{
    struct item *before = items->count ? &items->items[items->count - 1] : NULL;
    if (!before || before->ending != ENDING_SPACE || before->kind != ITEM_TEXT)
        return;
    size_t size;
    if (breaks_clings_left(utf8_decode(word, length, &size))) {
        before->ending = ENDING_CLING;
        return;
    }
    const struct piece *piece = before->piece;
    size_t end = piece->length - (piece->space ? 1u : 0u);
    while (end && ((unsigned char)piece->text[end - 1] & 0xC0) == 0x80)
        end--;
    if (end &&
        breaks_clings_right(utf8_decode(piece->text + end - 1, piece->length - end + 1, &size)))
        before->ending = ENDING_CLING;
}

void items_add_space(struct items *items, const struct run *run, enum ending ending)
{
    size_t last = items->count;
    while (last && items->items[last - 1].kind == ITEM_PAGE_BREAK)
        last--;
    struct item *before = last ? &items->items[last - 1] : NULL;
    if (before && before->kind == ITEM_TEXT && before->space && !run->keep_spaces) {
        if (ending == ENDING_FORCED)
            items->items[items->count - 1].ending = (uint8_t)ending;
        return;
    }
    /* The space goes with the word before it where it is set alike. */
    if (before && before->kind == ITEM_TEXT && before->element == run->element &&
        before->size == run->size && last == items->count && !before->space &&
        before->piece->face == face_set_first(items->faces, run->style) &&
        before->piece->length < PIECE_MAX) {
        buf_clear(&items->word);
        buf_add(&items->word, before->piece->text, before->piece->length);
        buf_add_char(&items->word, ' ');
        item_set_piece(before, shaper_piece(items->shaper, before->piece->face, run->lang,
                                            items->word.bytes, items->word.length));
        before->ending = (uint8_t)ending;
        return;
    }
    if (!items->count && ending != ENDING_FORCED && !run->keep_spaces)
        return;
    add_piece(items, face_set_first(items->faces, run->style), " ", 1, ending, run);
}

/* One word with the space that follows it, if any. */
static void add_word(struct items *items, const char *word, size_t length, size_t spaces,
                     bool plain, const struct run *run)
{
    if (!run->keep_spaces)
        mind_clinging(items, word, length);
    if (spaces && word[length - 1] != ' ') { /* a tab or a line's end */
        buf_clear(&items->word);
        buf_add(&items->word, word, length - 1);
        buf_add_char(&items->word, ' ');
        word = items->word.bytes;
    }
    const struct face *face = plain ? face_set_first(items->faces, run->style) : NULL;
    if (face && face->has_ascii && length <= PIECE_MAX)
        add_piece(items, face, word, length, spaces ? ENDING_SPACE : ENDING_NONE, run);
    else
        add_intricate(items, word, length, spaces, run);
}

void items_add_text(struct items *items, const char *text, size_t length, const struct run *run)
{
    size_t at = 0;
    while (at < length) {
        if (is_space(text[at])) {
            items_add_space(items, run, ENDING_SPACE);
            at++;
        } else {
            size_t start = at;
            bool plain = true;
            for (; at < length; at++) {
                unsigned char c = (unsigned char)text[at];
                if (('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z')) /* most are */
                    continue;
                if (is_space(text[at]))
                    break;
                plain = plain && c < 0x80 && !breaks_possible(c);
            }
            size_t spaces = at < length;
            add_word(items, text + start, at + spaces - start, spaces, plain, run);
            at += spaces;
        }
        while (at < length && is_space(text[at]) && !run->keep_spaces)
            at++;
    }
}

/* How many bytes of a piece, from `start`, fit into a width: at least a character with its marks.
 */
static size_t fitting(const struct piece *piece, size_t start, size_t letters, int32_t width,
                      int32_t size)
{
    int32_t sum = 0;
    size_t fits = 0;
    for (size_t i = 0; i < piece->glyph_count; i++) {
        const struct glyph *glyph = &piece->glyphs[piece->rtl ? piece->glyph_count - 1 - i : i];
        size_t at = glyph->cluster, length;
        if (at < start)
            continue;
        if (at >= letters)
            break;
        if (at > start && !scripts_is_mark(utf8_decode(piece->text + at, letters - at, &length)))
            fits = at - start;
        sum += glyph->advance;
        if (fits && em_width(sum, size) > width)
            return fits;
    }
    return letters - start;
}

/* Appends the part of a text item that begins at a byte and fits, and returns its length. */
static size_t add_fitting(struct items *items, const struct item *whole, size_t start,
                          size_t letters, int32_t width)
{
    const struct piece *piece = whole->piece;
    for (int32_t room = width;;) {
        size_t length = fitting(piece, start, letters, room, whole->size);
        bool last = start + length == letters;
        items_add_part(items, whole, start, last ? piece->length - start : length, whole->level);
        struct item *part = &items->items[items->count - 1];
        if (!last)
            part->ending = ENDING_INSIDE;
        /* Its last letter may be wider than in the word, where the next one is drawn nearer. */
        int32_t excess = part->width - width;
        if (excess <= 0 || excess >= room)
            return length;
        room -= excess;
        items->count--;
    }
}

static void cut(struct items *items, const struct item *whole, int32_t width)
{
    size_t letters = whole->piece->length - (whole->piece->space ? 1u : 0u);
    size_t start = 0;
    while (start < letters)
        start += add_fitting(items, whole, start, letters, width);
}

void items_fit(struct items *items, size_t from, int32_t width)
{
    size_t first = from;
    while (first < items->count && items->items[first].width <= width)
        first++;
    if (first == items->count)
        return;
    size_t rest_count = items->count - first;
    struct item *rest = memory_new(rest_count * sizeof *rest);
    memcpy(rest, &items->items[first], rest_count * sizeof *rest);
    items->count = first;
    for (size_t i = 0; i < rest_count; i++) {
        if (rest[i].kind == ITEM_TEXT && rest[i].width > width) {
            cut(items, &rest[i], width);
            continue;
        }
        *append(items) = rest[i];
    }
    free(rest);
}

void items_end(struct items *items)
{
    if ((items->both || items->rtl) && items->count > items->begun)
        bidi_resolve(items, items->begun);
    if (items->count)
        items->items[items->count - 1].ending = ENDING_FORCED;
    items->begun = items->count;
    items->both = false;
}

void items_widths(const struct items *items, size_t from, int32_t *most, int32_t *least)
{
    int64_t line = 0, unbroken = 0;
    *most = 0;
    *least = 0;
    for (size_t i = from; i < items->count; i++) {
        const struct item *item = &items->items[i];
        line += item->width;
        unbroken += item->width;
        if (line > *most)
            *most = line > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)line;
        if (unbroken > *least)
            *least = unbroken > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)unbroken;
        line = item->ending == ENDING_FORCED ? 0 : line + item->space;
        unbroken = item->ending > ENDING_NONE ? 0 : unbroken + item->space;
    }
}
