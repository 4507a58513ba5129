/* SPDX-License-Identifier: ISC */
/* The text beside a file as it is read: pages, paragraphs, lines, words, and what is wrong with it.
 */
#include "worker/beside.h"

#include "base/utf8.h"
#include "worker/answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A longer one is none that anybody wrote. */
#define WORD_MOST 1000
#define WORDS_MOST 1000000u
/* A word may reach over its page's edge by so many hundredths of the page before that is said. */
#define OVER_HUNDREDTHS 1

/* Of a page: where its words begin among all, and its paragraphs. */
struct page {
    size_t offset;
    struct beside_box box;
    double unit;
    long number;
    unsigned quarters;
    size_t word, paragraph;
    size_t word_count, paragraph_count;
};

struct beside {
    const char *bytes;
    size_t length;
    struct arena arena;
    struct page *pages;
    size_t page_count, page_capacity;
    struct text_word *words;
    size_t word_count, word_capacity;
    uint32_t *paragraphs;
    size_t paragraph_count, paragraph_capacity;
    bool new_paragraph, new_line;
    struct buf word;      /* in the making */
    struct buf failure;   /* what is wrong with the whole, or empty */
    size_t failed_at;     /* where */
    size_t over, over_at; /* words that stand outside their page, and the first one's page */
};

void beside_fail(struct beside *beside, size_t offset, const char *format, ...)
{
    if (beside->failure.length)
        return;
    va_list args;
    va_start(args, format);
    buf_add_vformat(&beside->failure, format, args);
    va_end(args);
    beside->failed_at = offset;
}

/* ---------------------------------------------------------------- Collecting */

static struct page *last_page(struct beside *beside)
{
    return &beside->pages[beside->page_count - 1];
}

void beside_begin_page(struct beside *beside, size_t offset, const struct beside_box *box,
                       long number, double unit)
{
    if (beside->page_count == WIRE_PAGES_MOST) {
        beside_fail(beside, offset,
                    "has more than a million pages; take out what is not the"
                    " file's");
        return;
    }
    beside->pages =
        memory_grow(beside->pages, beside->page_count, &beside->page_capacity, sizeof(struct page));
    beside->pages[beside->page_count++] = (struct page){.offset = offset,
                                                        .box = *box,
                                                        .unit = unit,
                                                        .number = number,
                                                        .word = beside->word_count,
                                                        .paragraph = beside->paragraph_count};
    beside->new_paragraph = beside->new_line = true;
}

void beside_break_paragraph(struct beside *beside)
{
    beside->new_paragraph = beside->new_line = true;
}

void beside_break_line(struct beside *beside)
{
    beside->new_line = true;
}

void beside_turn(struct beside *beside, unsigned quarters)
{
    last_page(beside)->quarters = quarters;
}

size_t beside_count(const struct beside *beside)
{
    return beside->page_count ? beside->pages[beside->page_count - 1].word_count : 0;
}

/* What cannot be seen and is no part of a word. */
static bool is_dropped(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xFDD0 && c <= 0xFDEF) || c == 0xFEFF || c == UTF8_BAD;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Puts the text into `word`, cleaned. */
static void clean_word(struct beside *beside, const char *text, size_t length)
{
    struct buf *word = &beside->word;
    bool space = false;
    buf_clear(word);
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t c = utf8_decode(text + at, length - at, &size);
        if (is_space(c)) {
            space = word->length;
            continue;
        }
        if (is_dropped(c))
            continue;
        if (space)
            buf_add_char(word, ' ');
        space = false;
        buf_add(word, text + at, size);
    }
}

static int32_t whole(double length)
{
    if (!(length > 0))
        return 0;
    return length < WIRE_LENGTH_MOST ? (int32_t)lround(length) : WIRE_LENGTH_MOST;
}

static double within(double value, double most)
{
    return value > 0 ? fmin(value, most) : 0;
}

/* Gives the word its place on the page: no part of it stands outside. */
static void place_word(struct beside *beside, struct text_word *word, const struct beside_box *box)
{
    struct page *page = last_page(beside);
    double scale = page->unit > 0 ? page->unit : 1;
    double left = box->left;
    double top = box->top;
    double right = box->right;
    double bottom = box->bottom;
    if (page->box.known) {
        double width = page->box.right - page->box.left;
        double height = page->box.bottom - page->box.top;
        double over = fmax(fmax(page->box.left - left, right - page->box.right) / width,
                           fmax(page->box.top - top, bottom - page->box.bottom) / height);
        if (over * 100 > OVER_HUNDREDTHS && !beside->over++)
            beside->over_at = page->offset;
        left = within(left - page->box.left, width);
        right = within(right - page->box.left, width);
        top = within(top - page->box.top, height);
        bottom = within(bottom - page->box.top, height);
    }
    word->guessed = box->guessed;
    word->x = whole(left * scale);
    word->y = whole(top * scale);
    word->width = whole(right * scale) - word->x;
    word->height = whole(bottom * scale) - word->y;
}

void beside_add(struct beside *beside, const char *text, size_t length,
                const struct beside_box *box, unsigned confidence)
{
    struct page *page = last_page(beside);
    struct text_word word = {.confidence = confidence < WIRE_SURE ? confidence : WIRE_SURE};
    clean_word(beside, text, length);
    if (!beside->word.length)
        return;
    if (beside->word.length > WORD_MOST || page->word_count == WORDS_MOST) {
        beside_fail(beside, page->offset,
                    page->word_count == WORDS_MOST
                        ? "a page has more than a million words; see what it is"
                        : "a page has a word of more than 1000 bytes; see what it is");
        return;
    }
    /* A page whose size is not told has words whose places mean nothing. */
    if (box->known && box->right > box->left && box->bottom > box->top &&
        (page->box.known || page->unit > 0))
        place_word(beside, &word, box);
    if (word.width <= 0 || word.height <= 0)
        word.x = word.y = word.width = word.height = 0;
    word.text = arena_copy(&beside->arena, beside->word.bytes, beside->word.length);
    word.first = beside->new_line;
    if (beside->new_paragraph) {
        beside->paragraphs = memory_grow(beside->paragraphs, beside->paragraph_count,
                                         &beside->paragraph_capacity, sizeof(uint32_t));
        beside->paragraphs[beside->paragraph_count++] = 0;
        page->paragraph_count++;
    }
    beside->new_paragraph = beside->new_line = false;
    beside->words =
        memory_grow(beside->words, beside->word_count, &beside->word_capacity, sizeof word);
    beside->words[beside->word_count++] = word;
    beside->paragraphs[beside->paragraph_count - 1]++;
    page->word_count++;
}

/* Each word gets as much of the line's width as it has of its characters. */
void beside_add_line(struct beside *beside, const char *text, size_t length,
                     const struct beside_box *box, unsigned confidence)
{
    size_t all = utf8_count(text, length);
    size_t before = 0;
    for (size_t at = 0, size; at < length;) {
        size_t start = at;
        size_t characters = 0;
        while (at < length && !is_space(utf8_decode(text + at, length - at, &size))) {
            at += size;
            characters++;
        }
        struct beside_box own = *box;
        own.guessed = true;
        double width = (box->right - box->left) / (double)all;
        own.left = box->left + width * (double)before;
        own.right = own.left + width * (double)characters;
        beside_add(beside, text + start, at - start, &own, confidence);
        before += characters + 1;
        if (at < length)
            at += size;
    }
}

void beside_append(struct beside *beside, const char *text)
{
    struct text_word *last = &beside->words[beside->word_count - 1];
    struct buf both = BUF_INIT;
    buf_add_format(&both, "%s%s", last->text, text);
    clean_word(beside, both.bytes, both.length);
    if (beside->word.length <= WORD_MOST)
        last->text = arena_copy(&beside->arena, beside->word.bytes, beside->word.length);
    buf_release(&both);
}

/* ---------------------------------------------------------------- Which page is which */

/* Whether the stated numbers, counted from `first`, name a page of the file each, and none twice.
 */
static bool numbers_fit(const struct beside *beside, uint32_t most, long first)
{
    bool *seen = memory_new(most + 1);
    bool ok = true;
    for (size_t i = 0; i < beside->page_count && ok; i++) {
        long number = beside->pages[i].number - first;
        ok = beside->pages[i].number >= 0 && number >= 0 && number < (long)most && !seen[number];
        if (ok)
            seen[number] = true;
    }
    free(seen);
    return ok;
}

/* hOCR counts from 0, and ALTO from 1; some programs count ALTO from 0 too. */
static long first_number(const struct beside *beside, enum text_form form)
{
    for (size_t i = 0; i < beside->page_count; i++) {
        if (!beside->pages[i].number)
            return 0;
    }
    return form == TEXT_FORM_ALTO ? 1 : 0;
}

/* Numbers that repeat, or that are those of a book, tell nothing where there are as many pages as
 * the file has: then they stand in its order. */
static void number_pages(struct beside *beside, const struct job *job)
{
    long first = first_number(beside, job->text_form);
    bool stated = numbers_fit(beside, job->page_count, first);
    size_t named = 0;
    for (size_t i = 0; i < beside->page_count; i++)
        named += beside->pages[i].number >= 0;
    bool repeat = named < beside->page_count;
    for (size_t i = 1; i < beside->page_count && !repeat; i++)
        repeat = beside->pages[i].number == beside->pages[0].number;
    if (!stated && !repeat && beside->page_count < job->page_count)
        beside_fail(beside, beside->pages[0].offset,
                    "numbers its pages otherwise than the file, which has %u; number them %s, or"
                    " take the numbers out",
                    job->page_count,
                    job->text_form == TEXT_FORM_HOCR ? "with ppageno from 0 on"
                                                     : "with PHYSICAL_IMG_NR from 1 on");
    for (size_t i = 0; i < beside->page_count; i++) {
        struct page *page = &beside->pages[i];
        page->number = stated ? page->number - first + 1 : (long)i + 1;
    }
    if (beside->page_count > job->page_count)
        beside_fail(beside, beside->pages[job->page_count].offset,
                    "has the text of %zu pages, and the file has %u; take out what is not the"
                    " file's",
                    beside->page_count, job->page_count);
}

/* ---------------------------------------------------------------- Answering */

static void answer_page_text(const struct beside *beside, const struct page *page)
{
    const struct beside_box *box = &page->box;
    bool sized = box->known && !(page->unit > 0);
    const struct text_facts facts = {
        .page = (uint32_t)page->number,
        .width = sized ? whole(box->right - box->left) : 0,
        .height = sized ? whole(box->bottom - box->top) : 0,
        .quarters = page->quarters,
        .words = page->word_count ? beside->words + page->word : NULL,
        .word_count = page->word_count,
        .paragraphs = page->paragraph_count ? beside->paragraphs + page->paragraph : NULL,
        .paragraph_count = page->paragraph_count,
    };
    answer_text(&facts);
}

static void answer_at(const struct beside *beside, bool severe, size_t offset, const char *what)
{
    struct utf8_position at = utf8_position(beside->bytes, beside->length, offset);
    answer_fault(severe, at.line, at.column, what);
}

static void answer_all(struct beside *beside)
{
    struct buf words = BUF_INIT;
    for (size_t i = 0; i < beside->page_count; i++)
        answer_page_text(beside, &beside->pages[i]);
    if (beside->over) {
        buf_add_format(&words,
                       "%zu word%s outside the page, the first on this one, and %s moved to its"
                       " edge; see that the text is of this file",
                       beside->over, beside->over == 1 ? " stands" : "s stand",
                       beside->over == 1 ? "is" : "are");
        answer_at(beside, false, beside->over_at, words.bytes);
    }
    buf_release(&words);
}

static bool check_bytes(struct beside *beside)
{
    const char *bytes = beside->bytes;
    size_t length = beside->length;
    const char *zero = memchr(bytes, 0, length);
    size_t bad = utf8_check(bytes, length);
    if (bad < length)
        beside_fail(beside, bad, "the byte \\x%02X is not UTF-8; save the file in UTF-8",
                    (unsigned)(unsigned char)bytes[bad]);
    else if (zero)
        beside_fail(beside, (size_t)(zero - bytes),
                    "a NUL byte is not text; save the file as text in UTF-8");
    return !beside->failure.length;
}

void beside(const struct job *job, const struct foreign *foreign)
{
    typedef void read(struct beside * beside, const char *bytes, size_t length);
    static read *const reads[] = {[TEXT_FORM_HOCR] = beside_hocr,
                                  [TEXT_FORM_ALTO] = beside_alto,
                                  [TEXT_FORM_PLAIN] = beside_plain};
    struct beside text = {
        .bytes = foreign->bytes, .length = foreign->length, .word = BUF_INIT, .failure = BUF_INIT};
    if (check_bytes(&text))
        reads[job->text_form](&text, text.bytes, text.length);
    if (!text.failure.length && text.page_count)
        number_pages(&text, job);
    if (text.failure.length)
        answer_at(&text, true, text.failed_at, text.failure.bytes);
    else
        answer_all(&text);
    buf_release(&text.word);
    buf_release(&text.failure);
    free(text.pages);
    free(text.words);
    free(text.paragraphs);
    arena_release(&text.arena);
}
