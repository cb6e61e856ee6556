/* test_flows.c - which links an observed flow is made of. */

#include "world_text.h"

static void
flows_are_the_links_that_leave_a_place(void **state)
{
    struct compiled c = compile_text(
        TRADE "observe:\n"
              "  oxide: {by: CN, goods: oxide}\n"
              "  abroad: {by: CN, to: {not: {country: MY}}}\n"
              "  malaysia: {by: CN, to: {country: MY}}\n"
              "  cars: {by: JP, from: jp_magnets, to: [us_motors, jp_cars]}\n");
    const struct mnz_network *net = c.net;
    const struct mnz_net_flow *f = net->flows;
    uint32_t l;

    (void)state;
    /* Not to the magnet maker at home. */
    assert_int_equal(f[0].num_links, 1);
    l = net->flow_links[f[0].first_link];
    assert_int_equal(mnz_network_seller(net, l), CN_PLANT);
    assert_int_equal(mnz_network_buyer(net, l), JP_MAGNETS);
    assert_int_equal(f[1].num_links, 2); /* oxide and ferrite to Japan */
    for (uint32_t i = 0; i < 2; i++)
        assert_int_equal(mnz_network_buyer(net, net->flow_links[f[1].first_link + i]),
                         JP_MAGNETS);
    assert_int_equal(f[2].num_links, 1);
    assert_int_equal(mnz_network_material(net, net->flow_links[f[2].first_link]), ORE);
    assert_int_equal(f[3].num_links, 1);
    assert_int_equal(mnz_network_buyer(net, net->flow_links[f[3].first_link]),
                     US_MOTORS);
    discard(&c);
}

static void
flows_without_a_link_are_refused(void **state)
{
    (void)state;
    assert_not_compiled(TRADE "observe: {f: {by: CN, goods: {stage: alloy}}}\n",
                        "'goods' of observed flow 'f' selects no material");
    assert_not_compiled(TRADE "observe: {f: {by: CN, to: {country: DE}}}\n",
                        "'to' of observed flow 'f' selects no facility or industry");
    assert_not_compiled(TRADE "observe: {f: {by: CN, from: {country: DE}}}\n",
                        "'from' of observed flow 'f' selects no facility or industry");
    assert_not_compiled(TRADE "observe: {f: {by: CN, to: us_motors}}\n",
                        "observed flow 'f' has no link: none carries its goods out of "
                        "CN to those whom 'to' selects");
    assert_not_compiled(TRADE "observe: {f: {by: CN, to: cn_cars}}\n",
                        "observed flow 'f' has no link");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_are_the_links_that_leave_a_place),
        cmocka_unit_test(flows_without_a_link_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
