/* test_drivers.c - drivers of small networks whose shares are known by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "monazite/monazite.h"
#include "support/close.h"
#include "support/models.h"

/* A mine sells to two countries and may be held back from each. */
static const char text[] =
    "monazite: 1\n"
    "time: {start: 2025-01, months: 12}\n"
    "run: {trials: 1024, sampler: sobol}\n"
    "materials:\n"
    "  ore: {stage: mine, price: 80, composition: {Nd: 0.3}}\n"
    "facilities:\n"
    "  cn_mine: {country: CN, stage: mine, makes: {ore: 1}}\n"
    "industries:\n"
    "  us_motors: {country: US, sector: motors, uses: {ore: 100}, stock: 0}\n"
    "  jp_cars: {country: JP, sector: cars, uses: {ore: 300}, stock: 0}\n"
    "links:\n"
    "  - {from: cn_mine, to: [us_motors, jp_cars], material: ore, share: 1, lead: 0}\n"
    "events:\n"
    "  talks: {on: 2025-02, branches: {fail: {probability: 0.5, activates: [stop_us, "
    "stop_jp]}, hold: {probability: 0.5}}}\n"
    "controls:\n"
    "  stop_us: {kind: ban, by: CN, to: {country: US}, goods: {stage: mine}, "
    "from: 2025-02, leak: {uniform: [0, 0.5]}}\n"
    "  stop_jp: {kind: ban, by: CN, to: {country: JP}, goods: {stage: mine}, "
    "from: 2025-02, leak: {uniform: [0, 0.5]}}\n";
static const char correlated[] =
    "correlations=[{between: [stop_us.leak, stop_jp.leak], rank: 0.8}]";

static struct mnz_model *
load(const char *setting)
{
    return model_of_text("two.yaml", text, &setting, setting ? 1 : 0);
}

static struct mnz_measure
measure(const struct mnz_model *model, const char *name)
{
    struct mnz_measure m = {0};

    assert_int_equal(mnz_measure_read(model, "test", name, NULL, &m), MNZ_OK);
    return m;
}

static uint32_t
branch(const struct mnz_model *model, const char *name)
{
    uint32_t b = 0;

    assert_int_equal(mnz_branch_read(model, "test", name, NULL, &b), MNZ_OK);
    return b;
}

static struct mnz_drivers *
ask(const struct mnz_model *model, const struct mnz_measure *m, uint32_t given,
    uint32_t threads)
{
    const struct mnz_drivers_options options = {
        .run = {.threads = threads}, .measures = m, .num_measures = 1, .branch = given};
    struct mnz_drivers *drivers = NULL;

    assert_int_equal(mnz_model_drivers(model, &options, &drivers), MNZ_OK);
    assert_int_equal(mnz_drivers_num_measures(drivers), 1);
    assert_int_equal(mnz_drivers_measure(drivers, 0).group, m->group);
    return drivers;
}

/* The row of an input. */
static const struct mnz_driver *
row(const struct mnz_model *model, const struct mnz_drivers *drivers, const char *name)
{
    const struct mnz_driver *rows = mnz_drivers_of(drivers, 0);
    struct mnz_input_info info;

    for (uint32_t i = 0; i < mnz_model_num_inputs(model); i++) {
        mnz_model_input(model, rows[i].input, &info);
        if (strcmp(info.name, name) == 0)
            return &rows[i];
    }
    fail_msg("no input %s", name);
    return NULL;
}

/* Once the talks have failed, shipments to the United States are the leak. */
static void
one_input_explains_a_branch(void **state)
{
    struct mnz_model *model = load(NULL);
    const struct mnz_measure m = measure(model, "shortfall_share.us_motors [2025-06]");
    struct mnz_drivers *drivers = ask(model, &m, branch(model, "talks=fail"), 0);
    const struct mnz_driver *leak = row(model, drivers, "controls.stop_us.leak");
    const struct mnz_driver *other = row(model, drivers, "controls.stop_jp.leak");

    (void)state;
    assert_true(mnz_drivers_trials(drivers, 0) > 400);
    assert_true(mnz_drivers_trials(drivers, 0) < 624);
    assert_true(leak == mnz_drivers_of(drivers, 0) && leak->is_beyond_chance);
    assert_near(leak->share.value, 1.0, 0.02);
    assert_near(leak->rank.value, -1.0, 1e-6);
    assert_near(leak->low_tenth, 0.975, 0.005);
    assert_near(leak->high_tenth, 0.525, 0.005);
    assert_near(leak->group_share.value, leak->share.value, 1e-12);
    assert_false(other->is_beyond_chance);
    assert_near(other->share.value, 0.0, 0.03);
    assert_near(mnz_drivers_rest(drivers, 0).value, 0.0, 0.02);
    mnz_drivers_destroy(drivers);
    mnz_model_destroy(model);
}

/*
 * The shortfall is B (1 - L), B 0 or 1 alike and L uniform up to 1/2. E(1 - L) = 3/4
 * and Var(1 - L) = 1/48, so the variance is 1/2 (9/16 + 1/48) - 9/64 = 29/192; of B it
 * is 1/4 x 9/16 = 27/192, of L 1/4 x 1/48 = 1/192, and 1/192 of both together.
 */
static void
a_branch_and_an_input_have_their_shares(void **state)
{
    struct mnz_model *model = load(NULL);
    const struct mnz_measure m = measure(model, "shortfall_share.us_motors [2025-06]");
    struct mnz_drivers *drivers = ask(model, &m, 0, 0);
    const struct mnz_driver *talks = row(model, drivers, "events.talks.drawn");
    const struct mnz_driver *leak = row(model, drivers, "controls.stop_us.leak");
    const struct mnz_driver_range rest = mnz_drivers_rest(drivers, 0);

    (void)state;
    assert_int_equal(mnz_drivers_trials(drivers, 0), 1024);
    assert_true(talks == mnz_drivers_of(drivers, 0) && talks->is_beyond_chance);
    assert_true(talks->share.low <= 27.0 / 29.0 && talks->share.high >= 27.0 / 29.0);
    assert_near(talks->share.value, 27.0 / 29.0, 0.01);
    assert_near(leak->share.value, 1.0 / 29.0, 0.015);
    assert_true(rest.low <= 2.0 / 29.0 && rest.high >= 0.0);
    mnz_drivers_destroy(drivers);
    mnz_model_destroy(model);
}

/* The total's shortfall is (1 - L) / 4 + 3 (1 - M) / 4: of independent leaks L has 1/10
 * and M 9/10. Correlated ones say much the same, and count once. */
static void
correlated_inputs_are_one_group(void **state)
{
    struct mnz_model *alone = load(NULL), *together = load(correlated);
    const struct mnz_measure m = measure(alone, "shortfall_share.total [2025-06]");
    const uint32_t failed = branch(alone, "talks=fail");
    struct mnz_drivers *apart = ask(alone, &m, failed, 0);
    struct mnz_drivers *joint = ask(together, &m, failed, 0);
    const struct mnz_driver *us = row(alone, apart, "controls.stop_us.leak");
    const struct mnz_driver *jp = row(alone, apart, "controls.stop_jp.leak");

    (void)state;
    assert_true(us->group == us->input && jp->group == jp->input);
    assert_near(us->share.value, 0.1, 0.03);
    assert_near(jp->share.value, 0.9, 0.03);
    us = row(together, joint, "controls.stop_us.leak");
    jp = row(together, joint, "controls.stop_jp.leak");
    assert_int_equal(us->group, jp->group);
    assert_true(us->share.value > 0.6);
    assert_true(jp->share.value > 0.9);
    assert_near(us->group_share.value, 1.0, 0.05);
    assert_true(us->group_share.value == jp->group_share.value);
    assert_near(mnz_drivers_rest(joint, 0).value, 0.0, 0.05);
    mnz_drivers_destroy(apart);
    mnz_drivers_destroy(joint);
    mnz_model_destroy(alone);
    mnz_model_destroy(together);
}

static void
drivers_are_the_same_on_any_number_of_threads(void **state)
{
    struct mnz_model *model = load(correlated);
    const struct mnz_measure m = measure(model, "output_lost_share.total");
    struct mnz_drivers *one = ask(model, &m, 0, 1), *three = ask(model, &m, 0, 3);
    const size_t size = mnz_model_num_inputs(model) * sizeof *mnz_drivers_of(one, 0);

    (void)state;
    assert_memory_equal(mnz_drivers_of(one, 0), mnz_drivers_of(three, 0), size);
    mnz_drivers_destroy(one);
    mnz_drivers_destroy(three);
    mnz_model_destroy(model);
}

static void
answers_and_branches_that_there_are_not_are_refused(void **state)
{
    struct mnz_model *model = load(NULL);
    const struct mnz_measure wrong = {0, UINT32_MAX, MNZ_HORIZON};
    struct mnz_drivers_options options = {.branch = 3};
    struct mnz_drivers *drivers;

    (void)state;
    assert_int_equal(mnz_model_drivers(model, &options, &drivers), MNZ_ERR_INPUT);
    assert_null(drivers);
    options = (struct mnz_drivers_options){.measures = &wrong, .num_measures = 1};
    assert_int_equal(mnz_model_drivers(model, &options, &drivers), MNZ_ERR_INPUT);
    options = (struct mnz_drivers_options){.run = {.trials = 40}};
    assert_int_equal(mnz_model_drivers(model, &options, &drivers), MNZ_OK);
    assert_int_equal(mnz_drivers_measure(drivers, 0).month, MNZ_HORIZON);
    assert_non_null(mnz_drivers_result(drivers));
    assert_false(mnz_drivers_of(drivers, 0)[0].is_beyond_chance);
    mnz_drivers_destroy(drivers);
    mnz_drivers_destroy(NULL);
    mnz_model_destroy(model);
}

static struct mnz_effects *
plan(const struct mnz_model *model, const struct mnz_effects_options *options)
{
    struct mnz_effects *effects = NULL;

    assert_int_equal(mnz_effects_plan(model, options, NULL, &effects), MNZ_OK);
    return effects;
}

/* The effect of the group that has an input's name. */
static const struct mnz_effect *
effect(const struct mnz_effects *effects, const char *name)
{
    for (uint32_t g = 0; g < mnz_effects_num_groups(effects); g++)
        if (strcmp(mnz_effects_of(effects, 0)[g].name, name) == 0)
            return &mnz_effects_of(effects, 0)[g];
    fail_msg("no group %s", name);
    return NULL;
}

/* As above: of 29 parts the talks have 27 alone and 28 in all, the leak 1 and 2. */
static void
saltelli_finds_shares_alone_and_together(void **state)
{
    struct mnz_model *model = load(NULL);
    const struct mnz_measure m = measure(model, "shortfall_share.us_motors [2025-06]");
    const char *const inputs[] = {"events.*", "controls.stop_us.leak"};
    const struct mnz_effects_options options = {.design = "saltelli",
                                                .run = {.trials = 500},
                                                .measures = &m,
                                                .num_measures = 1,
                                                .inputs = inputs,
                                                .num_inputs = 2};
    struct mnz_effects *effects = plan(model, &options);
    const struct mnz_effect *talks, *leak, *other;

    (void)state;
    assert_int_equal(mnz_effects_points(effects), 512);
    assert_int_equal(mnz_effects_num_groups(effects), 4);
    assert_int_equal(mnz_effects_trials(effects), 6 * 512);
    assert_null(mnz_effects_result(effects));
    assert_false(mnz_effects_is_morris(effects));
    assert_int_equal(mnz_effects_run(effects), MNZ_OK);
    assert_int_equal(mnz_result_trials(mnz_effects_result(effects)), 6 * 512);
    talks = effect(effects, "events.talks.drawn");
    leak = effect(effects, "controls.stop_us.leak");
    other = effect(effects, "other inputs");
    assert_true(talks == mnz_effects_of(effects, 0) && talks->num_inputs == 1);
    assert_near(talks->first.value, 27.0 / 29.0, 0.1);
    assert_near(talks->total.value, 28.0 / 29.0, 0.1);
    assert_true(leak->total.low <= 2.0 / 29.0 && leak->total.high >= 2.0 / 29.0);
    assert_true(other->total.value == 0.0);
    assert_true(effect(effects, "chance in a trial")->total.value == 0.0);
    assert_true(isnan(talks->mu_star.value) && isnan(talks->sigma));
    mnz_effects_destroy(effects);
    mnz_model_destroy(model);
}

/* A talk that fails costs 1 - L, from 0.5625 to 0.9375; a leak over its whole range 0.5
 * once the talks have failed, in half of the trajectories, and else nothing. */
static void
morris_screens_all_inputs(void **state)
{
    struct mnz_model *model = load(NULL), *tied = load(correlated);
    const struct mnz_measure m = measure(model, "shortfall_share.us_motors [2025-06]");
    const struct mnz_effects_options options = {.design = "morris",
                                                .run = {.trials = 100, .threads = 2},
                                                .measures = &m,
                                                .num_measures = 1};
    struct mnz_effects *effects = plan(model, &options), *grouped;
    const struct mnz_effect *talks, *leak;

    (void)state;
    assert_int_equal(mnz_effects_trials(effects), 4 * 128);
    assert_int_equal(mnz_effects_run(effects), MNZ_OK);
    assert_true(mnz_effects_is_morris(effects));
    talks = effect(effects, "events.talks.drawn");
    leak = effect(effects, "controls.stop_us.leak");
    assert_near(talks->mu_star.value, 2.0 * 0.75, 0.05);
    assert_near(leak->mu_star.value, 0.25, 0.08);
    assert_near(leak->mean.value, -leak->mu_star.value, 1e-9);
    assert_near(leak->sigma, 0.25, 0.02);
    assert_true(effect(effects, "controls.stop_jp.leak")->mu_star.value == 0.0);
    assert_true(isnan(leak->total.value));
    grouped = plan(tied, &options);
    assert_int_equal(mnz_effects_num_groups(grouped), 2);
    mnz_effects_destroy(grouped);
    mnz_effects_destroy(effects);
    mnz_model_destroy(model);
    mnz_model_destroy(tied);
}

/* Few trajectories lie side by side in a chunk, and have the same bytes all the same.
 */
static void
designs_are_the_same_on_any_number_of_threads(void **state)
{
    static const char *const designs[] = {"morris", "saltelli"};
    struct mnz_model *model = load(NULL);

    (void)state;
    for (int k = 0; k < 2; k++) {
        struct mnz_effects_options options = {.design = designs[k],
                                              .run = {.trials = 16, .threads = 1}};
        struct mnz_effects *one = plan(model, &options), *three;

        options.run.threads = 3;
        three = plan(model, &options);
        assert_int_equal(mnz_effects_run(one), MNZ_OK);
        assert_int_equal(mnz_effects_run(three), MNZ_OK);
        for (uint32_t g = 0; g < mnz_effects_num_groups(one); g++) {
            const struct mnz_effect *a = &mnz_effects_of(one, 0)[g];
            const struct mnz_effect *b = &mnz_effects_of(three, 0)[g];

            assert_string_equal(a->name, b->name);
            assert_memory_equal(&a->total, &b->total, sizeof a->total);
            assert_memory_equal(&a->mu_star, &b->mu_star, sizeof a->mu_star);
        }
        mnz_effects_destroy(one);
        mnz_effects_destroy(three);
    }
    mnz_model_destroy(model);
}

static void
designs_and_inputs_that_there_are_not_are_refused(void **state)
{
    const char *const inputs[] = {"nothing.*"};
    struct mnz_model *model = load(NULL);
    struct mnz_effects_options options = {.design = "sobol"};
    struct mnz_effects *effects;

    (void)state;
    assert_int_equal(mnz_effects_plan(model, &options, NULL, &effects), MNZ_ERR_INPUT);
    options = (struct mnz_effects_options){
        .design = "morris", .inputs = inputs, .num_inputs = 1};
    assert_int_equal(mnz_effects_plan(model, &options, NULL, &effects), MNZ_ERR_INPUT);
    assert_null(effects);
    mnz_effects_destroy(NULL);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_input_explains_a_branch),
        cmocka_unit_test(a_branch_and_an_input_have_their_shares),
        cmocka_unit_test(correlated_inputs_are_one_group),
        cmocka_unit_test(drivers_are_the_same_on_any_number_of_threads),
        cmocka_unit_test(answers_and_branches_that_there_are_not_are_refused),
        cmocka_unit_test(saltelli_finds_shares_alone_and_together),
        cmocka_unit_test(morris_screens_all_inputs),
        cmocka_unit_test(designs_are_the_same_on_any_number_of_threads),
        cmocka_unit_test(designs_and_inputs_that_there_are_not_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
