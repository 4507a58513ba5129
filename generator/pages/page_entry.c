/* SPDX-License-Identifier: ISC */
/* What drawing one page gave, as frames, and what of it the model holds. */
#include "pages/page_entry.h"

#include "pages/store.h"
#include "wire/frame.h"

#include <string.h>

/* What must have come by the end. */
struct taken {
    int32_t width, height;   /* of the page in the units in which it was drawn */
    struct page_word *words; /* of the document's own text, where the page has no other */
    size_t word_count;
    bool text;
    bool pictures[PICTURE_SIZE_COUNT];
};

static bool take_drawn(struct held_page *page, struct field_reader *fields, struct taken *taken)
{
    struct drawn_facts facts;
    if (!drawn_facts_read(fields, &facts) || facts.page != page->number)
        return false;
    memcpy(page->white, facts.white, sizeof page->white);
    page->blank = facts.blank;
    taken->width = facts.width;
    taken->height = facts.height;
    return facts.width && facts.height;
}

static bool take_picture(struct held_page *page, struct field_reader *fields, const char *start,
                         struct taken *taken)
{
    struct picture_facts facts;
    if (!picture_facts_read(fields, &facts) || facts.page != page->number || !facts.width ||
        !facts.height || !facts.length)
        return false;
    page->pictures[facts.size] = (struct page_picture){.jpeg = facts.jpeg,
                                                       .width = facts.width,
                                                       .height = facts.height,
                                                       .offset = (uint64_t)(facts.bytes - start),
                                                       .length = facts.length};
    taken->pictures[facts.size] = true;
    return true;
}

/* The words' texts, each closed by a zero: one by one they would take twice as much. */
static char *copy_texts(const struct text_facts *facts, struct arena *arena)
{
    struct buf texts = BUF_INIT;
    for (size_t i = 0; i < facts->word_count; i++)
        buf_add(&texts, facts->words[i].text, strlen(facts->words[i].text) + 1);
    char *copy = arena_copy(arena, texts.bytes, texts.length);
    buf_release(&texts);
    return copy;
}

static bool take_text(struct held_page *page, struct field_reader *fields, struct arena *arena,
                      struct taken *taken)
{
    struct arena scratch = ARENA_INIT;
    struct text_facts facts;
    if (!text_facts_read(fields, &scratch, &facts) || facts.page != page->number) {
        arena_release(&scratch);
        return false;
    }
    taken->text = true;
    /* What stands beside the file goes before. */
    if (page->text_source == TEXT_BESIDE || page->text_source == TEXT_MACHINE) {
        arena_release(&scratch);
        return true;
    }
    struct page_word *words = arena_new(arena, (facts.word_count + 1) * sizeof *words);
    taken->words = words;
    taken->word_count = facts.word_count;
    page->word_count = facts.word_count;
    char *texts = copy_texts(&facts, arena);
    for (size_t i = 0; i < facts.word_count; i++) {
        const struct text_word *word = &facts.words[i];
        words[i] = (struct page_word){texts, word->x, word->y, word->width, word->height};
        texts += strlen(texts) + 1;
    }
    struct page_paragraph *paragraphs =
        arena_new(arena, (facts.paragraph_count + 1) * sizeof *paragraphs);
    for (size_t i = 0; i < facts.paragraph_count; i++) {
        paragraphs[i] = (struct page_paragraph){words, facts.paragraphs[i]};
        words += facts.paragraphs[i];
    }
    page->paragraphs = paragraphs;
    page->paragraph_count = facts.paragraph_count;
    page->text_source = facts.word_count ? TEXT_DOCUMENT : TEXT_NONE;
    arena_release(&scratch);
    return true;
}

static int32_t scale(int32_t length, int32_t to, int32_t from)
{
    return (int32_t)((int64_t)length * to / from);
}

/* Places in the units of the page as it is seen: drawing knows nothing of UserUnit. */
static void fit(struct held_page *page, const struct taken *taken)
{
    struct page_word *words = taken->words;
    for (int i = 0; i < 4; i++)
        page->white[i] = i % 2 ? scale(page->white[i], page->width, taken->width)
                               : scale(page->white[i], page->height, taken->height);
    for (size_t i = 0; i < taken->word_count; i++) {
        words[i].x = scale(words[i].x, page->width, taken->width);
        words[i].width = scale(words[i].width, page->width, taken->width);
        words[i].y = scale(words[i].y, page->height, taken->height);
        words[i].height = scale(words[i].height, page->height, taken->height);
    }
}

bool page_entry_take(const struct buf *frames, const char *entry, struct held_page *page,
                     struct arena *arena)
{
    struct frame_reader reader = {.bytes = *frames};
    struct frame frame;
    struct taken taken = {0};
    enum frame_result result;
    while ((result = frame_next(&reader, &frame)) == FRAME_WHOLE) {
        struct field_reader fields = {.bytes = frame.bytes, .left = frame.length};
        bool ok = false;
        if (frame.kind == REPLY_DRAWN)
            ok = take_drawn(page, &fields, &taken);
        else if (frame.kind == REPLY_PICTURE)
            ok = take_picture(page, &fields, frames->bytes, &taken);
        else if (frame.kind == REPLY_TEXT)
            ok = take_text(page, &fields, arena, &taken);
        if (!ok)
            return false;
    }
    bool whole = result == FRAME_MORE && !frame_is_cut(&reader) && taken.width && taken.text;
    for (int i = 0; i < PICTURE_SIZE_COUNT; i++)
        whole = whole && taken.pictures[i];
    if (whole && (taken.width != page->width || taken.height != page->height))
        fit(page, &taken);
    page->store = whole ? arena_string(arena, entry) : NULL;
    return whole;
}

bool page_entry_read(const char *entry, struct held_page *page, struct arena *arena)
{
    struct buf frames = BUF_INIT;
    bool ok = store_get(entry, &frames) && page_entry_take(&frames, entry, page, arena);
    buf_release(&frames);
    return ok;
}
