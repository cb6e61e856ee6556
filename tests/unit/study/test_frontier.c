/* test_frontier.c - sets of options whose costs and effects are known by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "monazite/monazite.h"
#include "support/close.h"
#include "support/models.h"

/* Three chains that have nothing to do with each other, each stopped for five months;
 * each reserve is two months' use. a: 2 mn USD for 200 mn USD, b: 4 for 400, c: 5 for
 * 100. */
static const char text[] =
    "monazite: 1\n"
    "time: {start: 2025-01, months: 12}\n"
    "run: {trials: 8}\n"
    "materials:\n"
    "  ore: {stage: mine, price: 100, composition: {Nd: 0.3}}\n"
    "  clay: {stage: mine, price: 100, composition: {Dy: 0.3}}\n"
    "  sand: {stage: mine, price: 100, composition: {Y: 0.3}}\n"
    "facilities:\n"
    "  mine_a: {country: CN, stage: mine, makes: {ore: 1}}\n"
    "  mine_b: {country: CN, stage: mine, makes: {clay: 1}}\n"
    "  mine_c: {country: CN, stage: mine, makes: {sand: 1}}\n"
    "industries:\n"
    "  a: {country: US, sector: a, uses: {ore: 120}, stock: 1, value: 1.2e9}\n"
    "  b: {country: JP, sector: b, uses: {clay: 120}, stock: 1, value: 2.4e9}\n"
    "  c: {country: DE, sector: c, uses: {sand: 120}, stock: 1, value: 0.6e9}\n"
    "links:\n"
    "  - {from: mine_a, to: a, material: ore, share: 1, lead: 1}\n"
    "  - {from: mine_b, to: b, material: clay, share: 1, lead: 1}\n"
    "  - {from: mine_c, to: c, material: sand, share: 1, lead: 1}\n"
    "controls:\n"
    "  stop: {kind: ban, by: CN, to: {country: [US, JP, DE]}, goods: {stage: mine}, "
    "from: 2025-03, until: 2025-07-31}\n"
    "policies:\n"
    "  ra: {kind: stockpile, at: US, holds: {ore: 20 t}, probability: 0, costs: "
    "{purchase_price_ratio: 1}}\n"
    "  rb: {kind: stockpile, at: JP, holds: {clay: 20 t}, probability: 0, costs: "
    "{purchase_price_ratio: 2}}\n"
    "  rc: {kind: stockpile, at: DE, holds: {sand: 20 t}, probability: 0, costs: "
    "{purchase_price_ratio: 2.5}}\n";

enum { A = 1, B = 2, C = 4, NUM_OPTIONS = 3 };
static const char *const MAKE_A[] = {"policies.ra.probability=1"};
static const char *const MAKE_B[] = {"policies.rb.probability=1"};
static const char *const MAKE_C[] = {"policies.rc.probability=1"};
static const struct mnz_frontier_option OPTIONS[NUM_OPTIONS] = {
    {"a", MAKE_A, 1}, {"b", MAKE_B, 1}, {"c", MAKE_C, 1}};

static struct mnz_model *
load(void)
{
    return model_of_text("three.yaml", text, NULL, 0);
}

static struct mnz_frontier_options
ask(const struct mnz_model *model, double budget)
{
    struct mnz_frontier_options o = {.file = "three.yaml",
                                     .text = text,
                                     .options = OPTIONS,
                                     .num_options = NUM_OPTIONS,
                                     .budget = budget};

    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "output_lost_usd", &o.loss),
        MNZ_OK);
    return o;
}

/* The sets on the frontier must be these, in order of cost. */
static void
assert_frontier(const struct mnz_frontier *f, uint32_t count, const uint32_t *members)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < mnz_frontier_num_sets(f); i++) {
        const struct mnz_frontier_set *set = mnz_frontier_set(f, i);

        if (!set->is_on_frontier)
            continue;
        assert_true(at < count);
        assert_int_equal(set->members, members[at]);
        at++;
    }
    assert_int_equal(at, count);
}

static void
independent_measures_add_up(void **state)
{
    static const uint32_t frontier[] = {0, A, B, A | B, A | B | C};
    static const double cost[] = {2.0, 4.0, 5.0}, avoided[] = {200.0, 400.0, 100.0};
    struct mnz_model *model = load();
    struct mnz_frontier_options o = ask(model, (double)INFINITY);
    struct mnz_frontier *f;
    uint32_t seen = 0;

    (void)state;
    assert_int_equal(mnz_model_frontier(model, &o, NULL, &f), MNZ_OK);
    assert_int_equal(mnz_frontier_num_sets(f), 8);
    assert_int_equal(mnz_frontier_num_possible(f), 8);
    for (uint32_t i = 0; i < 8; i++) {
        const struct mnz_frontier_set *set = mnz_frontier_set(f, i);
        double usd = 0.0, less = 0.0;

        for (uint32_t k = 0; k < NUM_OPTIONS; k++)
            if (set->members >> k & 1u) {
                usd += 1e6 * cost[k];
                less += 1e6 * avoided[k];
            }
        seen |= 1u << set->members;
        assert_near(set->cost.difference, usd, 1e-3);
        assert_near(set->mean.difference, -less, 1e-3);
        assert_near(set->tail.difference, -less, 1e-3);
        assert_near(set->predicted, -less, 1e-3);
    }
    assert_int_equal(seen, 0xff);
    assert_frontier(f, 5, frontier);
    mnz_frontier_destroy(f);
    mnz_model_destroy(model);
}

static void
the_last_million_and_the_gainers_are_named(void **state)
{
    struct mnz_model *model = load();
    struct mnz_frontier_options o = ask(model, (double)INFINITY);
    struct mnz_frontier_gain gains[2];
    struct mnz_frontier *f;
    const struct mnz_frontier_set *last;

    (void)state;
    assert_int_equal(mnz_model_frontier(model, &o, NULL, &f), MNZ_OK);
    last = mnz_frontier_set(f, 7);
    assert_int_equal(last->members, A | B | C);
    assert_close(last->per_million, 100e6 / 5.0, 1e-9);
    assert_int_equal(mnz_frontier_gains(f, 7, gains, 2), 2);
    assert_string_equal(gains[0].industry, "b");
    assert_string_equal(gains[1].industry, "a");
    assert_close(gains[0].mean.difference, -400e6, 1e-9);
    assert_int_equal(mnz_frontier_gains(f, 0, gains, 2), 0);
    mnz_frontier_destroy(f);
    mnz_model_destroy(model);
}

static void
a_budget_and_a_bound_on_runs_leave_sets_out(void **state)
{
    static const uint32_t affordable[] = {0, A, B, A | B}, few[] = {0, A, B, A | B};
    struct mnz_model *model = load();
    struct mnz_frontier_options o = ask(model, 6.5e6);
    struct mnz_frontier *f;

    (void)state;
    assert_int_equal(mnz_model_frontier(model, &o, NULL, &f), MNZ_OK);
    assert_int_equal(mnz_frontier_num_sets(f), 5); /* none, single ones, a and b */
    assert_frontier(f, 4, affordable);
    mnz_frontier_destroy(f);
    /* Of sets of several, the one run is on the frontier by the sum of single ones. */
    o = ask(model, (double)INFINITY);
    o.most_sets = 1;
    assert_int_equal(mnz_model_frontier(model, &o, NULL, &f), MNZ_OK);
    assert_int_equal(mnz_frontier_num_sets(f), 5);
    assert_int_equal(mnz_frontier_num_possible(f), 8);
    assert_frontier(f, 4, few);
    mnz_frontier_destroy(f);
    mnz_model_destroy(model);
}

/* Levels of one measure are never made together. */
static void
levels_exclude_each_other(void **state)
{
    static const char *const small[] = {"policies.ra.probability=1",
                                        "policies.ra.holds.ore=10 t"};
    static const char *const large[] = {"policies.ra.probability=1",
                                        "policies.ra.holds.ore=30 t"};
    static const struct mnz_frontier_option levels[] = {
        {"small", small, 2}, {"large", large, 2}, {"b", MAKE_B, 1}};
    static const uint32_t frontier[] = {0, A, B, C, A | C, B | C};
    struct mnz_model *model = load();
    struct mnz_frontier_options o = ask(model, (double)INFINITY);
    struct mnz_frontier *f;

    (void)state;
    o.options = levels;
    assert_int_equal(mnz_model_frontier(model, &o, NULL, &f), MNZ_OK);
    assert_int_equal(mnz_frontier_num_possible(f), 6);
    assert_frontier(f, 6, frontier); /* of 0, 1, 3, 4, 5 and 7 mn USD */
    mnz_frontier_destroy(f);
    mnz_model_destroy(model);
}

static void
questions_that_cannot_be_are_answered(void **state)
{
    static const char *const wrong[] = {"policies.rx.probability=1"};
    static const struct mnz_frontier_option missing = {"x", wrong, 1};
    struct mnz_model *model = load();
    struct mnz_frontier_options o = ask(model, (double)INFINITY);
    struct mnz_frontier *f;
    struct mnz_diags *diags;

    (void)state;
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    o.num_options = 0;
    assert_int_equal(mnz_model_frontier(model, &o, diags, &f), MNZ_ERR_INPUT);
    assert_string_equal(mnz_diags_get(diags, 0)->code, "MNZ-E2204");
    o.options = &missing;
    o.num_options = 1;
    assert_int_equal(mnz_model_frontier(model, &o, diags, &f), MNZ_ERR_INPUT);
    assert_true(mnz_diags_errors(diags) >= 2);
    mnz_diags_destroy(diags);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_measures_add_up),
        cmocka_unit_test(the_last_million_and_the_gainers_are_named),
        cmocka_unit_test(a_budget_and_a_bound_on_runs_leave_sets_out),
        cmocka_unit_test(levels_exclude_each_other),
        cmocka_unit_test(questions_that_cannot_be_are_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
