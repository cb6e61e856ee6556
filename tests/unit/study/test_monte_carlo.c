/* test_monte_carlo.c - a run's result does not depend on threads, and agrees with
 * theory. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cells.h"
#include "report/table.h"
#include "study/monte_carlo.h"
#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"
#include "support/find_group.h"
#include "support/random_scenario.h"
#include "support/row_order.h"

static struct mnz_run *
run(const struct mnz_network *net, uint64_t trials, uint32_t threads,
    enum mnz_sampler sampler)
{
    const struct mnz_run_setup options = {
        .trials = trials, .seed = 11, .sampler = sampler, .threads = threads};
    struct mnz_run *result;

    assert_int_equal(mnz_run_create(net, &options, &result), MNZ_OK);
    assert_int_equal(result->trials_done, trials);
    return result;
}

/* The summary and monthly tables as one text, to be freed. */
static char *
tables(struct mnz_run *run_made)
{
    const struct mnz_result result = {.run = run_made}, *results = &result;
    const struct mnz_outcome outcome = {.num_results = 1, .results = &results};
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    struct mnz_cells cells = mnz_cells_to(&mnz_format_csv, &mnz_cells_exact, stream);

    assert_non_null(stream);
    assert_int_equal(mnz_table_write(&mnz_table_summary, &outcome, &cells), MNZ_OK);
    assert_int_equal(mnz_table_write(&mnz_table_monthly, &outcome, &cells), MNZ_OK);
    fclose(stream);
    return text;
}

static struct mnz_summary
summary_of(const struct mnz_run *result, enum mnz_scope scope, const char *name,
           enum mnz_metric metric)
{
    const uint32_t g = find_group(result->metrics, scope, name);
    struct mnz_summary s;

    mnz_tally_summary(result->conditionals[0].tally,
                      mnz_metrics_horizon(result->metrics, g, metric), &s);
    return s;
}

static void
gives_the_same_bytes_on_any_number_of_threads(void **state)
{
    (void)state;
    for (uint64_t world = 1; world <= 4; world++)
        for (int sampler = 0; sampler < MNZ_NUM_SAMPLERS; sampler++) {
            struct build b;
            struct mnz_network *net;
            char *first = NULL;

            random_scenario(world, RANDOM_EVERYTHING, &b);
            net = compile_network(&b);
            for (uint32_t threads = 1; threads <= 3; threads++) {
                struct mnz_run *result =
                    run(net, 333, threads, (enum mnz_sampler)sampler);
                char *text = tables(result);

                if (!first)
                    first = text;
                else {
                    assert_string_equal(first, text);
                    free(text);
                }
                mnz_run_destroy(result);
            }
            free(first);
            mnz_network_destroy(net);
            build_finish(&b);
        }
}

/* The values of the total's horizon, trial by trial, to be freed. */
static double *
values_by_trial(const struct mnz_network *net, uint64_t trials, uint32_t threads,
                enum mnz_sampler sampler)
{
    struct mnz_metrics *metrics;
    struct mnz_run *result;
    uint32_t series;
    struct mnz_keep keep = {.num_series = 1, .series = &series};
    struct mnz_run_setup options = {.trials = trials,
                                    .seed = 11,
                                    .sampler = sampler,
                                    .threads = threads,
                                    .keep = &keep};

    assert_int_equal(mnz_metrics_create(net, &metrics), MNZ_OK);
    series = mnz_metrics_horizon(metrics, find_group(metrics, MNZ_SCOPE_TOTAL, "all"),
                                 MNZ_METRIC_SHORTFALL_SHARE);
    keep.values = calloc(trials, sizeof *keep.values);
    keep.is_done = calloc(trials, sizeof *keep.is_done);
    assert_non_null(keep.values);
    assert_non_null(keep.is_done);
    assert_int_equal(mnz_run_create(net, &options, &result), MNZ_OK);
    mnz_run_destroy(result);
    mnz_metrics_destroy(metrics);
    free(keep.is_done);
    return keep.values;
}

static void
more_trials_begin_with_those_of_fewer(void **state)
{
    enum { FEW = 200, MANY = 777 };

    (void)state;
    for (int sampler = 0; sampler < MNZ_NUM_SAMPLERS; sampler++) {
        struct build b;
        struct mnz_network *net;
        double *few, *many, sum = 0.0;

        random_scenario(2, RANDOM_EVERYTHING, &b);
        net = compile_network(&b);
        few = values_by_trial(net, FEW, 1, (enum mnz_sampler)sampler);
        many = values_by_trial(net, MANY, 3, (enum mnz_sampler)sampler);
        assert_memory_equal(few, many, FEW * sizeof *few);
        for (int k = 1; k < FEW; k++)
            sum += fabs(few[k] - few[0]);
        assert_true(sum > 0.0);
        free(few);
        free(many);
        mnz_network_destroy(net);
        build_finish(&b);
    }
}

/* A ban of probability p on the only supplier, in force for the whole run or not at
 * all: with cover and lead 0 the shortfall is 1 or 0. */
static void
shortfall_takes_two_values_under_a_control_of_probability_p(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_control *ban;
    struct mnz_run *result;
    struct mnz_summary s;

    (void)state;
    build_two_nodes(&b);
    build_covers(&b, 1, 0.0, 0.0);
    ban = build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
    build_probability(&b, ban->regime, 0.3);
    net = compile_network(&b);
    result = run(net, 4000, 2, MNZ_SAMPLER_PLAIN);
    s = summary_of(result, MNZ_SCOPE_TOTAL, "all", MNZ_METRIC_SHORTFALL_SHARE);
    assert_close(s.min, 0.0, 0.0);
    assert_close(s.max, 1.0, 1e-12);
    /* Within four standard errors of p. */
    assert_near(s.mean, 0.3, 4.0 * sqrt(0.3 * 0.7 / 4000.0));
    assert_close(s.p50, 0.0, 0.0);
    assert_close(s.p75, 1.0, 1e-12);
    mnz_run_destroy(result);
    mnz_network_destroy(net);
    build_finish(&b);
}

/* approval ~ U(0,1), no delay, cover and lead 0: the shortfall is U(0,1). */
static void
shortfall_is_uniform_when_approval_is(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_control *licence;
    struct mnz_run *result;
    struct mnz_summary s;

    (void)state;
    build_two_nodes(&b);
    build_covers(&b, 1, 0.0, 0.0);
    licence = build_control(&b, MNZ_CONTROL_LICENCE, "licence", b.cn);
    licence->licence.approval[MNZ_USE_CIVIL] = build_uniform(&b, "approval", 0.0, 1.0);
    licence->licence.processing_months = build_constant(&b, 0.0);
    net = compile_network(&b);
    result = run(net, 8192, 2, MNZ_SAMPLER_SOBOL);
    s = summary_of(result, MNZ_SCOPE_TOTAL, "all", MNZ_METRIC_SHORTFALL_SHARE);
    assert_near(s.mean, 0.5, 0.002);
    assert_near(s.sd, sqrt(1.0 / 12.0), 0.002);
    assert_near(s.p05, 0.05, 0.01);
    assert_near(s.p25, 0.25, 0.01);
    assert_near(s.p75, 0.75, 0.015);
    assert_near(s.p95, 0.95, 0.02);
    assert_near(s.cvar95, 0.975, 0.01);
    mnz_run_destroy(result);
    mnz_network_destroy(net);
    build_finish(&b);
}

/* The same world: its mean is 0.5, which the intervals of 95 % hold as often, within
 * three standard errors over so many seeds. 600 trials leave blocks incomplete. */
static void
intervals_hold_the_mean_under_all_samplers(void **state)
{
    enum { SEEDS = 300, TRIALS = 600 };
    struct build b;
    struct mnz_network *net;
    struct mnz_control *licence;

    (void)state;
    build_two_nodes(&b);
    build_covers(&b, 1, 0.0, 0.0);
    licence = build_control(&b, MNZ_CONTROL_LICENCE, "licence", b.cn);
    licence->licence.approval[MNZ_USE_CIVIL] = build_uniform(&b, "approval", 0.0, 1.0);
    licence->licence.processing_months = build_constant(&b, 0.0);
    net = compile_network(&b);
    for (int sampler = 0; sampler < MNZ_NUM_SAMPLERS; sampler++) {
        int holds = 0;

        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            const struct mnz_run_setup options = {.trials = TRIALS,
                                                  .seed = seed,
                                                  .sampler = (enum mnz_sampler)sampler,
                                                  .threads = 1};
            struct mnz_run *result;
            uint32_t series;
            double low, high;

            assert_int_equal(mnz_run_create(net, &options, &result), MNZ_OK);
            series = mnz_metrics_horizon(
                result->metrics, find_group(result->metrics, MNZ_SCOPE_TOTAL, "all"),
                MNZ_METRIC_SHORTFALL_SHARE);
            mnz_tally_mean_interval(result->conditionals[0].tally, series, &low, &high);
            holds += low < 0.5 && 0.5 < high;
            mnz_run_destroy(result);
        }
        assert_near((double)holds / SEEDS, 0.95, 3.0 * sqrt(0.95 * 0.05 / SEEDS));
    }
    mnz_network_destroy(net);
    build_finish(&b);
}

static int
refuse_row(void *context, uint64_t trial, const double *draws, const double *values)
{
    (void)context;
    (void)draws;
    (void)values;
    return trial == 100;
}

static void
hands_trials_to_the_sink_in_order(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_run *result = NULL;
    struct row_order rows = {0};
    struct mnz_trial_sink sink = {.trial = row_order_take, .context = &rows};
    struct mnz_run_setup options = {
        .trials = 500, .seed = 1, .threads = 3, .sink = &sink};

    (void)state;
    random_scenario(3, RANDOM_EVERYTHING, &b);
    net = compile_network(&b);
    assert_int_equal(mnz_run_create(net, &options, &result), MNZ_OK);
    assert_int_equal(rows.next, 500);
    assert_false(rows.out_of_order);
    mnz_run_destroy(result);

    sink.trial = refuse_row;
    assert_int_equal(mnz_run_create(net, &options, &result), MNZ_ERR_IO);
    assert_null(result);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
stops_when_asked_and_keeps_what_is_done(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_run *result = NULL;
    atomic_int stop = 1;
    const struct mnz_run_setup options = {
        .trials = 100000, .seed = 1, .threads = 2, .stop = &stop};

    (void)state;
    random_scenario(3, RANDOM_EVERYTHING, &b);
    net = compile_network(&b);
    assert_int_equal(mnz_run_create(net, &options, &result), MNZ_ERR_STOPPED);
    assert_non_null(result);
    assert_true(result->trials_done > 0 && result->trials_done < 100000);
    assert_int_equal(
        summary_of(result, MNZ_SCOPE_TOTAL, "all", MNZ_METRIC_SHORTFALL_SHARE).trials,
        result->trials_done);
    mnz_run_destroy(result);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
memory_is_known_beforehand_and_hardly_grows(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct build b;
        struct mnz_network *net;
        struct mnz_run *few, *many;
        size_t said = 0;

        random_scenario(seed, RANDOM_EVERYTHING, &b);
        net = compile_network(&b);
        few = run(net, 1000, 1, net->scenario->sampler);
        many = run(net, 5000, 1, net->scenario->sampler);
        assert_int_equal(mnz_run_expect_bytes(net, &said), MNZ_OK);
        /* Either may hold a little less: arenas align pieces to wherever they lie. */
        assert_in_range(many->bytes, few->bytes * 4 / 5, few->bytes * 5 / 4);
        assert_in_range(many->bytes, said / 2, said * 2);
        mnz_run_destroy(few);
        mnz_run_destroy(many);
        mnz_network_destroy(net);
        build_finish(&b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_same_bytes_on_any_number_of_threads),
        cmocka_unit_test(more_trials_begin_with_those_of_fewer),
        cmocka_unit_test(shortfall_takes_two_values_under_a_control_of_probability_p),
        cmocka_unit_test(shortfall_is_uniform_when_approval_is),
        cmocka_unit_test(intervals_hold_the_mean_under_all_samplers),
        cmocka_unit_test(hands_trials_to_the_sink_in_order),
        cmocka_unit_test(stops_when_asked_and_keeps_what_is_done),
        cmocka_unit_test(memory_is_known_beforehand_and_hardly_grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
