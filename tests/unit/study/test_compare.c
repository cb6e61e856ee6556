/* test_compare.c - studies of several points, and what differs between them. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "monazite/monazite.h"
#include "support/close.h"
#include "support/models.h"

/* No stocks and no lead times: the shortfall is 1 less the share approved. */
#define KNOWN(approval, more) KNOWN_OF("640", approval, more)
#define KNOWN_OF(trials, approval, more)                                               \
    "monazite: 1\n"                                                                    \
    "time: {start: 2025-01, months: 3}\n"                                              \
    "run: {trials: " trials ", seed: 1, sampler: plain}\n"                             \
    "materials:\n"                                                                     \
    "  oxide: {stage: separation, element: Nd, price: 60}\n"                           \
    "facilities:\n"                                                                    \
    "  plant: {country: CN, stage: separation, makes: {oxide: 1}, feeds: unknown}\n"   \
    "industries:\n"                                                                    \
    "  motors: {country: JP, sector: motors, uses: {oxide: 100}, value: 1 bn "         \
    "USD/yr, stock: 0 months}\n"                                                       \
    "links:\n"                                                                         \
    "  - {from: plant, to: motors, material: oxide, share: 1, lead: 0}\n"              \
    "controls:\n"                                                                      \
    "  licences: {kind: licence, by: CN, goods: oxide, from: 2020-01, "                \
    "approval: " approval ", processing: 0}\n" more

static struct mnz_model *
read(const char *text)
{
    return model_of_text("known.yaml", text, NULL, 0);
}

static struct mnz_measure
shortfall(const struct mnz_model *model)
{
    struct mnz_measure m;

    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "shortfall_share", &m), MNZ_OK);
    return m;
}

/* Compare one alternative, a scenario, in its total shortfall. */
static struct mnz_comparison *
compare(const struct mnz_model *base, const struct mnz_model *other, uint64_t seed,
        const char *sampler, uint32_t threads)
{
    const struct mnz_point point = {"base", base};
    const struct mnz_alternative alternative = {{"other", other},
                                                MNZ_ALTERNATIVE_SCENARIO};
    const struct mnz_measure m = shortfall(base);
    const struct mnz_compare_options options = {
        .run = {.seed = &seed, .sampler = sampler, .threads = threads},
        .measures = &m,
        .num_measures = 1};
    struct mnz_comparison *c;

    assert_int_equal(mnz_compare_create(&point, &alternative, 1, &options, &c), MNZ_OK);
    assert_int_equal(mnz_comparison_num_alternatives(c), 1);
    assert_int_equal(mnz_comparison_num_measures(c), 1);
    assert_false(mnz_comparison_has_interaction(c));
    return c;
}

static int
holds(const struct mnz_gap *gap, double truth)
{
    return gap->low - 1e-9 <= truth && truth <= gap->high + 1e-9;
}

/*
 * Approval is uniform on 0 to 1, then on 0.4 to 1: shortfalls are uniform on 0 to 1 and
 * on 0 to 0.6, and all differences are known. Intervals of 95 % hold them as often
 * under each sampler, within three standard errors over so many seeds; points that
 * spread evenly may do so more often.
 */
static void
intervals_hold_the_known_differences_under_all_samplers(void **state)
{
    enum { SEEDS = 200 };
    static const char *const samplers[] = {"plain", "sobol", "latin"};
    const double least = 0.95 - 3.0 * sqrt(0.95 * 0.05 / SEEDS);
    struct mnz_model *base = read(KNOWN("{uniform: [0, 1]}", ""));
    struct mnz_model *other = read(KNOWN("{uniform: [0.4, 1]}", ""));

    (void)state;
    for (int i = 0; i < 3; i++) {
        int mean = 0, p50 = 0, p95 = 0, cvar95 = 0;

        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct mnz_comparison *c = compare(base, other, seed, samplers[i], 1);
            const struct mnz_difference *d = mnz_comparison_difference(c, 0, 0, 0);

            mean += holds(&d->mean, -0.2);
            p50 += holds(&d->p50, -0.2);
            p95 += holds(&d->p95, -0.38);
            cvar95 += holds(&d->cvar95, -0.39);
            assert_true(d->gain > 3.0); /* the trials are paired */
            mnz_comparison_destroy(c);
        }
        assert_near((double)mean / SEEDS, 0.95, 0.95 - least);
        assert_true((double)p50 / SEEDS >= least);
        assert_true((double)p95 / SEEDS >= least);
        assert_true((double)cvar95 / SEEDS >= least);
    }
    mnz_model_destroy(base);
    mnz_model_destroy(other);
}

static void
threads_do_not_change_a_byte(void **state)
{
    struct mnz_model *base = read(KNOWN("{uniform: [0, 1]}", ""));
    struct mnz_model *other = read(KNOWN("{uniform: [0.4, 1]}", ""));
    struct mnz_comparison *one = compare(base, other, 5, "sobol", 1);
    struct mnz_comparison *two = compare(base, other, 5, "sobol", 2);
    struct mnz_exceedance worse;

    (void)state;
    assert_memory_equal(mnz_comparison_difference(one, 0, 0, 0),
                        mnz_comparison_difference(two, 0, 0, 0),
                        sizeof(struct mnz_difference));
    mnz_comparison_worse(one, 0, 0, 0, &worse);
    assert_true(worse.hits == 0 && worse.trials == 640 && worse.high < 0.01);
    assert_int_equal(mnz_result_trials(mnz_comparison_result(one, 1)), 640);
    assert_null(mnz_comparison_result(one, 2));
    mnz_comparison_destroy(one);
    mnz_comparison_destroy(two);
    mnz_comparison_destroy(NULL);
    mnz_model_destroy(base);
    mnz_model_destroy(other);
}

#define TALKS                                                                          \
    "events:\n"                                                                        \
    "  talks: {on: 2025-01, branches: {hold: {probability: 0.5, deactivates: "         \
    "[licences]}, fail: {}}}\n"

/* Trials of a branch are those of that branch in both. */
static void
branches_are_compared_by_themselves(void **state)
{
    struct mnz_model *base = read(KNOWN("{uniform: [0, 1]}", TALKS));
    struct mnz_model *other = read(KNOWN("{uniform: [0.4, 1]}", TALKS));
    struct mnz_comparison *c = compare(base, other, 3, "plain", 1);
    const struct mnz_result *result = mnz_comparison_result(c, 0);
    uint64_t trials = 0;

    (void)state;
    assert_int_equal(mnz_result_num_branches(result), 3);
    for (uint32_t b = 1; b < 3; b++) {
        const struct mnz_difference *d = mnz_comparison_difference(c, 0, b, 0);

        trials += d->trials;
        if (strcmp(mnz_result_branch_name(result, b), "talks=hold") == 0)
            assert_int_equal(d->above + d->below, 0);
        else
            assert_int_equal(d->below, d->trials);
    }
    assert_int_equal(trials, 640);
    mnz_comparison_destroy(c);
    mnz_model_destroy(base);
    mnz_model_destroy(other);
}

/* Each of two measures alone cuts the shortfall; together the second has nothing left.
 */
static void
an_interaction_is_all_at_once_less_the_sum(void **state)
{
    static const char *const settings[] = {"controls.licences.approval=1",
                                           "controls.licences.probability=0"};
    struct mnz_model *base = read(KNOWN("{uniform: [0, 1]}", "")), *models[3];
    struct mnz_alternative alternatives[3];
    const struct mnz_point point = {"base", base};
    const struct mnz_measure m = shortfall(base);
    const struct mnz_compare_options options = {.measures = &m, .num_measures = 1};
    struct mnz_comparison *c;
    const struct mnz_difference *d;

    (void)state;
    for (int i = 0; i < 3; i++) {
        models[i] = model_of_text("known.yaml", KNOWN("{uniform: [0, 1]}", ""),
                                  i < 2 ? &settings[i] : settings, i < 2 ? 1 : 2);
        alternatives[i] = (struct mnz_alternative){{"measure", models[i]},
                                                   i < 2 ? MNZ_ALTERNATIVE_MEASURE
                                                         : MNZ_ALTERNATIVE_TOGETHER};
    }
    assert_int_equal(mnz_compare_create(&point, alternatives, 3, &options, &c), MNZ_OK);
    assert_true(mnz_comparison_has_interaction(c));
    d = mnz_comparison_difference(c, 2, 0, 0);
    assert_near(d->mean.other, 0.0, 1e-12);
    d = mnz_comparison_difference(c, 3, 0, 0);
    assert_near(d->mean.base, -mnz_comparison_difference(c, 0, 0, 0)->mean.base, 1e-9);
    assert_near(d->mean.difference, 0.5, 0.05);
    assert_true(d->mean.low > 0.45 && d->mean.high < 0.55);
    mnz_comparison_destroy(c);
    for (int i = 0; i < 3; i++)
        mnz_model_destroy(models[i]);
    mnz_model_destroy(base);
}

static void
all_measures_are_those_over_the_horizon(void **state)
{
    struct mnz_model *base = read(KNOWN("{uniform: [0, 1]}", ""));
    const struct mnz_point point = {"base", base};
    const struct mnz_alternative same = {{"same", base}, MNZ_ALTERNATIVE_SCENARIO};
    const struct mnz_compare_options options = {.run = {.trials = 32}};
    const struct mnz_measure none = {.group = 0, .metric = 10000};
    const struct mnz_compare_options wrong = {.measures = &none, .num_measures = 1};
    struct mnz_comparison *c;

    (void)state;
    assert_int_equal(mnz_compare_create(&point, &same, 1, &options, &c), MNZ_OK);
    assert_int_equal(mnz_comparison_num_measures(c), mnz_model_num_horizon(base));
    for (uint32_t i = 0; i < mnz_comparison_num_measures(c); i++)
        assert_int_equal(mnz_comparison_measure(c, i).month, MNZ_HORIZON);
    mnz_comparison_destroy(c);
    assert_int_equal(mnz_compare_create(&point, &same, 1, &wrong, &c), MNZ_ERR_INPUT);
    assert_null(c);
    mnz_model_destroy(base);
}

struct points {
    uint64_t trials[2];
    double first[2]; /* value of trial 0 */
    uint32_t count;
    enum mnz_status answer;
    uint64_t done, all;
};

static enum mnz_status
take(void *context, uint32_t point, enum mnz_status status, struct mnz_result *result)
{
    struct points *p = context;

    assert_int_equal(status, MNZ_OK);
    assert_int_equal(point, p->count);
    p->trials[p->count] = mnz_result_trials(result);
    p->first[p->count++] = *mnz_result_kept(result, 0);
    mnz_result_destroy(result);
    return p->answer;
}

static void
watch(void *context, uint64_t done, uint64_t trials)
{
    struct points *p = context;

    assert_true(done >= p->done && done <= trials);
    p->done = done;
    p->all = trials;
}

static void
points_have_their_own_plan_or_share_the_first(void **state)
{
    struct mnz_model *base = read(KNOWN("{uniform: [0, 1]}", ""));
    struct mnz_model *other = read(KNOWN_OF("20", "{uniform: [0, 1]}", ""));
    const struct mnz_point points[2] = {{"a", base}, {"b", other}};
    const struct mnz_measure m = shortfall(base);
    struct points p = {0};
    struct mnz_study_options options = {
        .run = {.keep = &m, .num_keep = 1, .progress = watch, .progress_context = &p},
        .done = take,
        .context = &p};

    (void)state;
    assert_int_equal(mnz_study_run(points, 2, &options), MNZ_OK);
    assert_int_equal(p.trials[0], 640);
    assert_int_equal(p.trials[1], 20);
    assert_true(p.done == 660 && p.all == 660);
    p = (struct points){0};
    options.shares_plan = 1;
    assert_int_equal(mnz_study_run(points, 2, &options), MNZ_OK);
    assert_int_equal(p.trials[1], 640);
    assert_true(p.first[0] == p.first[1]); /* paired */
    p = (struct points){.answer = MNZ_ERR_IO};
    assert_int_equal(mnz_study_run(points, 2, &options), MNZ_ERR_IO);
    assert_int_equal(p.count, 1);
    mnz_model_destroy(base);
    mnz_model_destroy(other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_the_known_differences_under_all_samplers),
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(branches_are_compared_by_themselves),
        cmocka_unit_test(an_interaction_is_all_at_once_less_the_sum),
        cmocka_unit_test(all_measures_are_those_over_the_horizon),
        cmocka_unit_test(points_have_their_own_plan_or_share_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
