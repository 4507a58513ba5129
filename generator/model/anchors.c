/* SPDX-License-Identifier: ISC */
/* The anchors of the letter's headings. */
#include "model/anchors.h"

#include "base/nearest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>

#define PREFIX "h-"
/* No more anchors are compared with links that lead nowhere: with thousands of both it would take
 * minutes. */
#define COMPARISONS_MAX 100000

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct anchor *)left)->name, ((const struct anchor *)right)->name);
}

/* As GitHub makes them of words in lower case: ASCII letters, digits, '-', '_' and all beyond ASCII
 * stay, spaces become '-'. */
static void add_slug(struct buf *slug, const char *words)
{
    for (; *words; words++) {
        unsigned char c = (unsigned char)*words;
        if (c == ' ')
            buf_add_char(slug, '-');
        else if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                 c == '_')
            buf_add_char(slug, (char)c);
    }
}

/* "h-" before every slug keeps the letter's headings apart from p12, E12 and the ids of the
 * templates. Equal ones get -1, -2, … in the order of the letter; sorting keeps that linear where a
 * thousand headings are alike. */
static void name_headings(struct dossier *dossier, const struct node *root, struct anchors *anchors)
{
    struct buf words = BUF_INIT;
    struct buf slug = BUF_INIT;
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        if (!walk.entering || walk.node->kind != NODE_HEADING)
            continue;
        struct node *heading = (struct node *)walk.node;
        buf_clear(&words);
        node_words(heading, &words);
        buf_clear(&slug);
        buf_add_string(&slug, PREFIX);
        size_t length = 0;
        uint8_t *lower =
            u8_tolower((const uint8_t *)words.bytes, words.length + 1, "", NULL, NULL, &length);
        if (lower)
            add_slug(&slug, (const char *)lower);
        else
            memory_fail();
        free(lower);
        anchors->items =
            memory_grow(anchors->items, anchors->count, &anchors->capacity, sizeof *anchors->items);
        anchors->items[anchors->count++] =
            (struct anchor){arena_string(&dossier->arena, slug.bytes), heading};
    }
    buf_release(&words);
    buf_release(&slug);
}

static int by_slug_and_place(const void *left, const void *right)
{
    const struct anchor *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    if (order)
        return order;
    if (a->heading->line != b->heading->line)
        return a->heading->line < b->heading->line ? -1 : 1;
    return 0;
}

static const struct anchor *find(const struct anchors *anchors, const char *name)
{
    struct anchor key = {name, NULL};
    return anchors->count ? bsearch(&key, anchors->items, anchors->count, sizeof key, by_name)
                          : NULL;
}

static void make_unique(struct dossier *dossier, struct anchors *anchors)
{
    if (anchors->count)
        qsort(anchors->items, anchors->count, sizeof *anchors->items, by_slug_and_place);
    struct buf name = BUF_INIT;
    for (size_t first = 0, end; first < anchors->count; first = end) {
        const char *slug = anchors->items[first].name;
        anchors->items[first].heading->heading.anchor = slug;
        unsigned suffix = 0;
        for (end = first + 1; end < anchors->count && !strcmp(anchors->items[end].name, slug);
             end++) {
            /* "A", "A", "A 1": the second must not take the third's name. */
            do {
                buf_clear(&name);
                buf_add_format(&name, "%s-%u", slug, ++suffix);
            } while (find(anchors, name.bytes));
            anchors->items[end].heading->heading.anchor = arena_string(&dossier->arena, name.bytes);
        }
    }
    buf_release(&name);
    for (size_t i = 0; i < anchors->count; i++)
        anchors->items[i].name = anchors->items[i].heading->heading.anchor;
    if (anchors->count)
        qsort(anchors->items, anchors->count, sizeof *anchors->items, by_name);
}

void anchors_make(struct anchors *anchors, struct dossier *dossier)
{
    *anchors = (struct anchors){0};
    name_headings(dossier, dossier->letter.root, anchors);
    for (size_t i = 0; i < dossier->letter.note_count; i++)
        name_headings(dossier, dossier->letter.notes[i], anchors);
    make_unique(dossier, anchors);
}

void anchors_release(struct anchors *anchors)
{
    free(anchors->items);
}

const char *anchors_find(const struct anchors *anchors, const char *name)
{
    const struct anchor *anchor = find(anchors, name);
    if (!anchor) {
        struct buf whole = BUF_INIT;
        buf_add_format(&whole, PREFIX "%s", name);
        anchor = find(anchors, whole.bytes);
        buf_release(&whole);
    }
    return anchor ? anchor->name : NULL;
}

const char *anchors_nearest(struct anchors *anchors, const char *name)
{
    size_t prefix = strncmp(name, PREFIX, strlen(PREFIX)) != 0 ? strlen(PREFIX) : 0;
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < anchors->count; i++) {
        const char *candidate = anchors->items[i].name + prefix;
        if (anchors->comparisons++ >= COMPARISONS_MAX)
            return NULL;
        size_t off = nearest_distance(name, candidate);
        if (off > best || off == SIZE_MAX)
            continue;
        nearest = off < best ? candidate : NULL;
        best = off;
    }
    return nearest;
}
