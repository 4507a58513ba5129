/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: bytes that may be a zip with a bag in it, put before the verifier. No PDF
 * is looked into. */
#include "tests/fuzz/fuzz.h"
#include "verify/bundle/bundle_check.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct bundle_options options = {
        .limits = {1 << 24, 200}, .threads = 1, .to_checker = -1, .from_checker = -1};
    struct error err = ERROR_INIT;
    struct bundle bundle;
    FILE *stream = tmpfile();
    FILE *nowhere = fopen("/dev/null", "w");
    if (!stream || !nowhere || fwrite(bytes, 1, size, stream) != size || fflush(stream) != 0) {
        perror("tmpfile");
        exit(1);
    }
    fuzz_must(bundle_check(&bundle, &options, fileno(stream), true, size, &err) ||
                  strstr(err.text.bytes, "the checker of PDFs is gone"),
              err.text.bytes);
    verdict_print(&bundle.verdict, "made-up.zip", false, nowhere);
    verdict_print_json(&bundle.verdict, "made-up.zip", "fuzz_bundle", nowhere);
    bundle_release(&bundle);
    error_release(&err);
    fclose(nowhere);
    fclose(stream);
    return 0;
}
