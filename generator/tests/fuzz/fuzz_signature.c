/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: what ssh-keygen says of a signature, and SHA256SUMS. The first byte says
 * which of its calls end well, the second how many bytes it says. */
#include "base/digest.h"
#include "child.h"
#include "signature_desk.h"
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define HEAD 2
#define BUNDLE "made-up.zip"
#define SAID "said"
#define CALLS "calls"

/* In the place of child.c: the three calls of ssh-keygen, each of which says the same. */
bool child_start(struct child *child, char *const *arguments, const char *input, bool hushed)
{
    (void)arguments;
    (void)hushed;
    fuzz_must(input && !strcmp(input, "SHA256SUMS"), "what is signed");
    child->from = open(SAID, O_RDONLY | O_CLOEXEC);
    return child->from >= 0;
}

/* The last bit is that of the next call. */
int child_end(struct child *child)
{
    uint8_t calls = 0;
    int fd = open(CALLS, O_RDWR | O_CLOEXEC);
    fuzz_must(pread(fd, &calls, 1, 0) == 1, CALLS);
    int code = calls & 1;
    calls >>= 1;
    fuzz_must(pwrite(fd, &calls, 1, 0) == 1, CALLS);
    close(fd);
    close(child->from);
    return code;
}

/* Where nothing is wrong SHA256SUMS has the digest of the bundle. */
static void check_sums(const uint8_t *sums, size_t length)
{
    struct digest digest;
    struct buf digits = BUF_INIT;
    digest_sha256_of("zip", 3, &digest);
    digest_append_hex(&digits, digest.sha256, sizeof digest.sha256);
    bool has = false;
    for (size_t i = 0; i + digits.length <= length && !has; i++)
        has = !memcmp(sums + i, digits.bytes, digits.length);
    fuzz_must(has, "another bundle is taken for the signed one");
    buf_release(&digits);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct signature signature;
    struct error err = ERROR_INIT;
    if (size < HEAD)
        return 0;
    size_t said = bytes[1] % (size - HEAD + 1);
    const uint8_t *sums = bytes + HEAD + said;
    size_t length = size - HEAD - said;
    fuzz_write(BUNDLE, "zip", 3);
    fuzz_write(CALLS, bytes, 1);
    fuzz_write(SAID, bytes + HEAD, said);
    fuzz_write("SHA256SUMS", sums, length);
    fuzz_write("SHA256SUMS.sig", "", 0);
    fuzz_write("signers", "", 0);
    fuzz_must(signature_look(BUNDLE, true, "signers", &signature, &arena, &err), err.text.bytes);
    if (!signature.code)
        check_sums(sums, length);
    error_release(&err);
    arena_release(&arena);
    return 0;
}
