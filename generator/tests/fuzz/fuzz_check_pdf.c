/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: a file that may be a PDF, put before the checker. */
#include "tests/fuzz/fuzz.h"
#include "verify/pdf/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char path[] = "made-up.pdf";
    struct report report = {0};
    struct error err = ERROR_INIT;
    fuzz_write(path, bytes, size);
    fuzz_must(verify_pdf(path, &report, &err), err.text.bytes);
    report_release(&report);
    error_release(&err);
    return 0;
}
