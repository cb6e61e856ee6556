/* test_reported.c - reports of observed flows: scale, growth and scatter. */

#include "unit/network/world_text.h"

#include "study/monte_carlo.h"
#include "support/find_group.h"

/* Flows of the same magnets, 100 t a year to the US, reported in several ways. */
#define US "by: JP, goods: magnet, to: {country: US}"
#define OBSERVE                                                                        \
    "observe:\n"                                                                       \
    "  plain: {" US "}\n"                                                              \
    "  twice: {" US ", scale: 2, growth: 0.21}\n"                                      \
    "  noisy: {" US ", scatter: 0.3}\n"                                                \
    "  other: {" US ", scatter: 0.3}\n"                                                \
    "  dated: {" US ", scatter: {2025-01: 0, 2025-07: 0.3}}\n"                         \
    "  winter: {" US ", season: {2: 0.8, 12: {uniform: [0.5, 0.7]}}}\n"                \
    "  level: {" US ", scale: {lognormal: {median: 1, sigma: 0.2}}}\n"

enum { TRIALS = 20000, MONTHS = 12, SHIFTED = 9 };
#define NORMAL (100.0 / 12.0)

static void
assert_about(double actual, double expected, double within)
{
    if (!(fabs(actual - expected) <= within)) {
        print_error("%.12g, not %.12g within %g\n", actual, expected, within);
        fail();
    }
}

/* The reports of a flow in each of `trials`; [trial][MONTHS + 1], the caller's to
 * free. */
static double *
reports(const struct compiled *c, const char *name, uint64_t trials, uint32_t threads,
        enum mnz_sampler sampler)
{
    struct mnz_metrics *metrics;
    uint32_t series[MONTHS + 1], g;
    double *values = calloc(trials * (MONTHS + 1), sizeof *values);
    uint8_t *is_done = calloc(trials, 1);
    const struct mnz_keep keep = {.num_series = MONTHS + 1,
                                  .series = series,
                                  .values = values,
                                  .is_done = is_done};
    const struct mnz_run_setup options = {.trials = trials,
                                          .seed = 11,
                                          .sampler = sampler,
                                          .threads = threads,
                                          .keep = &keep};
    struct mnz_run *run;

    assert_non_null(values);
    assert_non_null(is_done);
    assert_int_equal(mnz_metrics_create(c->net, &metrics), MNZ_OK);
    g = find_group(metrics, MNZ_SCOPE_FLOW, name);
    for (uint32_t j = 0; j < MONTHS; j++)
        series[j] = mnz_metrics_month(metrics, g, MNZ_METRIC_SHIPPED_TONNES, j);
    series[MONTHS] = mnz_metrics_horizon(metrics, g, MNZ_METRIC_SHIPPED_TONNES);
    assert_int_equal(mnz_run_create(c->net, &options, &run), MNZ_OK);
    mnz_run_destroy(run);
    mnz_metrics_destroy(metrics);
    free(is_done);
    return values;
}

static double
mean_of(const double *values, uint32_t column)
{
    double sum = 0.0;

    for (int k = 0; k < TRIALS; k++)
        sum += values[k * (MONTHS + 1) + (int)column];
    return sum / TRIALS;
}

/* Of two columns, of the same or of two flows. */
static double
covariance(const double *a, uint32_t i, const double *b, uint32_t j)
{
    const double mean_a = mean_of(a, i), mean_b = mean_of(b, j);
    double sum = 0.0;

    for (int k = 0; k < TRIALS; k++)
        sum += (a[k * (MONTHS + 1) + (int)i] - mean_a) *
               (b[k * (MONTHS + 1) + (int)j] - mean_b);
    return sum / TRIALS;
}

static void
scale_and_growth_multiply_what_is_shipped(void **state)
{
    struct compiled c = compile_text(TRADE OBSERVE);
    double *plain = reports(&c, "plain", 1, 1, MNZ_SAMPLER_PLAIN);
    double *twice = reports(&c, "twice", 1, 1, MNZ_SAMPLER_PLAIN);
    double sum = 0.0;

    (void)state;
    for (int j = 0; j < MONTHS; j++) {
        assert_about(plain[j], NORMAL, 1e-9);
        assert_about(twice[j], 2.0 * NORMAL * pow(1.21, j / 12.0), 1e-9);
        sum += twice[j];
    }
    assert_about(twice[6] / twice[0], 1.1, 1e-12);
    assert_about(twice[MONTHS], sum, 1e-9);
    free(plain);
    free(twice);
    discard(&c);
}

static void
scatter_has_mean_1_its_sd_and_no_memory(void **state)
{
    struct compiled c = compile_text(TRADE OBSERVE);
    double *noisy = reports(&c, "noisy", TRIALS, 1, MNZ_SAMPLER_SOBOL);
    double *other = reports(&c, "other", TRIALS, 1, MNZ_SAMPLER_SOBOL);
    const double variance = NORMAL * NORMAL * (exp(0.09) - 1.0);
    const double few = variance * 5.0 / sqrt(TRIALS);

    (void)state;
    for (uint32_t j = 0; j < MONTHS; j++) {
        assert_about(mean_of(noisy, j), NORMAL, 5.0 * sqrt(variance / TRIALS));
        assert_about(covariance(noisy, j, noisy, j), variance, 0.06 * variance);
        if (j > 0)
            assert_about(covariance(noisy, j, noisy, j - 1), 0.0, few);
        assert_about(covariance(noisy, j, other, j), 0.0, few);
    }
    /* The horizon is the sum of twelve of them. */
    assert_about(covariance(noisy, MONTHS, noisy, MONTHS), 12.0 * variance,
                 0.06 * 12.0 * variance);
    free(noisy);
    free(other);
    discard(&c);
}

static void
scatter_is_dated_and_a_level_is_drawn_once_a_trial(void **state)
{
    struct compiled c = compile_text(TRADE OBSERVE);
    double *dated = reports(&c, "dated", 40, 1, MNZ_SAMPLER_PLAIN);
    double *level = reports(&c, "level", 40, 1, MNZ_SAMPLER_PLAIN);

    (void)state;
    for (int k = 0; k < 40; k++) {
        const double *d = &dated[k * (MONTHS + 1)], *l = &level[k * (MONTHS + 1)];

        assert_about(d[5], NORMAL, 1e-9);
        assert_true(fabs(d[6] / NORMAL - 1.0) > 1e-6);
        assert_about(l[11], l[0], 1e-9);
        assert_true(fabs(l[0] / NORMAL - 1.0) > 1e-6);
    }
    free(dated);
    free(level);
    discard(&c);
}

static void
reports_are_the_same_on_any_number_of_threads_and_trials(void **state)
{
    enum { MANY = 333, FEW = 21 };
    struct compiled c = compile_text(TRADE OBSERVE);
    double *one = reports(&c, "noisy", MANY, 1, MNZ_SAMPLER_SOBOL);
    double *four = reports(&c, "noisy", MANY, 4, MNZ_SAMPLER_SOBOL);
    double *few = reports(&c, "noisy", FEW, 1, MNZ_SAMPLER_PLAIN);

    (void)state;
    assert_memory_equal(one, four, MANY * (MONTHS + 1) * sizeof *one);
    assert_memory_equal(one, few, FEW * (MONTHS + 1) * sizeof *one);
    free(one);
    free(four);
    free(few);
    discard(&c);
}

/* The same calendar month, in a run that begins three months later. */
static void
a_month_scatters_alike_whenever_the_run_begins(void **state)
{
    static const char text[] = TRADE OBSERVE;
    char later[sizeof text];
    struct compiled c = compile_text(text);
    double *from_january = reports(&c, "noisy", 5, 1, MNZ_SAMPLER_PLAIN), *from_april;

    (void)state;
    discard(&c);
    memcpy(later, text, sizeof text);
    memcpy(strstr(later, "2025-01"), "2025-04", 7);
    c = compile_text(later);
    from_april = reports(&c, "noisy", 5, 1, MNZ_SAMPLER_PLAIN);
    for (int k = 0; k < 5; k++)
        for (int j = 0; j < SHIFTED; j++)
            assert_about(from_april[k * (MONTHS + 1) + j],
                         from_january[k * (MONTHS + 1) + j + 3], 1e-9);
    free(from_january);
    free(from_april);
    discard(&c);
}

/* Of calendar months: in a run that begins in April, February is the eleventh. */
static void
a_season_multiplies_its_calendar_months(void **state)
{
    static const char text[] = TRADE OBSERVE;
    char later[sizeof text];

    (void)state;
    memcpy(later, text, sizeof text);
    memcpy(strstr(later, "2025-01"), "2025-04", 7);
    for (int is_later = 0; is_later < 2; is_later++) {
        const int february = is_later ? 10 : 1, december = is_later ? 8 : 11;
        struct compiled c = compile_text(is_later ? later : text);
        double *winter = reports(&c, "winter", 5, 1, MNZ_SAMPLER_PLAIN);

        for (int k = 0; k < 5; k++) {
            const double *row = &winter[k * (MONTHS + 1)];
            double sum = 0.0;

            for (int j = 0; j < MONTHS; j++) {
                if (j == december)
                    assert_about(row[j], 0.6 * NORMAL, 0.1 * NORMAL);
                else
                    assert_about(row[j], (j == february ? 0.8 : 1.0) * NORMAL, 1e-9);
                sum += row[j];
            }
            assert_about(row[MONTHS], sum, 1e-9);
        }
        assert_true(fabs(winter[december] - winter[MONTHS + 1 + december]) > 1e-9);
        free(winter);
        discard(&c);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scale_and_growth_multiply_what_is_shipped),
        cmocka_unit_test(scatter_has_mean_1_its_sd_and_no_memory),
        cmocka_unit_test(scatter_is_dated_and_a_level_is_drawn_once_a_trial),
        cmocka_unit_test(reports_are_the_same_on_any_number_of_threads_and_trials),
        cmocka_unit_test(a_month_scatters_alike_whenever_the_run_begins),
        cmocka_unit_test(a_season_multiplies_its_calendar_months),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
