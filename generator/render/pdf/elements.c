/* SPDX-License-Identifier: ISC */
/* The structure elements of a layout while they are being gathered. */
#include "render/pdf/elements.h"

#include "model/language.h"

#include <stdlib.h>
#include <string.h>

void elements_release(struct elements *elements)
{
    free(elements->items);
    memset(elements, 0, sizeof *elements);
}

uint32_t elements_add(struct elements *elements, uint32_t parent, enum tag tag)
{
    elements->items =
        memory_grow(elements->items, elements->count, &elements->capacity, sizeof *elements->items);
    elements->items[elements->count] = (struct element){.parent = parent, .tag = (uint8_t)tag};
    return (uint32_t)elements->count++;
}

uint32_t elements_add_in(struct elements *elements, uint32_t parent, enum tag tag, const char *lang,
                         const char *around)
{
    uint32_t element = elements_add(elements, parent, tag);
    if (lang && !language_same(lang, around))
        elements->items[element].lang = lang;
    return element;
}

const char *tag_name(enum tag tag)
{
    static const char *const names[TAG_COUNT] = {
        [TAG_DOCUMENT] = "Document",
        [TAG_PART] = "Part",
        [TAG_SECT] = "Sect",
        [TAG_DIV] = "Div",
        [TAG_TOC] = "TOC",
        [TAG_BLOCK_QUOTE] = "BlockQuote",
        [TAG_TOCI] = "TOCI",
        [TAG_NOTE] = "Note",
        [TAG_REFERENCE] = "Reference",
        [TAG_H1] = "H1",
        [TAG_H2] = "H2",
        [TAG_H3] = "H3",
        [TAG_H4] = "H4",
        [TAG_H5] = "H5",
        [TAG_H6] = "H6",
        [TAG_P] = "P",
        [TAG_L] = "L",
        [TAG_LI] = "LI",
        [TAG_LBL] = "Lbl",
        [TAG_LBODY] = "LBody",
        [TAG_TABLE] = "Table",
        [TAG_THEAD] = "THead",
        [TAG_TBODY] = "TBody",
        [TAG_TR] = "TR",
        [TAG_TH] = "TH",
        [TAG_TD] = "TD",
        [TAG_SPAN] = "Span",
        [TAG_CODE] = "Code",
        [TAG_LINK] = "Link",
        [TAG_FIGURE] = "Figure",
    };
    return names[tag];
}
