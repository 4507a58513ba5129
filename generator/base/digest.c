/* SPDX-License-Identifier: ISC */
/* SHA-256 and SHA-512 (FIPS 180-4) of the same bytes at once, by OpenSSL. */
#include "base/digest.h"

#include "base/memory.h"

/* These calls cannot fail, and need no provider of OpenSSL 3, which takes as long to load as the
 * digests of a letter take. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct digester {
    SHA256_CTX sha256;
    SHA512_CTX sha512;
    bool both;
};

static void start(struct digester *digester)
{
    SHA256_Init(&digester->sha256);
    SHA512_Init(&digester->sha512);
}

static struct digester *new_digester(bool both)
{
    struct digester *digester = memory_new(sizeof *digester);
    digester->both = both;
    start(digester);
    return digester;
}

struct digester *digester_new(void)
{
    return new_digester(true);
}

struct digester *digester_new_sha256(void)
{
    return new_digester(false);
}

void digester_free(struct digester *digester)
{
    free(digester);
}

void digester_add(struct digester *digester, const void *bytes, size_t length)
{
    SHA256_Update(&digester->sha256, bytes, length);
    if (digester->both)
        SHA512_Update(&digester->sha512, bytes, length);
}

void digester_finish(struct digester *digester, struct digest *digest)
{
    memset(digest, 0, sizeof *digest);
    SHA256_Final(digest->sha256, &digester->sha256);
    if (digester->both)
        SHA512_Final(digest->sha512, &digester->sha512);
    start(digester);
}

static void digest_by(struct digester *digester, const void *bytes, size_t length,
                      struct digest *digest)
{
    digester_add(digester, bytes, length);
    digester_finish(digester, digest);
    digester_free(digester);
}

void digest_of(const void *bytes, size_t length, struct digest *digest)
{
    digest_by(digester_new(), bytes, length, digest);
}

void digest_sha256_of(const void *bytes, size_t length, struct digest *digest)
{
    digest_by(digester_new_sha256(), bytes, length, digest);
}

void digest_append_hex(struct buf *buf, const uint8_t *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        char pair[2] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
        buf_add(buf, pair, 2);
    }
}
