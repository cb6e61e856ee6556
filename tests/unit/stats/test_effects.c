/* test_effects.c - designed effects of functions whose shares are known. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "sampling/design.h"
#include "stats/effects.h"
#include "support/close.h"

#define PI 3.14159265358979323846

enum { INPUTS = 3, POINTS = 1024, TRAJECTORIES = 64, MOST_VARIANTS = 8 };
static const char *const NAMES[INPUTS] = {"a", "b", "c"};
static double values[MOST_VARIANTS][POINTS];

static double
ishigami(const double *u)
{
    const double a = PI * (2.0 * u[0] - 1.0), b = PI * (2.0 * u[1] - 1.0);
    const double c = PI * (2.0 * u[2] - 1.0);

    return sin(a) + 7.0 * sin(b) * sin(b) + 0.1 * c * c * c * c * sin(a);
}

/* Sobol' g with coefficients 0, 1 and 9. */
static double
g(const double *u)
{
    return fabs(4.0 * u[0] - 2.0) * (fabs(4.0 * u[1] - 2.0) + 1.0) / 2.0 *
           (fabs(4.0 * u[2] - 2.0) + 9.0) / 10.0;
}

/* 2 a - 3 b + a c: an effect of c that depends on a. */
static double
plane(const double *u)
{
    return 2.0 * u[0] - 3.0 * u[1] + u[0] * u[2];
}

static struct mnz_design *
create(enum mnz_design_kind kind, enum mnz_sampler sampler, uint64_t seed,
       uint64_t points, const uint32_t *groups, uint32_t num_groups)
{
    const struct mnz_design_parts parts = {.kind = kind,
                                           .seed = seed,
                                           .points = points,
                                           .sampler = sampler,
                                           .num_inputs = INPUTS,
                                           .num_groups = num_groups,
                                           .names = NAMES,
                                           .groups = groups};
    struct mnz_design *design = NULL;

    assert_int_equal(mnz_design_create(&parts, &design), MNZ_OK);
    return design;
}

static void
evaluate(const struct mnz_design *design, uint64_t points,
         double (*value)(const double *))
{
    double u[2 * INPUTS];

    for (uint64_t t = 0; t < mnz_design_trials(design); t++) {
        mnz_design_uniforms(design, t, u);
        for (int i = 0; i < INPUTS; i++)
            assert_true(u[i] > 0.0 && u[i] < 1.0);
        values[t / points][t % points] = value(u);
    }
}

static const uint32_t apart[INPUTS] = {0, 1, 2};

static int
holds(const struct mnz_jackknife *estimate, double truth)
{
    double low, high;

    mnz_jackknife_interval(estimate, &low, &high);
    return low <= truth && truth <= high;
}

/* Fewer than this hold the truth with probability 1/10,000. */
static void
assert_covers(int hits, int seeds)
{
    assert_true(hits >= 0.95 * seeds - 3.72 * sqrt(0.95 * 0.05 * seeds));
}

static void
check_shares(double (*value)(const double *), const double first[INPUTS],
             const double total[INPUTS])
{
    enum { SEEDS = 40 };

    for (int s = 0; s < MNZ_NUM_SAMPLERS; s++) {
        int firsts[INPUTS] = {0}, totals[INPUTS] = {0};

        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct mnz_design *d = create(MNZ_DESIGN_SALTELLI, (enum mnz_sampler)s,
                                          seed, POINTS, apart, INPUTS);

            assert_int_equal(mnz_design_variants(d), INPUTS + 3);
            evaluate(d, POINTS, value);
            for (int i = 0; i < INPUTS; i++) {
                struct mnz_variance_shares x;

                mnz_effects_jansen(values[0], values[1], values[2 + i], POINTS, &x);
                firsts[i] += holds(&x.first, first[i]);
                totals[i] += holds(&x.total, total[i]);
                assert_near(x.first.value, first[i], 0.3);
                assert_near(x.total.value, total[i], 0.3);
            }
            mnz_design_destroy(d);
        }
        for (int i = 0; i < INPUTS; i++) {
            assert_covers(firsts[i], SEEDS);
            assert_covers(totals[i], SEEDS);
        }
    }
}

/* With coefficients 7 and 0.1: first 0.3139, 0.4424 and 0; a and c share 0.2437. */
static void
jansen_finds_the_shares_of_ishigami(void **state)
{
    static const double first[INPUTS] = {0.3139, 0.4424, 0.0};
    static const double total[INPUTS] = {0.5576, 0.4424, 0.2437};

    (void)state;
    check_shares(ishigami, first, total);
}

/* Terms of variance v = 1/3, 1/12 and 1/300: all is (1 + v)(1 + v)(1 + v) - 1. */
static void
jansen_finds_the_shares_of_g(void **state)
{
    static const double v[INPUTS] = {1.0 / 3.0, 1.0 / 12.0, 1.0 / 300.0};
    double first[INPUTS], total[INPUTS], all = 1.0;

    (void)state;
    for (int i = 0; i < INPUTS; i++)
        all *= 1.0 + v[i];
    for (int i = 0; i < INPUTS; i++) {
        first[i] = v[i] / (all - 1.0);
        total[i] = v[i] * all / (1.0 + v[i]) / (all - 1.0);
    }
    check_shares(g, first, total);
}

/* a and c together have all but b's. */
static void
a_group_has_what_its_inputs_do_together(void **state)
{
    static const uint32_t groups[INPUTS] = {0, 1, 0};
    struct mnz_design *d =
        create(MNZ_DESIGN_SALTELLI, MNZ_SAMPLER_SOBOL, 1, POINTS, groups, 2);
    struct mnz_variance_shares x;

    (void)state;
    evaluate(d, POINTS, ishigami);
    mnz_effects_jansen(values[0], values[1], values[2], POINTS, &x);
    assert_near(x.first.value, 0.5576, 0.08);
    assert_near(x.total.value, 0.5576, 0.08);
    /* The last variant has all inputs of A: only chance could differ. */
    mnz_effects_jansen(values[0], values[1], values[4], POINTS, &x);
    assert_true(x.total.value == 0.0);
    for (uint64_t p = 0; p < 3; p++) {
        assert_int_equal(mnz_design_chance(d, p), p);
        assert_int_equal(mnz_design_chance(d, POINTS + p), POINTS + p);
        assert_int_equal(mnz_design_chance(d, 2 * POINTS + p), p);
        assert_int_equal(mnz_design_chance(d, 4 * POINTS + p), POINTS + p);
    }
    mnz_design_destroy(d);
}

static void
points_without_a_value_and_constants_do_not_count(void **state)
{
    double a[64], b[64], c[64];
    struct mnz_variance_shares x;
    struct mnz_elementary e;

    (void)state;
    for (int p = 0; p < 64; p++)
        a[p] = b[p] = c[p] = p < 32 ? 1.5 : (double)NAN;
    mnz_effects_jansen(a, b, c, 64, &x);
    assert_true(x.first.value == 0.0 && x.total.value == 0.0);
    mnz_effects_morris(a, 64, &e);
    assert_true(e.mu_star.value == 1.5 && e.mean.value == 1.5 && e.sigma == 0.0);
}

/* Changes over a whole range: of a 2 + c, between 2.125 and 2.875; of b -3; of c a. */
static void
morris_finds_the_slopes_of_a_plane(void **state)
{
    struct mnz_design *d =
        create(MNZ_DESIGN_MORRIS, MNZ_SAMPLER_PLAIN, 3, TRAJECTORIES, apart, INPUTS);
    struct mnz_elementary e[INPUTS];

    (void)state;
    assert_int_equal(mnz_design_trials(d), TRAJECTORIES * (INPUTS + 1));
    evaluate(d, TRAJECTORIES, plane);
    for (uint32_t i = 0; i < INPUTS; i++) {
        double changes[TRAJECTORIES];

        for (uint64_t r = 0; r < TRAJECTORIES; r++) {
            const uint32_t step = mnz_design_step(d, r, i);

            assert_in_range(step, 1, INPUTS);
            changes[r] = (values[step][r] - values[step - 1][r]) * 2.0 *
                         (mnz_design_rises(d, r, i) ? 1.0 : -1.0);
            assert_int_equal(mnz_design_chance(d, step * TRAJECTORIES + r), r);
        }
        mnz_effects_morris(changes, TRAJECTORIES, &e[i]);
    }
    assert_true(holds(&e[0].mu_star, 2.5));
    assert_near(e[0].sigma, sqrt(5.0 / 64.0), 0.06);
    assert_near(e[1].mu_star.value, 3.0, 1e-12);
    assert_near(e[1].mean.value, -3.0, 1e-12);
    assert_near(e[1].sigma, 0.0, 1e-6);
    assert_true(holds(&e[2].mu_star, 0.5));
    mnz_design_destroy(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jansen_finds_the_shares_of_ishigami),
        cmocka_unit_test(jansen_finds_the_shares_of_g),
        cmocka_unit_test(a_group_has_what_its_inputs_do_together),
        cmocka_unit_test(points_without_a_value_and_constants_do_not_count),
        cmocka_unit_test(morris_finds_the_slopes_of_a_plane),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
