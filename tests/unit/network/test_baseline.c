/* test_baseline.c - the stationary flows, against hand calculation. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"
#include "support/random_scenario.h"

static struct mnz_baseline *
derive(const struct mnz_network *net, const double *draws)
{
    struct mnz_baseline *base;

    assert_int_equal(mnz_baseline_create(net, draws, &base), MNZ_OK);
    return base;
}

static void
a_chain_passes_on_what_the_industry_uses(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_baseline *base;

    (void)state;
    build_three_nodes(&b);
    build_actor(&b, 0)->capacity_tpa = build_constant(&b, 5000.0);
    net = compile_network(&b);
    base = derive(net, mnz_network_median_draws(net));
    assert_close(base->activity[2], 1.0, 0.0);
    assert_close(base->activity[1], 1200.0, 1e-15);
    assert_close(base->activity[0], 1200.0, 1e-15);
    assert_close(base->flow[find_link(net, 0, 1, 0)], 1200.0, 1e-15);
    assert_close(base->made[0], 1200.0, 1e-15);
    assert_close(base->capacity[0], 5000.0, 0.0);
    assert_true(isinf(base->capacity[1]));
    mnz_baseline_destroy(base);
    mnz_baseline_destroy(NULL);
    mnz_network_destroy(net);
    build_finish(&b);
}

/* One separator with two driving outputs and a by-product, three users. */
static void
build_co_production(struct build *b, double x, double y, double z)
{
    static const char *const names[] = {"x", "y", "z"};
    const double asked[] = {x, y, z}, yields[] = {0.2, 0.05, 0.4};

    build_init(b);
    build_material(b, "ore", MNZ_STAGE_MINE, NULL, 0.0);
    for (uint32_t i = 0; i < 3; i++)
        build_material(b, names[i], MNZ_STAGE_SEPARATION, NULL, 0.0);
    build_facility(b, "mine", b->cn, MNZ_STAGE_MINE, 0.0);
    build_facility(b, "separator", b->cn, MNZ_STAGE_SEPARATION, 0.0);
    build_makes(b, 0, 0, 1.0);
    build_uses(b, 1, 0, 1.25);
    build_link(b, 0, 1, 0, 1.0, 0.0);
    for (uint32_t i = 0; i < 3; i++)
        build_makes(b, 1, 1 + i, yields[i])->is_byproduct = i == 2;
    for (uint32_t i = 0; i < 3; i++) {
        build_industry(b, names[i], b->us, names[i]);
        build_uses(b, 2 + i, 1 + i, asked[i]);
        build_link(b, 1, 2 + i, 1 + i, 1.0, 0.0);
    }
}

static void
the_most_demanding_driving_output_sets_the_pace(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_baseline *base;

    (void)state;
    build_co_production(&b, 100.0, 40.0, 10.0); /* 500, 800; z does not drive */
    net = compile_network(&b);
    base = derive(net, mnz_network_median_draws(net));
    assert_close(base->activity[1], 800.0, 1e-15);
    assert_close(base->activity[0], 1000.0, 1e-15);
    assert_close(base->made[1], 160.0, 1e-15);
    assert_close(base->required[1], 100.0, 1e-15);
    assert_close(base->made[3], 320.0, 1e-15);
    assert_close(base->required[3], 10.0, 1e-15);
    mnz_baseline_destroy(base);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
a_by_product_never_drives(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_baseline *base;

    (void)state;
    build_co_production(&b, 10.0, 1.0, 400.0);
    net = compile_network(&b);
    base = derive(net, mnz_network_median_draws(net));
    assert_close(base->activity[1], 50.0, 1e-15);
    assert_close(base->made[3], 20.0, 1e-15);
    assert_close(base->required[3], 400.0, 1e-15);
    mnz_baseline_destroy(base);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
shares_are_rescaled_in_every_trial(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_baseline *base;
    const double draws[] = {0.5};
    uint32_t uncertain, fixed;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(&b, "a", b.cn, MNZ_STAGE_MINE, 0.0);
    build_facility(&b, "b", b.my, MNZ_STAGE_MINE, 0.0);
    build_makes(&b, 0, 0, 1.0);
    build_makes(&b, 1, 0, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 2, 0, 1200.0);
    build_link(&b, 0, 2, 0, 0.0, 0.0)->share = build_uniform(&b, "share", 0.1, 0.9);
    build_link(&b, 1, 2, 0, 0.3, 0.0);
    net = compile_network(&b);
    uncertain = find_link(net, 0, 2, 0);
    fixed = find_link(net, 1, 2, 0);
    base = derive(net, draws);
    assert_close(base->base_share[uncertain], 0.625, 1e-15);
    assert_close(base->base_share[fixed], 0.375, 1e-15);
    assert_close(base->flow[uncertain], 750.0, 1e-15);
    assert_close(base->activity[1], 450.0, 1e-15);
    mnz_baseline_destroy(base);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
a_row_of_several_sellers_gives_its_share_once(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_baseline *base;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(&b, "a", b.cn, MNZ_STAGE_MINE, 3000.0);
    build_facility(&b, "b", b.cn, MNZ_STAGE_MINE, 1000.0);
    build_facility(&b, "c", b.my, MNZ_STAGE_MINE, 0.0);
    for (uint32_t i = 0; i < 3; i++)
        build_makes(&b, i, 0, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 3, 0, 1000.0);
    build_row(&b, build_select_place(&b, b.cn), build_select_actor(&b, 3), 0, 0.8);
    build_row(&b, build_select_place(&b, b.my), build_select_actor(&b, 3), 0, 0.2);
    net = compile_network(&b);
    base = derive(net, mnz_network_median_draws(net));
    assert_close(base->flow[find_link(net, 0, 3, 0)], 600.0, 1e-14);
    assert_close(base->flow[find_link(net, 1, 3, 0)], 200.0, 1e-14);
    assert_close(base->flow[find_link(net, 2, 3, 0)], 200.0, 1e-14);
    mnz_baseline_destroy(base);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
dated_values_are_those_of_the_first_step(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_baseline *base;
    struct mnz_amount *use;
    const int32_t days[] = {19900, 20089}; /* long before, 2025-01-01 */

    (void)state;
    build_two_nodes(&b);
    use = (struct mnz_amount *)(uintptr_t)build_actor(&b, 1)->uses;
    use->value = build_series(
        &b, 2, days,
        (mnz_value_id[]){build_constant(&b, 10.0), build_constant(&b, 20.0)});
    net = compile_network(&b);
    base = derive(net, mnz_network_median_draws(net));
    assert_close(base->activity[0], 20.0, 1e-15);
    mnz_baseline_destroy(base);
    mnz_network_destroy(net);
    b.scenario->warm_up_months = 1; /* the first step is in December now */
    net = compile_network(&b);
    base = derive(net, mnz_network_median_draws(net));
    assert_close(base->activity[0], 10.0, 1e-15);
    mnz_baseline_destroy(base);
    mnz_network_destroy(net);
    build_finish(&b);
}

/* Conditions of a stationary run: flows of a port sum to its use, a plant makes at
 * least the orders for its driving outputs, and no more of all of them at once than
 * it must. */
static void
verify_stationary(const struct mnz_network *net, const struct mnz_baseline *base,
                  const double *draws)
{
    const struct mnz_value_pool *pool = &net->scenario->pool;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *n = &net->nodes[i];
        int is_tight = n->is_industry || base->activity[i] == 0.0;

        for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++) {
            double sold = 0.0;

            for (uint32_t j = 0; j < net->outputs[o].num_links; j++)
                sold += base->flow[net->outputs[o].first_link + j];
            assert_close(base->required[o], sold, 1e-12);
            if (!net->outputs[o].is_driving)
                continue;
            assert_true(base->made[o] >= base->required[o] * (1.0 - 1e-12));
            is_tight |= base->made[o] <= base->required[o] * (1.0 + 1e-12);
        }
        assert_true(is_tight);
        for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++) {
            double bought = 0.0, shares = 0.0;

            for (uint32_t j = 0; j < net->ports[p].num_links; j++) {
                const uint32_t l = net->port_links[net->ports[p].first_link + j];

                bought += base->flow[l];
                shares += base->base_share[l];
            }
            assert_close(shares, 1.0, 1e-12);
            assert_close(bought,
                         base->activity[i] * mnz_value_at(pool, net->ports[p].use,
                                                          net->step_day[0], draws),
                         1e-12);
        }
    }
}

static void
random_worlds_are_stationary_in_every_trial(void **state)
{
    static double draws[BUILD_MAX_INPUTS];

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct build b;
        struct mnz_network *net;

        random_scenario(seed, RANDOM_EVERYTHING, &b);
        net = compile_network(&b);
        for (double u = 0.1; u < 1.0; u += 0.2) {
            struct mnz_baseline *base;

            draw_inputs(net, u, draws);
            base = derive(net, draws);
            verify_stationary(net, base, draws);
            mnz_baseline_destroy(base);
        }
        mnz_network_destroy(net);
        build_finish(&b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_passes_on_what_the_industry_uses),
        cmocka_unit_test(the_most_demanding_driving_output_sets_the_pace),
        cmocka_unit_test(a_by_product_never_drives),
        cmocka_unit_test(shares_are_rescaled_in_every_trial),
        cmocka_unit_test(a_row_of_several_sellers_gives_its_share_once),
        cmocka_unit_test(dated_values_are_those_of_the_first_step),
        cmocka_unit_test(random_worlds_are_stationary_in_every_trial),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
