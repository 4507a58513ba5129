/* SPDX-License-Identifier: ISC */
/* The digests that bags name, by the examples of FIPS 180-4 and RFC 1321. */
#include "base/digest.h"
#include "base/hashes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const of_abc[HASH_COUNT] = {
    "900150983cd24fb0d6963f7d28e17f72",
    "a9993e364706816aba3e25717850c26c9cd0d89d",
    "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825"
    "a7",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feeb"
    "bd454d4423643ce80e2a9ac94fa54ca49f"};

/* All at once, in two pieces, and again without the first. */
static void takes_all_at_once(void **state)
{
    (void)state;
    uint8_t values[HASH_COUNT][HASH_SIZE_MAX];
    struct hasher *hasher = hasher_new();
    for (unsigned wanted = 0x3F; wanted >= 0x3E; wanted--) {
        memset(values, 0, sizeof values);
        hasher_start(hasher, wanted);
        hasher_add(hasher, "a", 1);
        hasher_add(hasher, "bc", 2);
        hasher_finish(hasher, values);
        for (int i = wanted & 1 ? 0 : 1; i < HASH_COUNT; i++) {
            struct buf text = BUF_INIT;
            digest_append_hex(&text, values[i], hash_size((enum hash)i));
            assert_string_equal(text.bytes, of_abc[i]);
            buf_release(&text);
        }
    }
    assert_int_equal(values[HASH_MD5][0], 0);
    hasher_free(hasher);
}

static void knows_names(void **state)
{
    (void)state;
    for (int i = 0; i < HASH_COUNT; i++)
        assert_int_equal(hash_named(hash_name((enum hash)i), strlen(hash_name((enum hash)i))), i);
    assert_int_equal(hash_named("SHA512.txt", 6), HASH_SHA512);
    assert_int_equal(hash_named("sha51", 5), HASH_COUNT);
    assert_int_equal(hash_named("blake3", 6), HASH_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_all_at_once),
        cmocka_unit_test(knows_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
