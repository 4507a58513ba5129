/* SPDX-License-Identifier: ISC */
/* The letter's own count of what it encloses, wherever it stands in it. */
#include "source/declarations.h"

#include "source/enclosure_line.h"

#include <stdlib.h>
#include <string.h>

/* A line of the block that is being read. */
struct line {
    size_t offset; /* in the words */
    struct place place;
};

struct finder {
    const char *path;
    struct report *report;
    struct buf words; /* of the block; its lines end with '\n' */
    struct line *lines;
    size_t line_count;
    size_t line_capacity;
    struct declaration *found;
    size_t count;
    size_t capacity;
    bool seen; /* a line of enclosures, other than one that is reported */
};

static void report_line(const struct enclosure_line *line, struct place place,
                        struct report *report)
{
    if (line->unread)
        report_warning(report, place,
                       "the letter speaks of enclosed pages here, and how many could not be read;"
                       " see that the manifest has them all");
    if (line->contradicts)
        report_warning(report, place,
                       "the letter gives the number of enclosed pages in words and another in"
                       " digits; the digits, %u, are taken",
                       line->pages);
}

/* Lines of enclosures whose pages are not read. */
static bool is_foreign_line(const char *words)
{
    static const char *const heads[] = {"Pi\u00E8ce jointe", "Pi\u00E8ces jointes",
                                        "\u041F\u0440\u0438\u043B\u043E\u0436\u0435\u043D\u0438",
                                        "\u018Flav\u0259"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        size_t length = strlen(heads[i]);
        if (!strncmp(words, heads[i], length) && words[length + strcspn(words + length, " :")])
            return words[strcspn(words, ":\n")] == ':';
    }
    return false;
}

static void start_line(struct finder *finder, const struct node *node)
{
    finder->lines = memory_grow(finder->lines, finder->line_count, &finder->line_capacity,
                                sizeof *finder->lines);
    finder->lines[finder->line_count++] =
        (struct line){finder->words.length, {finder->path, node->line, node->column}};
}

/* The words of a paragraph, heading or cell, line by line. */
static void gather(struct finder *finder, const struct node *block)
{
    buf_clear(&finder->words);
    finder->line_count = 0;
    start_line(finder, block);
    bool fresh = false; /* a line has ended, and the next has no place yet */
    struct walk walk = walk_start(block);
    while (walk_next(&walk)) {
        const struct node *node = walk.node;
        if (!walk.entering || node == block)
            continue;
        if (node->kind == NODE_SOFT_BREAK || node->kind == NODE_HARD_BREAK) {
            buf_add_char(&finder->words, '\n');
            fresh = true;
            continue;
        }
        if (fresh)
            start_line(finder, node);
        fresh = false;
        if (node->kind == NODE_TEXT || node->kind == NODE_CODE)
            buf_add(&finder->words, node->text, node->length);
    }
    /* A row of a table: its head in one cell, the number in the next. */
    if (block->kind == NODE_CELL && block->next && enclosure_line_is_head(finder->words.bytes)) {
        buf_add_char(&finder->words, ' ');
        node_words(block->next, &finder->words);
    }
}

static void read_line(struct finder *finder, const char *words, struct place place,
                      enum enclosure_line_spot spot)
{
    struct enclosure_line line;
    if (!enclosure_line_read(words, spot, &line)) {
        finder->seen = finder->seen || is_foreign_line(words);
        return;
    }
    finder->seen = finder->seen || !line.unread;
    report_line(&line, place, finder->report);
    if (!line.pages)
        return;
    finder->found =
        memory_grow(finder->found, finder->count, &finder->capacity, sizeof *finder->found);
    finder->found[finder->count++] = (struct declaration){line.pages, place};
}

/* A line of enclosures goes on until another begins. */
static void read_block(struct finder *finder, const struct node *block)
{
    gather(finder, block);
    char *words = finder->words.bytes;
    size_t last = 0; /* the line that what is being read begins with */
    for (size_t i = 1; i <= finder->line_count; i++) {
        size_t offset = i < finder->line_count ? finder->lines[i].offset : 0;
        if (offset && !enclosure_line_begins(words + offset, ENCLOSURE_LINE_INSIDE) &&
            !is_foreign_line(words + offset))
            continue;
        if (offset)
            words[offset - 1] = '\0';
        bool first = last == 0 && block->kind == NODE_PARAGRAPH;
        read_line(finder, words + finder->lines[last].offset, finder->lines[last].place,
                  first ? ENCLOSURE_LINE_FIRST : ENCLOSURE_LINE_INSIDE);
        last = i;
    }
}

void declarations_find(struct dossier *dossier, const char *path, struct report *report)
{
    struct ledger *ledger = &dossier->ledger;
    struct finder finder = {.path = path, .report = report, .words = BUF_INIT};
    struct walk walk = walk_start(dossier->letter.root);
    while (walk_next(&walk)) {
        enum node_kind kind = walk.node->kind;
        if (!walk.entering)
            continue;
        /* What another letter enclosed is no matter of this one. */
        if (kind == NODE_QUOTE)
            walk_skip(&walk);
        if (kind != NODE_PARAGRAPH && kind != NODE_HEADING && kind != NODE_CELL)
            continue;
        walk_skip(&walk);
        read_block(&finder, walk.node);
    }
    if (finder.count)
        ledger->letter = (const struct declaration *)(const void *)arena_copy(
            &dossier->arena, finder.found, finder.count * sizeof *finder.found);
    ledger->letter_count = finder.count;
    if (finder.seen && !finder.count && ledger->declared)
        report_warning(report, ledger->declared_place,
                       "the letter's own number of enclosed pages was not found in its line of"
                       " enclosures; compare it with this one");
    free(finder.found);
    free(finder.lines);
    buf_release(&finder.words);
}
