/* SPDX-License-Identifier: ISC */
/* Tests of base/digest with the vectors of FIPS 180-4. */
#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void vectors(void **state)
{
    (void)state;
    struct digest digest;
    struct buf hex = BUF_INIT;
    digest_of("abc", 3, &digest);
    digest_append_hex(&hex, digest.sha256, sizeof digest.sha256);
    assert_string_equal(hex.bytes,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    buf_clear(&hex);
    digest_append_hex(&hex, digest.sha512, sizeof digest.sha512);
    assert_string_equal(hex.bytes,
                        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    buf_release(&hex);
}

static void in_pieces_and_again(void **state)
{
    (void)state;
    struct digest whole, pieces;
    struct digester *digester = digester_new();
    digest_of("abc", 3, &whole);
    for (int i = 0; i < 2; i++) {
        digester_add(digester, "a", 1);
        digester_add(digester, "bc", 2);
        digester_finish(digester, &pieces);
        assert_memory_equal(&whole, &pieces, sizeof whole);
    }
    digester_free(digester);
}

static void sha256_alone(void **state)
{
    (void)state;
    static const uint8_t zeros[DIGEST_SHA512_SIZE];
    struct digest both, half;
    struct digester *digester = digester_new_sha256();
    digest_of("abc", 3, &both);
    digester_add(digester, "abc", 3);
    digester_finish(digester, &half);
    assert_memory_equal(half.sha256, both.sha256, sizeof both.sha256);
    assert_memory_equal(half.sha512, zeros, sizeof zeros);
    digester_free(digester);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(in_pieces_and_again),
        cmocka_unit_test(sha256_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
