/* SPDX-License-Identifier: ISC */
/* The text of a page: its words in reading order, and which make a paragraph. */
#include "worker/text.h"

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

/* From the middle of its first character to that of its last, which poppler gives from the left to
 * the right in all scripts; one character runs as the word before it. */
static enum heading find_heading(const struct words *words, const PopplerRectangle *first,
                                 const PopplerRectangle *last)
{
    double across = last->x1 + last->x2 - first->x1 - first->x2;
    double down = last->y1 + last->y2 - first->y1 - first->y2;
    if (first == last)
        return words->count ? words->headings[words->count - 1] : HEADING_RIGHT;
    if (fabs(down) > fabs(across))
        return down > 0 ? HEADING_DOWN : HEADING_UP;
    return across < 0 ? HEADING_LEFT : HEADING_RIGHT;
}

static void add_word(struct words *words, const char *text, size_t length,
                     const PopplerRectangle *box, enum heading heading, bool first_of_line)
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
    words->headings = memory_grow(words->headings, words->count, &words->heading_capacity,
                                  sizeof *words->headings);
    words->headings[words->count] = heading;
    words->list[words->count++] = word;
}

static void widen(PopplerRectangle *box, const PopplerRectangle *with)
{
    box->x1 = fmin(box->x1, with->x1);
    box->y1 = fmin(box->y1, with->y1);
    box->x2 = fmax(box->x2, with->x2);
    box->y2 = fmax(box->y2, with->y2);
}

/* How much is between two stretches of a line; less than 0 where they overlap. */
static double gap(double from, double to, double other_from, double other_to)
{
    return fmax(other_from - to, from - other_to);
}

/* Whether two characters that follow one another are of two words. Text that runs up or down has
 * them over one another. */
static bool are_apart(const PopplerRectangle *last, const PopplerRectangle *next)
{
    double across = gap(last->x1, last->x2, next->x1, next->x2);
    double down = gap(last->y1, last->y2, next->y1, next->y2);
    double size = fmax(last->y2 - last->y1, next->y2 - next->y1);
    if (down >= 0) {
        if (across >= 0)
            return true;
        size = fmax(last->x2 - last->x1, next->x2 - next->x1);
        across = down;
    }
    return across * 100 > size * APART_HUNDREDTHS;
}

/* A word as it is gathered. */
struct gathered {
    const char *text; /* NULL: none is begun */
    const char *end;
    const PopplerRectangle *first, *last;
    PopplerRectangle box;
};

static void end_word(struct words *words, struct gathered *word, bool *first)
{
    if (!word->text)
        return;
    add_word(words, word->text, (size_t)(word->end - word->text), &word->box,
             find_heading(words, word->first, word->last), *first);
    *first = false;
    *word = (struct gathered){0};
}

/* What poppler puts around parts that run from right to left; these have no boxes. */
static bool is_mark(uint32_t character)
{
    return character >= 0x202A && character <= 0x202C;
}

/* Cuts the text into words; poppler gives a box for each character. False where it did not, so that
 * nobody knows which is whose. */
static bool cut(struct words *words, const char *text, const PopplerRectangle *boxes, guint count)
{
    size_t left = strlen(text);
    struct gathered word = {0};
    bool first = true;
    guint i = 0;
    for (size_t length; left && i < count; text += length, left -= length) {
        uint32_t character = utf8_decode(text, left, &length);
        bool space = g_unichar_isspace(character) || character < ' ';
        if (is_mark(character))
            continue;
        if (word.text && (space || are_apart(&boxes[i - 1], &boxes[i])))
            end_word(words, &word, &first);
        if (character == '\n')
            first = true;
        if (!space) {
            if (!word.text)
                word = (struct gathered){.text = text, .first = &boxes[i], .box = boxes[i]};
            widen(&word.box, &boxes[i]);
            word.last = &boxes[i];
            word.end = text + length;
        }
        i++;
    }
    end_word(words, &word, &first);
    end_paragraph(words);
    for (size_t length; left && is_mark(utf8_decode(text, left, &length)); left -= length)
        text += length;
    return !left && i == count;
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

bool words_read(struct words *words, PopplerPage *page)
{
    PopplerRectangle *boxes = NULL;
    guint count = 0;
    char *text = poppler_page_get_text(page);
    bool ok = true;
    *words = (struct words){0};
    if (text && utf8_check(text, strlen(text)) == strlen(text) &&
        poppler_page_get_text_layout(page, &boxes, &count))
        ok = cut(words, text, boxes, count);
    g_free(boxes);
    g_free(text);
    return ok;
}

void words_release(struct words *words)
{
    free(words->list);
    free(words->headings);
    free(words->paragraphs);
    arena_release(&words->arena);
}

void text_answer_pdf(uint32_t number, PopplerPage *page)
{
    struct words words;
    (void)words_read(&words, page); /* one word or another may be laid beside its place */
    answer(number, &words);
    words_release(&words);
}
