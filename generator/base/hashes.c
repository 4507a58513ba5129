/* SPDX-License-Identifier: ISC */
/* The digests that bags name (RFC 8493, 2.4), any of them of the same bytes at once, by OpenSSL. */
#include "base/hashes.h"

#include "base/memory.h"

/* These calls cannot fail, and need no provider of OpenSSL 3, which a confined process could not
 * load. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What stands in the processor's nearest cache while each digest takes it. */
#define PIECE ((size_t)16 * 1024)

struct hasher {
    unsigned wanted;
    MD5_CTX md5;
    SHA_CTX sha1;
    SHA256_CTX sha224, sha256;
    SHA512_CTX sha384, sha512;
};

static const struct {
    const char *name;
    size_t size;
} known[HASH_COUNT] = {{"md5", 16},    {"sha1", 20},   {"sha224", 28},
                       {"sha256", 32}, {"sha384", 48}, {"sha512", 64}};

const char *hash_name(enum hash hash)
{
    return known[hash].name;
}

size_t hash_size(enum hash hash)
{
    return known[hash].size;
}

enum hash hash_named(const char *name, size_t length)
{
    int i = 0;
    while (i < HASH_COUNT &&
           (strlen(known[i].name) != length || strncasecmp(known[i].name, name, length) != 0))
        i++;
    return (enum hash)i;
}

struct hasher *hasher_new(void)
{
    return memory_new(sizeof(struct hasher));
}

void hasher_free(struct hasher *hasher)
{
    free(hasher);
}

void hasher_start(struct hasher *hasher, unsigned wanted)
{
    hasher->wanted = wanted;
    if (wanted & 1u << HASH_MD5)
        MD5_Init(&hasher->md5);
    if (wanted & 1u << HASH_SHA1)
        SHA1_Init(&hasher->sha1);
    if (wanted & 1u << HASH_SHA224)
        SHA224_Init(&hasher->sha224);
    if (wanted & 1u << HASH_SHA256)
        SHA256_Init(&hasher->sha256);
    if (wanted & 1u << HASH_SHA384)
        SHA384_Init(&hasher->sha384);
    if (wanted & 1u << HASH_SHA512)
        SHA512_Init(&hasher->sha512);
}

static void add_piece(struct hasher *hasher, const void *bytes, size_t length)
{
    unsigned wanted = hasher->wanted;
    if (wanted & 1u << HASH_MD5)
        MD5_Update(&hasher->md5, bytes, length);
    if (wanted & 1u << HASH_SHA1)
        SHA1_Update(&hasher->sha1, bytes, length);
    if (wanted & 1u << HASH_SHA224)
        SHA224_Update(&hasher->sha224, bytes, length);
    if (wanted & 1u << HASH_SHA256)
        SHA256_Update(&hasher->sha256, bytes, length);
    if (wanted & 1u << HASH_SHA384)
        SHA384_Update(&hasher->sha384, bytes, length);
    if (wanted & 1u << HASH_SHA512)
        SHA512_Update(&hasher->sha512, bytes, length);
}

void hasher_add(struct hasher *hasher, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length) {
        size_t piece = length < PIECE ? length : PIECE;
        add_piece(hasher, at, piece);
        at += piece;
        length -= piece;
    }
}

void hasher_finish(struct hasher *hasher, uint8_t values[HASH_COUNT][HASH_SIZE_MAX])
{
    unsigned wanted = hasher->wanted;
    if (wanted & 1u << HASH_MD5)
        MD5_Final(values[HASH_MD5], &hasher->md5);
    if (wanted & 1u << HASH_SHA1)
        SHA1_Final(values[HASH_SHA1], &hasher->sha1);
    if (wanted & 1u << HASH_SHA224)
        SHA224_Final(values[HASH_SHA224], &hasher->sha224);
    if (wanted & 1u << HASH_SHA256)
        SHA256_Final(values[HASH_SHA256], &hasher->sha256);
    if (wanted & 1u << HASH_SHA384)
        SHA384_Final(values[HASH_SHA384], &hasher->sha384);
    if (wanted & 1u << HASH_SHA512)
        SHA512_Final(values[HASH_SHA512], &hasher->sha512);
}
