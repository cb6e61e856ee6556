/* test_strata.c - runs of weighted trials: a network whose tail is known. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "monazite/monazite.h"
#include "support/close.h"
#include "support/models.h"

/* No stocks and no lead times: the shortfall is 1 less the share approved, which is
 * uniform. Other inputs move nothing. */
static const char KNOWN[] =
    "monazite: 1\n"
    "time: {start: 2025-01, months: 3}\n"
    "run: {trials: 1024, seed: 1, sampler: plain}\n"
    "materials:\n"
    "  oxide: {stage: separation, element: Nd, price: {uniform: [50, 70]}}\n"
    "facilities:\n"
    "  plant: {country: CN, stage: separation, makes: {oxide: 1}, feeds: unknown}\n"
    "industries:\n"
    "  motors: {country: JP, sector: motors, uses: {oxide: 100}, value: 1 bn USD/yr, "
    "stock: 0 months}\n"
    "links:\n"
    "  - {from: plant, to: motors, material: oxide, share: 1, lead: 0}\n"
    "controls:\n"
    "  licences: {kind: licence, by: CN, goods: oxide, from: 2020-01, "
    "approval: {uniform: [0, 1]}, processing: 0}\n";

static struct mnz_model *
known(void)
{
    return model_of_text("known.yaml", KNOWN, NULL, 0);
}

static struct mnz_measure
shortfall(const struct mnz_model *model)
{
    struct mnz_measure m;

    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "shortfall_share", &m), MNZ_OK);
    return m;
}

static struct mnz_strata *
plan(const struct mnz_model *model, uint64_t seed, uint64_t trials, const char *sampler)
{
    const struct mnz_measure of = shortfall(model);
    const struct mnz_run_options how = {
        .trials = trials, .seed = &seed, .sampler = sampler};
    struct mnz_strata *strata;

    assert_int_equal(mnz_strata_create(model, &how, &of, 1, &strata), MNZ_OK);
    return strata;
}

/* Rows of trials as they come. */
enum { MOST = 16384 };
struct rows {
    uint64_t count, trials[MOST];
    double values[MOST];
};

static int
take(void *context, uint64_t trial, const double *draws, const double *values)
{
    struct rows *rows = context;

    (void)draws;
    rows->trials[rows->count] = trial;
    rows->values[rows->count++] = values[0];
    return 0;
}

static struct mnz_result *
run(const struct mnz_model *model, const struct mnz_strata *strata, uint64_t trials,
    uint32_t threads, struct rows *rows)
{
    const struct mnz_measure of = shortfall(model);
    const struct mnz_run_options how = {.trials = trials,
                                        .threads = threads,
                                        .strata = strata,
                                        .only = &of,
                                        .num_only = 1,
                                        .trial = take,
                                        .trial_context = rows};
    struct mnz_result *result;

    rows->count = 0;
    assert_int_equal(mnz_model_run(model, &how, &result), MNZ_OK);
    return result;
}

static int
descending(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return *x > *y ? -1 : *x < *y;
}

/* Trials are those of an ordinary run, in strata; figures are those of a list in which
 * each stands as often as its weight says. */
static void
figures_weigh_the_trials_of_an_ordinary_run(void **state)
{
    static struct rows made, all;
    static double list[MOST][1];
    struct mnz_model *model = known();
    struct mnz_strata *strata = plan(model, 1, 512, NULL);
    const struct mnz_strata_facts facts = mnz_strata_facts(strata);
    struct mnz_result *result = run(model, strata, 0, 3, &made);
    struct mnz_result *ordinary = run(model, NULL, facts.candidates, 0, &all);
    uint64_t count = 0;
    double mean = 0.0, tail = 0.0;
    struct mnz_summary s;

    (void)state;
    assert_int_equal(facts.pilot, 256);
    assert_int_equal(facts.trials, 256);
    assert_int_equal(facts.candidates, 4096);
    assert_close(facts.effective, 256.0 * 256.0 / 694.5, 1e-12);
    assert_true(facts.told > 0.9);
    assert_int_equal(made.count, facts.trials);
    assert_int_equal(mnz_result_trials(result), facts.trials);
    for (uint64_t p = 0; p < made.count; p++) {
        assert_int_equal(made.trials[p], mnz_strata_candidate(strata, p));
        assert_true(made.values[p] == all.values[made.trials[p]]);
        for (uint32_t k = 0; k < mnz_strata_weight(strata, p); k++)
            list[count++][0] = made.values[p];
    }
    assert_int_equal(count, facts.candidates);
    qsort(list, count, sizeof *list, descending);
    for (uint64_t k = 0; k < count; k++)
        mean += list[k][0] / (double)count;
    for (uint64_t k = 0; k < 204; k++)
        tail += list[k][0] / 204.8;
    tail += list[204][0] * 0.8 / 204.8;
    assert_int_equal(mnz_result_summary(result, shortfall(model), 0, &s), MNZ_OK);
    assert_int_equal(s.trials, facts.trials);
    assert_close(s.weight, (double)facts.candidates, 0.0);
    assert_close(s.mean, mean, 1e-9);
    assert_close(s.cvar95, tail, 0.01);
    assert_close(s.p99, list[40][0], 0.01);
    mnz_result_destroy(ordinary);
    mnz_result_destroy(result);
    mnz_strata_destroy(strata);
    mnz_model_destroy(model);
}

static void
the_tail_is_known_and_precise_under_every_sampler(void **state)
{
    static const char *const samplers[] = {"plain", "sobol", "latin"};
    static struct rows rows;
    struct mnz_model *model = known();

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct mnz_strata *strata = plan(model, 3, 1024, samplers[i]);
        struct mnz_result *result = run(model, strata, 0, 0, &rows);
        struct mnz_summary s;

        assert_int_equal(mnz_result_summary(result, shortfall(model), 0, &s), MNZ_OK);
        /* An ordinary run of plain trials has errors of 0.007, 0.003 and 0.0006. */
        assert_near(s.p95, 0.95, 0.004);
        assert_near(s.p99, 0.99, 0.002);
        assert_near(s.cvar95, 0.975, 0.001);
        mnz_result_destroy(result);
        mnz_strata_destroy(strata);
    }
    mnz_model_destroy(model);
}

static void
threads_make_no_difference(void **state)
{
    static struct rows one, four;
    struct mnz_model *model = known();
    struct mnz_strata *strata = plan(model, 5, 1000, "sobol");
    struct mnz_result *a = run(model, strata, 0, 1, &one);
    struct mnz_result *b = run(model, strata, 7, 4, &four);
    struct mnz_summary s[2];

    (void)state;
    assert_int_equal(one.count, 704); /* 1000 - 256, in strata of 176 */
    assert_memory_equal(&one, &four, sizeof one);
    assert_int_equal(mnz_result_summary(a, shortfall(model), 0, &s[0]), MNZ_OK);
    assert_int_equal(mnz_result_summary(b, shortfall(model), 0, &s[1]), MNZ_OK);
    assert_memory_equal(&s[0], &s[1], sizeof s[0]);
    mnz_result_destroy(a);
    mnz_result_destroy(b);
    mnz_strata_destroy(strata);
    mnz_model_destroy(model);
}

static void
wrong_plans_are_refused(void **state)
{
    struct mnz_model *model = known();
    const struct mnz_measure of = shortfall(model);
    const struct mnz_measure none = {of.group, of.metric, 1000};
    const struct mnz_run_options few = {.trials = 511}, odd = {.sampler = "odd"};
    struct mnz_strata *strata;

    (void)state;
    assert_int_equal(mnz_strata_create(model, &few, &of, 1, &strata), MNZ_ERR_INPUT);
    assert_null(strata);
    assert_int_equal(mnz_strata_create(model, &odd, &of, 1, &strata), MNZ_ERR_INPUT);
    assert_int_equal(mnz_strata_create(model, NULL, &of, 0, &strata), MNZ_ERR_INPUT);
    assert_int_equal(mnz_strata_create(model, NULL, &none, 1, &strata), MNZ_ERR_INPUT);
    mnz_strata_destroy(NULL);
    mnz_model_destroy(model);
}

/* A measure that is no change differs by nothing; what knows no weights refuses them.
 */
static void
comparisons_weigh_and_others_refuse(void **state)
{
    struct mnz_model *model = known();
    const struct mnz_measure of = shortfall(model);
    struct mnz_strata *strata = plan(model, 9, 1024, "sobol");
    const struct mnz_point base = {"base", model};
    const struct mnz_alternative same = {{"same", model}, MNZ_ALTERNATIVE_SCENARIO};
    const struct mnz_compare_options how = {
        .run = {.strata = strata}, .measures = &of, .num_measures = 1};
    const struct mnz_drivers_options ask = {
        .run = {.strata = strata}, .measures = &of, .num_measures = 1};
    const struct mnz_difference *d;
    struct mnz_comparison *c;
    struct mnz_drivers *drivers;

    (void)state;
    assert_int_equal(mnz_compare_create(&base, &same, 1, &how, &c), MNZ_OK);
    d = mnz_comparison_difference(c, 0, 0, 0);
    assert_int_equal(d->trials, mnz_strata_facts(strata).trials);
    assert_true(d->mean.difference == 0.0);
    assert_near(d->p95.base, 0.95, 0.004);
    assert_near(d->cvar95.base, 0.975, 0.001);
    mnz_comparison_destroy(c);
    assert_int_equal(mnz_model_drivers(model, &ask, &drivers), MNZ_ERR_INPUT);
    mnz_strata_destroy(strata);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_weigh_the_trials_of_an_ordinary_run),
        cmocka_unit_test(the_tail_is_known_and_precise_under_every_sampler),
        cmocka_unit_test(threads_make_no_difference),
        cmocka_unit_test(wrong_plans_are_refused),
        cmocka_unit_test(comparisons_weigh_and_others_refuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
