/* SPDX-License-Identifier: ISC */
/* SHA-256 and SHA-512 (FIPS 180-4) of the same bytes at once, by OpenSSL. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

#define DIGEST_SHA256_SIZE 32
#define DIGEST_SHA512_SIZE 64

struct digest {
    uint8_t sha256[DIGEST_SHA256_SIZE];
    uint8_t sha512[DIGEST_SHA512_SIZE];
};

struct digester; /* the running digests */
struct digester *digester_new(void);
/* Half of the work: leaves the SHA-512 of each digest zero. */
struct digester *digester_new_sha256(void);
void digester_free(struct digester *digester);
void digester_add(struct digester *digester, const void *bytes, size_t length);
/* Sets *digest and starts anew. */
void digester_finish(struct digester *digester, struct digest *digest);

void digest_of(const void *bytes, size_t length, struct digest *digest);
/* The SHA-256 alone, in a third of the time; the other is left zero. */
void digest_sha256_of(const void *bytes, size_t length, struct digest *digest);
/* Lower-case hexadecimal. */
void digest_append_hex(struct buf *buf, const uint8_t *bytes, size_t length);

#endif
