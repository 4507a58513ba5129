/* SPDX-License-Identifier: ISC */
/* A writer of XML 1.0 in UTF-8. */
#ifndef RENDER_DESCRIBE_XML_H
#define RENDER_DESCRIBE_XML_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct xml_element; /* one that is not closed */

/* A document being written to *out. Elements stand indented, but for those within an element that
 * xml_mixed was called for: there nothing is put in. Names are borrowed until their element is
 * closed. */
struct xml {
    struct buf *out;
    struct xml_element *open;
    size_t depth;
    size_t capacity;
    size_t mixed; /* the depth from which on text and elements mix; 0 for nowhere */
    bool html;    /* what is empty there has no end tag */
    bool unended; /* the start tag of the last element lacks its '>' */
};

#define XML_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
/* HTML, in which only those elements are left without a text that HTML has so: meta, link. */
#define XML_HTML "<!DOCTYPE html>"

/* `head` is one of the two. */
void xml_init(struct xml *xml, struct buf *out, const char *head);
void xml_release(struct xml *xml);

void xml_open(struct xml *xml, const char *name);
/* Of the element just opened. */
void xml_attribute(struct xml *xml, const char *name, const char *text);
void xml_mixed(struct xml *xml);
/* A character that XML does not have (Char, XML 1.0, 2.2) becomes U+FFFD. */
void xml_add_text(struct xml *xml, const char *text);
void xml_close(struct xml *xml);

/* An element of nothing but text. */
void xml_element(struct xml *xml, const char *name, const char *text);
/* The same where the text is not "". */
void xml_element_if(struct xml *xml, const char *name, const char *text);

#endif
