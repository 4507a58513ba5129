/* SPDX-License-Identifier: ISC */
/* The areas of links (ISO 32000-1, 12.5.6.5). */
#include "render/pdf/annotations.h"

#include "render/pdf/token.h"

#include <string.h>

/* An address as seven-bit text, as PDF wants it: what is not is percent-encoded (RFC 3986). */
static void add_address(struct buf *out, const char *address)
{
    struct buf encoded = BUF_INIT;
    for (; *address; address++) {
        if (*address > ' ' && *address <= '~')
            buf_add_char(&encoded, *address);
        else
            buf_add_format(&encoded, "%%%02X", (unsigned char)*address);
    }
    token_add_bytes(out, encoded.bytes, encoded.length);
    buf_release(&encoded);
}

void annotations_add_link(const struct layout_link *link, size_t page, size_t parent,
                          const struct ids *ids, struct buf *out)
{
    buf_add_string(out, "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect");
    token_add_rectangle(out, link->x, link->y, link->width, link->height);
    buf_add_string(out, "/P");
    token_add_reference(out, ids->pages + (uint32_t)page);
    buf_add_format(out, "/StructParent %zu/Contents", parent);
    token_add_text(out, link->contents);
    if (link->address) {
        buf_add_string(out, "/A<</S/URI/URI");
        add_address(out, link->address);
        buf_add_string(out, ">>");
    } else {
        buf_add_string(out, "/Dest");
        token_add_bytes(out, link->destination, strlen(link->destination));
    }
}
