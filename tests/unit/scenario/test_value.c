#include "load_text.h"

#include "scenario/quantity.h"

/* A pool with none and one of each: 2; input; {day 10: 3, day 20: input}; 4 x 2 x
 * input. */
static struct mnz_value values[] = {
    {MNZ_VALUE_CONSTANT, 0.0, 0, 0},
    {MNZ_VALUE_CONSTANT, 2.0, 0, 0},
    {MNZ_VALUE_INPUT, 1.0, 0, MNZ_VALUE_NONE},
    {MNZ_VALUE_CONSTANT, 3.0, 0, 0},
    {MNZ_VALUE_SERIES, 1.0, 0, 2},
    {MNZ_VALUE_PRODUCT, 4.0, 1, 2},
    {MNZ_VALUE_PRODUCT, 4.0, 4, MNZ_VALUE_NONE},
};
static struct mnz_series_point points[] = {{10, 3}, {20, 2}};
static const struct mnz_value_pool pool = {7, 2, 1, values, points, NULL};

static void
a_series_holds_its_value_until_the_next_date(void **state)
{
    const double draws[] = {7.0};

    (void)state;
    assert_near(mnz_value_at(&pool, 4, -5, draws), 3.0);
    assert_near(mnz_value_at(&pool, 4, 10, draws), 3.0);
    assert_near(mnz_value_at(&pool, 4, 19, draws), 3.0);
    assert_near(mnz_value_at(&pool, 4, 20, draws), 7.0);
    assert_near(mnz_value_at(&pool, 4, 99, draws), 7.0);
}

static void
products_multiply_what_they_name(void **state)
{
    const double draws[] = {7.0};

    (void)state;
    assert_near(mnz_value_at(&pool, 1, 0, draws), 2.0);
    assert_near(mnz_value_at(&pool, 5, 0, draws), 56.0);
    assert_near(mnz_value_at(&pool, 6, 0, draws), 12.0);
    assert_near(mnz_value_at(&pool, 6, 20, draws), 28.0);
}

static void
certainty_and_dates_are_seen_through_products(void **state)
{
    (void)state;
    assert_true(mnz_value_is_certain(&pool, 1));
    assert_false(mnz_value_is_certain(&pool, 2));
    assert_false(mnz_value_is_certain(&pool, 4));
    assert_false(mnz_value_is_certain(&pool, 5));
    assert_true(mnz_value_is_undated(&pool, 5));
    assert_false(mnz_value_is_undated(&pool, 4));
    assert_false(mnz_value_is_undated(&pool, 6));
}

/* The capacity of a facility, written as `text`. */
static struct loaded
capacity(const char *text)
{
    char all[2048];

    snprintf(all, sizeof all,
             HEAD MATERIALS "facilities: {pit: {country: CN, stage: mine, makes: {ore: "
                            "1}, capacity: %s}}\n",
             text);
    return load_text(all);
}

static void
assert_capacity(const char *text, double expected)
{
    struct loaded l = capacity(text);

    if (l.status)
        mnz_diags_print(l.diags, stderr, 0);
    assert_int_equal(l.status, MNZ_OK);
    assert_near(nominal(l.s, l.s->actors[0].capacity_tpa), expected);
    unload(&l);
}

static void
assert_capacity_refused(const char *text, const char *message)
{
    char all[2048];

    snprintf(all, sizeof all,
             HEAD MATERIALS "facilities: {pit: {country: CN, stage: mine, makes: {ore: "
                            "1}, capacity: %s}}\n",
             text);
    assert_refused(all, message);
}

static void
numbers_take_units_of_their_dimension(void **state)
{
    (void)state;
    assert_capacity("1500", 1500);
    assert_capacity("41e3", 41000);
    assert_capacity("120 kt/yr", 120000);
    assert_capacity("'10 t per month'", 120);
    assert_capacity("{value: 5 kt/yr, source: me}", 5000);
    assert_capacity_refused("3 weeks", "expected");
    assert_capacity_refused(".nan", "expected");
    assert_capacity_refused(".inf", "expected");
    assert_capacity_refused("1e300", "too large");
    assert_capacity_refused("-5", "must be at least 0");
    assert_capacity_refused("yes", "expected");
    assert_capacity_refused("[1, 2]", "neither a number");
    assert_capacity_refused("{trianglar: [1, 2, 3]}", "neither a number");
}

static void
every_spelling_of_a_distribution_gives_its_median(void **state)
{
    (void)state;
    assert_capacity("{uniform: [10, 20]}", 15);
    assert_capacity("{uniform: {low: 1 kt/yr, high: 2 kt/yr}}", 1500);
    assert_capacity("{normal: {mean: 100, sd: 1}, truncate: [50, 150]}", 100);
    assert_capacity("{normal: {p5: 90, p95: 110, truncate: [0, null]}}", 100);
    assert_capacity("{normal: {p5: 90, p50: 100.1, p95: 110}, truncate: [0, 200]}",
                    100);
    assert_capacity("{lognormal: {median: 45, sigma: 0.4}}", 45);
    assert_capacity("{lognormal: {p50: 45, p95: 90}}", 45);
    assert_capacity("{lognormal: {mean: 2, sd: 2}}", sqrt(2));
    assert_capacity("{triangular: [0, 1, 2]}", 1);
    assert_capacity("{triangular: {low: 0, mode: 1, high: 2}}", 1);
    assert_capacity("{pert: [0, 1, 2]}", 1);
    assert_capacity("{beta: {a: 3, b: 3}}", 0.5);
    assert_capacity("{beta: {mode: 0.5, concentration: 8}}", 0.5);
    assert_capacity("{beta: {mean: 0.5, concentration: 8}}", 0.5);
    assert_capacity("{gamma: {shape: 1, scale: 10}}", 10 * log(2));
    assert_capacity("{weibull: {shape: 1, scale: 10}}", 10 * log(2));
    assert_capacity("{gamma: {mean: 10, sd: 10}}", 10 * log(2));
    assert_capacity("{poisson: 3}", 3);
    assert_capacity("{poisson: {mean: 3}}", 3);
    assert_capacity("{bernoulli: 0.9}", 1);
    assert_capacity("{bernoulli: {p: 10 %}}", 0);
    assert_capacity("{discrete: {values: [7, 2, 5], weights: [1, 1, 1]}}", 5);
    assert_capacity("{discrete: {1 kt/yr: 0.1, 2 kt/yr: 0.9}}", 2000);
    assert_capacity("{empirical: [9, 1, 4, 4, 4]}", 4);
}

static void
what_is_wrong_with_a_distribution_is_said(void **state)
{
    (void)state;
    assert_capacity_refused("{triangular: [2, 1, 3]}", "facilities.pit.capacity");
    assert_capacity_refused("{triangular: [1, 2]}", "no parameters of 'triangular'");
    assert_capacity_refused("{lognormal: {median: 2, sd: 1}}", "no parameters");
    assert_capacity_refused("{lognormal: {median: -2, sigma: 1}}", "more than 0");
    assert_capacity_refused("{lognormal: {p5: 9, p50: 5}}", "must ascend");
    assert_capacity_refused("{lognormal: {p5: 1, p50: 3, p95: 4}}", "over 1 %");
    assert_capacity_refused("{beta: {mode: 0.5, concentration: 2}}", "more than 2");
    assert_capacity_refused("{uniform: [-1, 1]}", "a draw can be outside");
    assert_capacity_refused("{normal: {mean: 5, sd: 1}}", "a draw can be outside");
    assert_capacity_refused("{uniform: [1, 2], truncate: [3, 4]}", "leaves nothing");
    assert_capacity_refused("{uniform: [1, 2], truncate: [2, 1]}", "needs low < high");
    assert_capacity_refused("{uniform: [1, 2], pert: [1, 2, 3]}", "unknown key 'pert'");
    assert_capacity_refused("{discrete: {values: [1], weights: [1, 2]}}", "as many");
    assert_capacity_refused("{discrete: {1: -1, 2: 2}}", "negative");
    assert_capacity_refused("{empirical: []}", "at least one");
    assert_capacity_refused("{lognormal: {median: 1, sigma: 500}}", "too large");
    assert_capacity_refused("{uniform: [1 week, 2 weeks]}", "expected");
}

static void
series_are_sorted_and_may_be_uncertain(void **state)
{
    struct loaded l = capacity("{2026-01: {uniform: [1, 3]}, 2025-06-15: 5}");
    const struct mnz_value *v;

    (void)state;
    assert_int_equal(l.status, MNZ_OK);
    v = &l.s->pool.values[l.s->actors[0].capacity_tpa];
    assert_int_equal(v->kind, MNZ_VALUE_SERIES);
    assert_int_equal(v->b, 2);
    assert_true(l.s->pool.points[v->a].day < l.s->pool.points[v->a + 1].day);
    assert_string_equal(l.s->pool.inputs[0].name, "facilities.pit.capacity@2026-01");
    assert_string_equal(l.s->pool.inputs[0].unit, "t/yr");
    unload(&l);
    assert_capacity_refused("{2025-10: 1, 2025-10-01: 2}", "two values for 2025-10-01");
    assert_capacity_refused("{2025-13: 1}", "no date that exists");
    assert_capacity_refused("{2025-10: {2025-11: 1}}", "may not be a dated series");
}

static void
inputs_know_text_place_and_source(void **state)
{
    struct loaded l = load_sound(
        HEAD MATERIALS
        "facilities:\n"
        "  pit: {country: CN, stage: mine, makes: {ore: 1}, source: [a, b],\n"
        "    capacity: {triangular: [1 kt/yr, 2 kt/yr, 4 kt/yr], truncate: [0, 3 "
        "kt/yr]},"
        "\n    stock: {output: {uniform: [1, 2], source: c, verified: weak}}}\n");
    const struct mnz_input *capacity_of = &l.s->pool.inputs[1];
    const struct mnz_input *stock = &l.s->pool.inputs[0];

    (void)state;
    if (input_named(l.s, "facilities.pit.capacity") == 0) {
        capacity_of = &l.s->pool.inputs[0];
        stock = &l.s->pool.inputs[1];
    }
    assert_string_equal(
        capacity_of->dist_text,
        "triangular(1 kt/yr, 2 kt/yr, 4 kt/yr) truncated to [0, 3 kt/yr]");
    assert_string_equal(capacity_of->source, "a; b");
    assert_string_equal(capacity_of->verified, "");
    assert_int_equal(capacity_of->at.line, 9);
    assert_string_equal(stock->name, "facilities.pit.stock.output");
    assert_string_equal(stock->source, "c");
    assert_string_equal(stock->verified, "weak");
    unload(&l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_series_holds_its_value_until_the_next_date),
        cmocka_unit_test(products_multiply_what_they_name),
        cmocka_unit_test(certainty_and_dates_are_seen_through_products),
        cmocka_unit_test(numbers_take_units_of_their_dimension),
        cmocka_unit_test(every_spelling_of_a_distribution_gives_its_median),
        cmocka_unit_test(what_is_wrong_with_a_distribution_is_said),
        cmocka_unit_test(series_are_sorted_and_may_be_uncertain),
        cmocka_unit_test(inputs_know_text_place_and_source),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
