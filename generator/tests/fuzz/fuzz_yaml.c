/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: the three readers of YAML, of metadata, manifest and settings. The first
 * byte says which. */
#include "model/dossier.h"
#include "source/manifest_read.h"
#include "source/metadata_read.h"
#include "source/settings_read.h"
#include "tests/fuzz/fuzz.h"

const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 loses a buffer on some errors of syntax. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dossier dossier = {0};
    struct report report = {0};
    struct gate gate = {0};
    if (!size)
        return 0;
    const char *bytes = arena_copy(&dossier.arena, data + 1, size - 1);
    switch (data[0] % 3) {
    case 0:
        metadata_parse(bytes, size - 1, &dossier.metadata, &dossier.arena, &report);
        break;
    case 1:
        manifest_parse(bytes, size - 1, &dossier.ledger, &gate, &dossier.arena, &report);
        if (!report.errors)
            ledger_reconcile(&dossier.ledger, &dossier.arena, &report);
        break;
    default: {
        struct template_file file = {SETTINGS_NAME, SETTINGS_NAME, bytes, size - 1};
        settings_parse(&file, &dossier.templates, &dossier.arena, &report);
        break;
    }
    }
    dossier_release(&dossier);
    report_release(&report);
    gate_release(&gate);
    return 0;
}
