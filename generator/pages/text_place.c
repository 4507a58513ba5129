/* SPDX-License-Identifier: ISC */
/* Where the words of a text beside a file stand on the page as it is seen. */
#include "pages/text_place.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Lines that are laid out here: characters at most (a longer word has its own), and height. */
#define LINE_CHARACTERS 90
#define LINE_HEIGHT 14000
/* The margin around them is this part of the page. */
#define MARGIN 20

static int32_t scale(int64_t length, int64_t to, int64_t from)
{
    return (int32_t)(length * to / from);
}

/* Whether the page that was read is as it is stored, and not as it is seen. */
static bool is_as_stored(const struct text_facts *facts, const struct page_facts *page)
{
    if (page->turned == 180)
        return facts->quarters == 2;
    if (page->turned != 90 && page->turned != 270)
        return false;
    bool wide = page->width > page->height;
    return page->width != page->height && facts->width != facts->height &&
           (facts->width > facts->height) != wide;
}

/* The box turned clockwise with its page of this size. */
static void turn(struct text_word *word, unsigned turned, int32_t width, int32_t height)
{
    const struct text_word old = *word;
    if (turned == 180) {
        word->x = width - old.x - old.width;
        word->y = height - old.y - old.height;
        return;
    }
    word->x = turned == 90 ? height - old.y - old.height : old.y;
    word->y = turned == 90 ? old.x : width - old.x - old.width;
    word->width = old.height;
    word->height = old.width;
}

void text_turn(struct text_facts *facts, const struct page_facts *page, struct arena *arena)
{
    if (!facts->width || !facts->height || !is_as_stored(facts, page))
        return;
    struct text_word *words = arena_new(arena, (facts->word_count + 1) * sizeof *words);
    for (size_t i = 0; i < facts->word_count; i++) {
        words[i] = facts->words[i];
        if (words[i].width)
            turn(&words[i], page->turned, facts->width, facts->height);
    }
    facts->words = words;
    /* A text that does not tell how its lines are turned is taken to be seen upright. */
    if (facts->quarters)
        facts->quarters = (facts->quarters + 4 - page->turned / 90) % 4;
    if (page->turned != 180) {
        int32_t width = facts->width;
        facts->width = facts->height;
        facts->height = width;
    }
}

static void place_all(const struct text_facts *facts, int32_t width, int32_t height,
                      struct page_word *words)
{
    for (size_t i = 0; i < facts->word_count && facts->width && facts->height; i++) {
        struct page_word *word = &words[i];
        if (!word->width)
            continue;
        int32_t right = scale((int64_t)word->x + word->width, width, facts->width);
        int32_t bottom = scale((int64_t)word->y + word->height, height, facts->height);
        word->x = scale(word->x, width, facts->width);
        word->y = scale(word->y, height, facts->height);
        word->width = right > word->x ? right - word->x : 1;
        word->height = bottom > word->y ? bottom - word->y : 1;
    }
}

/* How many characters a word takes with the space after it. */
static size_t room(const struct page_word *word)
{
    return utf8_count(word->text, strlen(word->text)) + 1;
}

/* How many words, from one on, stand in one line that is laid out here. */
static size_t line_of(const struct text_facts *facts, const struct page_word *words, size_t from,
                      size_t *characters)
{
    size_t count = 0;
    *characters = 0;
    while (from + count < facts->word_count) {
        size_t more = room(&words[from + count]);
        if (count && (facts->words[from + count].first || *characters + more > LINE_CHARACTERS))
            break;
        *characters += more;
        count++;
    }
    return count;
}

static void lay_line(struct page_word *words, size_t count, size_t characters,
                     const struct page_word *line)
{
    size_t most = characters > LINE_CHARACTERS ? characters : LINE_CHARACTERS;
    size_t before = 0;
    for (size_t i = 0; i < count; i++) {
        size_t after = before + room(&words[i]);
        int32_t left = scale((int64_t)before, line->width, (int64_t)most);
        int32_t right = scale((int64_t)after - 1, line->width, (int64_t)most);
        words[i].x = line->x + left;
        words[i].y = line->y;
        words[i].width = right > left ? right - left : 1;
        words[i].height = line->height;
        before = after;
    }
}

/* In lines from the top on, closer where there are many. */
static void spread(const struct text_facts *facts, int32_t width, int32_t height,
                   struct page_word *words)
{
    size_t lines = 0;
    size_t characters;
    for (size_t at = 0; at < facts->word_count; lines++)
        at += line_of(facts, words, at, &characters);
    int32_t left = width / MARGIN;
    int32_t top = height / MARGIN;
    int64_t room_down = (int64_t)height - 2 * (int64_t)top;
    size_t line = 0;
    for (size_t at = 0; at < facts->word_count; line++) {
        size_t count = line_of(facts, words, at, &characters);
        bool close = (int64_t)lines * LINE_HEIGHT > room_down;
        int64_t step = close ? room_down / (int64_t)lines : LINE_HEIGHT;
        int64_t down = close ? (int64_t)line * room_down / (int64_t)lines : (int64_t)line * step;
        const struct page_word place = {.x = left,
                                        .y = top + (int32_t)down,
                                        .width = width - 2 * left,
                                        .height = step > 1 ? (int32_t)(step * 4 / 5) : 1};
        lay_line(words + at, count, characters, &place);
        at += count;
    }
}

void text_place(const struct text_facts *facts, int32_t width, int32_t height,
                struct page_word *words)
{
    const struct page_word *last = NULL;
    for (size_t i = 0; i < facts->word_count && !last; i++)
        last = words[i].width ? &words[i] : NULL;
    if (!last) {
        spread(facts, width, height, words);
        return;
    }
    place_all(facts, width, height, words);
    for (size_t i = 0; i < facts->word_count; i++) {
        struct page_word *word = &words[i];
        if (word->width) {
            last = word;
            continue;
        }
        word->x = last->x;
        word->y = last->y;
        word->width = last->width;
        word->height = last->height;
    }
}

void text_redact(struct text_facts *facts, const struct held_page *page,
                 const struct redaction *redactions, size_t count, struct arena *arena)
{
    if (!redactions_on(redactions, count, page->number))
        return;
    struct arena scratch = ARENA_INIT;
    struct page_word *places = arena_new(&scratch, (facts->word_count + 1) * sizeof *places);
    struct text_word *words = arena_new(arena, (facts->word_count + 1) * sizeof *words);
    uint32_t *paragraphs = arena_new(arena, (facts->paragraph_count + 1) * sizeof *paragraphs);
    size_t kept = 0;
    size_t at = 0;
    bool first = false; /* the one that began the line was taken out */
    for (size_t i = 0; i < facts->word_count; i++) {
        const struct text_word *word = &facts->words[i];
        places[i] = (struct page_word){word->text, word->x, word->y, word->width, word->height};
    }
    place_all(facts, page->width, page->height, places);
    for (size_t i = 0; i < facts->paragraph_count; i++) {
        for (uint32_t k = 0; k < facts->paragraphs[i]; k++, at++) {
            const struct page_word *place = &places[at];
            first = first || facts->words[at].first;
            if (!place->width || facts->words[at].guessed ||
                redactions_touch(redactions, count, page->number, place->x, place->y, place->width,
                                 place->height))
                continue;
            words[kept] = facts->words[at];
            words[kept++].first = first;
            first = false;
            paragraphs[i]++;
        }
    }
    facts->words = words;
    facts->word_count = kept;
    facts->paragraphs = paragraphs;
    arena_release(&scratch);
}
