/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: ro-crate-metadata.json of a bag with few files. */
#include "tests/fuzz/fuzz.h"
#include "verify/bundle/bundle_check.h"

#include <fcntl.h>
#include <unistd.h>

#define CRATE "ro-crate-metadata.json"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct item items[] = {{.name = "data", .inside = true, .folder = true},
                           {.name = "data/a b.txt", .inside = true, .size = 1, .sha256 = {1}},
                           {.name = "data/site/index.html", .inside = true, .size = 2},
                           {.name = CRATE, .inside = true, .size = size}};
    struct bundle bundle = {0};
    fuzz_write(CRATE, bytes, size);
    verdict_init(&bundle.verdict);
    bundle.container = (struct container){.fd = open(".", O_RDONLY | O_DIRECTORY),
                                          .top = "",
                                          .items = items,
                                          .count = sizeof items / sizeof *items,
                                          .verdict = &bundle.verdict};
    crate_check(&bundle);
    FILE *nowhere = fopen("/dev/null", "w");
    fuzz_must(nowhere, "/dev/null");
    verdict_print(&bundle.verdict, "made-up", false, nowhere);
    verdict_print_json(&bundle.verdict, "made-up", "fuzz_crate", nowhere);
    fclose(nowhere);
    unpacker_free(bundle.container.unpacker);
    close(bundle.container.fd);
    verdict_release(&bundle.verdict);
    return 0;
}
