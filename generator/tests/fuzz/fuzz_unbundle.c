/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: what check-bundle hands over of a bundle. It reads hostile bytes, and may
 * say anything. The first byte is its exit code. */
#include "child.h"
#include "tests/fuzz/fuzz.h"
#include "unbundle.h"
#include "wire/handed.h"

#include <fcntl.h>
#include <unistd.h>

#define SAID "said"

/* In the place of child.c: what is said stands in a file. */
bool child_start(struct child *child, char *const *arguments, const char *input, bool hushed)
{
    (void)arguments;
    (void)input;
    (void)hushed;
    child->from = open(SAID, O_RDONLY | O_CLOEXEC);
    return child->from >= 0 && lseek(child->from, 1, SEEK_SET) == 1;
}

int child_end(struct child *child)
{
    uint8_t code = 0;
    fuzz_must(pread(child->from, &code, 1, 0) == 1, SAID);
    close(child->from);
    return code - 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct error err = ERROR_INIT;
    struct unbundled out;
    size_t count;
    if (!size)
        return 0;
    fuzz_write(SAID, bytes, size);
    struct output *output = output_new(NULL, &err);
    fuzz_must(output, err.text.bytes);
    unbundled_init(&out);
    (void)unbundle("check-bundle", "made-up.zip", output, &out, &err);
    const struct output_file *const *files = output_files(output, &count);
    for (size_t i = 0; i < count; i++)
        fuzz_must(handed_is_input(files[i]->name), files[i]->name);
    unbundled_release(&out);
    output_free(output);
    error_release(&err);
    return 0;
}
