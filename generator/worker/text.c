/* SPDX-License-Identifier: ISC */
/* The text of a page: its words in reading order, and which make a paragraph. */
#include "worker/text.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "worker/answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A line that stands lower than the last by more than this many hundredths of its height begins a
 * paragraph. */
#define GAP_HUNDREDTHS 160
/* Characters with more than this between them, in hundredths of their height, are of two words: a
 * label and what stands far behind it on its line have no space between them. */
#define APART_HUNDREDTHS 35

struct words {
    struct arena arena;
    struct text_word *list;
    size_t count;
    size_t capacity;
    uint32_t *paragraphs;
    size_t paragraph_count;
    size_t paragraph_capacity;
    size_t begun; /* the first word of the paragraph that goes on */
};

static int32_t thousandths(double points)
{
    if (!(points > 0))
        return 0;
    return points * 1000 < WIRE_LENGTH_MOST ? (int32_t)lround(points * 1000) : WIRE_LENGTH_MOST;
}

static void end_paragraph(struct words *words)
{
    if (words->count == words->begun)
        return;
    words->paragraphs = memory_grow(words->paragraphs, words->paragraph_count,
                                    &words->paragraph_capacity, sizeof *words->paragraphs);
    words->paragraphs[words->paragraph_count++] = (uint32_t)(words->count - words->begun);
    words->begun = words->count;
}

/* Whether a word that begins a line begins a paragraph: after a gap, or elsewhere on the page. */
static bool begins_paragraph(const struct text_word *last, const struct text_word *word)
{
    long long step = (long long)word->y - last->y;
    long long height = last->height > word->height ? last->height : word->height;
    return step < -height || step * 100 > height * GAP_HUNDREDTHS;
}

static void add_word(struct words *words, const char *text, size_t length,
                     const PopplerRectangle *box, bool first_of_line)
{
    struct text_word word = {.text = arena_copy(&words->arena, text, length),
                             .x = thousandths(box->x1),
                             .y = thousandths(box->y1),
                             .width = thousandths(box->x2 - box->x1),
                             .height = thousandths(box->y2 - box->y1),
                             .confidence = WIRE_SURE,
                             .first = first_of_line};
    if (first_of_line && words->count > words->begun &&
        begins_paragraph(&words->list[words->count - 1], &word))
        end_paragraph(words);
    words->list = memory_grow(words->list, words->count, &words->capacity, sizeof word);
    words->list[words->count++] = word;
}

static void widen(PopplerRectangle *box, const PopplerRectangle *with)
{
    box->x1 = fmin(box->x1, with->x1);
    box->y1 = fmin(box->y1, with->y1);
    box->x2 = fmax(box->x2, with->x2);
    box->y2 = fmax(box->y2, with->y2);
}

/* Whether two characters that follow one another are of two words. */
static bool are_apart(const PopplerRectangle *last, const PopplerRectangle *next)
{
    double height = fmax(last->y2 - last->y1, next->y2 - next->y1);
    double between = fmax(next->x1 - last->x2, last->x1 - next->x2);
    return between * 100 > height * APART_HUNDREDTHS || next->y1 >= last->y2 ||
           next->y2 <= last->y1;
}

/* Cuts the text into words; poppler gives a box for each character. */
static void cut(struct words *words, const char *text, const PopplerRectangle *boxes, guint count)
{
    size_t left = strlen(text);
    const char *word = NULL;
    PopplerRectangle box = {0};
    bool first = true;
    for (guint i = 0; left && i < count; i++) {
        size_t length;
        uint32_t character = utf8_decode(text, left, &length);
        bool space = g_unichar_isspace(character) || character < ' ';
        if (word && (space || are_apart(&boxes[i - 1], &boxes[i]))) {
            add_word(words, word, (size_t)(text - word), &box, first);
            first = false;
            word = NULL;
        }
        if (character == '\n')
            first = true;
        if (!space && word)
            widen(&box, &boxes[i]);
        if (!space && !word) {
            word = text;
            box = boxes[i];
        }
        text += length;
        left -= length;
    }
    if (word)
        add_word(words, word, (size_t)(text - word), &box, first);
    end_paragraph(words);
}

static void answer(uint32_t number, const struct words *words)
{
    const struct text_facts facts = {.page = number,
                                     .words = words->list,
                                     .word_count = words->count,
                                     .paragraphs = words->paragraphs,
                                     .paragraph_count = words->paragraph_count};
    answer_text(&facts);
}

void text_answer_pdf(uint32_t number, PopplerPage *page)
{
    struct words words = {0};
    PopplerRectangle *boxes = NULL;
    guint count = 0;
    char *text = poppler_page_get_text(page);
    if (text && utf8_check(text, strlen(text)) == strlen(text) &&
        poppler_page_get_text_layout(page, &boxes, &count))
        cut(&words, text, boxes, count);
    answer(number, &words);
    g_free(boxes);
    g_free(text);
    free(words.list);
    free(words.paragraphs);
    arena_release(&words.arena);
}

void text_answer_none(uint32_t number)
{
    const struct words none = {0};
    answer(number, &none);
}
