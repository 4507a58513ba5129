/* SPDX-License-Identifier: ISC */
/* check-pdf FILE...: whether finished PDFs keep what they claim. A program of its own, which
 * dossier becomes for `check --pdf`: linked with qpdf it takes 9 ms to start. */
#include "base/error.h"
#include "verify/pdf/verify.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    struct report report = {0};
    struct error err = ERROR_INIT;
    bool ok = true;
    for (int i = 1; i < argc && ok; i++)
        ok = verify_pdf(argv[i], &report, &err);
    report_print(&report, stderr);
    if (!ok)
        fprintf(stderr, "dossier: %s\n", err.text.bytes);
    int code = !ok ? err.code : report.errors ? EXIT_CODE_INPUT : EXIT_CODE_DONE;
    report_release(&report);
    error_release(&err);
    return code;
}
