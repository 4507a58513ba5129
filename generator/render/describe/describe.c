/* SPDX-License-Identifier: ISC */
/* The dossier described in the forms of libraries, archives and citation tools. */
#include "render/describe/describe.h"

#include "model/description.h"

#define SITE_FOLDER "site/"

static void describe(enum description description, const struct dossier *dossier,
                     const struct output_file *pdf, struct buf *out)
{
    switch (description) {
    case DESCRIPTION_DUBLIN_CORE:
        describe_dublin_core(dossier, out);
        break;
    case DESCRIPTION_PREMIS:
        describe_premis(dossier, pdf, out);
        break;
    case DESCRIPTION_TEI:
        describe_tei(dossier, out);
        break;
    case DESCRIPTION_CSL:
        describe_csl(dossier, out);
        break;
    case DESCRIPTION_BIBTEX:
        describe_bibtex(dossier, out);
        break;
    case DESCRIPTION_RIS:
        describe_ris(dossier, out);
        break;
    case DESCRIPTION_COUNT:
        break;
    }
}

bool describe_render(const struct dossier *dossier, const struct output_file *pdf,
                     struct output *output, struct error *err)
{
    struct buf name = BUF_INIT;
    struct buf text = BUF_INIT;
    bool ok = true;
    for (int i = 0; ok && i < DESCRIPTION_COUNT; i++) {
        enum description description = (enum description)i;
        buf_clear(&name);
        buf_add_format(&name, SITE_FOLDER "%s", description_file(description));
        buf_clear(&text);
        describe(description, dossier, pdf, &text);
        ok = output_put(output, name.bytes, text.bytes, text.length, err);
    }
    buf_release(&name);
    buf_release(&text);
    return ok;
}
