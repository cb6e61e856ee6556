/* test_pacts.c - who can be short in a pact, whom it serves, which output it
 * diverts. */

#include "world_text.h"

static void
assert_group(const struct mnz_network *net, uint32_t group, const char *member,
             uint32_t material, uint32_t num_ports, const uint32_t *ports)
{
    const struct mnz_net_pact_group *g = &net->pact_groups[group];

    assert_string_equal(net->scenario->places[g->member].code, member);
    assert_int_equal(g->material, material);
    assert_int_equal(g->num_ports, num_ports);
    for (uint32_t i = 0; i < num_ports; i++)
        assert_int_equal(net->pact_ports[g->first_port + i], ports[i]);
}

static void
groups_are_by_member_and_material(void **state)
{
    struct compiled c = compile_text(
        TRADE "blocs: {east: [JP, CN]}\n"
              "policies: {p: {kind: pact, members: [US, east], shares: {diverted: "
              "0.2}}}\n");
    const struct mnz_network *net = c.net;
    const struct mnz_net_pact *p = net->pacts;

    (void)state;
    assert_int_equal(net->num_pacts, 1);
    assert_int_equal(p->policy, 0);
    assert_int_equal(p->num_groups, 5);
    assert_group(net, p->first_group, "US", MAGNET, 1,
                 (uint32_t[]){port_of(net, US_MOTORS, MAGNET)});
    assert_group(net, p->first_group + 1, "east", ORE, 1,
                 (uint32_t[]){port_of(net, CN_PLANT, ORE)});
    assert_group(
        net, p->first_group + 2, "east", OXIDE, 2,
        (uint32_t[]){port_of(net, JP_MAGNETS, OXIDE), port_of(net, CN_MAGNETS, OXIDE)});
    assert_group(net, p->first_group + 3, "east", FERRITE, 2,
                 (uint32_t[]){port_of(net, JP_MAGNETS, FERRITE),
                              port_of(net, CN_MAGNETS, FERRITE)});
    assert_group(
        net, p->first_group + 4, "east", MAGNET, 2,
        (uint32_t[]){port_of(net, JP_CARS, MAGNET), port_of(net, CN_CARS, MAGNET)});
    /* Only ore leaves the members: for Malaysia. */
    assert_int_equal(p->num_links, 1);
    assert_int_equal(net->pact_links[p->first_link],
                     link_between(net, CN_MINE, MY_PLANT));
    assert_int_equal(p->num_stockpiles, 0);
    discard(&c);
}

#define PILES                                                                          \
    "  us_magnets: {kind: stockpile, at: US, holds: {magnet: 60 days}}\n"              \
    "  oxides: {kind: stockpile, at: JP, holds: {oxide: 60 days}}\n"                   \
    "  cn_magnets_kept: {kind: stockpile, at: CN, holds: {magnet: 60 days}}\n"         \
    "  jp_magnets_kept: {kind: stockpile, at: JP, holds: {magnet: 60 days}, for: "     \
    "{sector: motors}}\n"

static void
stockpiles_serve_other_members(void **state)
{
    struct compiled c = compile_text(
        TRADE "policies:\n" PILES "  pact: {kind: pact, members: [US, JP]}\n"
              "  alone: {kind: pact, members: [JP, MY], shares: {stockpiles: false, "
              "diverted: 0.1}}\n");
    const struct mnz_network *net = c.net;
    const struct mnz_net_pact *p = &net->pacts[0];
    const struct mnz_net_pact_stockpile *shared =
        &net->pact_stockpiles[p->first_stockpile];

    (void)state;
    assert_int_equal(net->num_pacts, 2);
    /* oxides: nobody else among the members uses oxide; CN is no member. */
    assert_int_equal(p->num_stockpiles, 2);
    assert_int_equal(shared[0].stockpile, 0);
    assert_int_equal(shared[0].num_ports, 1);
    assert_int_equal(net->pact_ports[shared[0].first_port],
                     port_of(net, JP_CARS, MAGNET));
    assert_int_equal(shared[1].stockpile, 3);
    assert_int_equal(shared[1].num_ports, 1);
    assert_int_equal(net->pact_ports[shared[1].first_port],
                     port_of(net, JP_CARS, MAGNET));
    assert_int_equal(p->num_links, 0);
    p = &net->pacts[1];
    assert_int_equal(p->policy, 5);
    assert_int_equal(p->num_stockpiles, 0);
    assert_int_equal(p->first_stockpile, 2);
    assert_int_equal(p->first_group, net->pacts[0].num_groups);
    assert_int_equal(p->num_links, 2);
    assert_int_equal(net->pact_links[p->first_link],
                     link_between(net, MY_PLANT, CN_MAGNETS));
    assert_int_equal(net->pact_links[p->first_link + 1],
                     link_between(net, JP_MAGNETS, US_MOTORS));
    discard(&c);
}

static void
pacts_that_can_do_nothing_are_refused(void **state)
{
    (void)state;
    assert_not_compiled(
        TRADE "policies: {p: {kind: pact, members: [JP, DE], shares: {diverted: "
              "0.1}}}\n",
        "no facility or industry stands within DE, a member of pact 'p'");
    assert_not_compiled(TRADE "policies: {p: {kind: pact, members: [JP, US]}}\n",
                        "pact 'p' has nothing to share");
    assert_not_compiled(
        TRADE
        "policies: {p: {kind: pact, members: [JP, US, CN, MY], shares: {diverted: "
        "0.5}}}\n",
        "pact 'p' has nothing to share");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_by_member_and_material),
        cmocka_unit_test(stockpiles_serve_other_members),
        cmocka_unit_test(pacts_that_can_do_nothing_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
