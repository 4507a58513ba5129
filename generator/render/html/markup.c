/* SPDX-License-Identifier: ISC */
/* Writing the letter's elements: tags, attributes, and the language at each. */
#include "render/html/markup.h"

#include "model/language.h"
#include "render/html/escape.h"

#include <string.h>

void markup_add(struct markup *markup, const char *html)
{
    buf_add_string(markup->out, html);
}

void markup_text(struct markup *markup, const char *text)
{
    escape_text(markup->out, text, strlen(text));
}

void markup_attribute(struct markup *markup, const char *name, const char *value)
{
    markup_add(markup, " ");
    markup_add(markup, name);
    markup_add(markup, "=\"");
    markup_text(markup, value);
    markup_add(markup, "\"");
}

/* A note stands outside the letter's tree and has the letter's language. */
const char *markup_lang_at(const struct markup *markup, const struct node *node)
{
    const char *lang = node ? node_lang(node) : NULL;
    return lang ? lang : markup->dossier->letter.root->lang;
}

void markup_lang(struct markup *markup, const char *lang, const char *around)
{
    if (language_same(lang, around))
        return;
    markup_attribute(markup, "lang", lang);
    if (language_right_to_left(lang) != language_right_to_left(around))
        markup_attribute(markup, "dir", language_right_to_left(lang) ? "rtl" : "ltr");
}

void markup_open(struct markup *markup, const char *element, const struct node *node)
{
    buf_add_char(markup->out, '<');
    markup_add(markup, element);
    if (node->lang)
        markup_lang(markup, node->lang, markup_lang_at(markup, node->parent));
}

void markup_label(struct markup *markup, const struct node *node, const char *word)
{
    markup_lang(markup, markup->settings->language, markup_lang_at(markup, node));
    markup_add(markup, " aria-label=\"");
    markup_text(markup, word);
}

void markup_element(struct markup *markup, const struct node *node, bool entering,
                    const char *element, const char *after)
{
    if (entering) {
        markup_open(markup, element, node);
    } else {
        markup_add(markup, "</");
        markup_add(markup, element);
    }
    markup_add(markup, ">");
    markup_add(markup, after);
}
