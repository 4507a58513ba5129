/* SPDX-License-Identifier: ISC */
/* Titles of enclosures that are said to be in the letter's words. */
#include "source/enclosure_title.h"

#include <string.h>

/* Adds the words, one space between them and one before the first. */
static void add_folded(struct buf *folded, const char *words)
{
    buf_reserve(folded, strlen(words) + 1);
    char *end = folded->bytes + folded->length;
    bool space = true;
    for (; *words; words++) {
        bool here = *words == ' ' || *words == '\t' || *words == '\r' || *words == '\n';
        if (!here && space)
            *end++ = ' ';
        if (!here)
            *end++ = *words;
        space = here;
    }
    *end = '\0';
    folded->length = (size_t)(end - folded->bytes);
}

static void add_letter(struct buf *folded, const struct letter *letter)
{
    struct buf words = BUF_INIT;
    node_words(letter->root, &words);
    for (size_t i = 0; i < letter->note_count; i++) {
        buf_add_char(&words, ' ');
        node_words(letter->notes[i], &words);
    }
    add_folded(folded, words.bytes);
    buf_release(&words);
}

void enclosure_title_check(const struct dossier *dossier, struct report *report)
{
    const struct ledger *ledger = &dossier->ledger;
    struct buf letter = BUF_INIT;
    struct buf title = BUF_INIT;
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        if (strcmp(enclosure->title_from, "letter") != 0 || !*enclosure->title)
            continue;
        if (!letter.length)
            add_letter(&letter, &dossier->letter);
        buf_clear(&title);
        add_folded(&title, enclosure->title);
        /* Without its first space: a title may begin behind a quotation mark. */
        if (!strstr(letter.bytes, title.bytes + 1))
            report_error(report, enclosure->title_place,
                         "the letter does not have these words, and \"title-from\" says that they"
                         " are the letter's; copy them from the letter, or write"
                         " \"title-from: document\"");
    }
    buf_release(&letter);
    buf_release(&title);
}
