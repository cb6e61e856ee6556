/* test_costs.c - costs of policies in small worlds, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "monazite/monazite.h"
#include "support/close.h"
#include "support/models.h"

/* A mine of 2,400 t a year of which 1,200 are sold, at 80 USD/kg; nothing happens. */
static const char world[] =
    "monazite: 1\n"
    "time: {start: 2025-01, months: 24}\n"
    "run: {trials: 4}\n"
    "materials:\n"
    "  ore: {stage: mine, price: 80, composition: {Nd: 0.3}}\n"
    "facilities:\n"
    "  mine: {country: AU, stage: mine, makes: {ore: 1}, capacity: 1800 t/yr}\n"
    "  recycler: {country: US, stage: recycling, makes: {ore: 1}}\n"
    "industries:\n"
    "  motors: {country: US, sector: motors, uses: {ore: 1200}, stock: 2 months}\n"
    "links:\n"
    "  - {from: mine, to: motors, material: ore, share: 1, lead: 1}\n"
    "  - {from: recycler, to: motors, material: ore, share: 0, lead: 1}\n";

/* The cost of a policy, USD: in a month (0 ..), or over the horizon; and what its
 * stockpile bought in all, by its own metric. */
static double
cost_with(const char *setting, const char *policy, const char *extra, uint32_t month,
          double *bought)
{
    double cost;
    char text[4096];
    struct mnz_model *model;
    struct mnz_result *result;
    struct mnz_measure m;
    struct mnz_summary s;

    *bought = 0.0;
    snprintf(text, sizeof text, "%s%spolicies:\n  p: {%s}\n", world, extra, policy);
    model = model_of_text("costs.yaml", text, &setting, setting ? 1 : 0);
    assert_int_equal(mnz_model_run(model, NULL, &result), MNZ_OK);
    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "policy_cost_usd", &m), MNZ_OK);
    m.month = month;
    assert_int_equal(mnz_result_summary(result, m, 0, &s), MNZ_OK);
    cost = s.mean;
    /* Groups of stockpiles report what they bought. */
    for (uint32_t g = 0; g < mnz_model_num_groups(model); g++)
        if (mnz_model_find_measure(model, "stockpile", mnz_model_group_name(model, g),
                                   "purchases_usd", &m) == MNZ_OK &&
            m.group == g) {
            assert_int_equal(mnz_result_summary(result, m, 0, &s), MNZ_OK);
            *bought += s.mean;
        }
    mnz_result_destroy(result);
    mnz_model_destroy(model);
    return cost;
}

static double
cost_of(const char *policy, const char *extra, uint32_t month)
{
    double bought;

    return cost_with(NULL, policy, extra, month, &bought);
}

#define RESERVE "kind: stockpile, at: US, holds: {ore: 300 t}, "

static void
a_stockpile_is_bought_when_it_comes_into_force_and_then_kept(void **state)
{
    const double value = 300.0 * 80e3;

    (void)state;
    assert_close(cost_of(RESERVE "costs: {purchase_price_ratio: 1.5}", "", MNZ_HORIZON),
                 1.5 * value, 1e-9);
    assert_close(
        cost_of(RESERVE "from: 2025-06, costs: {purchase_price_ratio: 1.5}", "", 5),
        1.5 * value, 1e-9);
    assert_close(
        cost_of(RESERVE "costs: {carrying_share_per_year: 6 %}", "", MNZ_HORIZON),
        2.0 * 0.06 * value, 1e-9);
    assert_close(cost_of(RESERVE "until: 2026-01-01, costs: {carrying_share_per_year: "
                                 "6 %}",
                         "", MNZ_HORIZON),
                 0.06 * value, 1e-9);
    assert_true(cost_of(RESERVE "probability: 0, costs: {purchase_price_ratio: 1, "
                                "carrying_share_per_year: 6 %, fixed_usd: 1}",
                        "", MNZ_HORIZON) == 0.0);
    assert_close(cost_of(RESERVE "costs: {storage_usd_per_t_year: 120}", "", 7),
                 300.0 * 10.0, 1e-9);
}

/* A warm-up is not recorded: the stockpile is paid for in the first month that is. */
static void
what_was_there_before_the_records_is_paid_for_in_their_first_month(void **state)
{
    double bought;

    (void)state;
    assert_close(cost_with("time.warm_up=6 months",
                           RESERVE "costs: {purchase_price_ratio: 1, fixed_usd: 5}", "",
                           0, &bought),
                 300.0 * 80e3 + 5.0, 1e-12);
}

/* A ban of four months, two of which the buyer's own stock and pipeline bridge. */
static void
goods_let_out_are_bought_anew(void **state)
{
    static const char ban[] =
        "controls:\n  stop: {kind: ban, by: AU, goods: ore, from: 2025-03, until: "
        "2025-04-30}\n";

    double bought;
    const double cost = cost_with(
        NULL,
        RESERVE "costs: {purchase_price_ratio: 2}, refill: true, release: {shortfall "
                "above: 0.01}",
        ban, MNZ_HORIZON, &bought);

    (void)state;
    assert_true(bought > 0.0);
    assert_close(cost, 2.0 * (300.0 * 80e3 + bought), 1e-9);
}

#define PLANT "kind: project, facility: mine, adds: 600 t/yr, online: 2025-07, "

static void
capital_is_paid_when_the_ramp_begins_and_a_subsidy_for_what_it_adds(void **state)
{
    (void)state;
    assert_close(
        cost_of(PLANT "ramp: 6 months, costs: {capital_usd_per_tpa: 60000}", "", 6),
        36e6, 1e-12);
    assert_close(cost_of(PLANT "ramp: 6 months, costs: {capital_usd_per_tpa: 60000}",
                         "", MNZ_HORIZON),
                 36e6, 1e-12);
    /* A quarter of the capacity is the project's: 25 of 100 t a month, for 18. */
    assert_close(
        cost_of(PLANT "costs: {output_usd_per_kg: 24 USD/kg}", "", MNZ_HORIZON),
        18.0 * 25e3 * 24.0, 1e-12);
    /* A project that never comes online costs nothing. */
    assert_true(cost_of("kind: project, facility: mine, adds: 600, online: 2030-01, "
                        "costs: {capital_usd_per_tpa: 60000, fixed_usd: 7}",
                        "", MNZ_HORIZON) == 7.0);
}

static void
scrap_is_paid_for_as_it_returns(void **state)
{
    (void)state;
    assert_close(cost_of("kind: recycling, from: motors, to: ore, at: "
                         "recycler, rate: 10 %, costs: {scrap_usd_per_kg: 3}",
                         "", 3),
                 10e3 * 3.0, 1e-9);
}

static void
any_policy_has_fixed_and_yearly_costs(void **state)
{
    (void)state;
    assert_close(cost_of("kind: priority, to: {country: US}, class: 1, from: 2025-07, "
                         "until: 2026-01-01, costs: {fixed_usd: 1 mn USD, "
                         "usd_per_year: 2 mn USD/yr}",
                         "", MNZ_HORIZON),
                 2e6, 1e-9);
}

/* Costs are no metric of a world that states none. */
static void
a_world_without_costs_reports_none(void **state)
{
    struct mnz_model *model = model_of_text("costs.yaml", world, NULL, 0);
    struct mnz_measure m;

    (void)state;
    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "policy_cost_usd", &m),
        MNZ_ERR_INPUT);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stockpile_is_bought_when_it_comes_into_force_and_then_kept),
        cmocka_unit_test(
            what_was_there_before_the_records_is_paid_for_in_their_first_month),
        cmocka_unit_test(goods_let_out_are_bought_anew),
        cmocka_unit_test(
            capital_is_paid_when_the_ramp_begins_and_a_subsidy_for_what_it_adds),
        cmocka_unit_test(scrap_is_paid_for_as_it_returns),
        cmocka_unit_test(any_policy_has_fixed_and_yearly_costs),
        cmocka_unit_test(a_world_without_costs_reports_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
