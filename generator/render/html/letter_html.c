/* SPDX-License-Identifier: ISC */
/* The letter's tree as HTML. */
#include "render/html/letter_html.h"

#include "model/language.h"
#include "render/html/escape.h"

#include <string.h>

/* The language of the words below that the letter does not say itself. */
#define OWN_LANG "en"

struct writer {
    const struct dossier *dossier;
    struct buf *out;
    unsigned levels[6]; /* of the headings that the one being written stands under, and its own */
    unsigned level_count;
};

static void add(struct writer *writer, const char *html)
{
    buf_add_string(writer->out, html);
}

static void add_text(struct writer *writer, const char *text)
{
    escape_text(writer->out, text, strlen(text));
}

static void add_attribute(struct writer *writer, const char *name, const char *value)
{
    buf_add_format(writer->out, " %s=\"", name);
    add_text(writer, value);
    add(writer, "\"");
}

void letter_html_append_lang(struct buf *out, const char *lang, const char *around)
{
    buf_add_string(out, " lang=\"");
    escape_text(out, lang, strlen(lang));
    buf_add_char(out, '"');
    if (language_right_to_left(lang) != language_right_to_left(around))
        buf_add_string(out, language_right_to_left(lang) ? " dir=\"rtl\"" : " dir=\"ltr\"");
}

/* The language at a node. A note stands outside the letter's tree and has the letter's. */
static const char *lang_at(const struct writer *writer, const struct node *node)
{
    const char *lang = node ? node_lang(node) : NULL;
    return lang ? lang : writer->dossier->letter.root->lang;
}

static void add_lang(struct writer *writer, const char *lang, const char *around)
{
    if (!language_same(lang, around))
        letter_html_append_lang(writer->out, lang, around);
}

/* A start tag left open for attributes, with the language where the node changes it. */
static void open_tag(struct writer *writer, const char *element, const struct node *node)
{
    buf_add_char(writer->out, '<');
    add(writer, element);
    if (node->lang)
        add_lang(writer, node->lang, lang_at(writer, node->parent));
}

/* An accessible name in the project's own words, in their language. */
static void add_label(struct writer *writer, const struct node *node)
{
    add_lang(writer, OWN_LANG, lang_at(writer, node));
    add(writer, " aria-label=\"");
}

static void write_element(struct writer *writer, const struct node *node, bool entering,
                          const char *element, const char *after)
{
    if (entering) {
        open_tag(writer, element, node);
        add(writer, ">");
    } else {
        buf_add_format(writer->out, "</%s>", element);
    }
    add(writer, after);
}

/* The ways from a note back to each place that refers to it. */
static void write_back_links(struct writer *writer, const struct node *note)
{
    for (unsigned i = 1; i <= note->note.references; i++) {
        buf_add_format(writer->out, "<a class=\"back\" href=\"#note-ref-%u", note->number);
        if (i > 1)
            buf_add_format(writer->out, "-%u", i);
        add(writer, "\" role=\"doc-backlink\"");
        add_label(writer, note);
        buf_add_format(writer->out, "Back to reference %u", note->number);
        if (i > 1)
            buf_add_format(writer->out, ", place %u", i);
        add(writer, "\"></a>");
    }
}

static void write_paragraph(struct writer *writer, const struct node *node, bool entering)
{
    if (!entering) {
        if (node->parent && node->parent->kind == NODE_NOTE && !node->next)
            write_back_links(writer, node->parent);
        add(writer, "</p>\n");
        return;
    }
    open_tag(writer, "p", node);
    if (node->number) {
        buf_add_format(writer->out,
                       " id=\"p%u\"><a class=\"number\" href=\"#p%u\" data-number=\"%u\"",
                       node->number, node->number, node->number);
        add_label(writer, node);
        buf_add_format(writer->out, "Paragraph %u\"></a>", node->number);
    } else {
        add(writer, ">");
    }
}

static void write_note(struct writer *writer, const struct node *node, bool entering)
{
    if (entering) {
        open_tag(writer, "li", node);
        buf_add_format(writer->out, " id=\"note-%u\">\n", node->number);
        return;
    }
    if (!node->last || node->last->kind != NODE_PARAGRAPH) {
        add(writer, "<p>");
        write_back_links(writer, node);
        add(writer, "</p>\n");
    }
    add(writer, "</li>\n");
}

/* The page's one h1 is not the letter's: its headings begin at h2. A level that the letter leaves
 * out is not left out here, since what counts is how many headings this one stands under. */
static unsigned heading_level(struct writer *writer, unsigned level)
{
    while (writer->level_count && writer->levels[writer->level_count - 1] >= level)
        writer->level_count--;
    writer->levels[writer->level_count++] = level;
    return writer->level_count + 1;
}

static void write_heading(struct writer *writer, const struct node *node, bool entering)
{
    unsigned level =
        entering ? heading_level(writer, node->heading.level) : writer->level_count + 1;
    char element[] = "h6";
    if (level < 6)
        element[1] = (char)('0' + level);
    if (!entering) {
        buf_add_format(writer->out, "</%s>\n", element);
        return;
    }
    open_tag(writer, element, node);
    if (level > 6)
        buf_add_format(writer->out, " aria-level=\"%u\"", level);
    if (node->heading.anchor) /* not in a note */
        add_attribute(writer, "id", node->heading.anchor);
    add(writer, ">");
}

static void write_part(struct writer *writer, const struct node *node, bool entering)
{
    const char *element = node->role == PART_LETTERHEAD ? "header" : "div";
    if (!entering) {
        buf_add_format(writer->out, "</%s>\n", element);
        return;
    }
    open_tag(writer, element, node);
    if (node->role != PART_LANGUAGE)
        add_attribute(writer, "class", part_role_name(node->role));
    add(writer, ">\n");
}

static void write_list(struct writer *writer, const struct node *node, bool entering)
{
    const char *element = node->list.ordered ? "ol" : "ul";
    if (!entering) {
        buf_add_format(writer->out, "</%s>\n", element);
        return;
    }
    open_tag(writer, element, node);
    if (node->list.ordered && node->list.start != 1)
        buf_add_format(writer->out, " start=\"%u\"", node->list.start);
    bool parenthesis = node->list.ordered && node->list.delimiter == ')';
    if (node->list.tight || parenthesis)
        buf_add_format(writer->out, " class=\"%s%s%s\"", node->list.tight ? "tight" : "",
                       node->list.tight && parenthesis ? " " : "",
                       parenthesis ? "parenthesis" : "");
    add(writer, ">\n");
}

static void write_item(struct writer *writer, const struct node *node, bool entering)
{
    if (!entering) {
        add(writer, "</li>\n");
        return;
    }
    open_tag(writer, "li", node);
    if (!node->item.task) {
        add(writer, ">");
        return;
    }
    add(writer, " class=\"task\">");
    buf_add_format(writer->out, "<span class=\"%s\" role=\"img\"",
                   node->item.done ? "done" : "open");
    add_label(writer, node);
    add(writer, node->item.done ? "Done\"></span>" : "Not done\"></span>");
}

static void write_table(struct writer *writer, const struct node *node, bool entering)
{
    if (!entering) {
        add(writer, node->first && node->first->next ? "</tbody>\n</table>\n</div>\n"
                                                     : "</table>\n</div>\n");
        return;
    }
    /* Wide tables scroll in a box of their own, which the keyboard must reach. */
    add(writer, "<div class=\"wide\" role=\"group\" tabindex=\"0\"");
    add_lang(writer, OWN_LANG, lang_at(writer, node->parent));
    add(writer, " aria-label=\"Table\">\n<table");
    add_lang(writer, lang_at(writer, node), OWN_LANG);
    add(writer, ">\n");
}

static bool is_head(const struct node *row)
{
    return row->parent->first == row;
}

static void write_row(struct writer *writer, const struct node *node, bool entering)
{
    if (!entering) {
        add(writer, is_head(node) ? "</tr>\n</thead>\n" : "</tr>\n");
        return;
    }
    if (is_head(node))
        add(writer, "<thead>\n");
    else if (node->parent->first->next == node)
        add(writer, "<tbody>\n");
    open_tag(writer, "tr", node);
    add(writer, ">\n");
}

static void write_cell(struct writer *writer, const struct node *node, bool entering)
{
    static const char *const classes[] = {[ALIGN_NONE] = "",
                                          [ALIGN_LEFT] = " class=\"left\"",
                                          [ALIGN_CENTRE] = " class=\"centre\"",
                                          [ALIGN_RIGHT] = " class=\"right\""};
    bool head = is_head(node->parent);
    if (!entering) {
        add(writer, head ? "</th>\n" : "</td>\n");
        return;
    }
    open_tag(writer, head ? "th scope=\"col\"" : "td", node);
    add(writer, classes[node->cell.align]);
    add(writer, ">");
}

static void write_code_block(struct writer *writer, const struct node *node)
{
    open_tag(writer, "pre", node);
    add(writer, "><code");
    if (*node->code.info) {
        add(writer, " class=\"language-");
        add_text(writer, node->code.info);
        add(writer, "\"");
    }
    add(writer, ">");
    escape_text(writer->out, node->text, node->length);
    add(writer, "</code></pre>\n");
}

/* Its name is a title, since the role takes no aria-label (DPUB-ARIA 1.1). */
static void write_page_break(struct writer *writer, const struct node *node)
{
    const char *element = node_is_block(node) ? "div" : "span";
    buf_add_format(writer->out, "<%s class=\"page-break\" role=\"doc-pagebreak\"", element);
    add_lang(writer, OWN_LANG, lang_at(writer, node));
    buf_add_format(writer->out, " title=\"Page break of the original\"></%s>", element);
    add(writer, node_is_block(node) ? "\n" : "");
}

static void add_target(struct writer *writer, const struct node *node)
{
    switch (node->link.kind) {
    case LINK_ADDRESS:
        escape_address(writer->out, node->text, node->length);
        break;
    case LINK_ANCHOR:
        add(writer, "#");
        escape_address(writer->out, node->text, node->length);
        break;
    case LINK_ENCLOSURE: {
        const char *id = writer->dossier->ledger.enclosures[node->link.enclosure].id;
        add(writer, site_page_file(SITE_ENCLOSURES));
        add(writer, "#enclosure-");
        escape_address(writer->out, id, strlen(id));
        break;
    }
    case LINK_PAGE:
        buf_add_format(writer->out, "%s#E%u", site_page_file(SITE_ENCLOSURES), node->link.folio);
        break;
    }
}

static void write_link(struct writer *writer, const struct node *node, bool entering)
{
    if (!entering) {
        add(writer, "</a>");
        return;
    }
    open_tag(writer, "a", node);
    add(writer, " href=\"");
    add_target(writer, node);
    add(writer, "\"");
    if (*node->link.title)
        add_attribute(writer, "title", node->link.title);
    add(writer, ">");
}

static void write_picture(struct writer *writer, const struct node *node)
{
    const struct picture *picture = &writer->dossier->letter.pictures[node->picture.picture];
    open_tag(writer, "img", node);
    add(writer, " src=\"");
    escape_address(writer->out, picture->name, strlen(picture->name));
    buf_add_format(writer->out, "\" width=\"%u\" height=\"%u\"", picture->width, picture->height);
    add_attribute(writer, "alt", node->picture.alt);
    if (*node->picture.title)
        add_attribute(writer, "title", node->picture.title);
    add(writer, ">");
}

static void write_note_ref(struct writer *writer, const struct node *node)
{
    buf_add_format(writer->out, "<sup><a class=\"note\" id=\"note-ref-%u", node->number);
    if (node->note_ref.ordinal > 1)
        buf_add_format(writer->out, "-%u", node->note_ref.ordinal);
    buf_add_format(writer->out, "\" href=\"#note-%u\" role=\"doc-noteref\" data-number=\"%u\"",
                   node->number, node->number);
    add_label(writer, node);
    buf_add_format(writer->out, "Note %u\"></a></sup>", node->number);
}

static void write_leaf(struct writer *writer, const struct node *node)
{
    switch (node->kind) {
    case NODE_TEXT:
        escape_text(writer->out, node->text, node->length);
        break;
    case NODE_CODE:
        write_element(writer, node, true, "code", "");
        escape_text(writer->out, node->text, node->length);
        add(writer, "</code>");
        break;
    case NODE_SOFT_BREAK:
        add(writer, "\n");
        break;
    case NODE_HARD_BREAK:
        add(writer, "<br>\n");
        break;
    case NODE_PICTURE:
        write_picture(writer, node);
        break;
    case NODE_NOTE_REF:
        write_note_ref(writer, node);
        break;
    case NODE_CODE_BLOCK:
        write_code_block(writer, node);
        break;
    case NODE_RULE:
        add(writer, "<hr>\n");
        break;
    case NODE_PAGE_BREAK:
        write_page_break(writer, node);
        break;
    default:
        break;
    }
}

static void write_node(struct writer *writer, const struct node *node, bool entering)
{
    switch (node->kind) {
    case NODE_PART:
        write_part(writer, node, entering);
        break;
    case NODE_QUOTE:
        write_element(writer, node, entering, "blockquote", "\n");
        break;
    case NODE_LIST:
        write_list(writer, node, entering);
        break;
    case NODE_ITEM:
        write_item(writer, node, entering);
        break;
    case NODE_NOTE:
        write_note(writer, node, entering);
        break;
    case NODE_TABLE:
        write_table(writer, node, entering);
        break;
    case NODE_ROW:
        write_row(writer, node, entering);
        break;
    case NODE_CELL:
        write_cell(writer, node, entering);
        break;
    case NODE_PARAGRAPH:
        write_paragraph(writer, node, entering);
        break;
    case NODE_HEADING:
        write_heading(writer, node, entering);
        break;
    case NODE_EMPHASIS:
        write_element(writer, node, entering, "em", "");
        break;
    case NODE_STRONG:
        write_element(writer, node, entering, "strong", "");
        break;
    case NODE_STRIKE:
        write_element(writer, node, entering, "s", "");
        break;
    case NODE_LINK:
        write_link(writer, node, entering);
        break;
    case NODE_LANGUAGE:
        write_element(writer, node, entering, "span", "");
        break;
    case NODE_LETTER:
        break;
    default:
        write_leaf(writer, node);
    }
}

static void write_tree(struct writer *writer, const struct node *root)
{
    struct walk walk = walk_start(root);
    while (walk_next(&walk))
        write_node(writer, walk.node, walk.entering);
}

void letter_html_append(const struct dossier *dossier, struct buf *out)
{
    const struct letter *letter = &dossier->letter;
    struct writer writer = {.dossier = dossier, .out = out};
    buf_reserve(out, letter->length + letter->length / 4);
    write_tree(&writer, letter->root);
    if (!letter->note_count)
        return;
    add(&writer, "<section class=\"notes\" role=\"doc-endnotes\"");
    add_label(&writer, letter->root);
    add(&writer, "Notes\">\n<ol");
    add_lang(&writer, letter->root->lang, OWN_LANG);
    add(&writer, ">\n");
    for (size_t i = 0; i < letter->note_count; i++)
        write_tree(&writer, letter->notes[i]);
    add(&writer, "</ol>\n</section>\n");
}
