/* SPDX-License-Identifier: ISC */
/* Writing the letter's elements: tags, attributes, and the language at each. */
#ifndef RENDER_HTML_MARKUP_H
#define RENDER_HTML_MARKUP_H

#include "base/buf.h"
#include "model/dossier.h"

#include <stdbool.h>

/* The letter being written. */
struct markup {
    const struct dossier *dossier;
    const struct settings *settings; /* whose words name what has none of its own */
    struct buf *out;
    unsigned levels[6]; /* of the headings that the one being written stands under, and its own */
    unsigned level_count;
};

void markup_add(struct markup *markup, const char *html);
void markup_text(struct markup *markup, const char *text);
/* ' name="value"' */
void markup_attribute(struct markup *markup, const char *name, const char *value);
/* The language at a node, never NULL. */
const char *markup_lang_at(const struct markup *markup, const struct node *node);
/* ' lang="az"' where it differs from what is around, and the direction where that turns. */
void markup_lang(struct markup *markup, const char *lang, const char *around);
/* A start tag left open for attributes, with the language where the node changes it. */
void markup_open(struct markup *markup, const char *element, const struct node *node);
/* ' aria-label="Note' in the project's language, for an element without words: one of the
 * settings' words; the caller writes the rest. */
void markup_label(struct markup *markup, const struct node *node, const char *word);
/* A tag without attributes, and what stands after it. */
void markup_element(struct markup *markup, const struct node *node, bool entering,
                    const char *element, const char *after);

#endif
