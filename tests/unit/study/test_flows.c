/* test_flows.c - observed flows: shipments, month by month and in sum. */

#include "unit/network/world_text.h"

#include "study/monte_carlo.h"
#include "support/find_group.h"

#define OBSERVE                                                                        \
    "observe:\n"                                                                       \
    "  all: {by: JP, goods: magnet}\n"                                                 \
    "  us: {by: JP, goods: magnet, to: {country: US}}\n"                               \
    "  oxide: {by: CN, goods: oxide}\n"                                                \
    "  ore: {by: CN, goods: ore}\n"                                                    \
    "  by_cn: {by: CN, goods: [oxide, ore]}\n"

static void
assert_even(double actual, double expected)
{
    if (!(fabs(actual - expected) <= 1e-6)) {
        print_error("%.12g, not %.12g\n", actual, expected);
        fail();
    }
}

static struct mnz_run *
run(const struct compiled *c)
{
    const struct mnz_run_setup options = {
        .trials = 40, .seed = 3, .threads = 1, .all_months = 1};
    struct mnz_run *result;

    assert_int_equal(mnz_run_create(c->net, &options, &result), MNZ_OK);
    return result;
}

static double
mean(const struct mnz_run *result, uint32_t series)
{
    struct mnz_summary s;

    assert_true(series != MNZ_NONE);
    mnz_tally_summary(result->conditionals[0].tally, series, &s);
    return s.mean;
}

static double
shipped(const struct mnz_run *result, const char *flow)
{
    return mean(result,
                mnz_metrics_horizon(result->metrics,
                                    find_group(result->metrics, MNZ_SCOPE_FLOW, flow),
                                    MNZ_METRIC_SHIPPED_TONNES));
}

static double
shipped_in(const struct mnz_run *result, const char *flow, uint32_t month)
{
    return mean(result,
                mnz_metrics_month(result->metrics,
                                  find_group(result->metrics, MNZ_SCOPE_FLOW, flow),
                                  MNZ_METRIC_SHIPPED_TONNES, month));
}

static void
without_shocks_a_flow_is_what_its_buyer_uses(void **state)
{
    struct compiled c = compile_text(TRADE OBSERVE);
    struct mnz_run *result = run(&c);

    (void)state;
    for (uint32_t month = 0; month < 12; month++) {
        assert_even(shipped_in(result, "us", month), 100.0 / 12.0);
        /* The magnet maker in Japan sells 100 to the US alone: cars stand at home. */
        assert_even(shipped_in(result, "all", month), 100.0 / 12.0);
        /* It makes 200 of 80 of oxide, half of it from China. */
        assert_even(shipped_in(result, "oxide", month), 40.0 / 12.0);
    }
    assert_even(shipped(result, "us"), 100.0);
    mnz_run_destroy(result);
    discard(&c);
}

/* With lead 0, the use of a buyer is its stock and the shipments to it. */
static void
what_is_shipped_and_in_store_is_what_is_used(void **state)
{
    struct compiled c = compile_text(
        TRADE OBSERVE
        "controls: {stop: {kind: ban, by: JP, goods: magnet, from: 2025-07}}\n");
    struct mnz_run *result = run(&c);
    const double missing =
        mean(result,
             mnz_metrics_horizon(result->metrics,
                                 find_group(result->metrics, MNZ_SCOPE_COUNTRY, "US"),
                                 MNZ_METRIC_SHORTFALL_TONNES));

    (void)state;
    assert_even(shipped_in(result, "us", 5), 100.0 / 12.0);
    for (uint32_t month = 6; month < 12; month++)
        assert_even(shipped_in(result, "us", month), 0.0);
    assert_even(shipped(result, "us"), 50.0);
    assert_even(shipped(result, "us") + 100.0 / 12.0 + missing, 100.0);
    mnz_run_destroy(result);
    discard(&c);
}

#define LEAK                                                                           \
    "controls: {stop: {kind: ban, by: CN, goods: oxide, from: 2025-03, until: "        \
    "2025-08, leak: {uniform: [0, 1]}}}\n"

static void
parts_of_a_flow_add_up_in_every_month(struct compiled *c)
{
    struct mnz_run *result = run(c);
    double sum = 0.0;

    for (uint32_t month = 0; month < 12; month++) {
        const double all = shipped_in(result, "by_cn", month);

        assert_even(all, shipped_in(result, "oxide", month) +
                             shipped_in(result, "ore", month));
        sum += all;
    }
    assert_true(shipped_in(result, "oxide", 3) < 0.9 * 40.0 / 12.0);
    assert_even(shipped(result, "by_cn"), sum);
    mnz_run_destroy(result);
    discard(c);
}

static void
parts_add_up_in_steps_of_months_and_weeks(void **state)
{
    static const char text[] = TRADE OBSERVE LEAK;
    static const char months[] = "months: 12";
    char weekly[sizeof text + 16];
    const char *at = strstr(text, months);
    struct compiled c = compile_text(text);

    (void)state;
    parts_of_a_flow_add_up_in_every_month(&c);
    assert_non_null(at);
    at += strlen(months);
    snprintf(weekly, sizeof weekly, "%.*s, step: week%s", (int)(at - text), text, at);
    c = compile_text(weekly);
    assert_int_equal(c.l.s->step, MNZ_STEP_WEEK);
    parts_of_a_flow_add_up_in_every_month(&c);
}

/* A ban in the shortest month shows in that month alone, and a flow that nothing
 * disturbs is the same in all. */
static void
weeks_know_the_month_that_they_are_of(void **state)
{
    struct compiled c = compile_text(
        "monazite: 1\n"
        "time: {start: 2024-01, months: 14, step: week}\n"
        "materials: {ore: {stage: mine, composition: {Nd: 0.2}}}\n"
        "facilities:\n"
        "  pit: {country: CN, stage: mine, makes: {ore: 1}, stock: {output: 0}}\n"
        "industries: {user: {country: JP, sector: users, uses: {ore: 1200}, stock: "
        "0}}\n"
        "links: [{from: pit, to: user, material: ore, share: 1}]\n"
        "controls:\n"
        "  shut: {kind: ban, by: CN, from: 2024-02, until: 2024-03}\n"
        "observe: {out: {by: CN}}\n");
    struct mnz_run *result = run(&c);
    const uint32_t user = find_group(result->metrics, MNZ_SCOPE_INDUSTRY, "user");

    (void)state;
    for (uint32_t month = 0; month < 14; month++) {
        assert_even(shipped_in(result, "out", month), month == 1 ? 0.0 : 100.0);
        assert_even(mean(result, mnz_metrics_month(result->metrics, user,
                                                   MNZ_METRIC_SHORTFALL_SHARE, month)),
                    month == 1 ? 1.0 : 0.0);
    }
    assert_even(mean(result, mnz_metrics_horizon(result->metrics, user,
                                                 MNZ_METRIC_FIRST_SHORT_MONTH)),
                2.0);
    assert_even(mean(result, mnz_metrics_horizon(result->metrics, user,
                                                 MNZ_METRIC_MONTHS_SHORT)),
                1.0);
    mnz_run_destroy(result);
    discard(&c);
}

static double
of_reserve(const struct mnz_run *result, enum mnz_metric metric, uint32_t month)
{
    const uint32_t reserve =
        find_group(result->metrics, MNZ_SCOPE_STOCKPILE, "reserve:ore");

    return mean(result,
                month == MNZ_NONE
                    ? mnz_metrics_horizon(result->metrics, reserve, metric)
                    : mnz_metrics_month(result->metrics, reserve, metric, month));
}

/* A ban of two months takes goods of the reserve, which buys them back at the base
 * price afterwards; purchases without lead enter as the next step begins. */
static void
a_stockpile_tells_what_it_held_released_and_paid(void **state)
{
    struct compiled c = compile_text(
        "monazite: 1\n"
        "time: {start: 2025-01, months: 36}\n"
        "materials: {ore: {stage: mine, composition: {Nd: 0.2}, price: 2 USD/kg}}\n"
        "facilities:\n"
        "  pit: {country: CN, stage: mine, makes: {ore: 1}, stock: {output: 1}}\n"
        "industries: {user: {country: JP, sector: users, uses: {ore: 1200}, stock: "
        "0}}\n"
        "links: [{from: pit, to: user, material: ore, share: 1}]\n"
        "controls:\n"
        "  shut: {kind: ban, by: CN, from: 2025-03, until: 2025-05}\n"
        "policies:\n"
        "  reserve: {kind: stockpile, at: JP, holds: {ore: 300}, refill: true,\n"
        "            release: {shortfall above: 0.1}}\n"
        "behaviour: {premium_cap: 0}\n");
    struct mnz_run *result = run(&c);
    double held = 300.0, bought_before = 0.0, released = 0.0, bought = 0.0, sum = 0.0;

    (void)state;
    for (uint32_t month = 0; month < 36; month++) {
        const double out = of_reserve(result, MNZ_METRIC_RELEASED_TONNES, month);
        const double in = of_reserve(result, MNZ_METRIC_BOUGHT_TONNES, month);

        held += bought_before - out;
        assert_even(of_reserve(result, MNZ_METRIC_HELD_TONNES, month), held);
        assert_even(of_reserve(result, MNZ_METRIC_STOCK_MONTHS, month), held / 100.0);
        assert_even(of_reserve(result, MNZ_METRIC_PURCHASES_USD, month) / 2000.0, in);
        if (month == 2 || month == 3)
            assert_even(out, 100.0);
        bought_before = in;
        released += out;
        bought += in;
        sum += held;
    }
    assert_true(bought > 0.0);
    assert_even(of_reserve(result, MNZ_METRIC_RELEASED_TONNES, MNZ_NONE), released);
    assert_even(of_reserve(result, MNZ_METRIC_BOUGHT_TONNES, MNZ_NONE), bought);
    assert_even(of_reserve(result, MNZ_METRIC_HELD_TONNES, MNZ_NONE), sum / 36.0);
    mnz_run_destroy(result);
    discard(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_shocks_a_flow_is_what_its_buyer_uses),
        cmocka_unit_test(what_is_shipped_and_in_store_is_what_is_used),
        cmocka_unit_test(parts_add_up_in_steps_of_months_and_weeks),
        cmocka_unit_test(weeks_know_the_month_that_they_are_of),
        cmocka_unit_test(a_stockpile_tells_what_it_held_released_and_paid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
