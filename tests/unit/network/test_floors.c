/* test_floors.c - sales that a price floor covers, and price conditions of projects. */

#include "world_text.h"

static void
floors_cover_the_sellers_links(void **state)
{
    struct compiled c = compile_text(
        TRADE "policies:\n"
              "  abroad: {kind: price_floor, goods: oxide, floor: 110, for: {country: "
              "MY}}\n"
              "  all: {kind: price_floor, goods: [oxide, ore], floor: 110}\n");
    const struct mnz_network *net = c.net;
    uint32_t covered = 0;

    (void)state;
    assert_int_equal(net->num_floors, 2);
    assert_int_equal(net->floors[0].policy, 0);
    assert_int_equal(net->floors[0].num_links, 2);
    for (uint32_t i = 0; i < 2; i++) {
        const uint32_t l = net->floor_links[net->floors[0].first_link + i];

        assert_int_equal(mnz_network_seller(net, l), MY_PLANT);
        assert_int_equal(mnz_network_material(net, l), OXIDE);
    }
    for (uint32_t l = 0; l < net->num_links; l++)
        if (mnz_network_material(net, l) == OXIDE ||
            mnz_network_material(net, l) == ORE)
            assert_int_equal(net->floor_links[net->floors[1].first_link + covered++],
                             l);
    assert_int_equal(net->floors[1].num_links, covered);
    assert_int_equal(covered, 6);
    discard(&c);
}

static void
floors_that_pay_nobody_are_refused(void **state)
{
    (void)state;
    assert_not_compiled(
        TRADE "policies: {p: {kind: price_floor, goods: {stage: alloy}, floor: 1}}\n",
        "'goods' of price floor 'p' selects no material");
    assert_not_compiled(TRADE
                        "policies: {p: {kind: price_floor, goods: oxide, floor: 1, "
                        "for: {country: DE}}}\n",
                        "'for' of price floor 'p' selects no facility");
    assert_not_compiled(TRADE
                        "policies: {p: {kind: price_floor, goods: oxide, floor: 1, "
                        "for: jp_cars}}\n",
                        "price floor 'p' pays nobody");
    assert_not_compiled(
        TRADE "policies: {p: {kind: price_floor, goods: ferrite, floor: 1}}\n",
        "'ferrite' has no price");
}

#define PROJECT "{kind: project, facility: my_plant, adds: 100, online: 2025-12"

static void
needs_know_their_floors_and_markets(void **state)
{
    struct compiled c = compile_text(
        TRADE
        "policies:\n"
        "  plain: " PROJECT "}\n"
        "  plant: " PROJECT ", needs: {price_floor: {ore: 7, oxide: 110}}}\n"
        "  all: {kind: price_floor, goods: oxide, floor: 100}\n"
        "  china: {kind: price_floor, goods: oxide, floor: 100, for: {country: CN}}\n"
        "  malaysia: {kind: price_floor, goods: {stage: separation}, floor: 100, for: "
        "{country: MY}}\n"
        "price_zones: {inside: CN, outside: {not: {country: CN}}}\n");
    const struct mnz_network *net = c.net;
    const struct mnz_net_need *needs;

    (void)state;
    assert_int_equal(net->projects[0].num_needs, 0);
    assert_int_equal(net->projects[1].num_needs, 2);
    needs = &net->needs[net->projects[1].first_need];
    assert_int_equal(needs[0].material, ORE);
    assert_near(nominal(c.l.s, needs[0].price), 7);
    assert_int_equal(needs[0].num_floors, 0);
    assert_int_equal(needs[0].num_markets, 1);
    assert_int_equal(needs[1].material, OXIDE);
    assert_near(nominal(c.l.s, needs[1].price), 110);
    assert_int_equal(needs[1].num_floors, 2);
    assert_int_equal(net->need_floors[needs[1].first_floor], 2); /* policies */
    assert_int_equal(net->need_floors[needs[1].first_floor + 1], 4);
    /* The market where the plant stands. */
    assert_int_equal(needs[1].num_markets, 1);
    assert_int_equal(net->markets[net->need_markets[needs[1].first_market]].material,
                     OXIDE);
    assert_int_equal(net->markets[net->need_markets[needs[1].first_market]].zone,
                     net->zone_of_place[mnz_network_place(net, net->projects[1].node)]);
    discard(&c);
    assert_not_compiled(
        TRADE "policies: {p: " PROJECT ", needs: {price_floor: {ferrite: 1}}}}\n",
        "'ferrite' has no price, with which project 'p' compares its own");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floors_cover_the_sellers_links),
        cmocka_unit_test(floors_that_pay_nobody_are_refused),
        cmocka_unit_test(needs_know_their_floors_and_markets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
