/* test_ref_industries.c - industries of many firms, against closed forms and against
 * the firms one by one. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "support/close.h"
#include "support/ref_firms.h"
#include "support/ref_world.h"

enum { MINE, USER };

/* kappa of 0, 1/2, 1 and above 1. */
static const double spreads[] = {0.0, 0.577350269189625764, 1.0, 1.2};
enum { NUM_SPREADS = sizeof spreads / sizeof *spreads };

/* A user of 100 t a month whose only supplier sends nothing from the first day on. */
static void
build_stop(struct world *w, double spread, double cover, double product_cover)
{
    build_two_nodes(&w->b);
    build_covers(&w->b, USER, cover, product_cover);
    build_actor(&w->b, USER)->firm_spread = build_constant(&w->b, spread);
    build_control(&w->b, MNZ_CONTROL_BAN, "stop", w->b.cn);
}

/* Stock left, as a share of the normal one, t months into a stop. */
static double
stock_left(double kappa, double cover, double t)
{
    if (kappa == 1.0)
        return exp(-t / cover);
    return pow(fmax(0.0, 1.0 - (1.0 - kappa) * t / cover), 1.0 / (1.0 - kappa));
}

/* The share of need that still runs. For equal firms all of it does until all stop. */
static double
share_running(double kappa, double cover, double t)
{
    if (kappa == 0.0)
        return t < cover - 1e-9 ? 1.0 : 0.0;
    if (kappa == 1.0)
        return exp(-t / cover);
    return pow(fmax(0.0, 1.0 - (1.0 - kappa) * t / cover), kappa / (1.0 - kappa));
}

static double
sum_of(const struct ref_column *column, uint32_t steps)
{
    double sum = 0.0;

    for (uint32_t t = 0; t < steps; t++)
        sum += ref_at(column, t, USER);
    return sum;
}

static void
follow_a_stop(double spread, double cover, enum mnz_step_kind step)
{
    const double kappa = ref_kappa(spread);
    struct world w;
    double Delta;

    build_stop(&w, spread, cover, 0.0);
    w.b.scenario->step = step;
    world_run(&w);
    Delta = w.net->months_per_step;
    for (uint32_t t = 0; t < w.trace->num_steps; t++) {
        const double runs = ref_at(&w.trace->activity, t, USER);

        /* Activity of a step is the mean over it of a share that falls. */
        assert_true(runs <= share_running(kappa, cover, t * Delta) + 1e-9);
        assert_true(runs >= share_running(kappa, cover, (t + 1) * Delta) - 1e-9);
        assert_near(Delta * sum_of(&w.trace->activity, t + 1),
                    cover * (1.0 - stock_left(kappa, cover, (t + 1) * Delta)), 1e-9);
        assert_near(ref_at(&w.trace->stock, t, 0),
                    100.0 * cover * stock_left(kappa, cover, (t + 1) * Delta), 1e-8);
        assert_near(ref_at(&w.trace->supplied, t, USER), runs, 1e-12);
        assert_near(ref_at(&w.trace->delivered, t, USER), runs, 1e-12);
    }
    world_finish(&w);
}

static void
a_stop_spares_whoever_has_stock_in_months_and_in_weeks(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_SPREADS; i++) {
        follow_a_stop(spreads[i], 2.5, MNZ_STEP_MONTH);
        follow_a_stop(spreads[i], 2.5, MNZ_STEP_WEEK);
    }
}

static void
over_a_long_stop_all_but_the_stock_is_lost(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_SPREADS; i++) {
        struct world w;

        build_stop(&w, spreads[i], 1.0, 0.0);
        w.b.scenario->months = 120;
        world_run(&w);
        assert_near(world_lost(&w, USER, 0, 120), 119.0, 1e-5);
        world_finish(&w);
    }
}

/* Customers hold stock too, and it does not matter whose it is. */
static void
a_stock_of_products_spares_customers_as_much(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_SPREADS; i++) {
        struct world w;

        build_stop(&w, spreads[i], 1.0, 1.5);
        w.b.scenario->months = 240;
        world_run(&w);
        assert_near(240.0 - sum_of(&w.trace->delivered, 240), 240.0 - 2.5, 2e-5);
        /* Refilling takes inputs from the demand of later. */
        assert_true(sum_of(&w.trace->supplied, 240) <= 1.0 + 1e-9);
        assert_near(sum_of(&w.trace->activity, 240), 1.0, 1e-5);
        world_finish(&w);
    }
}

/* Without input stocks: the product lasts a month, and is refilled in overtime. */
static void
a_stock_of_products_is_used_and_refilled(void **state)
{
    static const double a[] = {1.0, 0.0, 1.1, 1.1, 1.1, 1.1};
    struct world w;
    double F = 1.0;

    (void)state;
    build_stop(&w, 0.0, 0.0, 1.0);
    world_hold(&w, w.b.scenario->controls[0].regime, 1, 2);
    world_run(&w);
    for (uint32_t t = 0; t < 6; t++) {
        F += a[t] - 1.0;
        assert_close(ref_at(&w.trace->activity, t, USER), a[t], 1e-12);
        assert_close(ref_at(&w.trace->delivered, t, USER), 1.0, 1e-12);
        assert_close(ref_at(&w.trace->supplied, t, USER), t == 1 ? 0.0 : 1.0, 1e-12);
        assert_near(ref_at(&w.trace->product_stock, t, USER), F, 1e-12);
    }
    world_finish(&w);
}

static void
half_the_output_is_lost_where_half_needs_the_input(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_SPREADS; i++) {
        const double left = stock_left(ref_kappa(spreads[i]), 2.5, 12.0);
        struct world w;

        build_stop(&w, spreads[i], 2.5, 0.0);
        build_essential(&w.b, USER, MINE, 0.5);
        world_run(&w);
        for (uint32_t t = 0; t < w.trace->num_steps; t++)
            assert_close(1.0 - ref_at(&w.trace->delivered, t, USER),
                         0.5 * world_shortfall(&w, USER, t), 1e-12);
        /* Who lacks the input builds something else; the input still goes to who needs
         * it. */
        assert_close(world_lost(&w, USER, 0, 12), 12.0 - 2.5 * (1.0 - left), 1e-9);
        assert_near(ref_at(&w.trace->stock, 11, 0), 250.0 * left, 1e-8);
        world_finish(&w);
    }
}

/* Product stock of those who need the input spares them for as long as the average
 * stock of all products lasts; overtime makes nothing of what nobody lacks. */
static void
a_stock_of_other_products_spares_nobody(void **state)
{
    static const double shares[] = {0.1, 0.4, 0.8};

    (void)state;
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < NUM_SPREADS; i++) {
            struct world w;
            double lost, all;

            build_stop(&w, spreads[i], 1.0, 1.5);
            build_essential(&w.b, USER, MINE, shares[k]);
            w.b.scenario->months = 240;
            world_run(&w);
            lost = 240.0 - sum_of(&w.trace->delivered, 240);
            all = shares[k] * (240.0 - 2.5);
            /* In overtime those who need the input get more of it than their share, at
             * most 0.1 of 1.1; equal firms have none left by then. */
            assert_true(lost <= all + 2e-5);
            assert_true(lost >= all - 2e-5 -
                                    (spreads[i] > 0.0) * 0.1 * (1.0 - shares[k]) / 1.1);
            for (uint32_t t = 0; t < 240; t++)
                assert_true(ref_at(&w.trace->activity, t, USER) >=
                            1.0 - shares[k] - 1e-9);
            world_finish(&w);
        }
}

/* Of two inputs the one that lacks leaves the other in store. */
static void
inputs_are_consumed_as_they_are_needed(void **state)
{
    const uint32_t wire = 1, plant = 1, user = 2;
    struct build *b;
    struct world w;

    (void)state;
    b = &w.b;
    build_init(b);
    build_material(b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_material(b, "wire", MNZ_STAGE_MINE, "Dy", 0.5);
    build_facility(b, "mine", b->cn, MNZ_STAGE_MINE, 0.0);
    build_facility(b, "plant", b->my, MNZ_STAGE_MINE, 0.0);
    build_makes(b, 0, 0, 1.0);
    build_makes(b, plant, wire, 1.0);
    build_industry(b, "user", b->us, "users");
    build_uses(b, user, 0, 1200.0);
    build_uses(b, user, wire, 600.0);
    build_covers(b, user, 0.0, 0.0);
    build_link(b, 0, user, 0, 1.0, 0.0);
    build_link(b, plant, user, wire, 1.0, 0.0);
    build_essential(b, user, 0, 0.4);
    build_control(b, MNZ_CONTROL_BAN, "stop", b->cn);
    world_run(&w);
    assert_close(ref_at(&w.trace->activity, 0, user), 0.6, 1e-12);
    assert_close(ref_at(&w.trace->supplied, 0, user), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->limiting, 0, user), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->consumed, 0, 0), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->consumed, 0, 1), 30.0, 1e-12);
    assert_close(ref_at(&w.trace->stock, 0, 1), 20.0, 1e-12);
    world_finish(&w);
}

/* The share of output that needs an input which lacks from the third month on, by
 * `covers` of the need. */
static void
follow_learning(double takes, double covers, const double *e, uint32_t months)
{
    struct mnz_essential *x;
    struct world w;

    build_stop(&w, 0.0, 0.0, 0.0);
    x = build_essential(&w.b, USER, MINE, 0.8);
    x->falls_to = build_constant(&w.b, 0.2);
    x->takes_months = build_constant(&w.b, takes);
    w.b.scenario->controls[0].ban.covers = build_constant(&w.b, covers);
    world_hold(&w, w.b.scenario->controls[0].regime, 2, 7);
    world_run(&w);
    for (uint32_t t = 0; t < months; t++) {
        assert_close(ref_at(&w.trace->essential, t, 0), e[t], 1e-12);
        assert_close(ref_at(&w.trace->activity, t, USER),
                     t >= 2 && t < 7 ? 1.0 - covers * e[t] : 1.0, 1e-9);
    }
    world_finish(&w);
}

static void
an_industry_learns_from_its_first_shortage_on(void **state)
{
    static const double slowly[] = {0.8, 0.8, 0.8, 0.6, 0.4, 0.2, 0.2, 0.2, 0.2};
    static const double at_once[] = {0.8, 0.8, 0.8, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2};
    static const double never[] = {0.8, 0.8, 0.8, 0.8, 0.8, 0.8};

    (void)state;
    follow_learning(3.0, 1.0, slowly, 9);
    follow_learning(0.0, 1.0, at_once, 9);
    /* A shortage of half of what counts as one. */
    follow_learning(3.0, 0.005, never, 6);
}

/* Months of a step make the same of a part of need that arrives evenly. */
static void
the_law_does_not_depend_on_the_length_of_a_step(void **state)
{
    const double kappas[] = {0.0, 0.3, 0.5, 1.0 - 1e-5, 1.0, 1.0 + 1e-5, 1.4, 1.9};
    enum { PARTS = 13 };

    (void)state;
    for (size_t k = 0; k < sizeof kappas / sizeof *kappas; k++)
        for (double held = 0.0; held < 4.0; held += 0.7) {
            const struct ref_firms whole = ref_firms(kappas[k], 1.0, 0.3, held, 2.0);
            double stock = held, served = 0.0;

            for (int i = 0; i < PARTS; i++) {
                const double part =
                    ref_firms(kappas[k], 1.0 / PARTS, 0.3 / PARTS, stock, 2.0).served;

                stock += 0.3 / PARTS - part;
                served += part;
            }
            assert_near(served, whole.served, 1e-9);
        }
}

static void
the_law_at_its_ends(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_SPREADS; i++) {
        const double kappa = ref_kappa(spreads[i]);

        /* Enough arrives; nothing is or need be in store; no normal stock; more than
         * the normal stock, which is used first; nothing is left. */
        assert_close(ref_firms(kappa, 1.0, 1.2, 0.5, 2.0).served, 1.0, 1e-12);
        assert_close(ref_firms(kappa, 1.0, 0.4, 0.0, 0.0).served, 0.4, 1e-12);
        assert_close(ref_firms(kappa, 1.0, 0.4, 0.3, 0.0).served, 0.7, 1e-12);
        assert_close(ref_firms(kappa, 1.0, 0.4, 2.7, 2.0).served, 1.0, 1e-12);
        assert_close(ref_firms(kappa, 1.0, 0.4, 2.7, 2.0).x, 1.0, 1e-12);
        assert_close(ref_firms(kappa, 1.0, 0.4, 0.0, 2.0).served, 0.4, 1e-12);
        assert_close(ref_firms(kappa, 0.0, 0.0, 1.0, 2.0).served, 0.0, 1e-12);
        assert_close(ref_firms(kappa, 0.0, 0.0, 1.0, 2.0).x, 0.5, 1e-12);
    }
    assert_close(ref_kappa(0.0), 0.0, 1e-12);
    assert_close(ref_kappa(spreads[1]), 0.5, 1e-12);
    assert_close(ref_kappa(1.0), 1.0, 1e-12);
}

/* Firms one by one, each 1/NUM_FIRMS of the need. */
enum { NUM_FIRMS = 200000 };

struct firm {
    double cover, stock; /* months of its own need; the cover is its normal stock */
};

/* The sum of generalised Pareto covers of mean `mean` over the firms that hold most, up
 * to the share s of all; per firm if all were counted. The law's shape is
 * (kappa - 1)/kappa, its scale mean/kappa. */
static double
covers_of_largest(double kappa, double mean, double s)
{
    if (kappa == 1.0)
        return s > 0.0 ? mean * (s - s * log(s)) : 0.0;
    return mean / (kappa - 1.0) * (kappa * pow(s, 1.0 / kappa) - s);
}

static void
found_firms(struct firm *firms, double kappa, double mean)
{
    for (int i = 0; i < NUM_FIRMS; i++) {
        const double s = (double)i / NUM_FIRMS, next = (i + 1.0) / NUM_FIRMS;

        firms[i].cover = NUM_FIRMS * (covers_of_largest(kappa, mean, next) -
                                      covers_of_largest(kappa, mean, s));
        firms[i].stock = firms[i].cover;
    }
}

static double
mean_stock(const struct firm *firms)
{
    double sum = 0.0;

    for (int i = 0; i < NUM_FIRMS; i++)
        sum += firms[i].stock;
    return sum / NUM_FIRMS;
}

/* Every firm gets the share g of its need, and runs in full while it has stock. */
static double
run_firms(struct firm *firms, double g)
{
    double made = 0.0;

    for (int i = 0; i < NUM_FIRMS; i++) {
        const double drawn = fmin(firms[i].stock, 1.0 - g);

        firms[i].stock -= drawn;
        made += g + drawn;
    }
    return made / NUM_FIRMS;
}

/* Stocks rise to `mean` the way that they fell: of each firm all months but the same
 * `gone` are back. */
static void
refill_firms(struct firm *firms, double mean)
{
    double gone = -INFINITY, left;
    int holders;

    for (int round = 0; round < 200; round++) {
        left = 0.0;
        holders = 0;
        for (int i = 0; i < NUM_FIRMS; i++)
            if (isinf(gone) || firms[i].cover > gone) {
                left += firms[i].cover;
                holders++;
            }
        if (gone == (left - mean * NUM_FIRMS) / holders)
            break;
        gone = (left - mean * NUM_FIRMS) / holders;
    }
    for (int i = 0; i < NUM_FIRMS; i++)
        firms[i].stock = fmax(0.0, firms[i].cover - gone);
}

static void
hold_against_firms(struct firm *firms, double spread, double cover)
{
    static const double supply[] = {1.0, 0.9, 0.6, 0.3, 0.0, 0.2, 0.8, 1.3,
                                    1.2, 0.5, 0.0, 0.0, 1.0, 1.6, 2.4, 1.9,
                                    1.2, 0.7, 0.1, 0.0, 0.4, 1.1, 0.3, 0.0};
    const double kappa = ref_kappa(spread);
    double stock = cover;

    found_firms(firms, kappa, cover);
    for (size_t t = 0; t < sizeof supply / sizeof *supply; t++) {
        const double g = supply[t];
        const double served = ref_firms(kappa, 1.0, g, stock, cover).served;

        stock += g - served;
        if (g < 1.0)
            assert_near(run_firms(firms, g), served, 1e-6);
        else
            refill_firms(firms, mean_stock(firms) + g - 1.0);
        assert_near(mean_stock(firms), stock, 2e-6);
    }
}

static void
the_law_is_the_sum_of_its_firms(void **state)
{
    static const double of_firms[] = {0.3, 0.5, 0.577350269189625764, 0.8, 1.0,
                                      1.1, 1.3};
    struct firm *firms = malloc(sizeof *firms * NUM_FIRMS);

    (void)state;
    assert_non_null(firms);
    for (size_t i = 0; i < sizeof of_firms / sizeof *of_firms; i++)
        hold_against_firms(firms, of_firms[i], 1.5);
    free(firms);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stop_spares_whoever_has_stock_in_months_and_in_weeks),
        cmocka_unit_test(over_a_long_stop_all_but_the_stock_is_lost),
        cmocka_unit_test(a_stock_of_products_spares_customers_as_much),
        cmocka_unit_test(a_stock_of_products_is_used_and_refilled),
        cmocka_unit_test(half_the_output_is_lost_where_half_needs_the_input),
        cmocka_unit_test(a_stock_of_other_products_spares_nobody),
        cmocka_unit_test(inputs_are_consumed_as_they_are_needed),
        cmocka_unit_test(an_industry_learns_from_its_first_shortage_on),
        cmocka_unit_test(the_law_does_not_depend_on_the_length_of_a_step),
        cmocka_unit_test(the_law_at_its_ends),
        cmocka_unit_test(the_law_is_the_sum_of_its_firms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
