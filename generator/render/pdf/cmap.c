/* SPDX-License-Identifier: ISC */
/* CMaps: what the codes of a font mean (ISO 32000-1, 9.7.5 and 9.10.3). */
#include "render/pdf/cmap.h"

#include "base/utf8.h"

#define BLOCK_SIZE ((size_t)100) /* entries in a block, at most */

/* What all CMaps have around their blocks (Adobe Technical Note 5014). */
static void begin(struct buf *out, const char *name, const char *ordering, int type)
{
    buf_add_format(out,
                   "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                   "/CIDSystemInfo <</Registry (Adobe) /Ordering (%s) /Supplement 0>> def\n"
                   "/CMapName /%s def\n/CMapType %d def\n"
                   "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
                   ordering, name, type);
}

static void end(struct buf *out)
{
    buf_add_string(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

void cmap_to_unicode(const struct codes *codes, struct buf *out)
{
    begin(out, "Adobe-Identity-UCS", "UCS", 2);
    for (size_t i = 1; i < codes->count; i++) {
        const struct code *code = &codes->items[i];
        size_t left = codes->count - i;
        if (i % BLOCK_SIZE == 1)
            buf_add_format(out, "%zu beginbfchar\n", left < BLOCK_SIZE ? left : BLOCK_SIZE);
        buf_add_format(out, "<%04zX> <", i);
        utf8_append_utf16_hex(out, code->text, code->length);
        buf_add_string(out, ">\n");
        if (i % BLOCK_SIZE == 0 || left == 1)
            buf_add_string(out, "endbfchar\n");
    }
    end(out);
}

void cmap_encoding(const struct codes *codes, const uint32_t *cids, struct buf *out)
{
    begin(out, "Dossier-H", "Identity", 1);
    for (size_t i = 1; i < codes->count; i++) {
        size_t left = codes->count - i;
        if (i % BLOCK_SIZE == 1)
            buf_add_format(out, "%zu begincidchar\n", left < BLOCK_SIZE ? left : BLOCK_SIZE);
        buf_add_format(out, "<%04zX> %u\n", i, (unsigned)cids[i]);
        if (i % BLOCK_SIZE == 0 || left == 1)
            buf_add_string(out, "endcidchar\n");
    }
    end(out);
}
