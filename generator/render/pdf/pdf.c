/* SPDX-License-Identifier: ISC */
/* The PDF: set by our own layout, written with libharu, tagged throughout. */
#include "render/pdf/pdf.h"

#include "model/forms.h"
#include "render/pdf/layout.h"
#include "render/pdf/write.h"

#include <stdlib.h>

struct pdf {
    const struct dossier *dossier;
    struct layout *layout;
    struct pdf_unit *units; /* with one more, which begins where the last ends */
    size_t unit_count;
};

/* Pages of one sheet follow one another. */
static void find_units(struct pdf *pdf)
{
    const struct layout *layout = pdf->layout;
    struct pdf_unit *units = memory_new((layout->page_count + 1) * sizeof *units);
    size_t count = 0;
    for (size_t i = 0; i < layout->page_count; i++) {
        const struct layout_page *page = &layout->pages[i];
        if (count && units[count - 1].first_folio == page->first_folio)
            continue;
        units[count++] = (struct pdf_unit){i, page->first_folio, page->last_folio, page->enclosed};
    }
    units[count].page = layout->page_count;
    pdf->units = units;
    pdf->unit_count = count;
}

struct pdf *pdf_new(const struct dossier *dossier, struct report *report, struct error *err)
{
    struct layout *layout = layout_compose(dossier, report, err);
    if (!layout)
        return NULL;
    struct pdf *pdf = memory_new(sizeof *pdf);
    pdf->dossier = dossier;
    pdf->layout = layout;
    find_units(pdf);
    return pdf;
}

void pdf_free(struct pdf *pdf)
{
    if (!pdf)
        return;
    layout_free(pdf->layout);
    free(pdf->units);
    free(pdf);
}

static bool write_layout(const struct dossier *dossier, const struct layout *layout,
                         struct output *output, const char *name, struct report *report,
                         struct error *err)
{
    struct output_writer *writer = output_open(output, name, err);
    bool ok = writer && write_pdf(dossier, layout, writer, report, err);
    if (ok)
        ok = output_close(writer, NULL, err);
    else
        output_abandon(writer);
    return ok;
}

bool pdf_write(const struct pdf *pdf, struct output *output, const char *name,
               struct report *report, struct error *err)
{
    return write_layout(pdf->dossier, pdf->layout, output, name, report, err);
}

const struct pdf_unit *pdf_units(const struct pdf *pdf, size_t *count)
{
    *count = pdf->unit_count;
    return pdf->units;
}

bool pdf_write_part(const struct pdf *pdf, const size_t *first, size_t count, size_t index,
                    struct output *output, const char *name, struct report *report,
                    struct error *err)
{
    struct layout_part *parts = memory_new(count * sizeof *parts);
    for (size_t i = 0; i < count; i++) {
        const struct pdf_unit *unit = &pdf->units[first[i]], *end = &pdf->units[first[i + 1]];
        parts[i] =
            (struct layout_part){unit->page, end->page, unit->first_folio, end[-1].last_folio};
        if (!parts[i].first_folio && end > unit + 1)
            parts[i].first_folio = unit[1].first_folio;
    }
    struct dossier own = *pdf->dossier;
    struct buf title = BUF_INIT;
    buf_add_format(&title, "%s (", own.metadata.title);
    forms_append_part(&title, own.templates.settings.words.part_of, index + 1, count);
    buf_add_char(&title, ')');
    own.metadata.title = title.bytes;
    struct layout *layout =
        layout_compose_part(pdf->layout, parts, count, index, &own, report, err);
    bool ok = layout ? write_layout(&own, layout, output, name, report, err) : !err->code;
    layout_free(layout);
    buf_release(&title);
    free(parts);
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
