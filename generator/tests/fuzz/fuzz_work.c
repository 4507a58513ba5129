/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: a foreign file before the worker. The first byte says what is to be done
 * with it, the others are the file. */
#include "tests/fuzz/fuzz.h"
#include "worker/scan.h"

#include <fcntl.h>
#include <unistd.h>

/* As page-worker has them: a request for more memory than it has fails, and what it loses ends with
 * it. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=1024";
}

static const enum job_kind kinds[] = {JOB_INSPECT, JOB_DRAW, JOB_NORMALISE, JOB_EXTRACT};

/* One of so many dots takes as long as a worker may, where each byte is watched. */
static bool is_large(enum file_type type, const struct foreign *foreign)
{
    struct scan scan = {0};
    bool large = false;
    if (type != FILE_TYPE_PDF && type != FILE_TYPE_OTHER)
        scan_read(&scan, type, foreign);
    for (size_t i = 0; i < scan.count; i++)
        large = large || (uint64_t)scan.pages[i].width * scan.pages[i].height > 1 << 20;
    scan_release(&scan);
    return large;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static int nowhere = -1;
    static const struct page_span first = {1, 2};
    static const struct redaction redactions[] = {
        {.page = 1, .sign = 1, .left = 1000, .top = 1000, .width = 50000, .height = 20000}};
    if (nowhere < 0) {
        nowhere = open("/dev/null", O_WRONLY);
        fuzz_must(dup2(nowhere, STDOUT_FILENO) == STDOUT_FILENO, "/dev/null");
    }
    if (!size)
        return 0;
    const struct foreign foreign = {.bytes = (const char *)bytes + 1, .length = size - 1};
    struct job job = {.kind = kinds[bytes[0] % 4],
                      .type = file_type_of(foreign.bytes, foreign.length),
                      .spans = &first,
                      .span_count = 1,
                      .password = "",
                      .widths = {20, 40, 80},
                      .jpeg_quality = 50,
                      .faces = "",
                      .languages = "",
                      .resolution = 50};
    if (job.kind == JOB_EXTRACT && bytes[0] & 4) {
        job.redactions = redactions;
        job.redaction_count = 1;
    }
    if (!is_large(job.type, &foreign))
        work_run(&job, &foreign);
    return 0;
}
