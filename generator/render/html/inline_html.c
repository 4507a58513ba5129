/* SPDX-License-Identifier: ISC */
/* The letter's inlines, and page breaks of the original, as HTML. */
#include "render/html/inline_html.h"

#include "model/address.h"
#include "render/html/escape.h"

/* Its name is a title, since the role takes no aria-label (DPUB-ARIA 1.1). */
static void write_page_break(struct markup *markup, const struct node *node)
{
    const char *element = node_is_block(node) ? "div" : "span";
    buf_add_format(markup->out, "<%s class=\"page-break\" role=\"doc-pagebreak\"", element);
    markup_lang(markup, markup->settings->language, markup_lang_at(markup, node));
    markup_attribute(markup, "title", markup->settings->words.page_break);
    buf_add_format(markup->out, "></%s>", element);
    markup_add(markup, node_is_block(node) ? "\n" : "");
}

static void add_target(struct markup *markup, const struct node *node)
{
    switch (node->link.kind) {
    case LINK_ADDRESS:
        escape_address(markup->out, node->text, node->length);
        break;
    case LINK_ANCHOR:
        markup_add(markup, "#");
        escape_address(markup->out, node->text, node->length);
        break;
    case LINK_ENCLOSURE: {
        const char *id = markup->dossier->ledger.enclosures[node->link.enclosure].id;
        markup_add(markup, site_page_file(SITE_ENCLOSURES));
        markup_add(markup, "#enclosure-");
        escape_path(markup->out, id);
        break;
    }
    case LINK_PAGE:
        address_append_page(markup->out, node->link.folio);
        break;
    }
}

static void write_link(struct markup *markup, const struct node *node, bool entering)
{
    if (!entering) {
        markup_add(markup, "</a>");
        return;
    }
    markup_open(markup, "a", node);
    markup_add(markup, " href=\"");
    add_target(markup, node);
    markup_add(markup, "\"");
    if (*node->link.title)
        markup_attribute(markup, "title", node->link.title);
    markup_add(markup, ">");
}

static void write_picture(struct markup *markup, const struct node *node)
{
    const struct picture *picture = &markup->dossier->letter.pictures[node->picture.picture];
    markup_open(markup, "img", node);
    markup_add(markup, " src=\"");
    escape_path(markup->out, picture->name);
    buf_add_format(markup->out, "\" width=\"%u\" height=\"%u\"", picture->width, picture->height);
    markup_attribute(markup, "alt", node->picture.alt);
    if (*node->picture.title)
        markup_attribute(markup, "title", node->picture.title);
    markup_add(markup, ">");
}

static void write_note_ref(struct markup *markup, const struct node *node)
{
    buf_add_format(markup->out, "<sup><a class=\"note\" id=\"note-ref-%u", node->number);
    if (node->note_ref.ordinal > 1)
        buf_add_format(markup->out, "-%u", node->note_ref.ordinal);
    buf_add_format(markup->out, "\" href=\"#note-%u\" role=\"doc-noteref\" data-number=\"%u\"",
                   node->number, node->number);
    markup_label(markup, node, markup->settings->words.note);
    buf_add_format(markup->out, " %u\"></a></sup>", node->number);
}

void inline_html_write(struct markup *markup, const struct node *node, bool entering)
{
    switch (node->kind) {
    case NODE_TEXT:
        escape_text(markup->out, node->text, node->length);
        break;
    case NODE_CODE:
        markup_element(markup, node, true, "code", "");
        escape_text(markup->out, node->text, node->length);
        markup_add(markup, "</code>");
        break;
    case NODE_SOFT_BREAK:
        markup_add(markup, "\n");
        break;
    case NODE_HARD_BREAK:
        markup_add(markup, "<br>\n");
        break;
    case NODE_EMPHASIS:
        markup_element(markup, node, entering, "em", "");
        break;
    case NODE_STRONG:
        markup_element(markup, node, entering, "strong", "");
        break;
    case NODE_STRIKE:
        markup_element(markup, node, entering, "s", "");
        break;
    case NODE_LANGUAGE:
        markup_element(markup, node, entering, "span", "");
        break;
    case NODE_LINK:
        write_link(markup, node, entering);
        break;
    case NODE_PICTURE:
        write_picture(markup, node);
        break;
    case NODE_NOTE_REF:
        write_note_ref(markup, node);
        break;
    case NODE_PAGE_BREAK:
        write_page_break(markup, node);
        break;
    default:
        break;
    }
}
