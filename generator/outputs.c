/* SPDX-License-Identifier: ISC */
/* What a build makes and publishes. */
#include "outputs.h"

#include "base/file.h"
#include "depfile.h"
#include "base/output.h"
#include "base/variants.h"
#include "parts.h"
#include "render/bundle/bundle.h"
#include "render/describe/describe.h"
#include "render/html/html.h"
#include "render/pdf/pdf.h"
#include "sign.h"
#include "stamp.h"
#include "sums.h"
#include "targets.h"

#include <string.h>

#define PDF_OUTPUT "dossier.pdf"
#define ZIP_OUTPUT "dossier.zip"
#define SITE_OUTPUT TARGETS_SITE
#define INDEX_OUTPUT "site/index.html"

/* The PDF, and its parts. */
static bool render_pdf(const struct dossier *dossier, const struct options *options,
                       struct output *output, struct report *report, struct error *err)
{
    struct pdf *pdf = pdf_new(dossier, report, err);
    if (!pdf)
        return !err->code;
    bool ok = pdf_write(pdf, output, PDF_OUTPUT, report, err);
    if (ok && !report->errors && options->split)
        ok = parts_make(pdf, output_find(output, PDF_OUTPUT)->size, dossier, options, output,
                        report, err);
    pdf_free(pdf);
    return ok;
}

/* PDF, then the site, then the bundle of both, then the page that tells the bundle's digest. Stops
 * early, true, where something was reported. */
static bool render(const struct dossier *dossier, const struct options *options,
                   struct output *output, struct report *report, struct error *err)
{
    struct buf index = BUF_INIT;
    struct buf host_index = BUF_INIT;
    struct variants variants = {0};
    bool checking = options->command == COMMAND_CHECK;
    bool ok = render_pdf(dossier, options, output, report, err);
    if (!ok || (options->only == ONLY_PDF && !checking))
        goto out;
    const struct output_file *pdf = output_find(output, PDF_OUTPUT);
    struct output_file unknown = {.name = PDF_OUTPUT};
    ok = describe_render(dossier, pdf, output, err) &&
         html_render(dossier, output, &variants, report, err) &&
         html_render_index(dossier, pdf ? pdf : &unknown, NULL, &index, report, err);
    if (!ok || report->errors || checking)
        goto out;
    variants_add(&variants, INDEX_OUTPUT, &index);
    ok = bundle_render(dossier, &variants, PDF_OUTPUT, describe_crate, output, ZIP_OUTPUT, err);
    if (!ok || options->only == ONLY_BUNDLE)
        goto out;
    struct buf name = BUF_INIT;
    buf_add_format(&name, "%s/%s", SITE_OUTPUT, dossier->outputs.pdf_name);
    ok = html_render_index(dossier, pdf, output_find(output, ZIP_OUTPUT), &host_index, report,
                           err) &&
         output_put(output, INDEX_OUTPUT, host_index.bytes, host_index.length, err) &&
         output_copy(output, PDF_OUTPUT, name.bytes, err);
    buf_clear(&name);
    buf_add_format(&name, "%s/%s", SITE_OUTPUT, dossier->outputs.zip_name);
    ok = ok && output_copy(output, ZIP_OUTPUT, name.bytes, err);
    buf_release(&name);
out:
    buf_release(&index);
    buf_release(&host_index);
    variants_release(&variants);
    return ok;
}

/* The outputs, their checksums, and the signature of these, or none any more; so with the parts,
 * which go with the PDF. Where not all are published, the checksums are of those that are. */
static bool publish(struct output *output, const struct options *options, const char *folder,
                    struct stamp *stamp, struct error *err)
{
    static const char *const all[] = {SITE_OUTPUT, PDF_OUTPUT, ZIP_OUTPUT};
    const char *names[6];
    struct arena arena = ARENA_INIT;
    size_t count = 0;
    bool parts = options->split;
    bool ok = true;
    for (size_t i = 0; i < 3; i++) {
        if (options->only == ONLY_ALL || options->only == (enum only)(ONLY_SITE + i))
            names[count++] = all[i];
    }
    if (!parts && (options->only == ONLY_ALL || options->only == ONLY_PDF))
        ok = targets_find_parts(folder, &arena, &parts, err);
    if (parts)
        names[count++] = TARGETS_PARTS;
    ok = ok && sums_write(output, names, count, err) &&
         (!options->key || sign_sums(output, options->key, err));
    names[count++] = SUMS_OUTPUT;
    names[count++] = SIGN_OUTPUT;
    ok = ok && output_publish(output, names, count, err);
    if (ok)
        stamp_note(stamp, output, folder, names, count);
    arena_release(&arena);
    return ok;
}

bool outputs_make(const struct dossier *dossier, const struct options *options, const char *folder,
                  struct stamp *stamp, struct report *report, struct error *err)
{
    bool checking = options->command == COMMAND_CHECK;
    struct output *output = output_new(checking ? NULL : folder, err);
    bool ok = output && render(dossier, options, output, report, err);
    /* The dependency file comes first: outputs without it would never be made again. */
    if (ok && !report->errors && !checking)
        ok = (!options->depfile || depfile_write(dossier, folder, options->depfile, err)) &&
             publish(output, options, folder, stamp, err);
    output_free(output);
    if (ok && !report->errors && !checking)
        stamp_keep(stamp, dossier, report);
    return ok;
}
