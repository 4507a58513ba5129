/* SPDX-License-Identifier: ISC */
/* The digests that bags name (RFC 8493, 2.4), any of them of the same bytes at once, by OpenSSL. */
#ifndef BASE_HASHES_H
#define BASE_HASHES_H

#include <stddef.h>
#include <stdint.h>

enum hash { HASH_MD5, HASH_SHA1, HASH_SHA224, HASH_SHA256, HASH_SHA384, HASH_SHA512, HASH_COUNT };
#define HASH_SIZE_MAX 64

/* As a manifest's name has it: "md5" … "sha512". */
const char *hash_name(enum hash hash);
/* Its bytes. */
size_t hash_size(enum hash hash);
/* By its name in any case of letters; HASH_COUNT where there is none such. */
enum hash hash_named(const char *name, size_t length);

struct hasher;
struct hasher *hasher_new(void);
/* Takes NULL. */
void hasher_free(struct hasher *hasher);
/* Begins anew: `wanted` has the bit 1 << hash of each. */
void hasher_start(struct hasher *hasher, unsigned wanted);
void hasher_add(struct hasher *hasher, const void *bytes, size_t length);
/* Sets those that are wanted. */
void hasher_finish(struct hasher *hasher, uint8_t values[HASH_COUNT][HASH_SIZE_MAX]);

#endif
