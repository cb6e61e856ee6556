/* test_model.c - the library as another program calls it: nothing but public headers.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "monazite/monazite.h"
#include "support/models.h"

enum { TRIALS = 300, FITTED_TRIALS = 400 };

static struct mnz_measure
measure(const struct mnz_model *model, const char *scope, const char *group,
        const char *metric)
{
    struct mnz_measure m;

    assert_int_equal(mnz_model_find_measure(model, scope, group, metric, &m), MNZ_OK);
    return m;
}

static struct mnz_measure
total_shortfall(const struct mnz_model *model)
{
    return measure(model, "total", "all", "shortfall_share");
}

static struct mnz_result *
run(const struct mnz_model *model, uint32_t threads)
{
    const struct mnz_run_options options = {
        .trials = TRIALS, .threads = threads, .all_months = 1};
    struct mnz_result *result;

    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    assert_int_equal(mnz_result_trials(result), TRIALS);
    return result;
}

/* Whether all measures of two results of one model, by month and over the horizon and
 * in each branch, are equal byte by byte. */
static void
tells_what_a_scenario_is_and_what_its_runs_report(void **state)
{
    struct mnz_model *model =
        model_of_file("scenarios/truce-expiry-2026-11.yaml", NULL, 0);
    struct mnz_measure m = total_shortfall(model);
    struct mnz_input_info input;
    char month[MNZ_MONTH_TEXT];

    (void)state;
    assert_string_equal(mnz_model_name(model), "truce-expiry-2026-11");
    assert_true(strlen(mnz_model_title(model)) > 0);
    assert_true(mnz_model_trials(model) > 0);
    assert_non_null(mnz_model_sampler(model));
    mnz_model_month_text(model, 0, month);
    assert_int_equal(strlen(month), 7);
    mnz_model_month_text(model, -1, month);
    assert_int_equal(strlen(month), 7);
    assert_string_equal(mnz_model_group_scope(model, m.group), "total");
    assert_string_equal(mnz_model_group_name(model, m.group), "all");
    assert_string_equal(mnz_metric_name(m.metric), "shortfall_share");
    assert_string_equal(mnz_metric_unit(m.metric), "share");
    assert_int_equal(m.month, MNZ_HORIZON);
    assert_true(mnz_model_horizon_position(model, m) < mnz_model_num_horizon(model));
    m.month = mnz_model_months(model) - 1;
    assert_true(mnz_model_has_measure(model, m));
    assert_int_equal(mnz_model_horizon_position(model, m), MNZ_NONE);
    m.month++;
    assert_false(mnz_model_has_measure(model, m));
    assert_true(mnz_model_num_inputs(model) > 0);
    for (uint32_t i = 0; i < mnz_model_num_inputs(model); i++) {
        mnz_model_input(model, i, &input);
        assert_true(strlen(input.name) > 0 && strlen(input.distribution) > 0);
        assert_non_null(input.unit);
        assert_non_null(input.source);
        assert_non_null(input.verified);
    }
    mnz_model_destroy(model);
}

static void
reads_a_scenario_from_memory(void **state)
{
    const char *typo = "extends: everything.yaml\ntmie: {}\n";
    char path[1024], text[] = "extends: everything.yaml\n"
                              "title: From memory\nrun: {trials: 77}\n";
    struct mnz_model *model, *file = model_of_everything(NULL);
    struct mnz_result *a, *b;
    struct mnz_diags *diags;

    (void)state;
    source_path("tests/fuzz/seeds/memory.yaml", path);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_model_read(path, text, NULL, 0, diags, &model), MNZ_OK);
    memset(text, 'x', sizeof text - 1); /* it was only borrowed */
    assert_string_equal(mnz_model_name(model), "memory");
    assert_string_equal(mnz_model_title(model), "From memory");
    assert_int_equal(mnz_model_trials(model), 77);
    a = run(model, 1);
    b = run(file, 1);
    assert_true(results_are_equal(model, a, b));
    mnz_result_destroy(a);
    mnz_result_destroy(b);
    mnz_model_destroy(model);
    assert_int_equal(mnz_model_read(path, typo, NULL, 0, diags, &model), MNZ_ERR_INPUT);
    assert_null(model);
    assert_true(mnz_diags_errors(diags) > 0);
    assert_string_equal(mnz_diags_get(diags, 0)->at.file, path);
    assert_int_equal(mnz_model_read(path, "", NULL, 0, NULL, &model), MNZ_ERR_INPUT);
    assert_int_equal(mnz_model_read(path, NULL, NULL, 0, NULL, &model), MNZ_ERR_INPUT);
    mnz_diags_destroy(diags);
    mnz_model_destroy(file);
}

static void
repeats_a_run_with_equal_bytes_on_any_number_of_threads(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_result *first = run(model, 1), *second = run(model, 1),
                      *third = run(model, 3);

    (void)state;
    assert_true(mnz_result_num_branches(first) > 1);
    assert_string_equal(mnz_result_branch_name(first, 0), "");
    assert_true(results_are_equal(model, first, second));
    assert_true(results_are_equal(model, first, third));
    mnz_result_destroy(first);
    mnz_result_destroy(second);
    mnz_result_destroy(third);
    mnz_model_destroy(model);
}

static void
runs_with_another_seed_sampler_or_setting_differ(void **state)
{
    struct mnz_model *model = model_of_everything(NULL), *other;
    const uint64_t seed = 12345;
    const struct mnz_run_options
        plain = {.trials = TRIALS, .sampler = "plain", .all_months = 1},
        sobol = {.trials = TRIALS, .sampler = "sobol", .all_months = 1},
        seeded = {.trials = TRIALS, .seed = &seed, .all_months = 1};
    struct mnz_result *a, *b, *c, *d;

    (void)state;
    other = model_of_everything("run.seed=12345");
    assert_int_equal(mnz_model_seed(other), 12345);
    assert_int_not_equal(mnz_model_seed(model), 12345);
    assert_int_equal(mnz_model_run(model, &plain, &a), MNZ_OK);
    assert_int_equal(mnz_model_run(model, &sobol, &b), MNZ_OK);
    assert_int_equal(mnz_model_run(model, &seeded, &c), MNZ_OK);
    d = run(other, 0);
    assert_false(results_are_equal(model, a, b));
    assert_false(results_are_equal(model, a, c));
    assert_true(results_are_equal(model, c, d));
    mnz_result_destroy(a);
    mnz_result_destroy(b);
    mnz_result_destroy(c);
    mnz_result_destroy(d);
    mnz_model_destroy(other);
    mnz_model_destroy(model);
}

/* Two of them, with different seeds, go on at once. */
struct job {
    const struct mnz_model *model;
    uint64_t seed;
    struct mnz_result *result;
    enum mnz_status status;
};

static void *
run_job(void *context)
{
    struct job *job = context;
    const struct mnz_run_options options = {
        .trials = TRIALS, .seed = &job->seed, .threads = 2, .all_months = 1};

    job->status = mnz_model_run(job->model, &options, &job->result);
    return NULL;
}

static void
two_runs_at_once_give_the_results_of_single_runs(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    struct job at_once[2] = {{.model = model, .seed = 1}, {.model = model, .seed = 2}};
    pthread_t threads[2];

    (void)state;
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_job, &at_once[i]), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < 2; i++) {
        struct job alone = {.model = model, .seed = at_once[i].seed};

        run_job(&alone);
        assert_int_equal(at_once[i].status, MNZ_OK);
        assert_int_equal(alone.status, MNZ_OK);
        assert_true(results_are_equal(model, at_once[i].result, alone.result));
        mnz_result_destroy(alone.result);
    }
    assert_false(results_are_equal(model, at_once[0].result, at_once[1].result));
    mnz_result_destroy(at_once[0].result);
    mnz_result_destroy(at_once[1].result);
    mnz_model_destroy(model);
}

/* Who watches a run, and stops it when `most` trials are done. */
struct watcher {
    mnz_stop_flag stop;
    uint64_t most, calls, last, trials, rows;
    uint32_t at;   /* position of a measure among those over the horizon */
    double sum;    /* of its values */
    int is_broken; /* trials came out of order */
};

static int
take_trial(void *context, uint64_t trial, const double *draws, const double *horizon)
{
    struct watcher *w = context;

    w->is_broken |= trial != w->rows || !isfinite(draws[0]);
    w->rows++;
    w->sum += horizon[w->at];
    if (w->rows == w->most)
        atomic_store(&w->stop, 1);
    return 0;
}

static void
take_progress(void *context, uint64_t done, uint64_t trials)
{
    struct watcher *w = context;

    w->is_broken |= done < w->last;
    w->calls++;
    w->last = done;
    w->trials = trials;
}

static void
a_run_is_watched_trial_by_trial(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_measure m = total_shortfall(model);
    struct watcher w = {.at = mnz_model_horizon_position(model, m)};
    const struct mnz_run_options options = {.trials = TRIALS,
                                            .threads = 2,
                                            .trial = take_trial,
                                            .trial_context = &w,
                                            .progress = take_progress,
                                            .progress_context = &w};
    struct mnz_result *result;
    struct mnz_summary s;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    assert_int_equal(mnz_result_summary(result, m, 0, &s), MNZ_OK);
    assert_false(w.is_broken);
    assert_int_equal(w.rows, TRIALS);
    assert_int_equal(w.last, TRIALS);
    assert_int_equal(w.trials, TRIALS);
    assert_true(w.calls >= 1);
    assert_true(fabs(w.sum / TRIALS - s.mean) < 1e-9);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
}

static void
a_stopped_run_holds_the_trials_done(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_measure m = total_shortfall(model);
    struct watcher w = {.most = 10};
    const struct mnz_run_options options = {.trials = 1000000,
                                            .threads = 1,
                                            .stop = &w.stop,
                                            .trial = take_trial,
                                            .trial_context = &w,
                                            .keep = &m,
                                            .num_keep = 1};
    struct mnz_result *result;
    struct mnz_summary s;
    uint64_t kept = 0;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_ERR_STOPPED);
    assert_in_range(mnz_result_trials(result), 10, 999999);
    assert_int_equal(mnz_result_summary(result, m, 0, &s), MNZ_OK);
    assert_int_equal(s.trials, mnz_result_trials(result));
    for (uint64_t k = 0; k < options.trials; k++)
        kept += mnz_result_kept(result, k) != NULL;
    assert_int_equal(kept, mnz_result_trials(result));
    mnz_result_destroy(result);
    mnz_model_destroy(model);
}

static void
keeps_values_trial_by_trial(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_measure kept[2] = {
        total_shortfall(model), measure(model, "total", "all", "output_at_stake_usd")};
    const struct mnz_run_options options = {
        .trials = TRIALS, .keep = kept, .num_keep = 2};
    struct mnz_result *result;
    double sum[2] = {0};

    (void)state;
    kept[1].month = 3;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    for (uint64_t k = 0; k < TRIALS; k++)
        for (int i = 0; i < 2; i++)
            sum[i] += mnz_result_kept(result, k)[i];
    assert_null(mnz_result_kept(result, TRIALS));
    for (int i = 0; i < 2; i++) {
        struct mnz_summary s;

        assert_int_equal(mnz_result_summary(result, kept[i], 0, &s), MNZ_OK);
        assert_true(fabs(sum[i] / TRIALS - s.mean) <= 1e-9 * (1.0 + s.mean));
    }
    mnz_result_destroy(result);
    mnz_model_destroy(model);
}

static void
reads_quantiles_exceedances_and_limits(void **state)
{
    struct mnz_model *model =
        model_of_file("scenarios/china-licensing-2025-12.yaml", NULL, 0);
    const struct mnz_measure m = total_shortfall(model);
    const struct mnz_run_options options = {.trials = 16};
    struct mnz_result *result;
    struct mnz_summary s;
    struct mnz_exceedance above;
    struct mnz_limit all[256], most[3];
    uint32_t count;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    count = mnz_result_limits(result, all, 256);
    assert_int_equal(mnz_result_summary(result, m, 0, &s), MNZ_OK);
    assert_true(mnz_result_quantile(result, m, 0, 0.95) == s.p95);
    assert_true(isnan(mnz_result_quantile(result, m, 0, 0.0)));
    assert_true(isnan(mnz_result_quantile(result, m, 99, 0.5)));
    assert_int_equal(mnz_result_exceedance(result, m, 0, s.max, &above), MNZ_OK);
    assert_int_equal(above.hits, 0);
    assert_int_equal(mnz_result_exceedance(result, m, 99, 0.0, &above), MNZ_ERR_INPUT);
    assert_true(count > 3);
    for (uint32_t i = 1; i < count; i++)
        assert_true(all[i].steps > 0.0 && all[i].steps <= all[i - 1].steps);
    assert_int_equal(mnz_result_limits(result, most, 3), 3);
    assert_memory_equal(most, all, sizeof most);
    assert_int_equal(mnz_result_limits(result, NULL, 0), 0);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
}

enum { MOST_FLOWS = 200 };

/* The flows of a run on so many threads; how many there are. */
static uint32_t
flows_of(const struct mnz_model *model, uint32_t threads, int keeps_flows,
         struct mnz_flow flows[MOST_FLOWS])
{
    const struct mnz_run_options options = {
        .trials = TRIALS, .threads = threads, .keeps_flows = keeps_flows};
    struct mnz_result *result;
    uint32_t count;

    memset(flows, 0, (size_t)MOST_FLOWS * sizeof *flows);
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    assert_int_equal(mnz_result_flows(result, flows, MOST_FLOWS, &count), MNZ_OK);
    assert_in_range(count, 1, MOST_FLOWS);
    mnz_result_destroy(result);
    return count;
}

static void
links_carry_the_same_on_any_number_of_threads(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_flow one[MOST_FLOWS], two[MOST_FLOWS], none[MOST_FLOWS];
    const uint32_t count = flows_of(model, 1, 1, one);
    double sum = 0.0;

    (void)state;
    assert_int_equal(flows_of(model, 2, 1, two), count);
    assert_int_equal(flows_of(model, 1, 0, none), count);
    for (uint32_t i = 0; i < count; i++) {
        assert_string_equal(one[i].from, none[i].from);
        assert_true(strlen(one[i].to) > 0 && strlen(one[i].material) > 0);
        assert_true(one[i].worst_month < mnz_model_months(model));
        assert_true(one[i].window >= 0.0 && one[i].worst >= 0.0);
        assert_true(isnan(none[i].window) && isnan(none[i].worst));
        assert_true(one[i].baseline == none[i].baseline);
        assert_memory_equal(&one[i].window, &two[i].window, sizeof one[i].window);
        assert_memory_equal(&one[i].worst, &two[i].worst, sizeof one[i].worst);
        sum += one[i].window;
    }
    assert_true(sum > 0.0);
    mnz_model_destroy(model);
}

/* A run that counts something else does not know its worst month. */
static void
a_run_of_few_figures_has_no_worst_month(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_measure only = total_shortfall(model);
    const struct mnz_run_options options = {
        .trials = TRIALS, .keeps_flows = 1, .only = &only, .num_only = 1};
    struct mnz_flow flows[MOST_FLOWS];
    struct mnz_result *result;
    uint32_t count;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    assert_int_equal(mnz_result_flows(result, flows, MOST_FLOWS, &count), MNZ_OK);
    assert_true(isnan(flows[0].worst));
    assert_true(flows[0].window >= 0.0);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
}

static void
errors_are_answered_with_a_status(void **state)
{
    const char *typo[] = {"behaviour.adjsut=3 months"}, *none[] = {"run.trials=0"};
    struct mnz_model *model = model_of_everything(NULL), *no_model = model;
    const struct mnz_measure nothing = {.group = 0, .metric = 10000, .month = 0};
    const struct mnz_run_options bad_sampler = {.trials = 10, .sampler = "dice"},
                                 bad_measure = {
                                     .trials = 10, .keep = &nothing, .num_keep = 1};
    struct mnz_result *result;
    struct mnz_measure m;
    struct mnz_diags *diags;
    char path[1024];

    (void)state;
    source_path("tests/fuzz/seeds/everything.yaml", path);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(
        mnz_model_load("/there/is/no/such.yaml", NULL, 0, diags, &no_model),
        MNZ_ERR_INPUT);
    assert_null(no_model);
    assert_int_equal(mnz_diags_errors(diags), 1);
    assert_int_equal(mnz_model_load(path, typo, 1, diags, &no_model), MNZ_ERR_INPUT);
    assert_int_equal(mnz_diags_errors(diags), 2);
    assert_non_null(strstr(mnz_diags_get(diags, 1)->text, "adjsut"));
    assert_int_equal(mnz_model_load(path, none, 1, NULL, &no_model), MNZ_ERR_INPUT);
    assert_int_equal(mnz_model_run(model, &bad_sampler, &result), MNZ_ERR_INPUT);
    assert_null(result);
    assert_int_equal(mnz_model_run(model, &bad_measure, &result), MNZ_ERR_INPUT);
    assert_null(result);
    assert_int_equal(mnz_model_find_measure(model, "total", "all", "joy", &m),
                     MNZ_ERR_INPUT);
    assert_int_equal(
        mnz_model_find_measure(model, "country", "Nowhere", "shortfall_share", &m),
        MNZ_ERR_INPUT);
    mnz_diags_destroy(diags);
    mnz_model_destroy(model);
    mnz_model_destroy(NULL);
    mnz_result_destroy(NULL);
}

/* The back-test of 2025 and its observations. */
struct backtest {
    struct mnz_diags *diags;
    struct mnz_model *model;
    struct mnz_observations *observations;
};

static struct backtest
load_backtest(void)
{
    struct backtest b;
    char path[1024];

    assert_int_equal(mnz_diags_create(&b.diags), MNZ_OK);
    b.model = model_of_file("scenarios/backtests/2025-magnets.yaml", NULL, 0);
    source_path("scenarios/backtests/2025-magnets-observed.csv", path);
    assert_int_equal(mnz_model_observe(b.model, path, b.diags, &b.observations),
                     MNZ_OK);
    return b;
}

static void
backtest_finish(struct backtest *b)
{
    mnz_observations_destroy(b->observations);
    mnz_model_destroy(b->model);
    mnz_diags_destroy(b->diags);
}

static void
scores_a_model_against_observations(void **state)
{
    struct backtest b = load_backtest();
    const struct mnz_score_options options = {.run = {.trials = TRIALS}};
    const struct mnz_observed_series *first;
    const struct mnz_series_score *series;
    const struct mnz_set_score *sets;
    struct mnz_score *score;
    struct mnz_measure m;
    struct mnz_summary s;
    uint32_t num_sets;

    (void)state;
    first = mnz_observations_series(b.observations, 0);
    assert_string_equal(first->name, "magnets_all");
    assert_int_equal(mnz_model_score(b.model, b.observations, &options, &score),
                     MNZ_OK);
    assert_int_equal(mnz_score_count(score), mnz_observations_count(b.observations));
    series = mnz_score_series(score, 0);
    assert_ptr_equal(series->series, first);
    assert_int_equal(series->num_points, first->num_scored);
    sets = mnz_score_sets(score, &num_sets);
    assert_true(num_sets >= 2);
    for (uint32_t k = 0; k < num_sets; k++) {
        assert_true(strlen(mnz_set_text(sets[k].set)) > 0);
        assert_in_range(sets[k].num_points, 1, 1000);
        assert_true(sets[k].coverage_50 <= sets[k].coverage_90);
    }
    /* The mean of a scored month is that of the run. */
    m = (struct mnz_measure){first->group, first->metric,
                             (uint32_t)series->points[0].point->month};
    assert_int_equal(mnz_result_summary(mnz_score_result(score), m, 0, &s), MNZ_OK);
    assert_true(fabs(s.mean - series->points[0].mean) < 1e-6 * s.mean);
    mnz_score_destroy(score);
    backtest_finish(&b);
    mnz_score_destroy(NULL);
    mnz_observations_destroy(NULL);
}

static void
a_stopped_run_is_scored_by_the_trials_done(void **state)
{
    struct backtest b = load_backtest();
    struct watcher w = {.most = 20};
    const struct mnz_score_options options = {.run = {.trials = 100000,
                                                      .threads = 1,
                                                      .stop = &w.stop,
                                                      .trial = take_trial,
                                                      .trial_context = &w}};
    struct mnz_score *score;

    (void)state;
    assert_int_equal(mnz_model_score(b.model, b.observations, &options, &score),
                     MNZ_ERR_STOPPED);
    assert_in_range(mnz_result_trials(mnz_score_result(score)), 20, 99999);
    assert_true(isfinite(mnz_score_series(score, 0)->points[0].mean));
    mnz_score_destroy(score);
    backtest_finish(&b);
}

static void
observations_that_cannot_be_read_are_diagnosed(void **state)
{
    struct backtest b = load_backtest();
    struct mnz_observations *none;
    const size_t before = mnz_diags_errors(b.diags);

    (void)state;
    assert_int_equal(mnz_model_observe(b.model, "/there/is/no.csv", b.diags, &none),
                     MNZ_ERR_INPUT);
    assert_null(none);
    assert_int_equal(mnz_diags_errors(b.diags), before + 1);
    assert_int_equal(mnz_model_observe(b.model, "/there/is/no.csv", NULL, &none),
                     MNZ_ERR_INPUT);
    backtest_finish(&b);
}

static void
remove_posterior(const char *folder)
{
    char path[128];

    snprintf(path, sizeof path, "%s/posterior.yaml", folder);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/draws.csv", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void
fits_inputs_and_writes_a_posterior_that_runs(void **state)
{
    struct backtest b = load_backtest();
    const char *inputs[] = {"*approval*"};
    const struct mnz_calibration_options options = {.run = {.trials = FITTED_TRIALS},
                                                    .inputs = inputs,
                                                    .num_inputs = 1,
                                                    .draws = 100};
    char folder[] = "/tmp/mnz-test-XXXXXX", path[64];
    struct mnz_calibration *c;
    const struct mnz_calibrated_input *fitted;
    struct mnz_model *posterior;
    struct mnz_input_info info;
    double sum = 0.0;
    uint32_t count;

    (void)state;
    assert_int_equal(
        mnz_model_calibrate(b.model, b.observations, &options, b.diags, &c), MNZ_OK);
    assert_int_equal(mnz_result_trials(mnz_calibration_result(c)), FITTED_TRIALS);
    for (int k = 0; k < FITTED_TRIALS; k++)
        sum += mnz_calibration_weights(c)[k];
    assert_true(fabs(sum - 1.0) < 1e-9);
    assert_true(mnz_calibration_ess(c) >= 199.9 &&
                mnz_calibration_ess(c) <= FITTED_TRIALS);
    fitted = mnz_calibration_inputs(c, &count);
    assert_in_range(count, 1, mnz_model_num_inputs(b.model));
    for (uint32_t i = 0; i < count; i++) {
        mnz_model_input(b.model, fitted[i].input, &info);
        assert_non_null(strstr(info.name, "approval"));
        assert_true(fitted[i].is_in_layer);
    }
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mnz_calibration_write(c, folder), MNZ_OK);
    snprintf(path, sizeof path, "%s/posterior.yaml", folder);
    assert_int_equal(mnz_model_load(path, NULL, 0, b.diags, &posterior), MNZ_OK);
    assert_true(strlen(mnz_model_notes(posterior)) > 0);
    assert_int_equal(mnz_model_num_inputs(posterior), mnz_model_num_inputs(b.model));
    mnz_model_destroy(posterior);
    remove_posterior(folder);
    mnz_calibration_destroy(c);
    mnz_calibration_destroy(NULL);
    backtest_finish(&b);
}

static void
calibrations_that_cannot_be_are_diagnosed(void **state)
{
    static const char *const all[] = {"*"}, *const none[] = {"no.such.input"};
    static const struct {
        struct mnz_calibration_options options;
        const char *code;
    } cases[] = {
        {{.run = {.trials = 10}, .error = -0.2}, "MNZ-E1322"},
        {{.run = {.trials = 10}, .least_ess = 0.5}, "MNZ-E1322"},
        {{.run = {.trials = 10}, .draws = 100001}, "MNZ-E1322"},
        {{.run = {.trials = 10}, .least_ess = 11.0}, "MNZ-E1323"},
        {{.run = {.trials = UINT64_C(1) << 40}}, "MNZ-E1324"},
        {{.run = {.trials = 10}, .inputs = all, .num_inputs = 1, .draws = 100000},
         "MNZ-E1325"},
        {{.run = {.trials = 10}, .inputs = none, .num_inputs = 1}, "MNZ-E1114"},
    };
    struct backtest b = load_backtest();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mnz_calibration *c;
        struct mnz_diags *diags;

        assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
        assert_int_equal(
            mnz_model_calibrate(b.model, b.observations, &cases[i].options, diags, &c),
            MNZ_ERR_INPUT);
        assert_null(c);
        assert_int_equal(mnz_diags_errors(diags), 1);
        assert_string_equal(mnz_diags_get(diags, 0)->code, cases[i].code);
        mnz_diags_destroy(diags);
    }
    backtest_finish(&b);
}

static void
months_without_values_cannot_be_fitted(void **state)
{
    struct backtest b = load_backtest();
    const struct mnz_calibration_options options = {.run = {.trials = 20}};
    char folder[] = "/tmp/mnz-test-XXXXXX", path[64];
    struct mnz_observations *waiting;
    struct mnz_calibration *c;
    FILE *f;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/waiting.csv", folder);
    f = fopen(path, "w");
    assert_non_null(f);
    /* Before the licences nobody waits for any. */
    fputs("month,name,value,set\n"
          "2025-01,control.a18_magnets_us.months_to_licence,1,fit\n",
          f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(mnz_model_observe(b.model, path, NULL, &waiting), MNZ_OK);
    unlink(path);
    rmdir(folder);
    assert_int_equal(mnz_model_calibrate(b.model, waiting, &options, b.diags, &c),
                     MNZ_ERR_INPUT);
    assert_null(c);
    assert_string_equal(mnz_diags_get(b.diags, mnz_diags_count(b.diags) - 1)->code,
                        "MNZ-E1326");
    mnz_observations_destroy(waiting);
    backtest_finish(&b);
}

static int
end_at_once(void *context, uint64_t trial, const double *draws, const double *horizon)
{
    (void)context, (void)trial, (void)draws, (void)horizon;
    return 1;
}

static void
a_trial_that_is_not_taken_ends_the_run(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_run_options options = {.trials = TRIALS, .trial = end_at_once};
    struct mnz_result *result;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_ERR_IO);
    assert_null(result);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_a_scenario_is_and_what_its_runs_report),
        cmocka_unit_test(reads_a_scenario_from_memory),
        cmocka_unit_test(repeats_a_run_with_equal_bytes_on_any_number_of_threads),
        cmocka_unit_test(runs_with_another_seed_sampler_or_setting_differ),
        cmocka_unit_test(two_runs_at_once_give_the_results_of_single_runs),
        cmocka_unit_test(a_run_is_watched_trial_by_trial),
        cmocka_unit_test(a_stopped_run_holds_the_trials_done),
        cmocka_unit_test(keeps_values_trial_by_trial),
        cmocka_unit_test(reads_quantiles_exceedances_and_limits),
        cmocka_unit_test(links_carry_the_same_on_any_number_of_threads),
        cmocka_unit_test(a_run_of_few_figures_has_no_worst_month),
        cmocka_unit_test(errors_are_answered_with_a_status),
        cmocka_unit_test(a_trial_that_is_not_taken_ends_the_run),
        cmocka_unit_test(scores_a_model_against_observations),
        cmocka_unit_test(a_stopped_run_is_scored_by_the_trials_done),
        cmocka_unit_test(observations_that_cannot_be_read_are_diagnosed),
        cmocka_unit_test(fits_inputs_and_writes_a_posterior_that_runs),
        cmocka_unit_test(calibrations_that_cannot_be_are_diagnosed),
        cmocka_unit_test(months_without_values_cannot_be_fitted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
