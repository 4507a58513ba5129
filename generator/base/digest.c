/* SPDX-License-Identifier: ISC */
/* SHA-256 and SHA-512 (FIPS 180-4) of the same bytes at once, by OpenSSL. */
#include "base/digest.h"

#include "base/memory.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct digester {
    EVP_MD_CTX *sha256;
    EVP_MD_CTX *sha512; /* NULL where it is not wanted */
};

/* These calls fail only for want of memory or with an OpenSSL that has no SHA-2. */
static void start(struct digester *digester)
{
    if (!EVP_DigestInit_ex(digester->sha256, EVP_sha256(), NULL) ||
        (digester->sha512 && !EVP_DigestInit_ex(digester->sha512, EVP_sha512(), NULL)))
        memory_fail();
}

static struct digester *new_digester(bool sha512)
{
    /* The machine's openssl.cnf is not asked: it costs time and may take algorithms away. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    struct digester *digester = memory_new(sizeof *digester);
    digester->sha256 = EVP_MD_CTX_new();
    digester->sha512 = sha512 ? EVP_MD_CTX_new() : NULL;
    if (!digester->sha256 || (sha512 && !digester->sha512))
        memory_fail();
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
    if (!digester)
        return;
    EVP_MD_CTX_free(digester->sha256);
    EVP_MD_CTX_free(digester->sha512);
    free(digester);
}

void digester_add(struct digester *digester, const void *bytes, size_t length)
{
    EVP_DigestUpdate(digester->sha256, bytes, length);
    if (digester->sha512)
        EVP_DigestUpdate(digester->sha512, bytes, length);
}

void digester_finish(struct digester *digester, struct digest *digest)
{
    EVP_DigestFinal_ex(digester->sha256, digest->sha256, NULL);
    if (digester->sha512)
        EVP_DigestFinal_ex(digester->sha512, digest->sha512, NULL);
    else
        memset(digest->sha512, 0, sizeof digest->sha512);
    start(digester);
}

void digest_of(const void *bytes, size_t length, struct digest *digest)
{
    struct digester *digester = digester_new();
    digester_add(digester, bytes, length);
    digester_finish(digester, digest);
    digester_free(digester);
}

void digest_append_hex(struct buf *buf, const uint8_t *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        char pair[2] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
        buf_add(buf, pair, 2);
    }
}
