/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: what a worker says of a page that it drew, which is also what an entry of
 * the cache holds. */
#include "pages/page_entry.h"
#include "tests/fuzz/fuzz.h"
#include "wire/job.h"

#include <string.h>

/* A page that was taken has all its parts in what was said. */
static void check_page(const struct held_page *page, const struct buf *frames)
{
    size_t words = 0;
    for (int i = 0; i < PICTURE_SIZE_COUNT; i++) {
        const struct page_picture *picture = &page->pictures[i];
        fuzz_must(picture->width && picture->height && picture->length, "an empty picture");
        fuzz_must(picture->offset <= frames->length &&
                      picture->length <= frames->length - picture->offset,
                  "a picture that is elsewhere");
    }
    for (size_t i = 0; i < page->paragraph_count; i++) {
        for (size_t k = 0; k < page->paragraphs[i].count; k++)
            words += page->paragraphs[i].words[k].text != NULL;
    }
    fuzz_must(words == page->word_count, "words");
    fuzz_must(page->store && !strcmp(page->store, "entry"), "store");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct buf frames = BUF_INIT;
    struct held_page page = {.number = 1, .width = 100000, .height = 300000};
    buf_add(&frames, bytes, size);
    if (page_entry_take(&frames, "entry", &page, &arena))
        check_page(&page, &frames);
    else
        fuzz_must(!page.store, "a store of what is not whole");
    buf_release(&frames);
    arena_release(&arena);
    return 0;
}
