/* SPDX-License-Identifier: ISC */
/* The letter's tree as HTML. */
#include "render/html/letter_html.h"

#include "render/html/escape.h"
#include "render/html/inline_html.h"
#include "render/html/markup.h"

/* The ways from a note back to each place that refers to it. */
static void write_back_links(struct markup *markup, const struct node *note)
{
    for (unsigned i = 1; i <= note->note.references; i++) {
        buf_add_format(markup->out, "<a class=\"back\" href=\"#note-ref-%u", note->number);
        if (i > 1)
            buf_add_format(markup->out, "-%u", i);
        markup_add(markup, "\" role=\"doc-backlink\"");
        markup_label(markup, note, markup->settings->words.back_to_reference);
        buf_add_format(markup->out, " %u", note->number);
        if (i > 1)
            buf_add_format(markup->out, " (%u)", i);
        markup_add(markup, "\"></a>");
    }
}

static void write_paragraph(struct markup *markup, const struct node *node, bool entering)
{
    if (!entering) {
        if (node->parent && node->parent->kind == NODE_NOTE && !node->next)
            write_back_links(markup, node->parent);
        markup_add(markup, "</p>\n");
        return;
    }
    markup_open(markup, "p", node);
    if (node->number) {
        buf_add_format(markup->out,
                       " id=\"p%u\"><a class=\"number\" href=\"#p%u\" data-number=\"%u\"",
                       node->number, node->number, node->number);
        markup_label(markup, node, markup->settings->words.paragraph);
        buf_add_format(markup->out, " %u\"></a>", node->number);
    } else {
        markup_add(markup, ">");
    }
}

static void write_note(struct markup *markup, const struct node *node, bool entering)
{
    if (entering) {
        markup_open(markup, "li", node);
        buf_add_format(markup->out, " id=\"note-%u\">\n", node->number);
        return;
    }
    if (!node->last || node->last->kind != NODE_PARAGRAPH) {
        markup_add(markup, "<p>");
        write_back_links(markup, node);
        markup_add(markup, "</p>\n");
    }
    markup_add(markup, "</li>\n");
}

/* The page's one h1 is not the letter's: its headings begin at h2. A level that the letter leaves
 * out is not left out here, since what counts is how many headings this one stands under. */
static unsigned heading_level(struct markup *markup, unsigned level)
{
    while (markup->level_count && markup->levels[markup->level_count - 1] >= level)
        markup->level_count--;
    markup->levels[markup->level_count++] = level;
    return markup->level_count + 1;
}

static void write_heading(struct markup *markup, const struct node *node, bool entering)
{
    unsigned level =
        entering ? heading_level(markup, node->heading.level) : markup->level_count + 1;
    char element[] = "h6";
    if (level < 6)
        element[1] = (char)('0' + level);
    if (!entering) {
        buf_add_format(markup->out, "</%s>\n", element);
        return;
    }
    markup_open(markup, element, node);
    if (level > 6)
        buf_add_format(markup->out, " aria-level=\"%u\"", level);
    markup_attribute(markup, "id", node->heading.anchor);
    markup_add(markup, ">");
}

static void write_part(struct markup *markup, const struct node *node, bool entering)
{
    const char *element = node->role == PART_LETTERHEAD ? "header" : "div";
    if (!entering) {
        buf_add_format(markup->out, "</%s>\n", element);
        return;
    }
    markup_open(markup, element, node);
    if (node->role != PART_LANGUAGE)
        markup_attribute(markup, "class", part_role_name(node->role));
    markup_add(markup, ">\n");
}

static void write_list(struct markup *markup, const struct node *node, bool entering)
{
    const char *element = node->list.ordered ? "ol" : "ul";
    if (!entering) {
        buf_add_format(markup->out, "</%s>\n", element);
        return;
    }
    markup_open(markup, element, node);
    if (node->list.ordered && node->list.start != 1)
        buf_add_format(markup->out, " start=\"%u\"", node->list.start);
    bool parenthesis = node->list.ordered && node->list.delimiter == ')';
    if (node->list.tight || parenthesis)
        buf_add_format(markup->out, " class=\"%s%s%s\"", node->list.tight ? "tight" : "",
                       node->list.tight && parenthesis ? " " : "",
                       parenthesis ? "parenthesis" : "");
    markup_add(markup, ">\n");
}

static void write_item(struct markup *markup, const struct node *node, bool entering)
{
    if (!entering) {
        markup_add(markup, "</li>\n");
        return;
    }
    markup_open(markup, "li", node);
    if (!node->item.task) {
        markup_add(markup, ">");
        return;
    }
    markup_add(markup, " class=\"task\">");
    buf_add_format(markup->out, "<span class=\"%s\" role=\"img\"",
                   node->item.done ? "done" : "open");
    markup_label(markup, node,
                 node->item.done ? markup->settings->words.done : markup->settings->words.not_done);
    markup_add(markup, "\"></span>");
}

static void write_table(struct markup *markup, const struct node *node, bool entering)
{
    if (!entering) {
        markup_add(markup, node->first && node->first->next ? "</tbody>\n</table>\n</div>\n"
                                                            : "</table>\n</div>\n");
        return;
    }
    /* Wide tables scroll in a box of their own, which the keyboard must reach. */
    markup_add(markup, "<div class=\"wide\" role=\"group\" tabindex=\"0\"");
    markup_label(markup, node->parent, markup->settings->words.table);
    markup_add(markup, "\">\n<table");
    markup_lang(markup, markup_lang_at(markup, node), markup->settings->language);
    markup_add(markup, ">\n");
}

static bool is_head(const struct node *row)
{
    return row->parent->first == row;
}

static void write_row(struct markup *markup, const struct node *node, bool entering)
{
    if (!entering) {
        markup_add(markup, is_head(node) ? "</tr>\n</thead>\n" : "</tr>\n");
        return;
    }
    if (is_head(node))
        markup_add(markup, "<thead>\n");
    else if (node->parent->first->next == node)
        markup_add(markup, "<tbody>\n");
    markup_open(markup, "tr", node);
    markup_add(markup, ">\n");
}

static void write_cell(struct markup *markup, const struct node *node, bool entering)
{
    static const char *const classes[] = {[ALIGN_NONE] = "",
                                          [ALIGN_LEFT] = " class=\"left\"",
                                          [ALIGN_CENTRE] = " class=\"centre\"",
                                          [ALIGN_RIGHT] = " class=\"right\""};
    bool head = is_head(node->parent);
    if (!entering) {
        markup_add(markup, head ? "</th>\n" : "</td>\n");
        return;
    }
    markup_open(markup, head ? "th scope=\"col\"" : "td", node);
    markup_add(markup, classes[node->cell.align]);
    markup_add(markup, ">");
}

static void write_code_block(struct markup *markup, const struct node *node)
{
    markup_open(markup, "pre", node);
    markup_add(markup, "><code");
    if (*node->code.info) {
        markup_add(markup, " class=\"language-");
        markup_text(markup, node->code.info);
        markup_add(markup, "\"");
    }
    markup_add(markup, ">");
    escape_text(markup->out, node->text, node->length);
    markup_add(markup, "</code></pre>\n");
}

static void write_node(struct markup *markup, const struct node *node, bool entering)
{
    switch (node->kind) {
    case NODE_PART:
        write_part(markup, node, entering);
        break;
    case NODE_QUOTE:
        markup_element(markup, node, entering, "blockquote", "\n");
        break;
    case NODE_LIST:
        write_list(markup, node, entering);
        break;
    case NODE_ITEM:
        write_item(markup, node, entering);
        break;
    case NODE_NOTE:
        write_note(markup, node, entering);
        break;
    case NODE_TABLE:
        write_table(markup, node, entering);
        break;
    case NODE_ROW:
        write_row(markup, node, entering);
        break;
    case NODE_CELL:
        write_cell(markup, node, entering);
        break;
    case NODE_PARAGRAPH:
        write_paragraph(markup, node, entering);
        break;
    case NODE_HEADING:
        write_heading(markup, node, entering);
        break;
    case NODE_CODE_BLOCK:
        write_code_block(markup, node);
        break;
    case NODE_RULE:
        markup_add(markup, "<hr>\n");
        break;
    case NODE_LETTER:
        break;
    default:
        inline_html_write(markup, node, entering);
    }
}

static void write_tree(struct markup *markup, const struct node *root)
{
    struct walk walk = walk_start(root);
    while (walk_next(&walk))
        write_node(markup, walk.node, walk.entering);
}

void letter_html_append(const struct dossier *dossier, struct buf *out)
{
    const struct letter *letter = &dossier->letter;
    const struct settings *settings = &dossier->templates.settings;
    struct markup markup = {.dossier = dossier, .settings = settings, .out = out};
    buf_reserve(out, letter->length + letter->length / 4);
    write_tree(&markup, letter->root);
    if (!letter->note_count)
        return;
    markup_add(&markup, "<section class=\"notes\" role=\"doc-endnotes\"");
    markup_label(&markup, letter->root, settings->words.notes);
    markup_add(&markup, "\">\n<ol");
    markup_lang(&markup, letter->root->lang, settings->language);
    markup_add(&markup, ">\n");
    for (size_t i = 0; i < letter->note_count; i++)
        write_tree(&markup, letter->notes[i]);
    markup_add(&markup, "</ol>\n</section>\n");
}
