/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: from the bytes of a letter to the model, by libcmark-gfm, the marks, and
 * the lines of enclosures. */
#include "source/letter_read.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dossier dossier = {0};
    struct report report = {0};
    struct error err = ERROR_INIT;
    struct input input;
    const char *bytes = arena_copy(&dossier.arena, data, size);
    input_set(&input, LETTER_PATH, bytes, size);
    if (!letter_parse(&input, "/nonexistent", &dossier, &report, &err))
        abort();
    input_release(&input);
    if (!report.errors && dossier.letter.root) {
        struct buf dump = BUF_INIT;
        dossier_resolve(&dossier, true, &report);
        if (!report.errors)
            dossier_dump(&dossier, &dump);
        buf_release(&dump);
    }
    /* No place may be out of the letter. */
    for (size_t i = 0; i < report.count; i++) {
        if (report.messages[i].place.line > size + 1 || report.messages[i].place.column > size + 1)
            abort();
    }
    dossier_release(&dossier);
    report_release(&report);
    error_release(&err);
    return 0;
}
