/* SPDX-License-Identifier: ISC */
/* The PDF: set by our own layout, written with libharu, tagged throughout. */
#include "render/pdf/pdf.h"

#include "render/pdf/layout.h"
#include "render/pdf/write.h"

#include <stdlib.h>

void pdf_places_release(struct pdf_places *places)
{
    free(places->items);
    *places = (struct pdf_places){0};
}

static void find_places(const struct layout *layout, struct pdf_places *places)
{
    size_t capacity = 0;
    for (size_t i = 0; i < layout->page_count; i++) {
        if (!layout->pages[i].enclosed)
            continue;
        places->items = memory_grow(places->items, places->count, &capacity, sizeof *places->items);
        places->items[places->count++] = (struct pdf_place){i, layout->pages[i].enclosed};
    }
}

bool pdf_render(const struct dossier *dossier, struct output *output, const char *name,
                struct pdf_places *places, struct report *report, struct error *err)
{
    struct layout *layout = layout_compose(dossier, report, err);
    if (!layout)
        return !err->code;
    struct output_writer *writer = output_open(output, name, err);
    bool ok = writer && write_pdf(dossier, layout, writer, report, err);
    if (ok)
        ok = output_close(writer, NULL, err);
    else
        output_abandon(writer);
    find_places(layout, places);
    layout_free(layout);
    return ok;
}

bool pdf_dump_layout(const struct dossier *dossier, struct buf *text, struct report *report,
                     struct error *err)
{
    struct layout *layout = layout_compose(dossier, report, err);
    if (!layout)
        return !err->code;
    layout_dump(layout, text);
    layout_free(layout);
    return true;
}
