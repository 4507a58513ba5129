/* SPDX-License-Identifier: ISC */
/* The letter's text in TEI P5: blocks, of which parts and what stands below a heading are
 * divisions. */
#include "render/describe/tei_text.h"

#include "base/utf8.h"

#include <string.h>

struct writer {
    struct xml *xml;
    const struct dossier *dossier;
    unsigned page; /* of the original */
    bool has_runs; /* what the division holds is held together in divisions of its own */
    bool run;      /* a division that only holds together what stands beside parts is open */
};

/* Whether a character may stand in a name after its first (Namespaces in XML 1.0, NCName). */
static bool is_name_character(uint32_t character)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {'-', '.'},       {'0', '9'},       {'A', 'Z'},         {'_', '_'},       {'a', 'z'},
        {0xB7, 0xB7},     {0xC0, 0xD6},     {0xD8, 0xF6},       {0xF8, 0x37D},    {0x37F, 0x1FFF},
        {0x200C, 0x200D}, {0x203F, 0x2040}, {0x2070, 0x218F},   {0x2C00, 0x2FEF}, {0x3001, 0xD7FF},
        {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    }
    return false;
}

/* The anchor of a heading as its id, where it can be one: it begins with a letter. */
static void add_anchor(struct xml *xml, const char *anchor)
{
    const char *at = anchor;
    size_t left = strlen(anchor);
    while (left) {
        size_t length;
        if (!is_name_character(utf8_decode(at, left, &length)))
            return;
        at += length;
        left -= length;
    }
    xml_attribute(xml, "xml:id", anchor);
}

/* Whether its element is a division, which parts can stand in. */
static bool is_division(const struct node *node)
{
    while (node && node->kind == NODE_PART)
        node = node->parent;
    return node && node->kind == NODE_LETTER;
}

/* Whether it holds parts, or headings, which begin divisions. */
static bool needs_runs(const struct node *node)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->kind == NODE_PART || child->kind == NODE_HEADING)
            return true;
    }
    return false;
}

static void close_run(struct writer *writer)
{
    if (writer->run)
        xml_close(writer->xml);
    writer->run = false;
}

/* The division that a block beside parts or below a heading stands in. */
static void enter_run(struct writer *writer, const struct node *node)
{
    bool global = node->kind == NODE_PAGE_BREAK || node->kind == NODE_RULE;
    if (!node->parent || !is_division(node->parent) || !writer->has_runs || global)
        return;
    if (node->kind == NODE_PART || node->kind == NODE_HEADING)
        close_run(writer);
    if (node->kind != NODE_PART && !writer->run) {
        xml_open(writer->xml, "div");
        writer->run = true;
    }
}

/* The language, also of a part that is no division and so has no element. */
static void add_language(struct xml *xml, const struct node *node)
{
    const char *lang = node->lang;
    for (const struct node *above = node->parent;
         !lang && above && above->kind == NODE_PART && !is_division(above); above = above->parent)
        lang = above->lang;
    if (lang)
        xml_attribute(xml, "xml:lang", lang);
}

static void open_block(struct xml *xml, const char *name, const struct node *node)
{
    xml_open(xml, name);
    add_language(xml, node);
}

static void add_number(struct xml *xml, const char *name, const char *before, unsigned number)
{
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s%u", before, number);
    xml_attribute(xml, name, text.bytes);
    buf_release(&text);
}

static void enter_paragraph(struct xml *xml, const struct node *node)
{
    open_block(xml, "p", node);
    if (node->number) {
        add_number(xml, "xml:id", "p", node->number);
        add_number(xml, "n", "", node->number);
    }
    xml_mixed(xml);
}

/* A heading within a quotation, an item or a note begins no division. */
static void enter_heading(struct xml *xml, const struct node *node)
{
    bool heads = is_division(node->parent);
    open_block(xml, heads ? "head" : "ab", node);
    if (!heads)
        xml_attribute(xml, "type", "heading");
    add_number(xml, "n", "", node->heading.level);
    add_anchor(xml, node->heading.anchor);
    xml_mixed(xml);
}

/* The number of its first item, where that is not 1, is all that TEI has no word for. */
static void enter_list(struct xml *xml, const struct node *node)
{
    open_block(xml, "list", node);
    xml_attribute(xml, "rend", node->list.ordered ? "numbered" : "bulleted");
    if (node->list.ordered && node->list.start != 1)
        add_number(xml, "n", "", node->list.start);
}

static void enter_item(struct xml *xml, const struct node *node)
{
    open_block(xml, "item", node);
    if (node->item.task)
        xml_attribute(xml, "rend", node->item.done ? "done" : "not-done");
}

static void enter_cell(struct xml *xml, const struct node *node)
{
    open_block(xml, "cell", node);
    if (node->parent == node->parent->parent->first)
        xml_attribute(xml, "role", "label");
    xml_mixed(xml);
}

static void enter_note(struct xml *xml, const struct node *node)
{
    open_block(xml, "note", node);
    xml_attribute(xml, "place", "bottom");
    add_number(xml, "xml:id", "note-", node->number);
    add_number(xml, "n", "", node->number);
}

static void add_code_block(struct xml *xml, const struct node *node)
{
    open_block(xml, "ab", node);
    xml_attribute(xml, "type", "code");
    xml_attribute(xml, "xml:space", "preserve");
    xml_mixed(xml);
    xml_add_text(xml, node->text);
    xml_close(xml);
}

static bool has_page_breaks(const struct node *root)
{
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        if (walk.node->kind == NODE_PAGE_BREAK)
            return true;
    }
    return false;
}

static void add_page_break(struct writer *writer)
{
    xml_open(writer->xml, "pb");
    add_number(writer->xml, "n", "", ++writer->page);
    xml_close(writer->xml);
}

static void enter_part(struct writer *writer, const struct node *node)
{
    if (!is_division(node))
        return;
    xml_open(writer->xml, "div");
    xml_attribute(writer->xml, "type", part_role_name(node->role));
    add_language(writer->xml, node);
    writer->has_runs = needs_runs(node);
}

static void enter(struct writer *writer, const struct node *node)
{
    struct xml *xml = writer->xml;
    if (node_is_block(node))
        enter_run(writer, node);
    switch (node->kind) {
    case NODE_LETTER:
        xml_open(xml, "body");
        writer->has_runs = needs_runs(node);
        if (has_page_breaks(node))
            add_page_break(writer);
        break;
    case NODE_PART:
        enter_part(writer, node);
        break;
    case NODE_QUOTE:
        open_block(xml, "quote", node);
        break;
    case NODE_LIST:
        enter_list(xml, node);
        break;
    case NODE_ITEM:
        enter_item(xml, node);
        break;
    case NODE_NOTE:
        enter_note(xml, node);
        break;
    case NODE_TABLE:
        open_block(xml, "table", node);
        break;
    case NODE_ROW:
        open_block(xml, "row", node);
        break;
    case NODE_PARAGRAPH:
        enter_paragraph(xml, node);
        break;
    case NODE_HEADING:
        enter_heading(xml, node);
        break;
    case NODE_CELL:
        enter_cell(xml, node);
        break;
    case NODE_CODE_BLOCK:
        add_code_block(xml, node);
        break;
    case NODE_RULE:
        xml_open(xml, "milestone");
        xml_attribute(xml, "unit", "section");
        xml_attribute(xml, "rend", "rule");
        xml_close(xml);
        break;
    case NODE_PAGE_BREAK:
        add_page_break(writer);
        break;
    default:
        tei_inline_enter(xml, writer->dossier, node);
        break;
    }
}

static void leave(struct writer *writer, const struct node *node)
{
    bool division = node->kind == NODE_LETTER || node->kind == NODE_PART;
    if (division && !is_division(node))
        return;
    if (division)
        close_run(writer);
    /* What held this division holds a part. */
    writer->has_runs = writer->has_runs || division;
    xml_close(writer->xml);
}

static void add_tree(struct writer *writer, const struct node *root)
{
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        if (walk.entering)
            enter(writer, walk.node);
        else
            leave(writer, walk.node);
    }
}

void tei_text(struct xml *xml, const struct dossier *dossier)
{
    const struct letter *letter = &dossier->letter;
    struct writer writer = {.xml = xml, .dossier = dossier};
    xml_open(xml, "text");
    xml_attribute(xml, "xml:lang", letter->root->lang);
    add_tree(&writer, letter->root);
    if (letter->note_count) {
        xml_open(xml, "back");
        xml_open(xml, "div");
        xml_attribute(xml, "type", "notes");
        for (size_t i = 0; i < letter->note_count; i++)
            add_tree(&writer, letter->notes[i]);
        xml_close(xml);
        xml_close(xml);
    }
    xml_close(xml);
}
