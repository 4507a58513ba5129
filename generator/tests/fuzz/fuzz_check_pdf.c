/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: a file that may be a PDF, put before the checker. */
#include "verify/pdf/verify.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char path[] = "made-up.pdf";
    struct report report = {0};
    struct error err = ERROR_INIT;
    FILE *stream = fopen(path, "wb");
    if (!stream || fwrite(bytes, 1, size, stream) != size || fclose(stream) != 0) {
        perror(path);
        exit(1);
    }
    if (!verify_pdf(path, &report, &err)) {
        fprintf(stderr, "%s\n", err.text.bytes);
        abort();
    }
    report_release(&report);
    error_release(&err);
    return 0;
}
