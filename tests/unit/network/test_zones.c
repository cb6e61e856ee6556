/* test_zones.c - price zones and markets. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

static void
makes_a_zone_of_each_controlling_country(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
    build_control(&b, MNZ_CONTROL_QUOTA, "cap", b.cn);
    build_control(&b, MNZ_CONTROL_TARIFF, "duty", b.us);
    net = compile_network(&b);
    assert_int_equal(net->num_zones, 3);
    assert_string_equal(net->zone_names[0], "CN");
    assert_string_equal(net->zone_names[1], "US");
    assert_string_equal(net->zone_names[2], "rest");
    assert_int_equal(net->zone_of_place[b.cn], 0);
    assert_int_equal(net->zone_of_place[b.us], 1);
    assert_int_equal(net->zone_of_place[b.my], 2);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
makes_no_zone_of_where_an_outage_strikes(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    build_control(&b, MNZ_CONTROL_OUTAGE, "storm", b.cn);
    net = compile_network(&b);
    assert_int_equal(net->num_zones, 1);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
gives_a_member_that_acts_itself_its_own_zone(void **state)
{
    struct build b;
    struct mnz_network *net;
    uint32_t bloc;

    (void)state;
    build_two_nodes(&b);
    bloc = build_bloc(&b, "bloc", 2, (const uint32_t[]){b.cn, b.my});
    build_control(&b, MNZ_CONTROL_BAN, "both", bloc);
    build_control(&b, MNZ_CONTROL_BAN, "one", b.cn);
    net = compile_network(&b);
    assert_int_equal(net->zone_of_place[b.my], 0);
    assert_int_equal(net->zone_of_place[bloc], 0);
    assert_int_equal(net->zone_of_place[b.cn], 1);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
opens_a_market_for_each_material_bought_in_a_zone(void **state)
{
    struct build b;
    struct mnz_network *net;
    uint32_t home;

    (void)state;
    build_three_nodes(&b);
    home = build_industry(&b, "home", b.cn, "users");
    build_uses(&b, home, 1, 10.0);
    build_link(&b, 1, home, 1, 1.0, 0.0);
    build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
    net = compile_network(&b);
    assert_int_equal(net->num_markets, 3); /* ore in MY; oxide in CN and the rest */
    for (uint32_t p = 0; p < net->num_ports; p++) {
        const struct mnz_net_market *m = &net->markets[net->ports[p].market];

        assert_int_equal(m->material, net->ports[p].material);
        assert_int_equal(
            m->zone, net->zone_of_place[mnz_network_place(net, net->ports[p].node)]);
    }
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
takes_written_zones(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    build_zone(&b, "inside", build_select_place(&b, b.cn));
    build_zone(&b, "outside", build_select_not(&b, build_select_place(&b, b.cn)));
    net = compile_network(&b);
    assert_int_equal(net->num_zones, 2);
    assert_string_equal(net->zone_names[1], "outside");
    assert_int_equal(net->zone_of_place[b.cn], 0);
    assert_int_equal(net->zone_of_place[b.us], 1);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
refuses_zones_that_overlap(void **state)
{
    struct build b;

    (void)state;
    build_two_nodes(&b);
    build_zone(&b, "inside", build_select_place(&b, b.cn));
    build_zone(&b, "all", build_select_all(&b));
    assert_true(compile_errs(&b, "CN is in price zone 'inside' and in 'all'"));
    build_finish(&b);
}

static void
refuses_zones_that_leave_somebody_out(void **state)
{
    struct build b;

    (void)state;
    build_two_nodes(&b);
    build_zone(&b, "inside", build_select_place(&b, b.cn));
    assert_true(compile_errs(&b, "US is in no price zone"));
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_a_zone_of_each_controlling_country),
        cmocka_unit_test(makes_no_zone_of_where_an_outage_strikes),
        cmocka_unit_test(gives_a_member_that_acts_itself_its_own_zone),
        cmocka_unit_test(opens_a_market_for_each_material_bought_in_a_zone),
        cmocka_unit_test(takes_written_zones),
        cmocka_unit_test(refuses_zones_that_overlap),
        cmocka_unit_test(refuses_zones_that_leave_somebody_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
