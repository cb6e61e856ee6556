/* test_lane_pow.c - powers on lanes are those of base/mathfn, to the bit. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/mathfn.h"
#include "lanes/lanes.h"
#include "support/lane_probe.h"

enum { COUNT = 4096 };

static double
next_uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
}

static void
compare(const double *x, const double *y)
{
    double result[COUNT];

    for (int isa = 0; isa < MNZ_NUM_ISAS; isa++) {
        if (!mnz_isa_is_usable((enum mnz_isa)isa))
            continue;
        lane_probe_pow[isa](x, y, result, COUNT);
        for (size_t i = 0; i < COUNT; i++) {
            const double expected = mnz_pow(x[i], y[i]);

            if (memcmp(&result[i], &expected, sizeof expected) != 0)
                fail_msg("%s: %.17g to the %.17g is %.17g, not %.17g",
                         mnz_isa_name[isa], x[i], y[i], result[i], expected);
        }
    }
}

static void
gives_the_bits_of_the_scalar_function(void **state)
{
    double x[COUNT], y[COUNT];
    uint64_t random = 1;

    (void)state;
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < COUNT; i++) {
            x[i] = exp((next_uniform(&random) - 0.5) * (round < 10 ? 4.0 : 1200.0));
            y[i] = (next_uniform(&random) - 0.5) * (round % 2 ? 8.0 : 200.0);
        }
        compare(x, y);
    }
}

static void
agrees_at_the_edges_of_its_range(void **state)
{
    static const double bases[] = {
        1.0, 0x1p-1074, 0x1p-1022,          0x1.fffffffffffffp1023,
        0.5, 2.0,       1.4142135623730951, 0x1.fp-3};
    static const double exponents[] = {0.0,    -0.0,   1.0,     -1.0,   0.5,    1023.0,
                                       1e3,    -1e3,   1e300,   -1e300, 1074.0, -1074.0,
                                       1e-300, 1021.5, -1021.5, -1060.0};
    enum { NUM_BASES = sizeof bases / sizeof *bases };
    enum { NUM_EXPONENTS = sizeof exponents / sizeof *exponents };
    double x[COUNT], y[COUNT];

    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        x[i] = bases[i % NUM_BASES];
        y[i] = exponents[i / NUM_BASES % NUM_EXPONENTS];
    }
    compare(x, y);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_bits_of_the_scalar_function),
        cmocka_unit_test(agrees_at_the_edges_of_its_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
