/* SPDX-License-Identifier: ISC */
/* Words divided where a line may end in them, and put together again where none does. */
#ifndef RENDER_PDF_SPLIT_H
#define RENDER_PDF_SPLIT_H

#include "render/pdf/hyphens.h"
#include "render/pdf/lines.h"

struct split_part;

/* Valid when zeroed; kept from paragraph to paragraph. */
struct split {
    struct item *items; /* those of the paragraph, words in parts */
    size_t count, capacity;
    struct split_part *parts; /* what each of them is of */
    size_t part_capacity;
    struct item *joined; /* takes turns with those of the paragraph */
    size_t joined_capacity;
    const struct face *face; /* of the last word that was divided, and its hyphen */
    const struct piece *hyphen;
};

void split_release(struct split *split);

/* Fills the split with a paragraph's items, each word that may be divided in its parts: not the
 * last one. Parts have a width but nothing to show. False where no word has parts. */
bool split_words(struct split *split, const struct items *items, struct hyphens *hyphens);

/* After the split's items were broken into lines: the items become those of the lines, words whole
 * again but for where a line ends in one, and the lines are of them. */
void split_join(struct split *split, struct items *items, struct lines *lines);

#endif
