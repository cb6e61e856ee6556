/* test_scopes.c - scopes of technology controls and surges, and home markets. */

#include "world_text.h"

static void
technology_strikes_plants_abroad(void **state)
{
    struct compiled c = compile_text(
        TRADE "controls:\n"
              "  know_how: {kind: technology, by: CN, facilities: {stage: [separation, "
              "magnet]}}\n"
              "  parts: {kind: technology, by: CN, facilities: my_plant}\n");
    const struct mnz_net_control *k = c.net->controls;

    (void)state;
    assert_int_equal(k[0].num_nodes, 2);
    assert_int_equal(c.net->control_nodes[k[0].first_node], MY_PLANT);
    assert_int_equal(c.net->control_nodes[k[0].first_node + 1], JP_MAGNETS);
    assert_int_equal(k[1].num_nodes, 1);
    assert_int_equal(c.net->control_nodes[k[1].first_node], MY_PLANT);
    assert_int_equal(k[0].num_links + k[1].num_links, 0);
    assert_int_equal(k[0].num_ports + k[1].num_ports, 0);
    discard(&c);
    assert_not_compiled(TRADE "controls: {c: {kind: technology, by: CN, facilities: "
                              "{country: CN}}}\n",
                        "no facility that it selects stands outside CN");
    assert_not_compiled(TRADE "controls: {c: {kind: technology, by: US, facilities: "
                              "cn_plant}}\n",
                        "technology control 'c' strikes 'cn_plant', which has no "
                        "capacity to lose");
}

static void
surges_act_on_inputs(void **state)
{
    struct compiled c = compile_text(
        TRADE "controls:\n"
              "  all: {kind: surge, size: 0.3}\n"
              "  cars: {kind: surge, facilities: {sector: cars}, size: 0.3}\n"
              "  oxides: {kind: surge, facilities: {country: JP}, goods: oxide, size: "
              "0.3}\n");
    const struct mnz_net_control *k = c.net->controls;

    (void)state;
    assert_int_equal(k[0].num_ports, c.net->num_ports);
    for (uint32_t p = 0; p < c.net->num_ports; p++)
        assert_int_equal(c.net->control_ports[k[0].first_port + p], p);
    assert_int_equal(k[1].num_ports, 2);
    assert_int_equal(c.net->control_ports[k[1].first_port],
                     port_of(c.net, JP_CARS, MAGNET));
    assert_int_equal(c.net->control_ports[k[1].first_port + 1],
                     port_of(c.net, CN_CARS, MAGNET));
    assert_int_equal(k[2].num_ports, 1);
    assert_int_equal(c.net->control_ports[k[2].first_port],
                     port_of(c.net, JP_MAGNETS, OXIDE));
    for (int i = 0; i < 3; i++)
        assert_int_equal(k[i].num_links + k[i].num_nodes, 0);
    discard(&c);
    assert_not_compiled(TRADE "controls: {c: {kind: surge, facilities: {sector: cars}, "
                              "goods: oxide, size: 1}}\n",
                        "surge 'c' selects no purchase");
    assert_not_compiled(
        TRADE "controls: {c: {kind: surge, goods: {stage: alloy}, size: 1}}\n",
        "'goods' of control 'c' selects no material");
    assert_not_compiled(
        TRADE "controls: {c: {kind: surge, facilities: {country: DE}, size: 1}}\n",
        "'facilities' of control 'c' selects no facility or industry");
}

/* Zones are CN and the rest; oxide is bought in both, ore too, ferrite too. */
static void
links_know_the_market_at_their_sellers(void **state)
{
    struct compiled c = compile_text(
        TRADE "price_zones: {inside: CN, jp: JP, rest: {not: {country: [CN, JP]}}}\n");
    const struct mnz_network *net = c.net;
    uint32_t home;

    (void)state;
    /* Abroad: the seller's zone is not the buyer's. */
    home = net->links[link_between(net, CN_PLANT, JP_MAGNETS)].home_market;
    assert_int_equal(home, net->ports[port_of(net, CN_MAGNETS, OXIDE)].market);
    assert_int_not_equal(home, net->ports[port_of(net, JP_MAGNETS, OXIDE)].market);
    /* At home: the same market. */
    home = net->links[link_between(net, CN_MAGNETS, CN_CARS)].home_market;
    assert_int_equal(home, net->ports[port_of(net, CN_CARS, MAGNET)].market);
    home = net->links[link_between(net, JP_MAGNETS, US_MOTORS)].home_market;
    assert_int_equal(home, net->ports[port_of(net, JP_CARS, MAGNET)].market);
    /* Nobody in Malaysia's zone, or the US's, buys oxide. */
    home = net->links[link_between(net, MY_PLANT, JP_MAGNETS)].home_market;
    assert_int_equal(home, MNZ_NONE);
    discard(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(technology_strikes_plants_abroad),
        cmocka_unit_test(surges_act_on_inputs),
        cmocka_unit_test(links_know_the_market_at_their_sellers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
