/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: what stands in the stamp of the last build after the call. Where it is
 * believed, nothing is built: that is only where each file that it names is as it says. */
#include "pages/store.h"
#include "stamp.h"
#include "tests/fuzz/fuzz.h"
#include "wire/frame.h"

/* What stands before it is as stamp.c writes it, which asks for just that. */
static void begin(struct buf *bytes)
{
    static const char *const call[] = {"1 " DOSSIER_VERSION, "dossier", "", "", "worker", "other"};
    for (size_t i = 0; i < sizeof call / sizeof *call; i++)
        field_add_string(bytes, call[i]);
}

static bool is_believed(const void *bytes, size_t size)
{
    static char program[] = "dossier";
    static char *const arguments[] = {program, NULL};
    struct arena arena = ARENA_INIT;
    struct report report = {0};
    struct error err = ERROR_INIT;
    struct buf content = BUF_INIT;
    struct stamp stamp = {.path = "stamp",
                          .folder = ".",
                          .workers = {"worker", "other"},
                          .arguments = arguments,
                          .arena = &arena};
    begin(&content);
    buf_add(&content, bytes, size);
    fuzz_must(store_put(stamp.path, &content, &err), err.text.bytes);
    bool believed = stamp_holds(&stamp, &report);
    fuzz_must(believed || !report.count, "a message of a build that is forgotten");
    buf_release(&content);
    error_release(&err);
    report_release(&report);
    arena_release(&arena);
    return believed;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static bool tried;
    static const char nothing[16]; /* no messages, no files */
    fuzz_must(tried || is_believed(nothing, sizeof nothing), "this is no stamp any more");
    tried = true;
    (void)is_believed(bytes, size);
    return 0;
}
