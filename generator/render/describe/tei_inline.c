/* SPDX-License-Identifier: ISC */
/* What stands within the letter's paragraphs, in TEI P5. */
#include "model/address.h"
#include "render/describe/tei_text.h"

#include <string.h>

/* A pointer holds no blanks. */
static void add_target(struct xml *xml, const char *name, const char *address)
{
    struct buf text = BUF_INIT;
    for (; *address; address++) {
        if (strchr(" \t\r\n", *address))
            buf_add_format(&text, "%%%02X", (unsigned)*address);
        else
            buf_add_char(&text, *address);
    }
    xml_attribute(xml, name, text.bytes);
    buf_release(&text);
}

/* Relative addresses are those of the site, in which the file stands. */
static void open_link(struct xml *xml, const struct dossier *dossier, const struct node *node)
{
    struct buf address = BUF_INIT;
    switch (node->link.kind) {
    case LINK_ADDRESS:
        buf_add_string(&address, node->text);
        break;
    case LINK_ANCHOR:
        buf_add_format(&address, "%s#%s", site_page_file(SITE_LETTER), node->text);
        break;
    case LINK_ENCLOSURE:
        buf_add_format(&address, "%s#enclosure-%s", site_page_file(SITE_ENCLOSURES),
                       dossier->ledger.enclosures[node->link.enclosure].id);
        break;
    case LINK_PAGE:
        address_append_page(&address, node->link.folio);
        break;
    }
    xml_open(xml, "ref");
    add_target(xml, "target", address.bytes);
    buf_release(&address);
}

static void open_rendered(struct xml *xml, const char *rend)
{
    xml_open(xml, "hi");
    xml_attribute(xml, "rend", rend);
}

static void add_picture(struct xml *xml, const struct node *node)
{
    xml_open(xml, "figure");
    xml_open(xml, "graphic");
    add_target(xml, "url", node->text);
    xml_close(xml);
    xml_element(xml, "figDesc", node->picture.alt);
    xml_close(xml);
}

static void add_note_ref(struct xml *xml, const struct node *node)
{
    struct buf text = BUF_INIT;
    buf_add_format(&text, "#note-%u", node->number);
    xml_open(xml, "ptr");
    xml_attribute(xml, "type", "note");
    xml_attribute(xml, "target", text.bytes);
    xml_close(xml);
    buf_release(&text);
}

void tei_inline_enter(struct xml *xml, const struct dossier *dossier, const struct node *node)
{
    switch (node->kind) {
    case NODE_EMPHASIS:
        open_rendered(xml, "italic");
        break;
    case NODE_STRONG:
        open_rendered(xml, "bold");
        break;
    case NODE_STRIKE:
        open_rendered(xml, "strikethrough");
        break;
    case NODE_LINK:
        open_link(xml, dossier, node);
        break;
    case NODE_LANGUAGE:
        xml_open(xml, "foreign");
        xml_attribute(xml, "xml:lang", node_lang(node));
        break;
    case NODE_TEXT:
        xml_add_text(xml, node->text);
        break;
    case NODE_CODE:
        xml_element(xml, "code", node->text);
        break;
    case NODE_SOFT_BREAK:
        xml_add_text(xml, "\n");
        break;
    case NODE_HARD_BREAK:
        xml_open(xml, "lb");
        xml_close(xml);
        xml_add_text(xml, "\n");
        break;
    case NODE_PICTURE:
        add_picture(xml, node);
        break;
    case NODE_NOTE_REF:
        add_note_ref(xml, node);
        break;
    default:
        break;
    }
}
