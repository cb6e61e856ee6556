#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/sha256.h"

static void
assert_hash(const char *text, const char *expected)
{
    struct mnz_sha256 hash;
    char hex[MNZ_SHA256_TEXT];

    mnz_sha256_begin(&hash);
    mnz_sha256_add(&hash, text, strlen(text));
    mnz_sha256_end(&hash, hex);
    assert_string_equal(hex, expected);
}

/* Of FIPS 180-4 and its examples by NIST. */
static void
hashes_the_published_examples(void **state)
{
    struct mnz_sha256 hash;
    char many[1000], hex[MNZ_SHA256_TEXT];

    (void)state;
    assert_hash("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_hash("abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    memset(many, 'a', sizeof many);
    mnz_sha256_begin(&hash);
    for (int i = 0; i < 1000; i++)
        mnz_sha256_add(&hash, many, sizeof many);
    mnz_sha256_end(&hash, hex);
    assert_string_equal(
        hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* However the bytes come, around the ends of blocks too. */
static void
parts_hash_as_the_whole(void **state)
{
    char text[200];

    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i % 26);
    for (size_t length = 50; length <= 140; length++) {
        struct mnz_sha256 whole, parts;
        char expected[MNZ_SHA256_TEXT], hex[MNZ_SHA256_TEXT];

        mnz_sha256_begin(&whole);
        mnz_sha256_add(&whole, text, length);
        mnz_sha256_end(&whole, expected);
        mnz_sha256_begin(&parts);
        for (size_t i = 0; i < length; i += 7)
            mnz_sha256_add(&parts, text + i, length - i < 7 ? length - i : 7);
        mnz_sha256_end(&parts, hex);
        assert_string_equal(hex, expected);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_the_published_examples),
        cmocka_unit_test(parts_hash_as_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
