/* test_planner.c - the planner's bound is never above the simulation, and meets it
 * where nothing is to be decided. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "monazite/monazite.h"
#include "study/interior_point.h"
#include "study/linear_program_reduce.h"
#include "study/linear_solver.h"
#include "study/planner.h"
#include "study/simplex.h"
#include "support/close.h"
#include "support/lane_world.h"
#include "support/random_scenario.h"

/* Whether the bound of a world's first trial is above what was simulated. */
static int
is_above(uint64_t world, unsigned features)
{
    struct lane_world w;
    struct mnz_trial_record *record;
    struct mnz_observer observer;
    struct mnz_planned planned;
    enum mnz_status st;
    int wrong;

    lane_world_open(&w, world, features);
    assert_int_equal(mnz_trial_record_create(w.engine, 0, &record), MNZ_OK);
    observer = mnz_trial_record_observer(record, NULL);
    lane_world_run(&w, &observer);
    st = mnz_planner_solve(record, &planned, NULL);
    wrong = st || planned.bound > planned.simulated + 1e-6 * planned.wanted ||
            planned.bound < -1e-9 * planned.wanted;
    if (wrong)
        print_error("world %llu: status %d, bound %.9g, simulated %.9g of %.9g\n",
                    (unsigned long long)world, (int)st, planned.bound,
                    planned.simulated, planned.wanted);
    mnz_trial_record_destroy(record);
    lane_world_close(&w);
    return wrong;
}

/* Whether a world's program, made smaller or not, by either method, comes to another
 * sum. */
static int
is_ambiguous(uint64_t world, unsigned features)
{
    struct lane_world w;
    struct mnz_trial_record *record;
    struct mnz_observer observer;
    struct mnz_lp whole, smaller;
    double sums[4] = {0}, *worth;
    uint32_t *kept;
    int wrong = 0;

    lane_world_open(&w, world, features);
    assert_int_equal(mnz_trial_record_create(w.engine, 0, &record), MNZ_OK);
    observer = mnz_trial_record_observer(record, NULL);
    lane_world_run(&w, &observer);
    if (record->first < record->steps) {
        assert_int_equal(mnz_planner_program(record, &whole), MNZ_OK);
        whole.tolerance = 1e-7;
        worth = calloc(whole.num_rows + 1, sizeof *worth);
        kept = calloc(whole.num_rows + 1, sizeof *kept);
        assert_int_equal(mnz_lp_reduce(&whole, &smaller, kept), MNZ_OK);
        assert_true(smaller.num_rows < whole.num_rows);
        assert_int_equal(mnz_lp_simplex(&whole, &sums[0], worth), MNZ_OK);
        assert_int_equal(mnz_lp_solve(&whole, &sums[1], worth), MNZ_OK);
        if (smaller.num_rows > 0) {
            assert_int_equal(mnz_lp_simplex(&smaller, &sums[2], worth), MNZ_OK);
            assert_int_equal(mnz_interior_point(&smaller, &sums[3], worth), MNZ_OK);
        }
        for (int i = 1; i < 4; i++)
            wrong |= fabs(sums[i] - sums[0]) > 1e-6 * (1.0 + fabs(sums[0]));
        if (wrong)
            print_error("world %llu: %.9g, solved %.9g, smaller %.9g, interior %.9g\n",
                        (unsigned long long)world, sums[0], sums[1], sums[2], sums[3]);
        mnz_lp_finish(&whole);
        mnz_lp_finish(&smaller);
        free(worth);
        free(kept);
    }
    mnz_trial_record_destroy(record);
    lane_world_close(&w);
    return wrong;
}

/* 2 x + 3 y at least 6 at a cost of 1 and 2 a unit, of which x is 2 at most: x = 2, y =
 * 2/3. A unit less to be met spares 2/3. */
static void
a_program_is_solved_with_the_worth_of_its_rows(void **state)
{
    double row_most[] = {-6.0}, cost[] = {1.0, 2.0};
    double column_most[] = {2.0, (double)INFINITY}, least, worth;
    struct mnz_lp_entry entries[] = {{0, 0, -2.0}, {0, 1, -3.0}};
    struct mnz_lp p = {.num_rows = 1,
                       .num_columns = 2,
                       .num_entries = 2,
                       .row_most = row_most,
                       .cost = cost,
                       .column_most = column_most,
                       .entries = entries};

    (void)state;
    if (!mnz_lp_solver())
        skip();
    assert_int_equal(mnz_lp_solve(&p, &least, &worth), MNZ_OK);
    assert_close(least, 2.0 + 4.0 / 3.0, 1e-9);
    assert_close(worth, 2.0 / 3.0, 1e-9);
    assert_int_equal(mnz_lp_simplex(&p, &least, &worth), MNZ_OK);
    assert_close(least, 2.0 + 4.0 / 3.0, 1e-9);
    p.tolerance = 1e-9;
    assert_int_equal(mnz_interior_point(&p, &least, &worth), MNZ_OK);
    assert_near(least, 2.0 + 4.0 / 3.0, 1e-8);
    assert_near(worth, 2.0 / 3.0, 1e-6);
    column_most[1] = 0.5; /* nothing is enough */
    assert_int_equal(mnz_lp_solve(&p, &least, &worth), MNZ_ERR_INPUT);
}

/* One supplier, whom a ban or a quota holds back from March on; what is to come is
 * fixed, so no plan does better than the market. */
static const char chain[] =
    "monazite: 1\n"
    "time: {start: 2025-01, months: 24}\n"
    "run: {trials: 1}\n"
    "materials:\n"
    "  ore: {stage: mine, price: 80, composition: {Nd: 0.3}}\n"
    "facilities:\n"
    "  mine: {country: CN, stage: mine, makes: {ore: 1}}\n"
    "industries:\n"
    "  motors: {country: US, sector: motors, uses: {ore: 120}, stock: 2 months}\n"
    "links:\n"
    "  - {from: mine, to: motors, material: ore, share: 1, lead: 3}\n"
    "controls:\n";

/* The shares of need that are short in the only trial, and that a plan leaves. */
static void
plan_chain(const char *control, double *simulated, double *planned)
{
    const struct mnz_bound_options o = {.sample = 1};
    const struct mnz_bound_trial *t;
    char text[2048];
    struct mnz_model *model;
    struct mnz_bound *bound;

    snprintf(text, sizeof text, "%s%s", chain, control);
    assert_int_equal(mnz_model_read("chain.yaml", text, NULL, 0, NULL, &model), MNZ_OK);
    assert_int_equal(mnz_model_bound(model, &o, &bound), MNZ_OK);
    assert_int_equal(mnz_bound_num_trials(bound), 1);
    t = mnz_bound_trial(bound, 0);
    assert_close(t->wanted, 240.0 * 0.3 / 1.1664, 1e-9);
    *simulated = t->simulated / t->wanted;
    *planned = t->bound / t->wanted;
    mnz_bound_destroy(bound);
    mnz_model_destroy(model);
}

static void
nothing_is_won_where_nothing_is_to_be_decided(void **state)
{
    static const struct {
        const char *control;
        double months; /* lost of 24 */
    } cases[] = {
        /* 3 months' pipeline and 2 months' stock from March on. */
        {"  stop: {kind: ban, by: CN, goods: ore, from: 2025-03}\n", 22.0 - 5.0},
        {"  stop: {kind: ban, by: CN, goods: ore, from: 2025-03, until: 2025-10-01}\n",
         7.0 - 2.0},
        /* Of what arrives from June on a quarter is missing: 19 x 0.25 less 2 months.
         */
        {"  cap: {kind: quota, by: CN, goods: ore, tonnes: 90, from: 2025-03}\n",
         0.25 * 19.0 - 2.0},
    };

    (void)state;
    if (!mnz_lp_solver())
        skip();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double simulated, planned;

        plan_chain(cases[i].control, &simulated, &planned);
        assert_near(planned, cases[i].months / 24.0, 1e-9);
        assert_near(simulated, planned, 1e-6);
    }
}

/* Half of the licences are refused for ever: 19 months arrive by half, less stock. */
static void
a_licence_lets_the_approved_pass_and_no_more(void **state)
{
    double simulated, planned;

    (void)state;
    if (!mnz_lp_solver())
        skip();
    plan_chain("  paper: {kind: licence, by: CN, goods: ore, from: 2025-03, approval: "
               "0.5, processing: 0}\n",
               &simulated, &planned);
    assert_near(planned, (0.5 * 19.0 - 2.0) / 24.0, 1e-6);
    assert_true(simulated >= planned - 1e-9);
    assert_true(simulated < planned + 0.05);
}

static void
no_plan_does_worse_than_what_happened(void **state)
{
    (void)state;
    if (!mnz_lp_solver())
        skip();
    assert_int_equal(lane_worlds_look(12, RANDOM_EVERYTHING, is_above), 0);
}

static void
smaller_programs_and_both_methods_agree(void **state)
{
    (void)state;
    if (!mnz_lp_solver())
        skip();
    assert_int_equal(lane_worlds_look(8, RANDOM_EVERYTHING, is_ambiguous), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_is_solved_with_the_worth_of_its_rows),
        cmocka_unit_test(nothing_is_won_where_nothing_is_to_be_decided),
        cmocka_unit_test(a_licence_lets_the_approved_pass_and_no_more),
        cmocka_unit_test(smaller_programs_and_both_methods_agree),
        cmocka_unit_test(no_plan_does_worse_than_what_happened),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
