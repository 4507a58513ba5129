/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: one file of a dossier made up, the others as they should be, everything
 * read and rendered. */
#include "base/error.h"
#include "base/file.h"
#include "base/output.h"
#include "model/dossier.h"
#include "render/bundle/bundle.h"
#include "render/html/html.h"
#include "render/pdf/pdf.h"
#include "source/source.h"
#include "tests/fuzz/fuzz.h"

/* The first byte of an input chooses the file that the others stand for. The folder that we stand
 * in holds a whole dossier with templates, and a copy of each of these files below good/. */
static const char *const files[] = {"sources/letter.md", "sources/metadata.yaml",
                                    "attachments/manifest.yaml", "templates/pdf.yaml",
                                    "templates/site/letter.html"};
#define FILE_COUNT (sizeof files / sizeof *files)

static void restore(const char *path)
{
    char good[100];
    struct buf bytes = BUF_INIT;
    struct error err = ERROR_INIT;
    snprintf(good, sizeof good, "good/%s", path);
    fuzz_must(file_read(".", good, &bytes, &err) == FILE_OK, good);
    fuzz_write(path, bytes.bytes, bytes.length);
    buf_release(&bytes);
    error_release(&err);
}

static void render(const struct dossier *dossier, struct report *report, struct error *err)
{
    struct buf text = BUF_INIT;
    struct variants variants = {0};
    struct output *output = output_new(NULL, err);
    struct output_file unknown = {.name = "dossier.pdf"};
    bundle_canonical_metadata(dossier, &text);
    bundle_canonical_manifest(dossier, &text);
    struct pdf *pdf = pdf_new(dossier, report, err);
    if (pdf && pdf_write(pdf, output, "dossier.pdf", report, err) &&
        html_render(dossier, output, &variants, report, err))
        html_render_index(dossier, &unknown, NULL, &text, report, err);
    pdf_free(pdf);
    output_free(output);
    variants_release(&variants);
    buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (!size)
        return 0;
    const char *file = files[bytes[0] % FILE_COUNT];
    fuzz_write(file, bytes + 1, size - 1);
    struct source_options options = {.folder = "."};
    struct dossier dossier = {0};
    struct report report = {0};
    struct error err = ERROR_INIT;
    bool ok = source_read(&options, &dossier, &report, &err);
    if (ok)
        html_check_templates(&dossier.templates, &report);
    if (ok && !report.errors)
        render(&dossier, &report, &err);
    fuzz_no_failure(&err);
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere) {
        report_print(&report, nowhere);
        fclose(nowhere);
    }
    dossier_release(&dossier);
    report_release(&report);
    error_release(&err);
    restore(file);
    return 0;
}
