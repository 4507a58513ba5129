/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: what stands in the stamp of the last build after the call. Where it is
 * believed, nothing is built: that is only where each file that it names is as it says. */
#include "pages/store.h"
#include "stamp.h"
#include "tests/fuzz/fuzz.h"
#include "wire/frame.h"

/* stamp_holds asks for these; as it writes them. */
static void begin(struct buf *bytes)
{
    field_add_string(bytes, "1 " DOSSIER_VERSION);
    field_add_string(bytes, "dossier");
    field_add_string(bytes, "");
    field_add_string(bytes, "");
    field_add_string(bytes, "worker");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char program[] = "dossier";
    static char *const arguments[] = {program, NULL};
    struct arena arena = ARENA_INIT;
    struct report report = {0};
    struct error err = ERROR_INIT;
    struct buf content = BUF_INIT;
    struct stamp stamp = {.path = "stamp",
                          .folder = ".",
                          .worker = "worker",
                          .arguments = arguments,
                          .arena = &arena};
    begin(&content);
    buf_add(&content, bytes, size);
    fuzz_must(store_put(stamp.path, &content, &err), err.text.bytes);
    if (!stamp_holds(&stamp, &report))
        fuzz_must(!report.count, "a message of a build that is forgotten");
    buf_release(&content);
    error_release(&err);
    report_release(&report);
    arena_release(&arena);
    return 0;
}
