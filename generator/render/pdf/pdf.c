/* SPDX-License-Identifier: ISC */
/* The PDF: set by our own layout, written with libharu, tagged throughout. */
#include "render/pdf/pdf.h"

#include "render/pdf/layout.h"
#include "render/pdf/write.h"

bool pdf_render(const struct dossier *dossier, struct output *output, const char *name,
                struct report *report, struct error *err)
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
