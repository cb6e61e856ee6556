/* test_twins.c - inputs whose rank correlation is 1 or -1, in a run. */

#include "unit/network/world_text.h"

#include "study/monte_carlo.h"
#include "support/find_group.h"

/* Two industries of one size, short by what two offices refuse: 1 - U(0, 1) each. */
#define OFFICES                                                                        \
    "monazite: 1\n"                                                                    \
    "time: {start: 2024-01, months: 12}\n"                                             \
    "materials:\n"                                                                     \
    "  ore: {stage: mine, composition: {Nd: 0.2}}\n"                                   \
    "facilities:\n"                                                                    \
    "  pit: {country: CN, stage: mine, makes: {ore: 1}, stock: {input: 0, output: "    \
    "0}}\n"                                                                            \
    "industries:\n"                                                                    \
    "  a: {country: JP, sector: motors, uses: {ore: 100}, stock: 0}\n"                 \
    "  b: {country: KR, sector: motors, uses: {ore: 100}, stock: 0}\n"                 \
    "links:\n"                                                                         \
    "  - {from: pit, to: {sector: motors}, material: ore, share: 1}\n"                 \
    "controls:\n"                                                                      \
    "  jp: {kind: licence, by: CN, to: a, approval: {uniform: [0, 1]}, processing: "   \
    "0, spread: 0, order_ahead: 0}\n"                                                  \
    "  kr: {kind: licence, by: CN, to: b, approval: {uniform: [0, 1]}, processing: "   \
    "0, spread: 0, order_ahead: 0}\n"
#define RANK(rank)                                                                     \
    "correlations:\n"                                                                  \
    "  - {between: [controls.jp.approval, controls.kr.approval], rank: " rank "}\n"

enum { TRIALS = 4000 };

/* Total shortfall in each trial. */
static void
run_trials(const char *text, enum mnz_sampler sampler, double values[TRIALS])
{
    static uint8_t is_done[TRIALS];
    struct compiled c = compile_text(text);
    struct mnz_metrics *metrics;
    uint32_t series;
    const struct mnz_keep keep = {
        .num_series = 1, .series = &series, .values = values, .is_done = is_done};
    const struct mnz_run_setup setup = {
        .trials = TRIALS, .seed = 3, .sampler = sampler, .threads = 1, .keep = &keep};
    struct mnz_run *run;

    assert_int_equal(mnz_metrics_create(c.net, &metrics), MNZ_OK);
    series = mnz_metrics_horizon(metrics, find_group(metrics, MNZ_SCOPE_TOTAL, "all"),
                                 MNZ_METRIC_SHORTFALL_SHARE);
    assert_int_equal(mnz_run_create(c.net, &setup, &run), MNZ_OK);
    mnz_run_destroy(run);
    mnz_metrics_destroy(metrics);
    discard(&c);
}

static double
sd_of(const double values[TRIALS])
{
    double sum = 0.0, squares = 0.0;

    for (int k = 0; k < TRIALS; k++) {
        sum += values[k];
        squares += values[k] * values[k];
    }
    return sqrt(squares / TRIALS - sum * sum / TRIALS / TRIALS);
}

/* sd of U(0, 1): 1/sqrt(12); of the mean of two independent ones 1/sqrt(24). */
static void
twins_are_refused_alike(void **state)
{
    static double values[TRIALS];

    (void)state;
    for (int sampler = 0; sampler < MNZ_NUM_SAMPLERS; sampler++) {
        run_trials(OFFICES RANK("1"), (enum mnz_sampler)sampler, values);
        assert_true(fabs(sd_of(values) - 0.28868) < 0.007);
        run_trials(OFFICES, (enum mnz_sampler)sampler, values);
        assert_true(fabs(sd_of(values) - 0.20412) < 0.007);
    }
}

static void
mirrored_twins_make_up_for_each_other(void **state)
{
    static double values[TRIALS];

    (void)state;
    for (int sampler = 0; sampler < MNZ_NUM_SAMPLERS; sampler++) {
        run_trials(OFFICES RANK("-1"), (enum mnz_sampler)sampler, values);
        for (int k = 0; k < TRIALS; k++)
            assert_true(fabs(values[k] - 0.5) < 1e-9);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twins_are_refused_alike),
        cmocka_unit_test(mirrored_twins_make_up_for_each_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
