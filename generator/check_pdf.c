/* SPDX-License-Identifier: ISC */
/* check-pdf FILE...: whether finished PDFs keep what they claim. A program of its own, which
 * dossier becomes for `check --pdf`: linked with qpdf it takes 9 ms to start.
 * check-pdf --confined: the same for a PDF on standard input, which may be anybody's: it is read
 * first, and judged when this process can do nothing else any more. */
#include "base/error.h"
#include "confine/confine.h"
#include "verify/pdf/verify.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((size_t)256 * 1024)

static bool read_input(struct buf *bytes, struct error *err)
{
    for (;;) {
        buf_reserve(bytes, PIECE);
        ssize_t got = read(STDIN_FILENO, bytes->bytes + bytes->length, PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 || error_set_errno(err, "cannot read standard input");
        bytes->length += (size_t)got;
        bytes->bytes[bytes->length] = '\0';
    }
}

static bool check_input(struct report *report, struct error *err)
{
    struct buf bytes = BUF_INIT;
    const char *missing;
    bool ok = read_input(&bytes, err);
    const struct confinement confinement = {.mapped = bytes.capacity, .seconds = CONFINE_SECONDS};
    if (ok && confine(&confinement, &missing))
        verify_pdf_bytes("PDF", &bytes, report);
    else if (ok)
        ok = error_set_errno(err, "cannot confine the checker of PDFs");
    buf_release(&bytes);
    return ok;
}

int main(int argc, char **argv)
{
    struct report report = {0};
    struct error err = ERROR_INIT;
    bool confined = argc == 2 && !strcmp(argv[1], "--confined");
    bool ok = !confined || check_input(&report, &err);
    for (int i = 1; i < argc && ok && !confined; i++)
        ok = verify_pdf(argv[i], &report, &err);
    report_print(&report, stderr);
    if (!ok)
        fprintf(stderr, "dossier: %s\n", err.text.bytes);
    int code = !ok ? err.code : report.errors ? EXIT_CODE_INPUT : EXIT_CODE_DONE;
    report_release(&report);
    error_release(&err);
    /* A sanitizer's end looks at other processes, which a confined one may not. */
    if (confined)
        _exit(code);
    return code;
}
